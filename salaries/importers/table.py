"""Reads a CSV file into numbered rows.

In: a file of our own formats (docs/data-formats.md). Out: (row number, {column: text}) pairs, the header checked.
Rows are numbered as a spreadsheet numbers them. Lines that begin with # before the header are comments.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says why."""


class NumberedRow(NamedTuple):
    number: int
    values: dict[str, Any]
    surplus: int = 0


class Table(NamedTuple):
    """A file's name, its fingerprint and its rows."""

    file_name: str
    sha256: str
    columns: list[str]
    rows: list[NumberedRow]


def read_table(path: Path, *, required: Iterable[str], known: Iterable[str]) -> Table:
    """The rows of a CSV file. Raises UnreadableFile if it cannot be opened or its header is not ours."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path.name} is not UTF-8: byte {error.start + 1} cannot be read.") from error
    if "\0" in text:
        raise UnreadableFile(f"{path.name} holds NUL characters; it is not a text file.")
    lines = _numbered_lines(text, path.name)
    _, header = next(lines, (0, []))
    columns = [name.strip() for name in header]
    _check_header(columns, path.name, set(required), set(known))
    rows = [
        NumberedRow(
            number,
            dict(zip(columns, (cell.strip() for cell in cells), strict=False)),
            sum(1 for cell in cells[len(columns) :] if cell.strip()),
        )
        for number, cells in lines
    ]
    return Table(path.name, sha256(content).hexdigest(), columns, rows)


def _numbered_lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that hold something, numbered, without the comments above the header."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header_seen = False
    try:
        for number, cells in enumerate(reader, start=1):
            is_comment = not header_seen and bool(cells) and cells[0].startswith("#")
            if is_comment or not any(cell.strip() for cell in cells):
                continue
            header_seen = True
            yield number, cells
    except csv.Error as error:
        raise UnreadableFile(f"{name}, line {reader.line_num}: {error}.") from error


def _check_header(columns: list[str], name: str, required: set[str], known: set[str]) -> None:
    if not columns:
        raise UnreadableFile(f"{name} is empty: a header row is needed.")
    if repeated := sorted({column for column in columns if columns.count(column) > 1}):
        raise UnreadableFile(f"{name}: the header names {', '.join(repeated)} twice.")
    if missing := sorted(required - set(columns)):
        raise UnreadableFile(f"{name}: the header lacks {', '.join(missing)}.")
    if unknown := sorted(set(columns) - known):
        raise UnreadableFile(f"{name}: the header names unknown columns: {', '.join(unknown)}.")
