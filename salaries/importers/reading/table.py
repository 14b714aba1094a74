"""Any file found in the wild as a table: its columns, and a stream of numbered rows of text.

In: a path, standard input or an upload, in any of the formats of this package. Out: a `Table`, whose rows can be read
again and again in bounded memory. Raises UnreadableFile with a sentence for people, on opening or while reading.

Rows are numbered as a spreadsheet numbers them, from 1 for the first line of the file; a row over several lines is one.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from .archives import SAMPLE, Reader
from .dialect import DELIMITERS, find_dialect, first_rows
from .encodings import in_words
from .header import find_header, is_blank, last_filled
from .limits import Limits, UnreadableFile
from .lines import BadText, Dialect, lines
from .sources import Source, source_of
from .stored import StoredFile, store

GENEROUS = Limits()
KEPT_PREAMBLE = 100
ENOUGH_LINES = re.compile(r"(?:[^\r\n]*+[\r\n]++){20}")


def open_table(
    file: Path | str | BinaryIO,
    *,
    name: str = "",
    encoding: str = "",
    sheet: str | int = "",
    expected: Collection[str] = (),
    limits: Limits = GENEROUS,
) -> Table:
    """The table in a file. Raises UnreadableFile.

    "-" is standard input. `name` is what messages call the file, `encoding` and `sheet` (by name, or by number from 1)
    are taken instead of what would be found; `expected` are the column names that the reader hopes for: they help to
    find the delimiter, the sheet and the header.
    """
    stored = store(file, name=name, limits=limits)
    try:
        return Table(
            stored,
            source_of(stored, encoding=encoding, sheet=sheet, expected=expected, limits=limits),
            expected,
            limits,
        )
    except BaseException:
        stored.close()
        raise


class Table:
    """A file's columns and rows. A context manager: leaving it removes the temporary files."""

    def __init__(self, stored: StoredFile, source: Source, expected: Collection[str], limits: Limits) -> None:
        self.file_name, self.sha256, self.size = stored.name, stored.sha256, stored.size
        self.encoding = source.encoding
        self.columns: list[str] = source.columns or []
        self.preamble: list[list[str]] = []
        # Rows above the header, blank ones and comments included.
        self.preamble_rows = 0
        # Blank rows below the header; complete after all rows have been read.
        self.blank_rows = 0
        self._stored, self._source, self._limits = stored, source, limits
        self._dialect, self._rows_to_skip = Dialect(), 0
        self._reader: Reader | None = None
        try:
            if source.columns is None:
                self._look_at_first_rows(expected)
            self._check_columns()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the temporary files; the rows cannot be read any more."""
        self._stored.close()
        if self._source.spooled:
            self._source.spooled.unlink(missing_ok=True)

    @property
    def format(self) -> str:
        """What the file is, for people: "CSV, semicolons, Windows-1250"."""
        kind = self._source.kind
        if not kind:
            kind = "TSV" if self._dialect.delimiter == "\t" else f"CSV, {DELIMITERS[self._dialect.delimiter]}"
            kind += f", {in_words(self.encoding)}"
        return kind + (f", {self._source.packing}" if self._source.packing else "")

    @property
    def position(self) -> int:
        """How many bytes of the stored file the current reading has come through."""
        if self._reader is None:
            return 0
        if self._source.spooled is None:
            return min(self._reader.position, self.size)
        return round(self.size * self._reader.position / max(1, self._source.spooled.stat().st_size))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row numbers and cells, from the first row below the header, without blank rows. Each call starts again.

        Cells are as they stand in the file: a row may have fewer or more than there are columns. Raises UnreadableFile.
        """
        number, blank, most = self._rows_to_skip, 0, self._limits.columns
        with self._source.open() as reader:
            self._reader = reader
            text = lines(self._source.texts(reader, self._limits), self._limits, lambda: number)
            parsed = self._dialect.reader(text)
            if self._limits.cell_characters < csv.field_size_limit():
                parsed_rows: Iterator[list[str]] = self._cells_checked(parsed)
            else:
                parsed_rows = parsed
            try:
                for number, cells in enumerate(islice(parsed_rows, self._rows_to_skip, None), self._rows_to_skip + 1):
                    if cells and cells[0] and not cells[0].isspace() and len(cells) <= most:
                        yield number, cells
                    elif is_blank(cells):
                        blank += 1
                    elif len(cells) > most:
                        number -= 1
                        raise BadText(f"it has {len(cells):,} cells; {most:,} are the most")
                    else:
                        yield number, cells
            except BadText as error:
                raise UnreadableFile(f"{self.file_name}, row {number + 1}: {error}.") from error
            except csv.Error as error:
                raise UnreadableFile(f"{self.file_name}, line {parsed.line_num}: {_in_words(error)}.") from error
            finally:
                self.blank_rows = blank

    def _cells_checked(self, parsed: Iterator[list[str]]) -> Iterator[list[str]]:
        most = self._limits.cell_characters
        for cells in parsed:
            if max(map(len, cells), default=0) > most:
                raise BadText(f"a cell is longer than {most:,} characters")
            yield cells

    def _look_at_first_rows(self, expected: Collection[str]) -> None:
        """Find the dialect and the header. Raises UnreadableFile."""
        sample, complete, is_faulty = self._sample()
        if not self._source.spooled:
            self._dialect = find_dialect(sample, complete=complete, expected=expected)
        rows, _ = first_rows(sample, self._dialect, complete=complete)
        position = find_header(rows, expected)
        if is_faulty or position is None:
            deque(self.rows(), maxlen=0)  # which says what is wrong, and in which row
        if position is None:
            raise UnreadableFile(f"{self.file_name} is empty: a header row is needed.")
        self.columns = [cell.strip() for cell in rows[position]]
        self.preamble = [row for row in rows[:position] if not is_blank(row)][:KEPT_PREAMBLE]
        self.preamble_rows, self._rows_to_skip = position, position + 1
        # Where every line ends in a delimiter, an empty column follows the last one.
        filled = max((last_filled(row) for row in rows[position:]), default=0)
        del self.columns[max(filled, last_filled(self.columns)) :]

    def _sample(self) -> tuple[str, bool, bool]:
        """The first lines, whether they are all there are, and whether reading failed behind them."""
        sample, most = "", self._limits.line_bytes + SAMPLE
        with self._source.open() as reader:
            blocks = self._source.texts(reader, self._limits)
            try:
                while len(sample) < SAMPLE or (not ENOUGH_LINES.match(sample) and len(sample) < most):
                    if not (block := next(blocks, "")):
                        return sample, True, False
                    sample += block
            except BadText:
                return sample, True, True
        return (sample[:SAMPLE] if ENOUGH_LINES.match(sample, 0, SAMPLE) else sample), False, False

    def _check_columns(self) -> None:
        if not any(self.columns):
            raise UnreadableFile(f"{self.file_name} is empty: a header row is needed.")
        if len(self.columns) > self._limits.columns:
            raise UnreadableFile(
                f"{self.file_name} has {len(self.columns):,} columns; {self._limits.columns:,} are the most."
            )


def _in_words(error: csv.Error) -> str:
    """What the csv module found, for people."""
    words = str(error)
    if "unexpected end of data" in words:
        return "a quotation mark is opened and never closed"
    if "field larger" in words:
        return f"a cell is longer than {csv.field_size_limit():,} characters; perhaps a quotation mark is not closed"
    return f"the quotation marks do not fit together ({words})"
