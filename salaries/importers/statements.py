"""Importers of what sources state: pay and facts."""

from __future__ import annotations

from typing import Any, Literal

from django.db import models
from pydantic import Field

from salaries import estimates
from salaries.conversion import RateTable, convert
from salaries.importers import fields
from salaries.importers.base import Importer, Planned, Refused, RowModel
from salaries.models import CareerLevel, Fact, ImportRun, Place, Role, SalaryRecord, Skill, Source
from salaries.models.amounts import amounts_problem


class SalaryRow(RowModel):
    key: fields.Key
    source: str
    place: str
    role: str
    level: str = ""
    year: fields.Year
    currency_code: fields.Currency
    period: Literal["hour", "day", "week", "month", "year"]
    low: fields.Amount = None
    typical: fields.Amount = None
    high: fields.Amount = None
    qualifier: Literal["exact", "about", "average", "from", "up-to"] = "exact"
    population: Literal["unspecified", "local", "international"] = "unspecified"
    employment_type: Literal["unspecified", "full-time", "part-time", "contract", "freelance", "internship"] = (
        "unspecified"
    )
    work_mode: Literal["unspecified", "on-site", "hybrid", "remote"] = "unspecified"
    sample_size: fields.Integer = None
    basis: Literal["unstated", "gross", "net"] = "unstated"
    quote: fields.Text = ""
    note: fields.Text = ""
    status: Literal["draft", "published", "withdrawn"] = "published"


class SalaryImporter(Importer):
    """Pay. New records are written in bulk and carry the run; changes to old ones are kept in their history."""

    name, row_model, model, key = "salaries", SalaryRow, SalaryRecord, ("key",)
    together = (frozenset({"low", "typical", "high"}),)

    def existing(self) -> models.QuerySet[Any]:
        return SalaryRecord.objects.select_related("source", "place", "role", "level")

    def values(self, row: SalaryRow) -> dict[str, Any]:
        if problem := amounts_problem(row.low, row.typical, row.high):
            amounts = " / ".join("" if one is None else str(one) for one in (row.low, row.typical, row.high))
            raise Refused("low", amounts, problem)
        return row.model_dump() | {
            "source": self.require(Source, "source", row.source),
            "place": self.require(Place, "place", row.place),
            "role": self.require(Role, "role", row.role),
            "level": self.find(CareerLevel, "level", row.level),
        }

    def save(self, created: list[Planned], updated: list[Planned], run: ImportRun) -> None:
        rates = RateTable()
        records = [planned.instance for planned in created]
        for record in records:
            record.import_run = run
            convert(record, rates)
        with estimates.deferred():
            SalaryRecord.objects.bulk_create(records, batch_size=500)
            estimates.touch(estimates.cell_of(record) for record in records)
            for planned in updated:
                planned.instance._change_reason = f"Import run {run.pk}"
                planned.instance.save()


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
