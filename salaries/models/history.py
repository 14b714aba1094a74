"""History that also holds for rows that arrived in bulk."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class WithHistory(models.Model):
    """A row whose changes are recorded.

    A bulk import writes no history, so that a million rows do not become two million. The first change to such a row
    would then lose what it said before: it is written down as the row's first version first.
    """

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not self._state.adding:
            self.remember_first_versions([self.pk])
        super().save(*args, **kwargs)

    @classmethod
    def remember_first_versions(cls, keys: Collection[Any]) -> None:
        """Write down as they are now those of the rows that have no history yet, before they change."""
        history: Any = cls.history.model  # type: ignore[attr-defined]
        known = set(history.objects.filter(id__in=keys).values_list("id", flat=True))
        unknown: Iterable[Any] = cls._default_manager.filter(pk__in=set(keys) - known)
        history.objects.bulk_create(
            history(
                **{field.attname: getattr(before, field.attname) for field in history.tracked_fields},
                history_date=before.created,
                history_type="+",
                history_change_reason=f"Import run {run}" if (run := getattr(before, "import_run_id", None)) else "",
            )
            for before in unknown
        )
