"""Made-up places and pay, the same for the same seed."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from pathlib import Path

from salaries import estimates
from salaries.models import Place, Role, SalaryRecord, Source

SEED = 20260101


def add_cities(count: int) -> None:
    """`count` cities in Asia, each with pay of the role and of the baseline."""
    pick = random.Random(SEED)
    country, source = Place.objects.get(slug="india"), Source.objects.first()
    roles = [Role.objects.get(slug="machine-learning-engineer"), Role.objects.baseline()]
    with estimates.deferred():
        cities = Place.objects.bulk_create(
            Place(slug=f"city-{n}", name=f"City {n}", kind="city", parent=country) for n in range(count)
        )
        records = [
            SalaryRecord(
                key=f"bench-{city.slug}-{role.slug}",
                source=source,
                place=city,
                role=role,
                year=2026,
                currency_code="USD",
                typical=(amount := Decimal(pick.randrange(5_000, 150_000))),
                annual_typical_usd=amount,
            )
            for city in cities
            for role in roles
        ]
        SalaryRecord.objects.bulk_create(records, batch_size=500)
        estimates.touch(estimates.cell_of(record) for record in records)


def write_salaries(path: Path, rows: int) -> None:
    """A file that import_salaries reads."""
    pick = random.Random(SEED)
    columns = "key source place role year currency_code period typical qualifier".split()
    places = ["singapore", "seoul", "bangalore", "manila", "ho-chi-minh-city"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for number in range(rows):
            amount = pick.randrange(10_000, 200_000)
            writer.writerow(
                [
                    f"row-{number}",
                    "statista",
                    pick.choice(places),
                    "data-scientist",
                    2025,
                    "USD",
                    "year",
                    amount,
                    "exact",
                ]
            )
