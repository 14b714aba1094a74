"""The map of a comparison: pay by place, as dots.

In: the rows of a comparison, or anything with place, typical_usd, low_usd, high_usd and national. Out: an `Atlas` for
templates/charts/map.html. The area of a dot is the typical pay, its colour the step of an axis that the pay lies in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from salaries.charts import Axis, Dot, Map, Spot, draw_map
from salaries.models import Place
from salaries.money import usd, usd_span

MOST_DOTS = 60
NAMED_DOTS = 20
NAMED_PLACES = 3
COLOURS = 4
# Units of the map's box: what one entry of the legend is wide, and where its text stands.
ENTRY_WIDTH = 88


class PayRow(Protocol):
    """What a row must have."""

    @property
    def place(self) -> Place: ...
    @property
    def national(self) -> bool: ...
    @property
    def low_usd(self) -> Decimal | None: ...
    @property
    def typical_usd(self) -> Decimal | None: ...
    @property
    def high_usd(self) -> Decimal | None: ...


@dataclass(frozen=True)
class PlacedDot:
    """A place on the map: `step` is its colour, 1 to 4; `says` its name for those who do not see it."""

    place: Place
    url: str
    says: str
    national: bool
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
    """`missing` have no coordinates, `undecided` no typical figure; `left_off` counts places that find no room."""

    title: str
    finding: str
    map: Map
    dots: list[PlacedDot]
    legend: list[Key]
    missing: list[Place]
    undecided: list[Place]
    left_off: int
    scale_note: str

    @property
    def has_national(self) -> bool:
        return any(dot.national for dot in self.dots)


def atlas_of(rows: Iterable[PayRow], *, title: str = "") -> Atlas | None:
    """The map of the rows; None where no row has both a typical figure and coordinates.

    Without a title it carries its own finding.
    """
    rows = list(rows)
    paid = sorted((row for row in rows if row.typical_usd), key=lambda row: (-_pay(row), row.place.name))
    placed = [row for row in paid if _is_placed(row.place)]
    if not placed:
        return None
    drawn = placed[:MOST_DOTS]
    axis = Axis([row.typical_usd for row in drawn], most_ticks=COLOURS + 1)
    chart = draw_map([_spot(row) for row in drawn], labelled=NAMED_DOTS)
    finding = finding_of(paid)
    return Atlas(
        title=title or finding,
        finding=finding,
        map=chart,
        dots=[_placed(row, dot, axis) for row, dot in zip(drawn, chart.dots, strict=True)],
        legend=_legend(axis, chart),
        missing=[row.place for row in paid if not _is_placed(row.place)],
        undecided=[row.place for row in rows if not row.typical_usd],
        left_off=len(placed) - len(drawn),
        scale_note=axis.note,
    )


def finding_of(rows: Sequence[PayRow]) -> str:
    """Where pay is highest and lowest, of rows with a typical figure; true for whatever rows there are."""
    highest, lowest = max(map(_pay, rows)), min(map(_pay, rows))
    if len(rows) == 1:
        return f"Typical pay in {rows[0].place} is {usd(highest)} a year"
    if highest == lowest:
        return f"Typical pay is the same in all {len(rows)} places: {usd(highest)} a year"
    top, bottom = (_named([row for row in rows if row.typical_usd == pay]) for pay in (highest, lowest))
    return f"Typical pay is highest in {top} ({usd(highest)} a year) and lowest in {bottom} ({usd(lowest)})"


def _named(rows: Sequence[PayRow]) -> str:
    names = sorted(row.place.name for row in rows)
    more = len(names) - NAMED_PLACES
    shown = names if more <= 0 else [*names[:NAMED_PLACES], f"{more} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _is_placed(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None


def _pay(row: PayRow) -> Decimal:
    return row.typical_usd or Decimal(0)


def _spot(row: PayRow) -> Spot:
    place = row.place
    return Spot(place.name, float(place.latitude or 0), float(place.longitude or 0), float(_pay(row)))


def _placed(row: PayRow, dot: Dot, axis: Axis) -> PlacedDot:
    says = f"{row.place}: typically {usd(row.typical_usd)}"
    if row.low_usd != row.high_usd:
        says += f", {usd_span(row.low_usd, None, row.high_usd)}"
    says += ", national figure" if row.national else ""
    return PlacedDot(row.place, row.place.get_absolute_url(), says, row.national, _step(row, axis), dot)


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
