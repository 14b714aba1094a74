"""Refused rows as a file: the original columns and why, to be mended and imported again.

In: refused rows, of a result or of a run that is kept. Out: CSV whose last column is `REASON_COLUMN`, which importers
leave aside. Cells cannot start a formula in a spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Protocol

from salaries.importers.reading.formulas import defuse
from salaries.importers.result import Refusal, RefusedRow
from salaries.models import ImportRun

REASON_COLUMN = "refused because"


class Writable(Protocol):
    def write(self, text: str, /) -> Any: ...


def write_refused_rows(stream: Writable, columns: Sequence[str], rows: Iterable[RefusedRow]) -> None:
    """The rows as CSV."""
    writer = csv.writer(stream)
    writer.writerow([*map(defuse, columns), REASON_COLUMN])
    for row in rows:
        writer.writerow([*map(defuse, fitted(row.cells, len(columns))), defuse(reasons(row))])


def reasons(row: RefusedRow) -> str:
    """Everything that is wrong with a row, in a line."""
    return "; ".join(str(refusal) for refusal in row.refusals)


def fitted(cells: Sequence[str], width: int) -> list[str]:
    """As many cells as there are columns. (What lies beyond the header is named by the reason.)"""
    return [*cells[:width], *[""] * (width - len(cells))]


def refused_rows_of(run: ImportRun) -> Iterator[RefusedRow]:
    """The refused rows of a run, as they were kept."""
    rejections = run.rejections.order_by("row_number", "pk").iterator()
    for number, group in groupby(rejections, key=lambda rejection: rejection.row_number):
        found = list(group)
        cells: list[str] = next((one.cells for one in found if one.cells is not None), [])
        yield RefusedRow(number, cells, [Refusal(number, one.field, one.value, one.reason) for one in found])
