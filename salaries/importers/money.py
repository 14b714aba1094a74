"""Importers of what money is worth: exchange rates and price levels (PPP)."""

from __future__ import annotations

from typing import Any, Literal

from django.db import models
from pydantic import Field

from salaries import estimates
from salaries.importers import fields
from salaries.importers.base import Importer, Planned, RowModel
from salaries.models import ExchangeRate, ImportRun, Place, PriceLevel, Source
from salaries.models.rate import span_of
from salaries.signals import rates_changed


class RateRow(RowModel):
    currency_code: fields.Currency
    span: Literal["day", "month", "year"]
    date: fields.RequiredDate
    units_per_usd: fields.RateNumber
    source: str
    note: fields.Text = Field(default="", max_length=250)


class RateImporter(Importer):
    """Exchange rates; the figures of the records that they touch are worked out again at once, not row by row."""

    name, row_model, model = "rates", RateRow, ExchangeRate
    key = ("currency_code", "span", "date", "source")

    def existing(self) -> models.QuerySet[Any]:
        return ExchangeRate.objects.select_related("source")

    def values(self, row: RateRow) -> dict[str, Any]:
        date, end = span_of(row.span, row.date)
        return row.model_dump() | {"source": self.require(Source, "source", row.source), "date": date, "end": end}

    def save(self, created: list[Planned], updated: list[Planned], run: ImportRun) -> None:
        ExchangeRate.objects.bulk_create([planned.instance for planned in created], batch_size=500)
        changed = [planned.instance for planned in updated]
        ExchangeRate.objects.bulk_update(changed, ["units_per_usd", "end", "note"], batch_size=500)
        if created or updated:
            rates_changed({planned.instance.currency_code for planned in [*created, *updated]})


class PppRow(RowModel):
    country_code: fields.Country
    year: fields.Year
    ppp_factor: fields.RateNumber
    source: str


class PppImporter(Importer):
    """PPP factors of countries that are places already."""

    name, row_model, model = "ppp", PppRow, PriceLevel
    key = ("country", "year", "source")

    def existing(self) -> models.QuerySet[Any]:
        return PriceLevel.objects.select_related("country", "source")

    def values(self, row: PppRow) -> dict[str, Any]:
        return {
            "country": self.find(Place, "country_code", row.country_code, by="country_code"),
            "year": row.year,
            "ppp_factor": row.ppp_factor,
            "source": self.require(Source, "source", row.source),
        }

    def save(self, created: list[Planned], updated: list[Planned], run: ImportRun) -> None:
        with estimates.deferred():
            super().save(created, updated, run)
