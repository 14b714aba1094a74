"""What the page of one cell shows: every source and kind of employers on one axis, and why they differ.

In: an `Asked`. Out: a `CellPage`, in a number of queries that does not depend on the number of sources and records.
The bands are those that made the estimate; the records are read in groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import cast

from django.db.models import Count

from salaries.cells.address import cell_query, cell_url
from salaries.cells.other import OtherCells
from salaries.cells.reasons import Reason, Voice, finding, in_words, reasons
from salaries.cells.steps import steps_of
from salaries.charts import Axis, Bar, Tick
from salaries.derivation import Asked, Derivation, SourcesBand, derive
from salaries.models import CareerLevel, Place, SalaryRecord, Source
from salaries.models.record import SalaryRecordQuerySet
from salaries.money import usd
from salaries.stated import AmountList, Bag, cents_in
from salaries.statistics import SMALLEST_GROUP_FOR_QUARTILES, Band, Statement
from salaries.summed import CONFIDENCE_DOTS

# A cell with more records shows none of them; the list of records does, page by page.
MOST_RECORDS_SORTED = 2_000
RECORDS_SHOWN = 20
OPEN_VALUES = {"population": "unspecified", "basis": "unstated", "qualifier": "exact"}
TRAITS = ("population", "basis", "employment_type", "work_mode", "qualifier")


@dataclass(frozen=True)
class Point:
    """One salary of a source that states too few for quartiles."""

    percent: str
    label: str


@dataclass(frozen=True)
class Line:
    """What one source says, or, as `population` names it, what it says of one kind of employers."""

    source: Source
    band: Band
    bar: Bar
    words: list[str]
    singles: list[Decimal] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    population: str = ""


class CellPage:
    """Everything that the page says; `found` is None where nothing is on record."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: Derivation | None = derive(asked)
        self.others = OtherCells(asked, self.found.figures_of if self.found else asked.place)

    # -- what it is about ---------------------------------------------------------------------------------------------
    @property
    def subject(self) -> str:
        level = f", {self.asked.level}," if self.asked.level else ""
        year = f", {self.asked.year}" if self.asked.year else ""
        return f"{self.asked.role}{level} in {self.place_named}{year}"

    @cached_property
    def place_named(self) -> str:
        """Singapore the country is told apart from the city in it."""
        place = self.asked.place
        is_also_a_city = place.kind == Place.Kind.COUNTRY and place.children.filter(name=place.name).exists()
        return f"{place} as a whole" if is_also_a_city else str(place)

    @property
    def query(self) -> str:
        asked = self.asked
        return cell_query(asked.place, asked.role, asked.year, asked.level)

    @property
    def records_query(self) -> str:
        """The records of the place that the figures are of."""
        found, asked = self.found, self.asked
        return cell_query(found.figures_of if found else asked.place, asked.role, asked.year, asked.level)

    @property
    def url(self) -> str:
        return cell_url(self.asked.place, self.asked.role, self.asked.year, self.asked.level)

    @property
    def finding(self) -> str:
        return f"{self.subject}: {finding(self.voices)}" if self.found else f"Nothing on record for {self.subject}"

    # -- the sources --------------------------------------------------------------------------------------------------
    @cached_property
    def traits(self) -> dict[int, dict[str, set[str]]]:
        """{source id: {attribute: values}}, from the records in groups; an open value is an empty string."""
        found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        if self.found is None:
            return found
        group = ("source_id", "level_id", "place_id", *TRAITS)
        rows = self.found.records.order_by().values(*group).annotate(n=Count("pk")).values_list(*group)
        rows = list(rows)
        levels = CareerLevel.objects.in_bulk({row[1] for row in rows if row[1]})
        places = Place.objects.in_bulk({row[2] for row in rows})
        for source, level, place, *values in rows:
            of = found[source]
            of["level"].add(levels[level].name if level else "")
            of["place"].add(places[place].name)
            for attribute, value in zip(TRAITS, values, strict=True):
                of[attribute].add("" if value == OPEN_VALUES.get(attribute, "unspecified") else value)
        return found

    @cached_property
    def voices(self) -> list[Voice]:
        """The sources as the reasons see them."""
        if self.found is None:
            return []
        named = []
        for one in self.found.bands:
            traits = {attribute: frozenset(values) for attribute, values in self.traits[one.source.pk].items()}
            published = str(one.source.published.year) if one.source.published else ""
            traits["published"] = frozenset({published})
            named.append(Voice(str(one.source), one.band.typical_annual_usd, traits))
        return named

    @cached_property
    def reasons(self) -> list[Reason]:
        return reasons(self.voices)

    @cached_property
    def axis(self) -> Axis:
        assert self.found is not None  # noqa: S101
        bands = [one.band for one in self.found.bands]
        return Axis(end for one in bands for end in (one.low_annual_usd, one.typical_annual_usd, one.high_annual_usd))

    @property
    def ticks(self) -> list[Tick]:
        return self.axis.ticks

    @property
    def overall_bar(self) -> Bar:
        assert self.found is not None  # noqa: S101
        summary = self.found.summary
        return self.axis.bar(summary.low_annual_usd, summary.typical_annual_usd, summary.high_annual_usd)

    @property
    def confidence_dots(self) -> int:
        return CONFIDENCE_DOTS[self.found.summary.confidence] if self.found else 0

    @cached_property
    def lines(self) -> list[Line]:
        """The sources, those with most records first; under a source its kinds of employers, if it has several."""
        if self.found is None:
            return []
        bags = self._bags(self.found)
        lines = []
        for one in sorted(self.found.bands, key=lambda one: (-one.band.sample_size, str(one.source))):
            here = bags.get(one.source.pk, {})
            whole = [cents for bag in here.values() for cents in bag.observed_cents]
            lines.append(self._line(one.source, one.band, whole if _is_few(one) else [], self._words(one.source.pk)))
            if len(here) > 1:
                for population, bag in sorted(here.items()):
                    label = SalaryRecord.Population(population).label
                    few = len(bag.observed_cents) < SMALLEST_GROUP_FOR_QUARTILES and not bag.published
                    part = self._line(one.source, bag.band, bag.observed_cents if few else [], [])
                    lines.append(
                        replace(part, population="Employers not said" if population == "unspecified" else label)
                    )
        return lines

    def _words(self, source: int) -> list[str]:
        """What the records of a source are about, as far as they say so."""
        traits = self.traits[source]
        told = [name for name in ("population", "level", *TRAITS[1:]) if any(traits[name])]
        told = [name for name in told if not (name == "level" and self.asked.level)]
        return [in_words(name, traits[name]) for name in told]

    def _line(self, source: Source, band: Band, cents: Iterable[int], words: list[str]) -> Line:
        singles = [Decimal(one) / 100 for one in sorted(cents)]
        singles = singles if len(singles) > 1 else []
        points = [Point(self.axis.percent(one), usd(one)) for one in singles]
        bar = self.axis.bar(band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd)
        return Line(source, band, bar, words, singles, points)

    def _bags(self, found: Derivation) -> dict[int, dict[str, Bag]]:
        """{source id: {population: what its records state}} of the sources with several populations or few salaries."""
        several = {source for source, traits in self.traits.items() if len(traits["population"]) > 1}
        wanted = several | {one.source.pk for one in found.bands if _is_few(one)}
        bags: dict[int, dict[str, Bag]] = defaultdict(lambda: defaultdict(lambda: Bag([], [])))
        records = cast(SalaryRecordQuerySet, found.records.order_by().filter(source__in=wanted))
        group = ("source_id", "population")
        observed = records.observations().values(*group).annotate(cents=AmountList("annual_typical_usd"))
        for source, population, cents in observed.values_list(*group, "cents"):
            bags[source][population].observed_cents.extend(sorted(cents_in(cents)))
        amounts = ("annual_low_usd", "annual_typical_usd", "annual_high_usd")
        for source, population, *statement in records.published_figures().values_list(*group, *amounts):
            bags[source][population].published.append(Statement(*statement))
        return bags

    # -- under the chart ----------------------------------------------------------------------------------------------
    @property
    def steps(self) -> list[str]:
        return steps_of(self.found) if self.found else []

    @cached_property
    def records(self) -> list[SalaryRecord]:
        """The first records, as quoted; none where there are too many to put in order."""
        if self.found is None or self.found.summary.sample_size > MOST_RECORDS_SORTED:
            return []
        return list(self.found.records[:RECORDS_SHOWN])


def _is_few(one: SourcesBand) -> bool:
    """Whether a source states single salaries, too few for quartiles, and nothing else."""
    return 0 < one.observation_count < SMALLEST_GROUP_FOR_QUARTILES and not one.published_count
