"""Importers of what money is worth: exchange rates and price levels (PPP), as we or their publishers write them.

In: our own rates.csv and ppp.csv, or a file of the ECB, the Federal Reserve or the World Bank. Out: rates and price
levels, and the records that new rates touch converted again. Errors: `UnreadableFile`, `ImportFailed`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cached_property
from typing import Any, ClassVar, Literal

from django.contrib.auth.models import User
from django.db import models, transaction
from pydantic import Field, ValidationError

from salaries.importers import fields, runs
from salaries.importers.base import RowModel, check_header, own_cells
from salaries.importers.lookups import Places
from salaries.importers.published import FACTOR_FORMATS, RATE_FORMATS, LeftOut, PublishedFactor, PublishedRate, Unusable
from salaries.importers.published.base import PublishedFormat
from salaries.importers.reading import Table, open_table
from salaries.importers.result import Refusal, RefusedRow, Result
from salaries.importers.staging import Stage
from salaries.models import ExchangeRate, ImportRun, PriceLevel, PublishedVersion, Source
from salaries.models.rate import span_of
from salaries.signals import rates_changed


class RateRow(RowModel):
    currency_code: fields.Currency
    span: Literal["day", "month", "year"]
    date: fields.RequiredDate
    units_per_usd: fields.RateNumber
    source: str
    note: fields.Text = Field(default="", max_length=250)


class PppRow(RowModel):
    country_code: fields.Country
    year: fields.Year
    ppp_factor: fields.RateNumber
    source: str


class MoneyImporter:
    """Our own format is taken whole or not at all; a publisher's without the cells that cannot be used."""

    name: ClassVar[str]
    row_model: ClassVar[type[RowModel]]
    model: ClassVar[type[models.Model]]
    formats: ClassVar[tuple[PublishedFormat, ...]]
    fields: ClassVar[list[str]]
    key: ClassVar[list[str]]
    # The column that says what a row is about.
    named_first: ClassVar[str]

    def __init__(self, *, user: User | None = None) -> None:
        self.user = user
        self.made: dict[str, list[str]] = {}
        # A source that has newer data than before, and so may come before others now.
        self.source_moved: Source | None = None
        self.sources = dict(Source.objects.values_list("slug", "pk"))

    def values(self, row: Any, source: int) -> tuple[Any, ...]:
        """The values of `fields` for a checked row or a published figure. Raises ValueError."""
        raise NotImplementedError

    def newest_day(self, figure: Any) -> datetime.date:
        """The last day that a published figure is for, if that tells when it was published."""
        return datetime.date.min

    def after(self, stage: Stage) -> None:
        """What else changes when the staged rows are written."""

    def run(self, file: Any, *, dry_run: bool = False, **reading: Any) -> Result:
        """Import a file; `reading` is what `open_table` takes."""
        known = [*self.row_model.model_fields, *(name for one in self.formats for name in one.required)]
        with open_table(file, expected=known, **reading) as table:
            published = next((one for one in self.formats if one.recognises(table.columns, table.preamble)), None)
            if published is None:
                required = {name for name, info in self.row_model.model_fields.items() if info.is_required()}
                check_header(table, required, set(self.row_model.model_fields))
            result = Result(table.file_name, table.sha256, table.format, is_dry_run=dry_run)
            result.takes_others, result.made = bool(published), self.made
            name = published.name if published else ""
            with runs.recorded(result, importer=self.name, columns=table.columns, mapping=name, user=self.user):
                self.work(table, published, result)
        return result

    def work(self, table: Table, published: PublishedFormat | None, result: Result) -> None:
        """All of the work, in one transaction."""
        refused: dict[int, list[Refusal]] = {}
        with transaction.atomic():
            with transaction.atomic():
                runs.wait_for_turn()
                stage = Stage(self.model, self.fields, self.key)
                rows = (
                    self.published_rows(table, published, result, refused)
                    if published
                    else self.own_rows(table, refused)
                )
                stage.add(rows)
                repeats = list(stage.repeats())
                for number, first, *_ in repeats:
                    reason = f"stands in row {first} already"
                    refused.setdefault(number, []).append(Refusal(number, self.named_first, "", reason))
                stage.drop([number for number, *_ in repeats])
                stage.match()
                self.count(table, stage, result, refused)
                is_refused = bool(refused) and published is None
                if result.is_dry_run or is_refused:
                    transaction.set_rollback(True)
                elif result.created_count or result.updated_count:
                    stage.update(self.stated)
                    stage.insert()
                    PublishedVersion.advance()
                    self.after(stage)
            runs.finish(
                result, result.refused_rows, ImportRun.Outcome.REFUSED if is_refused else ImportRun.Outcome.DONE
            )

    @property
    def stated(self) -> list[str]:
        return [name for name in self.fields if name not in self.key]

    def count(self, table: Table, stage: Stage, result: Result, refused: dict[int, list[Refusal]]) -> None:
        for number, reasons in sorted(refused.items()):
            result.refuse(number, reasons)
        if refused:  # a second look at the file tells what the rows say
            rows = ((number, [cell.strip() for cell in cells]) for number, cells in table.rows() if number in refused)
            result.refused_rows = [RefusedRow(number, cells, refused[number]) for number, cells in rows]
        result.created_count = stage.created_count
        result.updated_count = stage.count_changed(self.stated)
        result.unchanged_count = stage.row_count - result.created_count - result.updated_count

    def own_rows(self, table: Table, refused: dict[int, list[Refusal]]) -> Iterator[tuple[Any, ...]]:
        optional = {name for name, info in self.row_model.model_fields.items() if not info.is_required()}
        for number, cells in table.rows():
            texts = own_cells(table, cells)
            try:
                if any(cell.strip() for cell in cells[len(table.columns) :]):
                    raise ValueError("has more values than the header has columns")
                row = self.row_model.model_validate({n: text for n, text in texts.items() if text or n not in optional})
                yield (number, *self.values(row, self.source(row.source)))  # type: ignore[attr-defined]
            except ValidationError as error:
                refused[number] = [
                    Refusal(
                        number,
                        name := str(one["loc"][0]),
                        texts.get(name, ""),
                        one["msg"].removeprefix("Value error, "),
                    )
                    for one in error.errors()
                ]
            except ValueError as error:
                reason, column, text = (*error.args, "", "")[:3]
                refused[number] = [Refusal(number, column, text, reason)]

    def published_rows(
        self, table: Table, published: PublishedFormat, result: Result, refused: dict[int, list[Refusal]]
    ) -> Iterator[tuple[Any, ...]]:
        described = asdict(published.publication_of(table.preamble))
        source, is_new = Source.objects.get_or_create(slug=described.pop("slug"), defaults=described)
        if is_new:
            result.made["sources"] = [source.slug]
        newest = source.published or datetime.date.min
        figures: Iterable[Any] = published.read(table.columns, table.rows(), table.preamble)  # type: ignore[attr-defined]
        for figure in figures:
            if isinstance(figure, LeftOut):
                result.notes.append(f"{figure.count:,} {figure.what} left out: {figure.reason}")
            elif isinstance(figure, Unusable):
                refused.setdefault(figure.row_number, []).append(Refusal(*figure))
            else:
                try:
                    yield (figure.row_number, *self.values(figure, source.pk))
                except ValueError as error:
                    result.left_out_count += 1
                    result.left_out[error.args[0]] += 1
                    continue
                newest = max(newest, self.newest_day(figure))
        if newest > (source.published or datetime.date.min):
            # Of two sources for the same rate the one published last is taken (salaries.conversion.BETTER_SOURCE).
            source.published, self.source_moved = newest, source
            source.save()

    def source(self, slug: str) -> int:
        if slug not in self.sources:
            raise ValueError("there is no source with this slug" if slug else "is needed", "source", slug)
        return self.sources[slug]


