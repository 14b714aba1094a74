"""Bytes to rows of cells: decoded, split and parsed in blocks, so that memory does not grow with the file.

In: a function that reads the next bytes, the encoding, the dialect. Out: rows of cells as `csv.reader` gives them. What
is wrong in the text raises BadText after every row before it was given, so that its row number is known.

The work for each line is left to C (`StringIO`, `csv.reader`); ours is for each block of 256 KB.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain
from typing import Any

from .limits import Limits, in_words

BLOCK = 1 << 18


class BadText(ValueError):
    """The text cannot be read further; the message is the end of a sentence about the row."""


@dataclass(frozen=True)
class Dialect:
    """How the cells of a row are told apart."""

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    skip_space: bool = False

    def reader(self, lines: Iterator[str]) -> Any:
        """A `csv.reader`, strict, so that wrong quoting is an error instead of a guess."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            doublequote=self.escape is None,
            skipinitialspace=self.skip_space,
            strict=True,
        )


def texts(read: Callable[[int], bytes], encoding: str, *, block_size: int = BLOCK) -> Iterator[str]:
    """The text in blocks, without its byte order mark. Raises BadText after the text before the fault."""
    decoder = codecs.getincrementaldecoder(encoding)()
    at_start = True
    while True:
        block = read(block_size)
        fault = ""
        try:
            text = decoder.decode(block, not block)
        except UnicodeDecodeError as error:
            text = error.object[: error.start].decode(encoding, "replace")
            fault = f"the byte 0x{error.object[error.start]:02X} cannot be read as {encoding}"
        except UnicodeError as error:
            raise BadText(f"it cannot be read as {encoding}") from error
        if at_start and text:
            text, at_start = text.removeprefix("\ufeff"), False
        if "\0" in text:
            text = text[: text.index("\0")]
            fault = "it holds a NUL character, so this is not a text file"
        if text:
            yield text
        if fault:
            raise BadText(fault)
        if not block:
            return


def lines(blocks: Iterator[str], limits: Limits, rows_so_far: Callable[[], int] | None = None) -> Iterator[str]:
    """Lines with their ends: LF, CRLF or CR. Raises BadText for a line, or a row of several lines, that never ends.

    `rows_so_far`, where a row may have several lines, tells how many rows have been made of them; a quote that is never
    closed shows by its standing still.
    """
    return chain.from_iterable(_whole_lines(blocks, limits, rows_so_far))


def _whole_lines(blocks: Iterator[str], limits: Limits, rows_so_far: Callable[[], int] | None) -> Iterator[StringIO]:
    most, rest, row, row_length = limits.line_bytes, "", -1, 0
    for block in blocks:
        if rows_so_far and (now := rows_so_far()) != row:
            row, row_length = now, 0
        row_length += len(block)
        # The block in which the row began counts as well, hence the second block of grace.
        if rows_so_far and row_length > most + 2 * BLOCK:
            raise BadText(f"it is longer than {in_words(most)}; perhaps a quotation mark is not closed")
        text = rest + block
        # The last CR may be half of a CRLF.
        end = text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1
        rest = text[end:]
        if len(rest) > most:
            raise BadText(f"its line is longer than {in_words(most)}")
        if end:
            yield StringIO(text[:end], newline="")
    if rest:
        yield StringIO(rest, newline="")
