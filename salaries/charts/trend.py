"""A trend: years along, pay up, both in percent of the plot.

In: one mark for each year, and which neighbours are joined. Out: a `Plot` of strings, in a box of
100 by 100 that a template can stretch to any width.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from salaries.charts.axis import Axis, Tick, Ticks, short_usd, three_digits

# Room on a phone for the axis labels and half a figure on the left, and for half a figure on the right.
FIRST_X, LAST_X = 18.0, 92.0
# A figure and a year need so much of the width of a phone.
FIGURE_APART, YEAR_APART = 14.0, 10.0


@dataclass(frozen=True, slots=True)
class YearMark:
    """What is known of one year's pay, in one unit; `joined` to the year before it or not."""

    year: int
    low: Decimal | None
    typical: Decimal | None
    high: Decimal | None
    joined: bool


@dataclass(frozen=True, slots=True)
class PlottedYear:
    """One year's marks; `label` is the typical figure where there is room for it."""

    x: str
    top: str
    height: str
    typical: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """From one typical figure to the next; `is_gap` where it passes over years without figures."""

    x1: str
    y1: str
    x2: str
    y2: str
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Plot:
    ticks: Ticks
    year_ticks: list[Tick]
    years: list[PlottedYear]
    ribbons: list[str]
    lines: list[Line]
    breaks: list[str]


def draw_trend(
    marks: Sequence[YearMark], *, breaks: Sequence[int] = (), label: Callable[[float], str] = short_usd
) -> Plot:
    """Marks in the order of their years. `breaks` are the years that a break comes before; `label` writes amounts."""
    axis = Axis((amount for mark in marks for amount in (mark.low, mark.typical, mark.high)), label=label)
    xs = _positions([mark.year for mark in marks])
    labelled = thinned(xs, wanted=[index for index, mark in enumerate(marks) if mark.typical], apart=FIGURE_APART)
    dated = thinned(xs, wanted=range(len(marks)), apart=YEAR_APART)
    placed = list(zip(xs, marks, strict=True))
    neighbours = list(pairwise(placed))
    return Plot(
        ticks=Ticks(
            (Tick(_down(axis, value), tick.label) for value, tick in zip(axis.values, axis.ticks, strict=True)),
            axis.note,
        ),
        year_ticks=[Tick(_text(xs[index]), str(marks[index].year)) for index in dated],
        years=[_plotted(axis, x, mark, index in labelled) for index, (x, mark) in enumerate(placed)],
        ribbons=[ribbon for before, after in neighbours if (ribbon := _ribbon(axis, before, after))],
        lines=[line for before, after in neighbours if (line := _line(axis, before, after))],
        breaks=[_text((x1 + x2) / 2) for (x1, _), (x2, mark) in neighbours if mark.year in breaks],
    )


def thinned(positions: Sequence[float], *, wanted: Sequence[int], apart: float) -> set[int]:
    """Which of the wanted marks carry a text: the last, the first, then from the end, each so far from the others."""
    kept: set[int] = set()
    for index in [*wanted[-1:], *wanted[:1], *reversed(wanted)]:
        if all(abs(positions[index] - positions[other]) >= apart for other in kept):
            kept.add(index)
    return kept


def _positions(years: Sequence[int]) -> list[float]:
    """Years at even distances of time; one alone stands in the middle."""
    if len(years) == 1:
        return [(FIRST_X + LAST_X) / 2]
    span = years[-1] - years[0]
    return [FIRST_X + (LAST_X - FIRST_X) * (year - years[0]) / span for year in years]


def _text(percent: float) -> str:
    return f"{percent:.2f}"


def _down(axis: Axis, amount: Decimal | float) -> str:
    """SVG counts from the top."""
    return _text(100 - axis.position(amount))


def _plotted(axis: Axis, x: float, mark: YearMark, has_label: bool) -> PlottedYear:
    ends = [axis.position(end) for end in (mark.low, mark.high) if end is not None]
    return PlottedYear(
        x=_text(x),
        top=_text(100 - max(ends)) if ends else "",
        height=_text(max(ends) - min(ends)) if ends else "",
        typical="" if mark.typical is None else _down(axis, mark.typical),
        label=axis.label(three_digits(mark.typical)) if mark.typical is not None and has_label else "",
    )


def _line(axis: Axis, before: tuple[float, YearMark], after: tuple[float, YearMark]) -> Line | None:
    (x1, first), (x2, second) = before, after
    if not second.joined or first.typical is None or second.typical is None:
        return None
    is_gap = second.year - first.year > 1
    return Line(_text(x1), _down(axis, first.typical), _text(x2), _down(axis, second.typical), is_gap)


def _ribbon(axis: Axis, before: tuple[float, YearMark], after: tuple[float, YearMark]) -> str:
    """The corners of the area between the ranges of two joined years."""
    (x1, first), (x2, second) = before, after
    if not second.joined or None in (first.low, first.high, second.low, second.high):
        return ""
    corners = ((x1, first.low), (x1, first.high), (x2, second.high), (x2, second.low))
    return " ".join(f"{_text(x)},{_down(axis, amount)}" for x, amount in corners if amount is not None)
