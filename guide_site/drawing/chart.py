"""A chart as a file: title, key, one row of marks for each place, role or source, who says so, and where it is from.

In: a `Picture`, the site's name and address. Out: a `Sheet`, 800 wide and as high as it must be.
"""

from __future__ import annotations

from guide_site.drawing.fonts import lines_of
from guide_site.drawing.marks import Plot, axis, key, marks
from guide_site.drawing.shapes import Sheet, Stroke, Text
from salaries.pictures import Picture, PictureRow

WIDTH, MARGIN = 800, 28
# An SVG is shown in whatever fonts there are, and some run wider than those that are measured here.
SPARE = 0.87
INSIDE = (WIDTH - 2 * MARGIN) * SPARE
LABELS = 196
PLOT = Plot(left=MARGIN + LABELS + 16, width=368, thickness=12)
VALUES = PLOT.left + PLOT.width + 22
VALUES_WIDTH = WIDTH - MARGIN - VALUES
SMALL, BODY, LARGE = 12, 14, 24


def chart_of(picture: Picture, *, site_name: str, address: str) -> Sheet:
    sheet = Sheet(WIDTH, 0, picture.title, picture.in_words)
    y = _head(sheet, picture)
    top = y
    for row in picture.rows:
        y = _row(sheet, row, y)
    sheet.shapes[:0] = axis(picture.ticks, PLOT, top=top, bottom=y, size=SMALL)
    y = _foot(sheet, picture, y + 12, site_name, address)
    sheet.height = round(y - SMALL + MARGIN / 2)
    return sheet


def _head(sheet: Sheet, picture: Picture) -> float:
    y = _written(sheet, picture.title, LARGE, MARGIN + 20, most=4, leading=30, is_bold=True, is_serif=True)
    y = _written(sheet, picture.unit, BODY, y - 2, most=3, leading=20, colour="muted")
    sheet.shapes += key(picture, left=MARGIN, baseline=y + 8, size=SMALL)
    return y + 8 + 34


def _row(sheet: Sheet, row: PictureRow, y: float) -> float:
    """One row from `y` down; what is written beside the marks may need several lines."""
    labels = [(line, BODY, "ink") for line in lines_of(row.label, BODY, LABELS * SPARE, most=4, is_bold=True)]
    labels += [(line, SMALL, "muted") for line in lines_of(row.note, SMALL, LABELS * SPARE, most=2) if line]
    values = [(line, BODY, "ink") for line in lines_of(row.value, BODY, VALUES_WIDTH * SPARE, most=3)]
    values += [(line, SMALL, "muted") for line in lines_of(row.aside, SMALL, VALUES_WIDTH * SPARE, most=2) if line]
    height = max(44, 17 * max(len(labels), len(values)) + 12)
    middle = y + height / 2
    sheet.shapes += marks(row, PLOT, middle)
    for lines, x in ((labels, MARGIN), (values, VALUES)):
        baseline = middle - 17 * (len(lines) - 1) / 2 + 5
        for words, size, colour in lines:
            is_name = colour == "ink" and x == MARGIN
            sheet.shapes.append(Text(x, baseline, words, size, colour, is_bold=is_name))
            baseline += 17
    return y + height


def _foot(sheet: Sheet, picture: Picture, y: float, site_name: str, address: str) -> float:
    sheet.shapes.append(Stroke(((MARGIN, y), (WIDTH - MARGIN, y)), "rule"))
    y += 20
    names = "; ".join(f"{source}{'' if source.is_named else ' (no source named)'}" for source in picture.sources)
    if names:
        y = _written(sheet, f"Source{'s' * (len(picture.sources) > 1)}: {names}.", SMALL, y, most=5, colour="muted")
    more = f" {picture.left_off} more rows are there." if picture.left_off else ""
    return _written(sheet, f"{site_name}: {address}{more}", SMALL, y, most=2, colour="muted")


def _written(
    sheet: Sheet,
    words: str,
    size: int,
    y: float,
    *,
    most: int,
    leading: float = 17,
    colour: str = "ink",
    is_bold: bool = False,
    is_serif: bool = False,
) -> float:
    """Text over the whole width, its first baseline at `y`. Out: the baseline after it."""
    for line in lines_of(words, size, INSIDE, most=most, is_bold=is_bold, is_serif=is_serif):
        sheet.shapes.append(Text(MARGIN, y, line, size, colour, is_bold=is_bold, is_serif=is_serif))
        y += leading
    return y
