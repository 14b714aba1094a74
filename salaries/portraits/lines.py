"""Stored estimates as lines of a table on one axis, each leading to its cell.

In: estimates. Out: what components/line_table.html and cell.html draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from salaries import estimates
from salaries.cells.address import around, cell_url
from salaries.charts import Axis, Bar, Tick
from salaries.models import CareerLevel, Estimate, Place, Role, Source
from salaries.money import ratio_number
from salaries.statistics import Band, Summary
from salaries.summed import Summed


@dataclass
class Line(Summed):
    """One cell. `label` and `url` are what its row is about, `here` marks the row of the page's own subject."""

    place: Place
    role: Role
    level: CareerLevel | None
    year: int
    summary: Summary
    label: str
    url: str
    note: str = ""
    national: bool = False
    here: bool = False
    baseline_usd: Decimal | None = None
    bar: Bar | None = None
    sources: list[Source] = field(default_factory=list)
    bands: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cell_url(self) -> str:
        return cell_url(self.place, self.role, self.year, self.level)


def line_of(stored: Estimate, *, label: Any, url: str = "", **given: Any) -> Line:
    """A stored estimate, which must have its place, role and level at hand."""
    summary = estimates.summary_of(stored)
    return Line(stored.place, stored.role, stored.level, stored.year, summary, str(label), url, **given)


def ranked(found: QuerySet[Estimate], shown: int) -> list[Line]:
    """The best paid places, and after them the worst paid one, which a heading needs; however many there are.

    Each with pay outside IT there or in its country. Places without a typical figure come last.
    """
    every = sorted(found.order_by().values_list("pk", "typical_usd", "place__name"), key=_rank)
    known = [one for one in every if one[1] is not None]
    order = {pk: number for number, (pk, *_) in enumerate([*every[:shown], *known[shown:][-1:]])}
    chosen = found.filter(pk__in=order).select_related("place__parent", "role", "level").order_by()
    return about_places(sorted(chosen, key=lambda one: order[one.pk]))


def _rank(one: tuple[int, Decimal | None, str]) -> tuple[Decimal, str, int]:
    pk, typical, name = one
    return -(typical or Decimal(0)), name, pk


def about_places(stored: Sequence[Estimate]) -> list[Line]:
    """A line for each place, with pay outside IT there or in its country, if known."""
    known = _baselines(stored)
    return [
        line_of(
            one,
            label=one.place,
            url=one.place.get_absolute_url(),
            note=str(one.place.parent) if one.place.kind == Place.Kind.CITY and one.place.parent else "",
            baseline_usd=next((known[place] for place in around(one.place) if place in known), None),
        )
        for one in stored
    ]


def _baselines(stored: Sequence[Estimate]) -> dict[int, Decimal]:
    """{place id: typical pay outside IT} of the places and of the countries of cities, in one query."""
    places = {place for one in stored for place in around(one.place)}
    found = Estimate.objects.filter(
        place__in=places, role__is_baseline=True, year__in={one.year for one in stored}, level=None
    )
    return {place: typical for place, typical in found.values_list("place", "typical_usd") if typical}


@dataclass
class LineTable:
    """Lines on one axis of their own."""

    caption: str
    head: str
    lines: Sequence[Line]
    ticks: list[Tick] = field(default_factory=list)

    def __post_init__(self) -> None:
        axis = axis_of(self.lines)
        self.ticks = axis.ticks
        for line in self.lines:
            line.bar = axis.bar(line.low_usd, line.typical_usd, line.high_usd, line.baseline_usd)

    @property
    def has_baseline(self) -> bool:
        return any(line.baseline_usd for line in self.lines)

    @property
    def has_open_end(self) -> bool:
        return any(line.bar and (line.bar.open_low or line.bar.open_high) for line in self.lines)


def axis_of(lines: Iterable[Line]) -> Axis:
    return Axis(
        amount for line in lines for amount in (line.low_usd, line.typical_usd, line.high_usd, line.baseline_usd)
    )


def bands_of_line(bands: dict[int, Band], sources: dict[int, Source], axis: Axis) -> list[dict[str, Any]]:
    """What each source says, on the axis of the line, those with most records first."""
    return [
        {
            "source": sources[source],
            "low_usd": band.low_annual_usd,
            "typical_usd": band.typical_annual_usd,
            "high_usd": band.high_annual_usd,
            "sample_size": band.sample_size,
            "bar": axis.bar(band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd),
        }
        for source, band in sorted(bands.items(), key=lambda one: (-one[1].sample_size, str(sources[one[0]])))
    ]


def spread(lines: Iterable[Line], *, subject: str, otherwise: str) -> str:
    """A heading that says how far the lines lie apart, and is true for any; `otherwise` where they cannot say."""
    ranked = sorted((line for line in lines if line.typical_usd), key=lambda line: line.typical_usd or Decimal(0))
    if len(ranked) < 2:
        return otherwise
    bottom, top = ranked[0], ranked[-1]
    times = ratio_number((top.typical_usd or Decimal(0)) / (bottom.typical_usd or Decimal(1)))
    if times == "1.00":
        return f"{subject}: {top.label} and {bottom.label} pay about the same"
    return f"{subject}: {top.label} pays {times} times as much as {bottom.label}"
