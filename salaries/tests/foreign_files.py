"""Files of others for tests: written as given, imported through a mapping of a few lines, and read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from salaries.importers import Result, SalaryImporter
from salaries.importers.mapping import parse_mapping
from salaries.models import SalaryRecord

SOURCE = """
version = 1
source = {slug = "board", publisher = "A job board", title = "Pay as advertised", kind = "job-ads"}
"""


def import_foreign(
    path: Path, mapping: str, content: str | bytes = "", *, encoding: str = "", **choices: Any
) -> Result:
    """Import a file, written first if there is content, through a mapping from the source "board"."""
    if content:
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding or "utf-8"))
    return SalaryImporter(parse_mapping(SOURCE + mapping, name="board"), **choices).run(path)


def stated() -> list[tuple[Any, ...]]:
    """(place, low, typical, high, currency, period) of the records of "board", in the file's order."""
    records = SalaryRecord.objects.filter(source__slug="board").order_by("pk")
    return list(records.values_list("place__slug", "low", "typical", "high", "currency_code", "period"))


def reasons(result: Result) -> dict[int, str]:
    """{row number: why it was refused}."""
    return {row.row_number: "; ".join(str(one) for one in row.refusals) for row in result.refused_rows}
