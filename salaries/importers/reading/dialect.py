"""How the cells of a text file are separated and quoted, judged by what makes a table of its first lines.

In: the beginning of a text, and the column names that the reader hopes for. Out: the `Dialect`. Each delimiter is tried
with each way of quoting that the text gives reason for; the one whose rows have most evenly the same width wins.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from io import StringIO

from .header import count_expected, find_header, is_blank, is_comment, usual_width
from .lines import Dialect

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[\r\n]', re.IGNORECASE)


def find_dialect(sample: str, *, complete: bool, expected: Collection[str] = ()) -> Dialect:
    """The dialect of a text that begins like this; `complete` if the sample is all of it.

    >>> find_dialect("city;pay\\nBerlin, Mitte;60.000,50\\nBonn, Nord;50.000,00\\n", complete=True).delimiter
    ';'
    """
    if stated := SEPARATOR_LINE.match(sample):
        return Dialect(stated[1])
    best, best_score = Dialect(), (-1.0, -1.0, -1.0, -1.0, -1.0)
    for dialect in _candidates(sample):
        score = _score(*first_rows(sample, dialect, complete=complete), expected)
        if score > best_score:
            best, best_score = dialect, score
    return best


def first_rows(sample: str, dialect: Dialect, *, complete: bool) -> tuple[list[list[str]], bool]:
    """The whole rows of a sample, and whether they could be parsed to the end."""
    rows: list[list[str]] = []
    reader = dialect.reader(iter(StringIO(sample, newline="")))
    try:
        rows.extend(reader)
    except csv.Error as error:
        # In a part of a file the last quotation mark may be closed further on.
        return rows, not complete and "unexpected end of data" in str(error)
    if not complete and rows and not sample.endswith(("\n", "\r")):
        rows.pop()
    return rows, True


def _candidates(sample: str) -> Iterator[Dialect]:
    for delimiter in DELIMITERS:
        if delimiter != "," and delimiter not in sample:
            continue
        yield Dialect(delimiter)
        if f'{delimiter} "' in sample:
            yield Dialect(delimiter, skip_space=True)
        if '\\"' in sample:
            yield Dialect(delimiter, escape="\\")
        if f"'{delimiter}'" in sample:
            yield Dialect(delimiter, quote="'")


def _score(rows: list[list[str]], parsed: bool, expected: Collection[str]) -> tuple[float, float, float, float, float]:
    """Expected names found, whether it parses, how even the widths are, no other delimiter in the header, the width."""
    position = find_header(rows, expected)
    if position is None:
        return (0, parsed, 0, 0, 0)
    header, below = rows[position], [row for row in rows[position:] if not is_blank(row) and not is_comment(row)]
    width = usual_width(below)
    even = sum(len(row) == width for row in below) / len(below) if below else 0.0
    rivals = sum(cell.count(rival) for cell in header for rival in ";\t|")
    if width == 1:
        even = 0.0
    skipped = sum(not is_blank(row) for row in rows[:position])
    return (count_expected(header, expected), parsed, round(even, 2) - 0.5 * bool(rivals) - 0.02 * skipped, width, 0)
