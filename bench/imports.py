"""Rows a second of import_salaries, next to Django's bulk_create of rows that need no checking."""

from __future__ import annotations

import resource
import time
from pathlib import Path

from django.db import transaction

from bench.generate import write_salaries
from salaries.importers import SalaryImporter
from salaries.models import SalaryRecord

ROWS = 20_000


def measure(folder: Path) -> None:
    file = folder / "salaries.csv"
    write_salaries(file, ROWS)
    start = time.perf_counter()
    result = SalaryImporter().run(file)
    importing = time.perf_counter() - start
    start = time.perf_counter()
    SalaryImporter().run(file)
    again = time.perf_counter() - start
    limit = bulk_create(result.created)
    for label, taken in (("import_salaries", importing), ("the same file again", again), ("bulk_create", limit)):
        print(f"  {label:<20} {ROWS / taken:10,.0f} rows/s  {limit / taken:6.2f} x bulk_create")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def bulk_create(records: list[SalaryRecord]) -> float:
    for number, record in enumerate(records):
        record.pk, record.key = None, f"limit-{number}"
    start = time.perf_counter()
    with transaction.atomic():
        SalaryRecord.objects.bulk_create(records, batch_size=500)
    return time.perf_counter() - start
