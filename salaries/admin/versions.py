"""What changed between two versions of a row, field by field, as an editor reads it.

In: two rows of a history. Out: a `FieldChange` for each field that differs; long texts as lines with words marked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from simple_history.template_utils import HistoricalRecordContextHelper

from salaries.admin.differences import Line, lines_between

SHOWN_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`name` is the field's own; a field of text has `lines`, any other `old` and `new`."""

    name: str
    label: str
    old: str
    new: str
    lines: list[Line] = field(default_factory=list)


def changes_between(model: type[models.Model], old: Any, new: Any) -> list[FieldChange]:
    """The fields in the order of the form's history; times that the site notes itself are left out."""
    noted = [one.name for one in model._meta.concrete_fields if getattr(one, "auto_now", False)]
    delta = new.diff_against(old, foreign_keys_are_objs=True, excluded_fields=noted)
    helper = HistoricalRecordContextHelper(model, new, max_displayed_delta_change_chars=SHOWN_CHARACTERS)
    shown = helper.context_for_delta_changes(delta)
    return [
        FieldChange(change.field, words["field"], words["old"], words["new"], text_lines(model, change))
        for change, words in zip(delta.changes, shown, strict=True)
    ]


def text_lines(model: type[models.Model], change: Any) -> list[Line]:
    is_text = isinstance(model._meta.get_field(change.field), models.TextField)
    return lines_between(change.old or "", change.new or "") if is_text else []
