"""Which row of a table is its header.

In: the first rows of a file, and the column names that the reader hopes for. Out: the position of the header row. What
stands above it (titles, notes, lines that begin with #) is the preamble.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

ROWS_ABOVE = 50
NUMBER = re.compile(r"[-+]?[\d.,'\s\xa0]*\d[\d.,'\s\xa0]*%?")
YEAR = re.compile(r"(19|20)\d\d")


def find_header(rows: Sequence[list[str]], expected: Collection[str] = ()) -> int | None:
    """Position of the header among the first rows, None if no row holds anything.

    The row with the most of the expected names; else the first of the usual width that holds names, not figures.

    >>> find_header([["Pay 2024"], [], ["city", "pay"], ["Hanoi", "9"], ["Pune", "8"]])
    2
    >>> find_header([["a note", "x"], ["Ort", "Gehalt"], ["Bonn", "1"]], expected=["ort", "gehalt"])
    1
    """
    hits = {at: count_expected(row, expected) for at, row in enumerate(rows) if not is_blank(row)}
    positions = [at for at, found in hits.items() if found > 1 or not is_comment(rows[at])][: ROWS_ABOVE + 1]
    if not positions:
        return None
    best = max(positions, key=lambda position: (hits[position], -position))
    width = usual_width(rows)
    if hits[best] > 1 or (hits[best] == 1 and len(rows[best]) == width):
        return best
    filled = _usual_filled(rows, width)
    of_width = [at for at in positions if len(rows[at]) == width]
    first_figures = next((at for at in of_width if _holds_figures(rows[at], filled)), len(rows))
    named = [at for at in of_width if _holds_names(rows[at], filled)]
    above = [at for at in named if at < first_figures]
    first = positions[0]
    if named and named[0] != first and _is_one_off(rows, first, named[0], width, filled):
        return first
    if above and first_figures < len(rows):
        return max(above, key=lambda at: (_filled(rows[at]), -at))
    return next(iter(named or of_width or positions))


def is_blank(row: list[str]) -> bool:
    return not any(cell.strip() for cell in row)


def last_filled(row: list[str]) -> int:
    """How many cells a row has up to the last one that holds something.

    >>> last_filled(["a", "", "b", " ", ""])
    3
    """
    return next((len(row) - back for back, cell in enumerate(reversed(row)) if cell.strip()), 0)


def is_comment(row: list[str]) -> bool:
    """A line that begins with #, unless the cell is a bare # ("number") as headers have it."""
    first = row[0].strip() if row else ""
    return first.startswith("#") and (first != "#" or len(row) == 1)


def usual_width(rows: Sequence[list[str]]) -> int:
    """The number of cells that most rows have; comments and blank rows do not count.

    Rows of one cell count only if there is nothing else: they are titles and notes.
    """
    widths = Counter(len(row) for row in rows if not is_blank(row) and not is_comment(row))
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    return max(wide or widths or {1: 1}, key=lambda width: ((wide or widths)[width], width))


def count_expected(row: list[str], expected: Collection[str]) -> int:
    """How many of the expected names the row holds, whatever their case."""
    if not expected:
        return 0
    return len({folded(cell) for cell in row} & {folded(name) for name in expected} - {""})


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _filled(row: list[str]) -> int:
    """Cells that hold something; the first one counts always, for a column of row numbers often has no name."""
    return 1 + sum(bool(cell.strip()) for cell in row[1:])


def _is_figure(cell: str) -> bool:
    return bool(NUMBER.fullmatch(cell.strip())) and not YEAR.fullmatch(cell.strip())


def _holds_figures(row: list[str], usually_filled: int) -> bool:
    return any(map(_is_figure, row)) and 2 * _filled(row) >= usually_filled


def _holds_names(row: list[str], usually_filled: int) -> bool:
    """Names in at least half as many cells as rows usually fill, in more than one if they do; no figures but years."""
    names = any(cell.strip() and not NUMBER.fullmatch(cell.strip()) for cell in row)
    enough = max(min(2, usually_filled), usually_filled / 2)
    return names and not any(map(_is_figure, row)) and sum(bool(cell.strip()) for cell in row) >= enough


def _usual_filled(rows: Sequence[list[str]], width: int) -> int:
    """How many cells rows of this width fill; the emptiest of them are titles and notes, so not the median."""
    filled = sorted(_filled(row) for row in rows if len(row) == width and not is_blank(row))
    return filled[len(filled) * 3 // 4] if filled else 1


def _is_one_off(rows: Sequence[list[str]], first: int, named: int, width: int, filled: int) -> bool:
    """Whether the first row is the header although it has one cell more or less than the rows right under it."""
    row = rows[first]
    return named == first + 1 and len(row) > 2 and abs(len(row) - width) == 1 and _holds_names(row, filled)
