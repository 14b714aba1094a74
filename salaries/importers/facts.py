"""Importers of what sources state: pay and facts."""

from __future__ import annotations

from typing import Any, Literal

from django.db import models
from pydantic import Field

from salaries.importers import fields
from salaries.importers.base import Importer, RowModel
from salaries.importers.result import Refused
from salaries.models import CareerLevel, Fact, ImportRun, Place, Role, Skill, Source


class FactRow(RowModel):
    key: fields.Key
    statement: fields.Text = Field(min_length=1, max_length=300)
    low: fields.FactNumber = None
    high: fields.FactNumber = None
    unit: Literal["percent", "ratio", "USD", "months", "count"]
    place: str = ""
    role: str = ""
    skill: str = ""
    level: str = ""
    year: fields.Year
    source: str
    quote: fields.Text = ""
    note: fields.Text = ""


class FactImporter(Importer):
    name, row_model, model, key = "facts", FactRow, Fact, ("key",)
    together = (frozenset({"low", "high"}),)

    def existing(self) -> models.QuerySet[Any]:
        return Fact.objects.select_related("source", "place", "role", "skill", "level")

    def values(self, row: FactRow) -> dict[str, Any]:
        if row.low is None and row.high is None:
            raise Refused("low", "", "give at least one number")
        if row.low is not None and row.high is not None and row.low > row.high:
            raise Refused("low", str(row.low), f"is above high, {row.high}")
        return row.model_dump() | {
            "source": self.require(Source, "source", row.source),
            "place": self.find(Place, "place", row.place),
            "role": self.find(Role, "role", row.role),
            "skill": self.find(Skill, "skill", row.skill),
            "level": self.find(CareerLevel, "level", row.level),
        }

    def before_save(self, instance: Any, run: ImportRun) -> None:
        if instance.pk is None:
            instance.import_run = run
        instance._change_reason = f"Import run {run.pk}"
