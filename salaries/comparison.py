"""Places side by side: what roles pay in each, against pay outside IT.

In: a question, places, and the unit to show. Out: rows for a table, a chart or a sentence. Reads stored estimates; a
question that they do not cover (some sources, employers, contracts or ways of working) is worked out from the records
by the same functions. The number of queries depends on neither places nor records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any, TypeAlias

from django.core.paginator import Page
from django.db.models import Q

from salaries import estimates
from salaries.catalogue import Catalogue, catalogue
from salaries.charts import Axis, Ticks
from salaries.clock import age_in_years
from salaries.estimates import LevelCell
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.money import in_words, ratio_number
from salaries.question import Question
from salaries.row import RECORDS_SHOWN, Quotation, Row, in_order, name_sources
from salaries.statistics import Summary, summarise
from salaries.unit import Unit
from salaries.worth import Worth

MOST_MISSING_NAMED = 20
# A summary, and the ids of the sources behind it.
Figure: TypeAlias = tuple[Summary, tuple[int, ...]]
Figures: TypeAlias = dict[LevelCell, Figure]


class Comparison:
    """The answer to a question about some places, sorted."""

    def __init__(
        self,
        question: Question,
        places: Iterable[Place],
        *,
        sort: str = "-typical",
        unit: Unit | None = None,
        known: Catalogue | None = None,
    ) -> None:
        self.question = question
        self.places = list(places)
        self.known = known or catalogue()
        self.baseline = self.known.baseline
        self.unit = unit or Unit()
        self.unit.read(self.known, question.years)
        found = self._find_rows()
        name_sources(found, self.known.sources)
        self.every_row = self.rows = in_order(found, sort)
        # Set by pages that show a table: its headings as links, and which of its pages this is.
        self.columns: list[dict[str, Any]] = []
        self.page_obj: Page | None = None
        axis = Axis((amount for row in self.rows for amount in (row.low, row.typical, row.high)), label=self.unit.tick)
        self.ticks: Ticks = axis.ticks
        for row in self.rows:
            row.bar = axis.bar(row.low, row.typical, row.high, row.baseline)

    # -- what it is about, for templates ------------------------------------------------------------------------------
    @property
    def heading(self) -> dict[str, dict[str, Any]]:
        """The headings that sort, by their keys."""
        return {column["key"]: column for column in self.columns}

    @property
    def about(self) -> str:
        """What is asked, in full: roles, levels and years."""
        question = self.question
        levels = [str(level) if level else "any level" for level in question.levels]
        years = [str(year) for year in question.years]
        return ", ".join([in_words([str(role) for role in question.roles]), in_words(levels), in_words(years)])

    @property
    def role(self) -> Role | None:
        return self.question.role

    @property
    def level(self) -> CareerLevel | None:
        return self.question.level

    @property
    def year(self) -> int | None:
        return self.question.year

    @property
    def source(self) -> Source | None:
        return self.question.source

    @property
    def is_estimate(self) -> bool:
        return self.question.is_stored

    @property
    def sources(self) -> list[Source]:
        """The sources behind the rows that are shown."""
        return sorted({source.pk: source for row in self.rows for source in row.sources}.values(), key=str)

    @property
    def rate_sources(self) -> list[Source]:
        """Whose exchange rates turn the dollars of the shown rows into local money."""
        rates = {worth.rate.source for worth in self._worths if worth.rate}
        return sorted(rates, key=str)

    @property
    def price_sources(self) -> list[Source]:
        """Whose PPP factors say what the shown pay buys."""
        levels = {worth.price_level.source for worth in self._worths if worth.price_level}
        return sorted(levels, key=str)

    @property
    def _worths(self) -> Collection[Worth]:
        """What money is worth in the countries and years of the shown rows, each once."""
        return {id(row.worth): row.worth for row in self.rows if row.worth}.values()

    @cached_property
    def missing(self) -> list[Place]:
        """Places that were asked about and have no figure."""
        found = {row.place.pk for row in self.every_row}
        return [place for place in self.places if place.pk not in found]

    @property
    def missing_named(self) -> list[Place]:
        """The first few of them, to be named."""
        return self.missing[:MOST_MISSING_NAMED]

    @property
    def missing_unnamed(self) -> int:
        return len(self.missing) - len(self.missing_named)

    @property
    def has_baseline(self) -> bool:
        """Whether any row can be set against pay outside IT."""
        return any(row.baseline_usd is not None for row in self.every_row)

    @property
    def has_open_end(self) -> bool:
        """Whether any range has one end only."""
        return any(row.bar and (row.bar.open_low or row.bar.open_high) for row in self.rows)

    @property
    def subject(self) -> str:
        """The role, and the level and year where one is asked for; empty where there are several roles."""
        role = f"{self.role}, {self.level}" if self.role and self.level else str(self.role or "")
        return role or (str(self.level) if self.level else "")

    @cached_property
    def finding(self) -> str:
        """What the figures say, in a sentence that is true for whatever was asked and in whatever unit."""
        ranked = sorted((row for row in self.every_row if row.typical), key=lambda row: row.typical or 0)
        start = f"{self.subject}: " if self.subject else ""
        if not ranked:
            return f"{start}no typical figure for these places" if start else "No typical figure for these places"
        bottom, top = ranked[0], ranked[-1]
        verb, same = ("buys", "buy") if self.unit.is_ppp else ("pays", "pay")
        if len(ranked) == 1:
            where, pay = top.in_title, f"typically {self.unit.amount(top.typical)} a year"
            return f"{self.subject} in {where}: {pay}" if self.subject else f"{where}: {pay}"
        if len({(row.shown_place, row.role, row.level, row.year) for row in ranked}) == 1:
            sharing = in_words([row.label for row in ranked]) if len(ranked) == 2 else f"{len(ranked)} places"
            return f"{start}{sharing} share one figure, that of {top.shown_place}"
        counts = Counter(row.label for row in ranked)
        labels = [row.in_title_with_country if counts[row.label] > 1 else row.in_title for row in (top, bottom)]
        named = [f"pay in {label}" if self.unit.is_ppp else label for label in labels]
        times = ratio_number((top.typical or Decimal(0)) / (bottom.typical or Decimal(1)))
        if top.typical == bottom.typical:
            return f"{start}{named[0]} and {named[1]} {same} the same"
        if times == "1.00":
            return f"{start}{named[0]} and {named[1]} {same} about the same"
        return f"{start}{named[0]} {verb} {times} times as much as {named[1]}"

    @property
    def shown_places(self) -> list[Place]:
        """The places of the rows that are shown, in their order, each once."""
        return list(dict.fromkeys(row.place for row in self.rows))

    def show(self, page: Page) -> None:
        """Show one page of the rows. What is said of all of them stays as it is."""
        self.page_obj = page
        self.rows = list(page)

    # -- how it is found ----------------------------------------------------------------------------------------------
    def _find_rows(self) -> list[Row]:
        question = self.question
        found, baselines = self._figures()
        rows = []
        for role, level, year in question.cells():
            at = (role.pk, year, level.pk if level else None)
            outside = (self.baseline.pk, year, None) if self.baseline and self.baseline != role else None
            for place in self.places:
                # Only a city falls back on its country: what a region pays says little about one country.
                country_id = place.parent_id or 0 if place.kind == Place.Kind.CITY else 0
                own = found.get((place.pk, *at))
                shown = own or found.get((country_id, *at))
                if shown is None:
                    continue
                against = outside and (baselines.get((place.pk, *outside)) or baselines.get((country_id, *outside)))
                rows.append(self._row(place, role, level, year, own is None, shown, against or None))
        return rows

    def _figures(self) -> tuple[Figures, Figures]:
        """What is asked about, and pay outside IT, in the places and what they lie in."""
        question, ids = self.question, with_countries(self.places)
        outside: dict[str, Any] = {
            "role_ids": [self.baseline.pk] if self.baseline else [],
            "years": question.years,
            "level_ids": [None],
        }
        if question.is_stored:
            both = {name: [*{*question.ids[name], *outside[name]}] for name in outside}
            found = _stored(ids, **both)
            return found, found
        narrowing, tree = question.narrowing, self.known.tree
        found = _summarised(estimates.bands_in(ids, tree, **question.ids, **narrowing.lookups))
        if narrowing.for_baseline:
            return found, _summarised(estimates.bands_in(ids, tree, **outside, **narrowing.for_baseline.lookups))
        return found, _stored(ids, **outside)

    def _row(
        self,
        place: Place,
        role: Role,
        level: CareerLevel | None,
        year: int,
        national: bool,
        shown: Figure,
        against: Figure | None,
    ) -> Row:
        (summary, sources), (outside, outside_sources) = shown, against or (None, ())
        baseline_usd = outside.typical_annual_usd if outside else None
        convert, question = self.unit.convert, self.question
        several = (
            str(role) if len(question.roles) > 1 else "",
            str(level or "any level") if len(question.levels) > 1 else "",
            str(year) if len(question.years) > 1 else "",
        )
        return Row(
            place,
            role,
            level,
            year,
            national,
            summary,
            baseline_usd,
            sources,
            outside_sources,
            self.unit.worth(place, year),
            convert(summary.low_annual_usd, place, year),
            convert(summary.typical_annual_usd, place, year),
            convert(summary.high_annual_usd, place, year),
            convert(baseline_usd, place, year),
            ", ".join(filter(None, (str(place), *several))),
        )

    def attach_records(self, rows: list[Row]) -> None:
        """Give the rows that are shown and have few records these records: as many reads as there are rows to show."""
        places: dict[tuple[int, int], set[int]] = defaultdict(set)
        for row in rows:
            if row.can_be_quoted:
                places[row.role.pk, row.year].add(row.shown_place.pk)
        if not places:
            return
        cells = reduce(or_, (Q(role=role, year=year, place__in=at) for (role, year), at in places.items()))
        narrowing = self.question.narrowing
        records = SalaryRecord.objects.comparable().filter(cells, **replace(narrowing, sources=()).lookups)
        records = records.stated_by(narrowing.sources) if narrowing.sources else records
        shown: dict[Any, list[Quotation]] = defaultdict(list)
        first = records.first_of_each_cell(RECORDS_SHOWN, by_level=any(self.question.levels))
        for values in first.values_list(*Quotation._fields):
            one = Quotation(*values)
            shown[one.place_id, one.role_id, one.year].append(one)
        rungs = {pk: rung for rung, pk in enumerate((None, *self.known.levels))}
        for row in rows:
            here = shown.get((row.shown_place.pk, row.role.pk, row.year), []) if row.can_be_quoted else []
            ours = [one for one in here if row.level is None or row.level.pk == one.level_id]
            row.records = sorted(ours, key=lambda one: (rungs.get(one.level_id, 0), one.key))[:RECORDS_SHOWN]


def with_countries(places: Iterable[Place]) -> set[int]:
    """The ids of the places and of what they lie in."""
    return {pk for place in places for pk in (place.pk, place.parent_id) if pk}


def _stored(places: Iterable[int], **cells: Any) -> Figures:
    return {key: (one.summary, one.source_ids) for key, one in estimates.stored_in(places, **cells).items()}


def _summarised(found: Mapping[LevelCell, Mapping[int, Any]]) -> Figures:
    return {
        key: (summarise(bands=list(bands.values()), age_years=age_in_years(key[2])), tuple(bands))
        for key, bands in found.items()
    }
