"""Two editors on one guide: what the first saved while the second was writing, and a form in which nothing is lost.

In: the guide as stored, and what a form sent, with the version that it was opened at. Out: whether others saved since,
what they changed, and the form's data with their words wherever this writer had changed nothing.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import MultiWidget

from articles.models import Article
from salaries.admin.versions import FieldChange, changes_between

NO_VERSION = 0


def version_of(article: Article | None) -> int:
    """The number of the last change of a guide."""
    latest = article.history.order_by("-history_date", "-history_id").first() if article else None
    return latest.pk if latest else NO_VERSION


class Meanwhile:
    """What was saved between the version that a form was opened at and now."""

    def __init__(self, article: Article, opened_at: int) -> None:
        self.versions = list(
            article.history.filter(pk__gte=opened_at)
            .select_related("history_user")
            .order_by("history_date", "history_id")
        )
        known = bool(self.versions) and self.versions[0].pk == opened_at
        self.opened = self.versions[0] if known else None
        self.latest = self.versions[-1] if self.versions else None

    @property
    def changes(self) -> list[FieldChange]:
        if self.opened is None or self.latest is None:
            return []
        return changes_between(Article, self.opened, self.latest)

    @property
    def sentence(self) -> str:
        since = self.versions[1:] if self.opened else self.versions
        names = sorted({str(version.history_user or "the site") for version in since})
        when = f", last at {self.latest.history_date:%H:%M} UTC" if self.latest else ""
        return (
            f"While you were writing, {' and '.join(names)} changed this guide{when}. Nothing is saved yet, and "
            "nothing is lost: your words are in the form, theirs are shown below, and stand in the form wherever you "
            "had changed nothing. Put together what should stay, and save again."
        )

    def merged(self, data: Any, fields: dict[str, forms.Field]) -> tuple[Any, list[str]]:
        """The data with their values where this writer changed nothing; and the fields that both changed."""
        merged = data.copy()
        both: list[str] = []
        if self.opened is None or self.latest is None:
            return merged, both
        for name in {change.name for change in self.changes} & set(fields):
            before, now = (posted_as(fields[name], name, value_in(one, name)) for one in (self.opened, self.latest))
            if {key: normal(data.getlist(key)) for key in before} == before:
                for key, values in now.items():
                    merged.setlist(key, values)
            elif {key: normal(data.getlist(key)) for key in now} != now:
                both.append(name)
        return merged, both


def value_in(version: Any, name: str) -> Any:
    """A field's value in a version; of a many-to-many field the keys."""
    field = Article._meta.get_field(name)
    if field.many_to_many:
        target = field.m2m_reverse_field_name()  # type: ignore[union-attr]
        return list(getattr(version, name).values_list(target, flat=True))
    return getattr(version, field.attname)  # type: ignore[union-attr]


def posted_as(field: forms.Field, name: str, value: Any) -> dict[str, list[str]]:
    """What a browser sends for a value."""
    if isinstance(field.widget, MultiWidget):
        parts: Any = field.widget.decompress(value.replace(microsecond=0) if value else None)
        return {f"{name}_{number}": normal([part]) for number, part in enumerate(parts)}
    return {name: normal(value if isinstance(value, list) else [value])}


def normal(values: list[Any]) -> list[str]:
    """As text, with the line ends of the database, in one order; nothing as an empty text."""
    texts = ["" if value is None else str(value).replace("\r\n", "\n").strip() for value in values]
    return sorted(texts) or [""]
