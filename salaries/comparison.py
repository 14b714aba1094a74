"""Places side by side: what a role pays in each, against pay outside IT.

In: places and what is asked about them. Out: rows for a table, a chart or a sentence. Reads stored estimates; a
question that they do not cover (one source, one population) is worked out from the records by the same functions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Page

from salaries import estimates
from salaries.charts import Axis, Bar, Tick
from salaries.clock import age_in_years
from salaries.models import CareerLevel, Confidence, Place, Role, SalaryRecord, Source
from salaries.money import ratio_in_short, ratio_number, usd
from salaries.statistics import Ratio, Summary, ratio_to_baseline, summarise

CONFIDENCE_DOTS = {
    Confidence.SINGLE_SOURCE: 1,
    Confidence.THIN: 2,
    Confidence.FAIR: 3,
    Confidence.STRONG: 4,
}
RECORDS_SHOWN = 3


@dataclass(frozen=True)
class Question:
    """What is asked: a role in a year, if wanted at one level, by one source, for one population."""

    role: Role
    year: int
    level: CareerLevel | None = None
    source: Source | None = None
    population: str = ""

    @property
    def is_stored(self) -> bool:
        """Whether the stored estimates answer it."""
        return self.source is None and not self.population

    @property
    def narrowed(self) -> dict[str, Any]:
        narrowed: dict[str, Any] = {"source": self.source} if self.source else {}
        return narrowed | ({"population": self.population} if self.population else {})


@dataclass
class Row:
    """One place of a comparison, in annual US dollars. `national` marks a city that shows its country's figure."""

    place: Place
    national: bool
    summary: Summary
    baseline_usd: Decimal | None
    ratio: Ratio | None
    bar: Bar | None = None
    records: list[SalaryRecord] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def country(self) -> Place | None:
        return self.place.country

    @property
    def shown_place(self) -> Place:
        """Whose figure it is: the place itself, or its country."""
        return self.place.parent if self.national and self.place.parent else self.place

    @property
    def low_usd(self) -> Decimal | None:
        return self.summary.low_annual_usd

    @property
    def typical_usd(self) -> Decimal | None:
        return self.summary.typical_annual_usd

    @property
    def high_usd(self) -> Decimal | None:
        return self.summary.high_annual_usd

    @property
    def sample_size(self) -> int:
        return self.summary.sample_size

    @property
    def source_count(self) -> int:
        return self.summary.source_count

    @property
    def confidence(self) -> str:
        return str(self.summary.confidence.label)

    @property
    def confidence_dots(self) -> int:
        return CONFIDENCE_DOTS[self.summary.confidence]

    @property
    def ratio_headline(self) -> str:
        return ratio_in_short(self.ratio, source_count=self.source_count)[0]

    @property
    def ratio_span(self) -> str:
        return ratio_in_short(self.ratio, source_count=self.source_count)[1]

    @property
    def more_records(self) -> int:
        return max(self.sample_size - len(self.records), 0)


# Nothing to sort by goes last in both directions.
SORT_KEYS = {
    "place": lambda row: row.place.name.lower(),
    "typical": lambda row: row.typical_usd,
    "high": lambda row: row.high_usd,
    "ratio": lambda row: (
        None if row.ratio is None else row.ratio.typical if row.ratio.typical is not None else row.ratio.low
    ),
    "records": lambda row: row.sample_size,
}


