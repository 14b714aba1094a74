"""The pages' questions as hand-written SQL through the database's own driver: what is possible without the site.

In: the address of a database. Out: the time that an answer took. The connection is open before the clock starts.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import time
from typing import Any
from urllib.parse import urlsplit

import psycopg

MOST_QUOTED = """
    SELECT record.role_id, max(record.year) FROM salaries_salaryrecord record
    JOIN salaries_role role ON role.id = record.role_id AND NOT role.is_baseline
    GROUP BY record.role_id ORDER BY count(*) DESC LIMIT 1
"""
# The cities with what is stored for them, or for their country, against pay outside IT.
FIGURES = "low_usd typical_usd high_usd sample_size source_count confidence".split()
ESTIMATES = f"""
    SELECT city.slug, city.name, country.name, {", ".join(f"coalesce(own.{name}, nation.{name})" for name in FIGURES)},
        coalesce(own_base.typical_usd, base.typical_usd)
    FROM salaries_place city
    JOIN salaries_place country ON country.id = city.parent_id
    JOIN salaries_role outside ON outside.is_baseline
    LEFT JOIN salaries_estimate own ON (own.place_id, own.role_id, own.year) = (city.id, {{role}}, {{year}})
        AND own.level_id IS NULL
    LEFT JOIN salaries_estimate nation ON (nation.place_id, nation.role_id) = (country.id, {{role}})
        AND nation.year = {{year}} AND nation.level_id IS NULL
    LEFT JOIN salaries_estimate own_base ON (own_base.place_id, own_base.role_id) = (city.id, outside.id)
        AND own_base.year = {{year}} AND own_base.level_id IS NULL
    LEFT JOIN salaries_estimate base ON (base.place_id, base.role_id) = (country.id, outside.id)
        AND base.year = {{year}} AND base.level_id IS NULL
    WHERE city.kind = 'city' AND coalesce(own.id, nation.id) IS NOT NULL
    ORDER BY coalesce(own.typical_usd, nation.typical_usd) DESC
"""
# All amounts of the role and year that pass the filter, by place, level and source: enough for exact quartiles, and
# read from the index `record_cell` alone.
COVERING = """
    SELECT place_id, level_id, source_id, {all}(annual_typical_usd{text}, ','), min(annual_low_usd),
        max(annual_high_usd)
    FROM salaries_salaryrecord
    WHERE role_id = {role} AND year = {year} AND status = 'published' AND {passes}
    GROUP BY place_id, level_id, source_id
"""
EXPORT = """
    SELECT record.key, place.slug, place.name, place.kind, role.slug, role.name, level.slug, record.year,
        record.currency_code, record.period, record.low, record.typical, record.high, record.qualifier,
        record.population, record.employment_type, record.work_mode, record.sample_size, record.basis, record.quote,
        record.note, record.annual_low_usd, record.annual_typical_usd, record.annual_high_usd, rate.units_per_usd,
        rate.span, rate.date, rate_source.slug, source.slug, source.publisher, source.title, source.url,
        source.published, source.licence, record.import_run_id, run.sha256
    FROM salaries_salaryrecord record
    JOIN salaries_place place ON place.id = record.place_id
    JOIN salaries_role role ON role.id = record.role_id
    JOIN salaries_source source ON source.id = record.source_id AND source.redistributable
    LEFT JOIN salaries_careerlevel level ON level.id = record.level_id
    LEFT JOIN salaries_exchangerate rate ON rate.id = record.exchange_rate_id
    LEFT JOIN salaries_source rate_source ON rate_source.id = rate.source_id
    LEFT JOIN salaries_importrun run ON run.id = record.import_run_id
    WHERE record.status = 'published'
    ORDER BY place.name, role.name, level."order", record.key
"""


class Raw:
    """A connection of the driver, and the question that /cities/ asks by itself."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.connection: Any = sqlite3.connect(urlsplit(url).path) if self.is_sqlite else psycopg.connect(url)
        self.role, self.year = self.rows(MOST_QUOTED)[0]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()

    def estimates(self) -> float:
        return self._seconds(ESTIMATES.format(role=self.role, year=self.year))

    def covering(self, passes: str) -> float:
        """The index scan for records that pass a condition."""
        aggregate = {"all": "group_concat", "text": ""} if self.is_sqlite else {"all": "string_agg", "text": "::text"}
        return self._seconds(COVERING.format(role=self.role, year=self.year, passes=passes, **aggregate))

    def _seconds(self, statement: str) -> float:
        start = time.perf_counter()
        self.rows(statement)
        return time.perf_counter() - start

    def export(self) -> tuple[float, int]:
        """Seconds and rows of `csv.writer` over the records of /salaries.csv, in its order."""
        cursor = self.connection.cursor() if self.is_sqlite else self.connection.cursor(name="export")
        count = 0
        start = time.perf_counter()
        with open(os.devnull, "w", newline="", encoding="utf-8") as nowhere:
            writer = csv.writer(nowhere)
            cursor.execute(EXPORT)
            while rows := cursor.fetchmany(2_000):
                writer.writerows(rows)
                count += len(rows)
        cursor.close()
        return time.perf_counter() - start, count

    def close(self) -> None:
        self.connection.close()
