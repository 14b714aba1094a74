"""How a value stands in a file: amounts with every digit and, in CSV, nothing that a spreadsheet would run.

In: a value from the database. Out: what the writer of the file makes text of.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from salaries.importers.reading.formulas import defuse

# Only text that begins so needs the closer look of `defuse`: most cells are passed on with one comparison.
SUSPECT = frozenset("'=+-@\t\r")


def cell(value: Any) -> Any:
    """A value as the writer takes it; None is an empty cell.

    >>> cell(None), cell(True), cell(Decimal("-5.00")), cell("=1+1"), cell("plain")
    (None, 'true', '-5.00', "'=1+1", 'plain')
    """
    kind = value.__class__
    if kind is str:
        return defuse(value) if value[:1] in SUSPECT else value
    if kind is Decimal:
        return f"{value:f}"
    if kind is bool:
        return "true" if value else "false"
    return value


def plain(value: Any) -> Any:
    """Amounts and rates with every digit, dates as in ISO 8601, all as text.

    >>> plain(Decimal("0.00000010")), plain(datetime.date(2026, 10, 30)), plain(None), plain(2026)
    ('0.00000010', '2026-10-30', None, 2026)
    """
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, datetime.date) else value
