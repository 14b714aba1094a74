"""Letters for pictures: how wide text is, where its lines end, and what is written for a letter that the fonts lack.

In: text and a size in pixels. Out: widths, lines, fonts for Pillow. The fonts (Noto, as packages) know Latin, Greek,
Cyrillic and the signs of currencies; other scripts are spelt in Latin.
"""

from __future__ import annotations

from functools import cache
from unicodedata import category

import fontpkg
from anyascii import anyascii
from PIL import ImageFont

ELLIPSIS = "…"
ABSENT = "\U000f0000"
FAMILIES = {True: "Noto Serif", False: "Noto Sans"}
WEIGHTS = {True: 650, False: 400}


@cache
def font(size: int, *, is_bold: bool = False, is_serif: bool = False) -> ImageFont.FreeTypeFont:
    found = ImageFont.truetype(fontpkg.path(FAMILIES[is_serif]), size)
    chosen = {b"Weight": WEIGHTS[is_bold]}
    axes = found.get_variation_axes()
    found.set_variation_by_axes([float(chosen.get(one["name"] or b"", one["default"] or 0)) for one in axes])
    return found


@cache
def _has(letter: str) -> bool:
    shape = font(24).getmask(letter)
    absent = font(24).getmask(ABSENT)
    return letter.isspace() or (shape.size, bytes(shape)) != (absent.size, bytes(absent))


def showable(text: str) -> str:
    """The text with every letter that the fonts lack spelt in Latin, and without control characters.

    >>> showable("Pay in 서울: ₩60M–120M, ₹30 lakh, São Paulo")
    'Pay in SeoUl: ₩60M–120M, ₹30 lakh, São Paulo'
    """
    seen = (letter for letter in text if category(letter) != "Cc")
    return "".join(letter if _has(letter) else anyascii(letter) for letter in seen)


def width_of(text: str, size: int, *, is_bold: bool = False, is_serif: bool = False) -> float:
    return font(size, is_bold=is_bold, is_serif=is_serif).getlength(text)


def lines_of(
    text: str, size: int, width: float, *, most: int, is_bold: bool = False, is_serif: bool = False
) -> list[str]:
    """The text in at most so many lines of at most that width; what does not fit is cut off with an ellipsis."""

    def fits(line: str) -> bool:
        return width_of(line, size, is_bold=is_bold, is_serif=is_serif) <= width

    lines: list[str] = []
    waiting = showable(text).split(" ")
    while waiting and len(lines) < most:
        line = waiting.pop(0)
        while waiting and fits(f"{line} {waiting[0]}"):
            line = f"{line} {waiting.pop(0)}"
        lines.append(line)
    if waiting and lines:
        lines[-1] += ELLIPSIS
    return [_cut(line, fits) for line in lines]


def _cut(line: str, fits: object) -> str:
    """A line, or as much of it as fits."""
    assert callable(fits)  # noqa: S101
    bare = line.removesuffix(ELLIPSIS)
    while not fits(line) and bare:
        bare = bare[:-1]
        line = bare.rstrip(" ,.;:–") + ELLIPSIS
    return line
