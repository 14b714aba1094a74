"""JSON files as rows: an array of objects, an object around one such array, or JSON Lines.

In: the decoded blocks of a file. Out: rows in a `Spool`, and the columns: the names in the objects in the order in
which they first appear. null is an empty cell, true and false are words, nested values are compact JSON. Rows are
numbered by object from 1, those of JSON Lines by line. Raises UnreadableFile with the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from .json_text import JsonText, cell, decoded
from .limits import Limits, UnreadableFile
from .lines import BadText, lines
from .spool import Spool

ARRAY = re.compile(r"\s*\[\s*[\[{\]\"]")
# A table of more than so many cells, of which fewer than one in so many holds a value, is none.
SPARSE_CELLS = 10_000_000
SPARSE = 50
OBJECT = re.compile(r"\s*\{\s*[\"}]")


def looks_like_json(start: str) -> bool:
    """Whether a text begins as JSON does and no CSV header would.

    >>> looks_like_json('[{"a": 1}]'), looks_like_json('{"a": 1}'), looks_like_json("[2024] Pay;EUR")
    (True, True, False)
    """
    return bool(ARRAY.match(start) or OBJECT.match(start))


@dataclass
class Document:
    """What a JSON file was: its rows are in the spool."""

    kind: str
    columns: list[str]


class _Rows:
    """Turns objects into rows and collects the columns."""

    def __init__(self, spool: Spool, limits: Limits) -> None:
        self.spool, self.limits = spool, limits
        self.positions: dict[str, int] = {}
        self.number = self.values = self.cells = 0

    def add(self, value: Any) -> None:
        self.number += 1
        if not isinstance(value, dict):
            raise BadText("it is not an object with named values")
        positions = self.positions
        for name in value:
            if name not in positions:
                self.add_column(name)
        last = max((positions[name] for name in value), default=-1)
        cells = [""] * (last + 1)
        for name, item in value.items():
            cells[positions[name]] = cell(item)
        self.values += len(value)
        self.cells += len(cells)
        if self.cells > SPARSE_CELLS and self.cells > SPARSE * self.values:
            raise BadText("the objects so far have too few names in common to be rows of one table")
        self.spool.write(cells)

    def add_column(self, name: str) -> None:
        if len(self.positions) >= self.limits.columns:
            raise BadText(f"with it the table has more than {self.limits.columns:,} columns")
        if len(name) > self.limits.cell_characters:
            raise BadText("a name in it is too long")
        self.positions[name] = len(self.positions)

    def skip(self) -> None:
        """A blank line, which counts as a row."""
        self.number += 1
        self.spool.write([])


def read_document(
    open_texts: Callable[[], AbstractContextManager[Iterator[str]]], spool: Spool, limits: Limits
) -> Document:
    """Write the rows of a JSON file into the spool. Raises UnreadableFile."""
    rows = _Rows(spool, limits)
    try:
        with open_texts() as blocks:
            by_line = _is_one_object_a_line(blocks, limits)
        with open_texts() as blocks:
            first = next(blocks, "")
            text = chain([first], blocks)
            if ARRAY.match(first):
                _read_array(JsonText(text, limits.line_bytes), rows)
            elif by_line:
                _read_lines(lines(text, limits), rows)
            else:
                _read_wrapper(JsonText(text, limits.line_bytes), rows)
        spool.finish()
    except (BadText, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UnreadableFile(f"{spool.name}, row {max(rows.number, 1)}: {reason}.") from error
    kind = "JSON Lines" if by_line else "JSON"
    return Document(kind, [name.strip() for name in rows.positions])


def _read_array(text: JsonText, rows: _Rows) -> None:
    for value in _items(text, rows):
        rows.add(value)
    if text.peek():
        rows.number += 1
        raise BadText("something follows the end of the array")


def _items(text: JsonText, rows: _Rows) -> Iterator[Any]:
    """The values of the array that comes next."""
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        try:
            value = text.value()
        except BadText:
            rows.number += 1
            raise
        yield value
        if text.take(",]") == "]":
            return


def _is_one_object_a_line(blocks: Iterator[str], limits: Limits) -> bool:
    """Whether the first line is a whole object, and either more lines follow or it wraps no table."""
    all_lines = (line for line in lines(blocks, limits) if line.strip())
    try:
        value = decoded(next(all_lines, ""))
    except BadText:
        return False
    if not isinstance(value, dict):
        return False
    try:
        return next(all_lines, None) is not None or not any(_is_table(item) for item in value.values())
    except BadText:
        return True


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _read_lines(all_lines: Iterator[str], rows: _Rows) -> None:
    for line in all_lines:
        if not line.strip():
            rows.skip()
            continue
        try:
            value = decoded(line.strip())
        except BadText:
            rows.number += 1
            raise
        rows.add(value)


def _read_wrapper(text: JsonText, rows: _Rows) -> None:
    """An object of which one value is an array of objects."""
    text.take("{")
    found = ""
    while text.peek() != "}":
        name = text.value()
        text.take(":")
        if text.peek() == "[":
            for value in _items(text, rows):
                if not isinstance(value, dict):  # a list of something else beside the table
                    continue
                if found and found != name:
                    raise BadText(f"the file holds two tables, {found} and {name}: keep one")
                found = name
                rows.add(value)
        else:
            text.value()
        if text.peek() != "}":
            text.take(",")
    text.take("}")
    if not found:
        raise BadText("the file holds no array of objects, which is how JSON holds a table")
    if text.peek():
        raise BadText("something follows the end of the object")
