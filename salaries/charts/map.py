"""A dot map: degrees to positions in a box, areas of dots, a graticule, and labels that do not overlap.

In: spots with coordinates and an amount. Out: a `Map` in units of a box that is 360 wide, the width of a phone, so that
what fits there fits everywhere.

The projection is equirectangular, true to scale along the middle latitude. There are no outlines of countries: of the
packages that carry some, none is both light and well kept, and the graticule with the names of places does without.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH = 360.0
# In units of the box: the height of a line of text, and the usual width of a letter.
LINE, LETTER = 14.0, 7.0
MARGIN = 0.13
SMALLEST_SPAN = 6.0
FLATTEST, TALLEST = 0.5, 1.1
LARGEST_RADIUS, LARGEST_AMONG_MANY, MANY = 14.0, 9.0, 20
SMALLEST_RADIUS = 1.5
GRATICULE_STEPS = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90)
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Spot:
    """What to draw, and the name to write beside it if there is room."""

    name: str
    latitude: float
    longitude: float
    amount: float


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside a dot: where its baseline begins, ends or has its middle."""

    x: str
    y: str
    anchor: str
    box: Box


@dataclass(frozen=True, slots=True)
class Dot:
    """`label` is None where the name finds no room, or is not among those to be written."""

    x: str
    y: str
    radius: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class GridLine:
    at: str
    label: str


@dataclass(frozen=True)
class Map:
    """Dots in the order of their spots. The area of a dot is its amount times `area`."""

    width: str
    height: str
    dots: list[Dot]
    meridians: list[GridLine]
    parallels: list[GridLine]
    area: float = field(repr=False)

    def radius(self, amount: float) -> float:
        return max(math.sqrt(amount * self.area / math.pi), SMALLEST_RADIUS)


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is shown; `east` may be beyond 180."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """How long a degree of longitude is in degrees of latitude, in the middle."""
        return max(math.cos(math.radians((self.south + self.north) / 2)), 0.1)

    @property
    def height(self) -> float:
        return WIDTH * (self.north - self.south) / ((self.east - self.west) * self.squeeze)

    def x(self, longitude: float) -> float:
        return (longitude - self.west) % 360 / (self.east - self.west) * WIDTH

    def y(self, latitude: float) -> float:
        return (self.north - latitude) / (self.north - self.south) * self.height


def draw_map(spots: Sequence[Spot], *, labelled: int = 20) -> Map:
    """A map of at least one spot; the `labelled` largest get their names, where these find room."""
    frame = frame_of([(spot.latitude, spot.longitude) for spot in spots])
    largest = LARGEST_RADIUS if len(spots) <= MANY else LARGEST_AMONG_MANY
    area = math.pi * largest**2 / max(spot.amount for spot in spots)
    drawn = Map(_text(WIDTH), _text(frame.height), [], list(_meridians(frame)), list(_parallels(frame)), area)
    circles = [(frame.x(spot.longitude), frame.y(spot.latitude), drawn.radius(spot.amount)) for spot in spots]
    order = sorted(range(len(spots)), key=lambda index: -spots[index].amount)[:labelled]
    labels = place_labels([(index, spots[index].name) for index in order], circles, Box(0, 0, WIDTH, frame.height))
    for index, (x, y, radius) in enumerate(circles):
        drawn.dots.append(Dot(_text(x), _text(y), _text(radius), labels.get(index)))
    return drawn


def frame_of(places: Sequence[tuple[float, float]]) -> Frame:
    """A frame around (latitude, longitude) of places, with a margin, never very small, flat or tall."""
    west, east = _shortest_arc([longitude for _, longitude in places])
    south, north = min(latitude for latitude, _ in places), max(latitude for latitude, _ in places)
    squeeze = Frame(west, south, east, north).squeeze
    tall = max(north - south, SMALLEST_SPAN) * (1 + 2 * MARGIN)
    wide = max((east - west) * squeeze, SMALLEST_SPAN) * (1 + 2 * MARGIN)
    tall, wide = max(tall, wide * FLATTEST), max(wide, tall / TALLEST)
    middle = (south + north) / 2
    south, north = max(middle - tall / 2, -90.0), min(middle + tall / 2, 90.0)
    around = (west + east) / 2
    half = min(wide / squeeze, 360.0) / 2
    return Frame(around - half, south, around + half, north)


def _shortest_arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """West and east ends of the shortest arc that holds all: across the antimeridian, if that is shorter."""
    ordered = sorted({longitude % 360 for longitude in longitudes})
    gaps = [(after - before, before, after) for before, after in pairwise(ordered)]
    gaps.append((ordered[0] + 360 - ordered[-1], ordered[-1], ordered[0] + 360))
    _, last, first = max(gaps)
    west = (first + 180) % 360 - 180
    return west, west + (last - first) % 360


def place_labels(
    names: Iterable[tuple[int, str]], circles: Sequence[tuple[float, float, float]], frame: Box
) -> dict[int, Label]:
    """Names beside their dots, first come first served: inside the frame, over no other name and no dot."""
    dots = [Box(x - radius, y - radius, x + radius, y + radius) for x, y, radius in circles]
    taken: dict[int, Label] = {}
    for index, name in names:
        others = [*dots[:index], *dots[index + 1 :], *(label.box for label in taken.values())]
        for label in _candidates(name, *circles[index]):
            if frame.holds(label.box) and not any(label.box.meets(other) for other in others):
                taken[index] = label
                break
    return taken


def _candidates(name: str, x: float, y: float, radius: float) -> Iterator[Label]:
    """Right, left, above, below, and the same a line higher and lower."""
    width, gap = len(name) * LETTER, radius + 3
    for shift in (0.0, -LINE * 0.6, LINE * 0.6):
        yield _label(x + gap, y + shift, width, "start")
        yield _label(x - gap, y + shift, width, "end")
        if not shift:
            yield _label(x, y - gap - LINE / 2, width, "middle")
            yield _label(x, y + gap + LINE / 2, width, "middle")


def _label(x: float, middle: float, width: float, anchor: str) -> Label:
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    box = Box(left, middle - LINE / 2, left + width, middle + LINE / 2)
    return Label(_text(x), _text(middle + LINE * 0.3), anchor, box)


def _text(number: float) -> str:
    return f"{number:.1f}"


def _meridians(frame: Frame) -> Iterator[GridLine]:
    for degrees in _round_degrees(frame.west, frame.east):
        turned = (degrees + 180) % 360 - 180
        side = "" if turned in (0, -180) else " E" if turned > 0 else " W"
        yield GridLine(_text((degrees - frame.west) / (frame.east - frame.west) * WIDTH), f"{abs(turned):g}°{side}")


def _parallels(frame: Frame) -> Iterator[GridLine]:
    for degrees in _round_degrees(frame.south, frame.north):
        side = "" if degrees == 0 else " N" if degrees > 0 else " S"
        yield GridLine(_text(frame.y(degrees)), f"{abs(degrees):g}°{side}")


def _round_degrees(first: float, last: float) -> list[float]:
    """Round degrees between two, at most five, none on the edge."""
    step = next(step for step in GRATICULE_STEPS if (last - first) / step <= MOST_LINES)
    return [degrees for degrees in _steps(math.floor(first / step) * step, last, step) if first < degrees < last]


def _steps(first: float, last: float, step: float) -> Iterator[float]:
    while first <= last:
        yield first
        first += step
