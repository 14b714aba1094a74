"""What pictures are made of. Lengths are pixels from the top left corner; colours are names of `palette`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

Anchor = Literal["start", "middle", "end"]


class Text(NamedTuple):
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    words: str
    size: int
    colour: str = "ink"
    is_bold: bool = False
    is_serif: bool = False
    anchor: Anchor = "start"


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    colour: str


class Stroke(NamedTuple):
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1


class Ring(NamedTuple):
    """A circle: filled with paper and drawn around in its colour, or a filled dot."""

    x: float
    y: float
    radius: float
    colour: str
    is_filled: bool = False


Shape: TypeAlias = Text | Box | Stroke | Ring


@dataclass
class Sheet:
    """`title` and `description` say in words what it shows."""

    width: int
    height: int
    title: str
    description: str = ""
    shapes: list[Shape] = field(default_factory=list)
