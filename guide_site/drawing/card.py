"""The card of a page, which other sites show beside a link to it: its finding, and a small chart.

In: words, and a `Picture` or none. Out: a `Sheet` of 1200 by 630.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from guide_site.drawing.fonts import lines_of, width_of
from guide_site.drawing.marks import Plot, axis, marks
from guide_site.drawing.shapes import Box, Sheet, Text
from salaries.pictures import Picture, PictureRow

WIDTH, HEIGHT, MARGIN = 1200, 630, 64
INSIDE = WIDTH - 2 * MARGIN
ROWS = 5
LEAST_HEIGHT, MOST_HEIGHT = 44, 92
LETTERS, LEADING = 25, 30
TITLE_SIZES = (58, 52, 46, 40)
LABELS, VALUES = 336, 220
PLOT = Plot(left=MARGIN + LABELS + 20, width=INSIDE - LABELS - VALUES - 48, thickness=16)


@dataclass(frozen=True)
class Card:
    """`kicker` stands above the title; `foot` below everything."""

    kicker: str
    title: str
    foot: str
    text: str = ""
    picture: Picture | None = None


def card_of(card: Card) -> Sheet:
    sheet = Sheet(WIDTH, HEIGHT, card.title)
    sheet.shapes.append(Box(0, 0, WIDTH, 12, "role"))
    sheet.shapes.append(Text(MARGIN, 80, card.kicker, 24, "muted"))
    rows = list(card.picture.rows[:ROWS]) if card.picture else []
    y = _title(sheet, card.title, most=2 if len(rows) > 3 else 3)
    if card.picture and rows:
        _chart(sheet, card.picture, rows, above=y)
    else:
        for line in lines_of(card.text, 30, INSIDE, most=4):
            sheet.shapes.append(Text(MARGIN, y + 12, line, 30, "muted"))
            y += 44
    for line in lines_of(card.foot, 22, INSIDE, most=1):
        sheet.shapes.append(Text(MARGIN, HEIGHT - 40, line, 22, "muted"))
    return sheet


def _title(sheet: Sheet, title: str, *, most: int) -> float:
    """The title as large as it fits into so many lines. Out: where the next thing may begin."""
    for size in TITLE_SIZES:
        lines = lines_of(title, size, INSIDE, most=most, is_bold=True, is_serif=True)
        if not lines[-1].endswith("…"):
            break
    y = 90.0
    for line in lines:
        y += size * 1.2
        sheet.shapes.append(Text(MARGIN, y, line, size, is_bold=True, is_serif=True))
    return y + 36


def _chart(sheet: Sheet, picture: Picture, rows: Sequence[PictureRow], *, above: float) -> None:
    """As many rows as there is room for, with the axis above them."""
    bottom, top = HEIGHT - 84, above + 34
    shown = rows[: max(int((bottom - top) // LEAST_HEIGHT), 1)]
    height = min((bottom - top) / len(shown), MOST_HEIGHT)
    plot = replace(PLOT, thickness=min(height * 0.36, 28))
    sheet.shapes += axis(picture.ticks, plot, top=top, bottom=top + height * len(shown), size=20)
    for number, row in enumerate(shown):
        middle = top + height * (number + 0.5)
        sheet.shapes += marks(row, plot, middle)
        labels = lines_of(row.label, LETTERS, LABELS, most=2 if height >= 2 * LEADING else 1)
        for line, words in enumerate(labels):
            baseline = middle + 9 + LEADING * (line - (len(labels) - 1) / 2)
            sheet.shapes.append(Text(MARGIN, baseline, words, LETTERS))
        size = LETTERS if width_of(row.value, LETTERS, is_bold=True) <= VALUES else 19
        value = lines_of(row.value, size, VALUES, most=1, is_bold=True)[0]
        sheet.shapes.append(Text(WIDTH - MARGIN, middle + 9, value, size, is_bold=True, anchor="end"))