class RateImporter(MoneyImporter):
    """Exchange rates; the records that they touch are converted again at once."""

    name, row_model, model, formats = "rates", RateRow, ExchangeRate, RATE_FORMATS
    fields = ["currency_code", "span", "date", "end", "units_per_usd", "source_id", "note"]
    key = ["currency_code", "span", "date", "source_id"]
    named_first = "currency_code"

    def values(self, row: RateRow | PublishedRate, source: int) -> tuple[Any, ...]:
        date, end = span_of(row.span, row.date)
        return row.currency_code, row.span, date.isoformat(), end.isoformat(), str(row.units_per_usd), source, row.note

    def newest_day(self, figure: PublishedRate) -> datetime.date:
        return span_of(figure.span, figure.date)[1]

    def after(self, stage: Stage) -> None:
        touched = stage.touched("currency_code", "date")
        if self.source_moved:
            years = self.source_moved.exchange_rates.order_by().values_list("currency_code", "date__year").distinct()
            touched |= {(currency, datetime.date(year, 1, 1)) for currency, year in years}
        rates_changed(touched)


class PppImporter(MoneyImporter):
    """PPP factors of countries. Ours must be places already; a publisher's others are made places of."""

    name, row_model, model, formats = "ppp", PppRow, PriceLevel, FACTOR_FORMATS
    fields = ["country_id", "year", "ppp_factor", "source_id"]
    key = ["country_id", "year", "source_id"]
    named_first = "country_code"

    @cached_property
    def places(self) -> Places:
        return Places(self.made)

    def values(self, row: PppRow | PublishedFactor, source: int) -> tuple[Any, ...]:
        country = self.places.codes.get(row.country_code)
        if country is None and isinstance(row, PublishedFactor):
            country = self.places.make_country(row.country_code)
        if country is None:
            raise ValueError("there is no place with this country code", "country_code", row.country_code)
        return country, row.year, str(row.ppp_factor), source

    def newest_day(self, figure: PublishedFactor) -> datetime.date:
        return datetime.date(figure.year, 12, 31)
