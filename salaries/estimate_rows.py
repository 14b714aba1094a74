"""Figures as rows of plain values: what files of comparisons and of estimates are made of.

In: stored estimates, or the rows of a page. Out: tuples in the order of `columns.ESTIMATES`, without the amounts that
may not be passed on. Estimates are read in pieces: memory grows with places, years and sources, not with estimates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from salaries.catalogue import catalogue
from salaries.estimates import LevelCell, Stored, stored_in, stored_of
from salaries.models import Estimate, Place
from salaries.provenance import is_withheld
from salaries.row import Row, name_sources
from salaries.statistics import CENT
from salaries.worth import Worth, worth_in

ESTIMATES_AT_A_TIME = 1_000
MILLIONTH = Decimal("0.000001")
IN_ORDER = (
    "role__name",
    "role_id",
    "-year",
    F("level__order").asc(nulls_first=True),
    "place__name",
    "place_id",
)


# -- which estimates --------------------------------------------------------------------------------------------------
def estimates_at(place: Place) -> QuerySet[Estimate]:
    """Every estimate of a place; a city also shows its country's where it has none of its own."""
    if place.kind != Place.Kind.CITY or not place.parent_id:
        return Estimate.objects.filter(place=place)
    found = Estimate.objects.filter(place__in=[place.pk, place.parent_id]).annotate(rung=Coalesce("level_id", 0))
    own = Estimate.objects.filter(place=place, role=OuterRef("role"), year=OuterRef("year"))
    own = own.annotate(rung=Coalesce("level_id", 0)).filter(rung=OuterRef("rung"))
    return found.filter(Q(place=place) | ~Exists(own))


def rows_of(estimates: QuerySet[Estimate], place: Place | None = None) -> Iterator[Row]:
    """Estimates as the rows of a comparison, in order; with `place`, all as rows of it, its country's as national."""
    known = Surroundings()
    waiting = estimates.select_related("place__parent", "role", "level").order_by(*IN_ORDER)
    reading = waiting.iterator(chunk_size=ESTIMATES_AT_A_TIME)
    while piece := list(islice(reading, ESTIMATES_AT_A_TIME)):
        known.learn(piece)
        rows = [known.row(one, place or one.place) for one in piece]
        name_sources(rows, known.sources)
        yield from rows


class Surroundings:
    """What the rows of a piece are set against: pay outside IT, and what money is worth in their countries."""

    def __init__(self) -> None:
        known = catalogue()
        self.baseline, self.sources = known.baseline, known.sources
        self.outside_it: dict[LevelCell, Stored] = {}
        self.worths: dict[tuple[int, int], Worth] = {}

    def learn(self, estimates: Collection[Estimate]) -> None:
        """Few queries for each piece, and a few for each year that none before it had."""
        countries: dict[int, dict[int, Place]] = defaultdict(dict)
        for one in estimates:
            if (country := one.place.country) and (country.pk, one.year) not in self.worths:
                countries[one.year][country.pk] = country
        for year, new in countries.items():
            self.worths |= {(pk, year): worth for pk, worth in worth_in(new.values(), year).items()}
        if self.baseline:
            around = {pk for one in estimates for pk in (one.place_id, one.place.parent_id) if pk}
            years = {one.year for one in estimates}
            self.outside_it = stored_in(around, role_ids=[self.baseline.pk], years=years, level_ids=[None])

    def row(self, estimate: Estimate, place: Place) -> Row:
        stored, country = stored_of(estimate), place.country
        against = None
        if self.baseline and self.baseline.pk != estimate.role_id:
            at = (self.baseline.pk, estimate.year, None)
            country_id = place.parent_id or 0 if place.kind == Place.Kind.CITY else 0
            against = self.outside_it.get((place.pk, *at)) or self.outside_it.get((country_id, *at))
        return Row(
            place,
            estimate.role,
            estimate.level,
            estimate.year,
            national=estimate.place_id != place.pk,
            summary=stored.summary,
            baseline_usd=against.summary.typical_annual_usd if against else None,
            source_ids=stored.source_ids,
            baseline_source_ids=against.source_ids if against else (),
            worth=self.worths.get((country.pk, estimate.year)) if country else None,
        )


# -- what a row holds -------------------------------------------------------------------------------------------------
def estimate_cells(row: Row, withheld: Collection[int]) -> tuple[Any, ...]:
    """One row in the order of `columns.ESTIMATES`; `withheld` are the ids of sources."""
    closed, closed_baseline = is_closed(row, withheld)
    return (*about(row), closed, *in_usd(row, closed, closed_baseline), None if closed else to_the_cent(row.buys))


def is_closed(row: Row, withheld: Collection[int]) -> tuple[bool, bool]:
    """Whether the amounts of a row, and that of pay outside IT, may not be passed on."""
    return is_withheld(row.source_ids, withheld), is_withheld(row.baseline_source_ids, withheld)


def about(row: Row) -> tuple[Any, ...]:
    """Whose figures they are, and how sure they are."""
    country = row.country
    return (
        row.place.slug,
        row.place.name,
        country.slug if country else None,
        country.name if country else None,
        row.role.slug,
        row.level.slug if row.level else None,
        row.year,
        row.shown_place.slug,
        row.national,
        row.sample_size,
        row.source_count,
        str(row.summary.confidence.value),
        row.newest,
        " ".join(source.slug for source in sorted(row.sources, key=lambda source: source.slug)),
    )


def in_usd(row: Row, closed: bool, closed_baseline: bool) -> tuple[Any, ...]:
    """Low, typical, high, pay outside IT, and the ratios to it."""
    amounts = (None, None, None) if closed else (row.low_usd, row.typical_usd, row.high_usd)
    baseline = None if closed_baseline else to_the_cent(row.baseline_usd)
    ratio = None if closed or closed_baseline else row.ratio
    parts = (ratio.low, ratio.typical, ratio.high) if ratio else (None, None, None)
    return (*map(to_the_cent, amounts), baseline, *map(to_the_millionth, parts))


def to_the_cent(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


def to_the_millionth(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(MILLIONTH, rounding=ROUND_HALF_EVEN)
