"""A row of our own salaries.csv, checked cell by cell (docs/data-formats.md)."""

from __future__ import annotations

from typing import Literal

from salaries.importers import fields
from salaries.importers.base import RowModel


class SalaryRow(RowModel):
    key: fields.Key
    source: str
    place: str
    role: str
    level: str = ""
    year: fields.Year
    currency_code: fields.Currency
    period: Literal["hour", "day", "week", "month", "year"]
    low: fields.Amount = None
    typical: fields.Amount = None
    high: fields.Amount = None
    qualifier: Literal["exact", "about", "average", "from", "up-to"] = "exact"
    population: Literal["unspecified", "local", "international"] = "unspecified"
    employment_type: Literal["unspecified", "full-time", "part-time", "contract", "freelance", "internship"] = (
        "unspecified"
    )
    work_mode: Literal["unspecified", "on-site", "hybrid", "remote"] = "unspecified"
    sample_size: fields.Integer = None
    basis: Literal["unstated", "gross", "net"] = "unstated"
    quote: fields.Text = ""
    note: fields.Text = ""
    status: Literal["draft", "published", "withdrawn"] = "published"
