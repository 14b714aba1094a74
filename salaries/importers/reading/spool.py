"""Rows of a JSON file or a workbook, written once into a temporary CSV file, so that they can be read again and again.

In: rows of cells. Out: a CSV file in UTF-8 that `lines` reads like any other. Raises BadText for cells that no table
may hold, UnreadableFile if the rows take more room than the file may expand to.
"""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path

from .limits import Limits, UnreadableFile, in_words
from .lines import BadText


class Spool:
    """A temporary file of rows. `close` removes it."""

    def __init__(self, name: str, limits: Limits, most_bytes: int) -> None:
        self.name, self.limits, self.most_bytes = name, limits, most_bytes
        handle, path = tempfile.mkstemp(prefix="table-", suffix=".csv")
        self.path = Path(path)
        self.file = os.fdopen(handle, "w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.file, lineterminator="\n")
        self.count = 0

    def write(self, cells: list[str]) -> None:
        """Add a row; a row without cells is a blank one."""
        if max(map(len, cells), default=0) > self.limits.cell_characters:
            raise BadText(f"a value is longer than {self.limits.cell_characters:,} characters")
        try:
            self.writer.writerow(cells)
        except UnicodeEncodeError as error:
            raise BadText("it holds half of a character (a lone surrogate)") from error
        self.count += 1
        if self.count % 1000 == 0:
            self.check_size()

    def check_size(self) -> None:
        if self.file.tell() > self.most_bytes:
            raise UnreadableFile(
                f"{self.name} expands to more than {in_words(self.most_bytes)}: it is not read further."
            )

    def finish(self) -> None:
        """No more rows will come."""
        self.check_size()
        self.file.close()

    def close(self) -> None:
        try:
            self.file.close()
        finally:
            self.path.unlink(missing_ok=True)
