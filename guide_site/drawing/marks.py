"""The marks of pay bars, as on the pages: a range with its ends, the typical figure, pay outside IT, single salaries.

In: rows of a `Picture` and where they are drawn. Out: shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide_site.drawing.fonts import width_of
from guide_site.drawing.shapes import Anchor, Box, Ring, Shape, Stroke, Text
from salaries.charts import Tick
from salaries.pictures import Picture, PictureRow


@dataclass(frozen=True)
class Plot:
    """Where the axis lies, and how thick a bar is."""

    left: float
    width: float
    thickness: float

    def at(self, percent: str) -> float:
        return self.left + self.width * float(percent) / 100


def axis(ticks: Sequence[Tick], plot: Plot, *, top: float, bottom: float, size: int) -> Iterator[Shape]:
    """Grid lines with their labels above them; labels that would touch their neighbour are left out."""
    free_from = float("-inf")
    for tick in ticks:
        x = plot.at(tick.percent)
        yield Stroke(((x, top), (x, bottom)), "rule")
        half = width_of(tick.label, size) / 2
        if x - half >= free_from:
            yield Text(x, top - size * 0.5, tick.label, size, "muted", anchor="middle")
            free_from = x + half + size * 0.6


def marks(row: PictureRow, plot: Plot, middle: float) -> Iterator[Shape]:
    bar, half = row.bar, plot.thickness / 2
    if bar.low and row.is_range:
        start, end = plot.at(bar.low), plot.at(bar.low) + plot.width * float(bar.width) / 100
        yield Box(start, middle - half, end - start, plot.thickness, "role-soft")
        yield from _end(start, middle, half, is_open=bar.open_low, way=-1)
        yield from _end(end, middle, half, is_open=bar.open_high, way=1)
    for percent in row.points:
        yield Ring(plot.at(percent), middle, half * 0.75, "role", is_filled=True)
    if bar.typical and not row.points:
        yield Box(plot.at(bar.typical) - half / 3, middle - half * 2, half * 2 / 3, half * 4, "role")
    if bar.baseline:
        yield Ring(plot.at(bar.baseline), middle, half * 0.8, "base")


def _end(x: float, middle: float, half: float, *, is_open: bool, way: int) -> Iterator[Shape]:
    """A stop, or an arrow where the source gives no end."""
    if not is_open:
        yield Stroke(((x, middle - half * 1.4), (x, middle + half * 1.4)), "role", 1.5)
        return
    tip = x + way * half * 2.4
    yield Stroke(((x, middle), (tip, middle)), "role", 1.5)
    yield Stroke(((tip - way * half, middle - half), (tip, middle), (tip - way * half, middle + half)), "role", 1.5)


def key(picture: Picture, *, left: float, baseline: float, size: int) -> Iterator[Shape]:
    """What the marks stand for, in one line."""
    x, middle = left, baseline - size * 0.35
    half = size * 0.4

    def said(words: str, at: float, anchor: Anchor = "start") -> Text:
        return Text(at, baseline, words, size, "muted", anchor=anchor)

    if any(row.is_range for row in picture.rows):
        yield Box(x, middle - half, 28, half * 2, "role-soft")
        yield Stroke(((x, middle - half - 2), (x, middle + half + 2)), "role", 1.5)
        yield Stroke(((x + 28, middle - half - 2), (x + 28, middle + half + 2)), "role", 1.5)
        yield said("lowest to highest", x + 36)
        x += 36 + width_of("lowest to highest", size) + 22
    if any(row.bar.typical for row in picture.rows):
        yield Box(x, middle - half * 1.5, 4, half * 3, "role")
        yield said("typical", x + 12)
        x += 12 + width_of("typical", size) + 22
    if picture.baseline:
        yield Ring(x + half, middle, half * 0.8, "base")
        yield said(picture.baseline, x + half * 2 + 8)
        x += half * 2 + 8 + width_of(picture.baseline, size) + 22
    if picture.has_open_end:
        yield from _end(x, middle, half, is_open=True, way=1)
        yield said("no end stated", x + half * 2.4 + 8)
