"""Cells that a spreadsheet would run as a formula, made harmless in what we export and restored in what we read.

In: the text of a cell. Out: the text of a cell. A cell that could start a formula gets an apostrophe in front, which
spreadsheets take as "this is text"; because a cell that has the apostrophe already gets another, nothing is lost.
"""

from __future__ import annotations

import re

RISKY = re.compile(r"'*[=+\-@\t\r]")
DEFUSED = re.compile(r"'+[=+\-@\t\r]")
NUMBER = re.compile(r"[+-][0-9]+(\.[0-9]+)?")


def defuse(cell: str) -> str:
    """The cell as it may be written into a file that a spreadsheet will open.

    >>> defuse("=1+1"), defuse("@me"), defuse("ML Engineer"), defuse("'=1")
    ("'=1+1", "'@me", 'ML Engineer', "''=1")

    A number is no formula, whatever its sign.

    >>> defuse("-5"), defuse("+3.5"), defuse("-5+A1")
    ('-5', '+3.5', "'-5+A1")
    """
    return f"'{cell}" if RISKY.match(cell) and not NUMBER.fullmatch(cell) else cell


def restore(cell: str) -> str:
    """The cell as it was before `defuse`.

    >>> restore("'=1+1"), restore("''=1"), restore("'tis"), restore("-5")
    ('=1+1', "'=1", "'tis", '-5')
    """
    return cell[1:] if DEFUSED.match(cell) else cell
