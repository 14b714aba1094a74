"""History that also holds for rows that arrived in bulk."""

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
        if self.pk and not self._state.adding and not self.history.exists():
            self._remember_first_version()
        super().save(*args, **kwargs)

    def _remember_first_version(self) -> None:
        before: Any = type(self)._default_manager.filter(pk=self.pk).first()
        if before is None:
            return
        run = getattr(before, "import_run_id", None)
        self.history.create(
            **{field.attname: getattr(before, field.attname) for field in self.history.model.tracked_fields},
            history_date=before.created,
            history_type="+",
            history_change_reason=f"Import run {run}" if run else "",
        )
