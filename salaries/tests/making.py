"""Makes records and files for tests: all that a test does not say has an unremarkable value."""

from __future__ import annotations

import csv
import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from salaries.models import CareerLevel, ExchangeRate, Place, Role, SalaryRecord, Source

NAMED = {"source": Source, "place": Place, "role": Role, "level": CareerLevel}
SALARY_ROW = {
    "key": "row",
    "source": "morgan-mckinley-singapore-2026",
    "place": "singapore",
    "role": "data-scientist",
    "year": "2026",
    "currency_code": "USD",
    "period": "year",
    "typical": "50000",
}


def a_record(key: str, **given: Any) -> SalaryRecord:
    """A saved record; source, place, role and level may be given by slug, amounts as whole numbers."""
    values = {"source": "one", "place": "city", "role": "coder", "year": 2026, "currency_code": "USD"} | given
    for name, model in NAMED.items():
        if isinstance(values.get(name), str):
            values[name] = model._default_manager.get(slug=values[name])
    for name in ("low", "typical", "high"):
        if name in values:
            values[name] = Decimal(values[name])
    return SalaryRecord.objects.create(key=key, **values)


def a_rate(currency: str, units: str, **given: Any) -> ExchangeRate:
    values = {"span": "day", "date": "2026-10-30", "source": Source.objects.get(slug="one")} | given
    values["date"] = datetime.date.fromisoformat(values["date"])
    return ExchangeRate.objects.create(currency_code=currency, units_per_usd=Decimal(units), **values)


def a_small_world() -> None:
    """world › land (Singapore dollars) › city, town; two sources; coder, baseline; levels low and top."""
    world = Place.objects.create(slug="world", name="World", kind="region")
    land = Place.objects.create(
        slug="land", name="Land", kind="country", parent=world, country_code="SG", currency_code="SGD"
    )
    for slug in ("city", "town"):
        Place.objects.create(slug=slug, name=slug.title(), kind="city", parent=land)
    for slug in ("one", "two", "three"):
        Source.objects.create(slug=slug, publisher=slug.title(), title=f"Survey {slug}", kind="survey")
    Role.objects.create(slug="coder", name="Coder")
    Role.objects.create(slug="others", name="Others", is_baseline=True)
    source = Source.objects.get(slug="one")
    CareerLevel.objects.create(slug="low", name="Low", order=1, source=source)
    CareerLevel.objects.create(slug="top", name="Top", order=2, source=source)


def write_csv(path: Path, rows: list[dict[str, Any]], *, columns: list[str] | None = None) -> Path:
    """A file whose header is the columns, or all keys of all rows."""
    columns = columns or list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
