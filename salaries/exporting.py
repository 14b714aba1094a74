"""Records as salaries.csv: what `import_salaries` reads, without loss.

In: records. Out: lines of CSV, one at a time. Cells cannot start a formula in a spreadsheet; the importer takes the
mark off again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from salaries.importers.reading.formulas import defuse
from salaries.importers.salary_row import SalaryRow
from salaries.models import SalaryRecord

COLUMNS = list(SalaryRow.model_fields)
SLUGS = {"source": "source__slug", "place": "place__slug", "role": "role__slug", "level": "level__slug"}


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def export_salaries(records: QuerySet[SalaryRecord]) -> Iterator[str]:
    """The header and a line for each record, in the order of their keys."""
    writer: Any = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    names = [SLUGS.get(name, name) for name in COLUMNS]
    for values in records.order_by("key").values_list(*names).iterator(chunk_size=2_000):
        yield writer.writerow(["" if value is None else defuse(str(value)) for value in values])