class Comparison:
    """The answer to a question about some places, sorted, in a constant number of queries."""

    def __init__(self, question: Question, places: Iterable[Place], *, sort: str = "-typical") -> None:
        self.question = question
        self.places = list(places)
        self.baseline = Role.objects.baseline()
        self.sort = sort
        self.rows = self._sorted(self._find_rows())
        self.sources: list[Source] = []
        # Set by pages that show a table: its headings as links, and which of its pages this is.
        self.columns: list[dict[str, Any]] = []
        self.page_obj: Page | None = None
        axis = Axis(amount for row in self.rows for amount in (row.low_usd, row.typical_usd, row.high_usd))
        self.ticks: list[Tick] = axis.ticks
        for row in self.rows:
            row.bar = axis.bar(row.low_usd, row.typical_usd, row.high_usd, row.baseline_usd)

    # -- what it is about, for templates ------------------------------------------------------------------------------
    @property
    def role(self) -> Role:
        return self.question.role

    @property
    def level(self) -> CareerLevel | None:
        return self.question.level

    @property
    def year(self) -> int:
        return self.question.year

    @property
    def source(self) -> Source | None:
        return self.question.source

    @property
    def is_estimate(self) -> bool:
        return self.question.is_stored

    @cached_property
    def missing(self) -> list[Place]:
        """Places that were asked about and have no figure."""
        found = {row.place.pk for row in self.rows}
        return [place for place in self.places if place.pk not in found]

    @property
    def subject(self) -> str:
        """The role, and the level if one is asked for."""
        return f"{self.role}, {self.level}" if self.level else str(self.role)

    @property
    def finding(self) -> str:
        """What the figures say, in a sentence that is true for whatever was asked."""
        ranked = sorted((row for row in self.rows if row.typical_usd), key=lambda row: row.typical_usd or 0)
        if not ranked:
            return f"{self.subject}: no typical figure for these places"
        bottom, top = ranked[0], ranked[-1]
        if len(ranked) == 1:
            return f"{self.subject} in {top.place}: typically {usd(top.typical_usd)} a year"
        times = ratio_number((top.typical_usd or Decimal(0)) / (bottom.typical_usd or Decimal(1)))
        if times == "1.00":
            return f"{self.subject}: {top.place} and {bottom.place} pay the same"
        return f"{self.subject}: {top.place} pays {times} times as much as {bottom.place}"

    # -- how it is found ----------------------------------------------------------------------------------------------
    def _find_rows(self) -> list[Row]:
        ids = {place.pk for place in self.places} | {place.parent_id for place in self.places if place.parent_id}
        found = self._summaries(ids, self.question)
        baseline: dict[int, Summary] = {}
        if self.baseline and self.baseline != self.role:
            asked = Question(role=self.baseline, year=self.year, source=self.source)
            baseline = self._summaries(ids, asked)
        rows = []
        for place in self.places:
            own = found.get(place.pk)
            # Only a city falls back on its country: what a region pays says little about one country.
            country_id = place.parent_id or 0 if place.kind == Place.Kind.CITY else 0
            summary = own or found.get(country_id)
            if summary is None:
                continue
            against = baseline.get(place.pk) or baseline.get(country_id)
            baseline_usd = against.typical_annual_usd if against else None
            ratio = ratio_to_baseline(
                low_annual_usd=summary.low_annual_usd,
                typical_annual_usd=summary.typical_annual_usd,
                high_annual_usd=summary.high_annual_usd,
                baseline_annual_usd=baseline_usd,
            )
            rows.append(Row(place, own is None, summary, baseline_usd, ratio))
        return rows

    @staticmethod
    def _summaries(places: set[int], question: Question) -> dict[int, Summary]:
        cell: dict[str, Any] = {
            "role_id": question.role.pk,
            "year": question.year,
            "level_id": question.level.pk if question.level else None,
        }
        if question.is_stored:
            return estimates.stored_at(places, **cell)
        bands = estimates.bands_at(places, **cell, **question.narrowed)
        return {
            place: summarise(bands=list(by_source.values()), age_years=age_in_years(question.year))
            for place, by_source in bands.items()
        }

    def _sorted(self, rows: list[Row]) -> list[Row]:
        key = SORT_KEYS[self.sort.removeprefix("-")]
        rows = sorted(rows, key=lambda row: row.place.name.lower())
        known = [row for row in rows if key(row) is not None]
        return sorted(known, key=key, reverse=self.sort.startswith("-")) + [row for row in rows if key(row) is None]

    def attach_records(self, rows: list[Row]) -> None:
        """Give the rows that are shown their first few records, and all their sources."""
        cells = {row.shown_place.pk for row in rows}
        records = SalaryRecord.objects.comparable().filter(
            place__in=cells, role=self.role, year=self.year, **self.question.narrowed
        )
        if self.level:
            records = records.filter(level=self.level)
        shown: dict[int, list[SalaryRecord]] = defaultdict(list)
        for record in records.first_of_each_place(RECORDS_SHOWN).with_relations():
            shown[record.place_id].append(record)
        pairs = list(records.order_by().values_list("place_id", "source_id").distinct())
        named = Source.objects.in_bulk({source for _, source in pairs})
        for row in rows:
            row.records = shown[row.shown_place.pk]
            row.sources = [named[source] for place, source in pairs if place == row.shown_place.pk]
        self.sources = sorted(named.values(), key=str)
