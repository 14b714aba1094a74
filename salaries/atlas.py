"""The map of a comparison: pay by place, as dots.

In: the rows of a comparison, or anything with place, low, typical, high and national, the unit that these are in, and
where to show places that have no coordinates of their own (`Catalogue.middles`).
Out: an `Atlas` for templates/charts/map.html. The area of a dot is the typical pay, its colour the step of an axis that
the pay lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from salaries.charts import Axis, Dot, Map, Spot, draw_map
from salaries.models import Place
from salaries.unit import Unit

MOST_DOTS = 60
NAMED_DOTS = 20
NAMED_PLACES = 3
COLOURS = 4
# Units of the map's box: what one entry of the legend is wide, and where its text stands.
ENTRY_WIDTH = 88
US_DOLLARS = Unit()
NOWHERE: Mapping[int, tuple[float, float]] = {}


class PayRow(Protocol):
    """What a row must have."""

    @property
    def place(self) -> Place: ...
    @property
    def national(self) -> bool: ...
    @property
    def low(self) -> Decimal | None: ...
    @property
    def typical(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...


@dataclass(frozen=True)
class PlacedDot:
    """A place on the map: `step` is its colour, 1 to 4; `says` its name for those who do not see it.

    `central` is where its cities are, for want of coordinates of its own.
    """

    place: Place
    url: str
    says: str
    national: bool
    central: bool
    step: int
    dot: Dot


@dataclass(frozen=True)
class Key:
    """An entry of the legend: a dot as large as its upper figure."""

    x: int
    radius: str
    step: int
    label: str


@dataclass(frozen=True)
class Atlas:
    """`missing` have no coordinates, `undecided` no typical figure in the unit; `left_off` counts what has no room."""

    title: str
    finding: str
    map: Map
    dots: list[PlacedDot]
    legend: list[Key]
    missing: list[Place]
    undecided: list[Place]
    left_off: int
    scale_note: str
    unit: Unit

    @property
    def has_national(self) -> bool:
        return any(dot.national for dot in self.dots)

    @property
    def has_central(self) -> bool:
        return any(dot.central for dot in self.dots)


def atlas_of(
    rows: Iterable[PayRow],
    *,
    title: str = "",
    unit: Unit = US_DOLLARS,
    middles: Mapping[int, tuple[float, float]] = NOWHERE,
) -> Atlas | None:
    """The map of the rows; None where no row has both a typical figure and a place on the globe.

    `middles` are the degrees for places without coordinates, by id. Without a title it carries its own finding.
    """
    rows = list(rows)
    paid = sorted((row for row in rows if row.typical), key=lambda row: (-_pay(row), row.place.name))
    placed = [(row, at) for row in paid if (at := row.place.coordinates or middles.get(row.place.pk))]
    if not placed:
        return None
    drawn = placed[:MOST_DOTS]
    axis = Axis([row.typical for row, _ in drawn], label=unit.tick, most_ticks=COLOURS + 1)
    chart = draw_map([Spot(row.place.name, *at, float(_pay(row))) for row, at in drawn], labelled=NAMED_DOTS)
    finding = finding_of(paid, unit)
    return Atlas(
        title=title or finding,
        finding=finding,
        map=chart,
        dots=[_placed(row, dot, axis, unit) for (row, _), dot in zip(drawn, chart.dots, strict=True)],
        legend=_legend(axis, chart),
        missing=[row.place for row in paid if not (row.place.coordinates or row.place.pk in middles)],
        undecided=[row.place for row in rows if not row.typical],
        left_off=len(placed) - len(drawn),
        scale_note=axis.note,
        unit=unit,
    )


def finding_of(rows: Sequence[PayRow], unit: Unit = US_DOLLARS) -> str:
    """Where pay is highest and lowest, of rows with a typical figure; true for whatever rows there are."""
    highest, lowest = max(map(_pay, rows)), min(map(_pay, rows))
    if len(rows) == 1:
        return f"Typical pay in {rows[0].place} is {unit.amount(highest)} a year"
    if highest == lowest:
        return f"Typical pay is the same in all {len(rows)} places: {unit.amount(highest)} a year"
    top, bottom = (_named([row for row in rows if row.typical == pay]) for pay in (highest, lowest))
    most, least = unit.amount(highest), unit.amount(lowest)
    return f"Typical pay is highest in {top} ({most} a year) and lowest in {bottom} ({least})"


def _named(rows: Sequence[PayRow]) -> str:
    names = sorted(row.place.name for row in rows)
    more = len(names) - NAMED_PLACES
    shown = names if more <= 0 else [*names[:NAMED_PLACES], f"{more} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _pay(row: PayRow) -> Decimal:
    return row.typical or Decimal(0)


def _placed(row: PayRow, dot: Dot, axis: Axis, unit: Unit) -> PlacedDot:
    says = f"{row.place}: typically {unit.amount(row.typical)}"
    if row.low != row.high:
        says += f", {unit.span(row.low, None, row.high)}"
    says += ", national figure" if row.national else ""
    central = row.place.coordinates is None
    return PlacedDot(row.place, row.place.get_absolute_url(), says, row.national, central, _step(row, axis), dot)


def _step(row: PayRow, axis: Axis) -> int:
    """The colour of the step of the axis that the pay lies in; on a bound, of the lower one."""
    return _colour(sum(float(_pay(row)) > bound for bound in axis.values[1:-1]), axis)


def _colour(step: int, axis: Axis) -> int:
    """The highest step has the strongest colour, however many there are."""
    return COLOURS - (len(axis.values) - 2) + step


def _legend(axis: Axis, chart: Map) -> list[Key]:
    return [
        Key(
            ENTRY_WIDTH * index + ENTRY_WIDTH // 2,
            f"{chart.radius(bound):.1f}",
            _colour(index, axis),
            f"to {axis.label(bound)}",
        )
        for index, bound in enumerate(axis.values[1:])
    ]
