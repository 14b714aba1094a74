"""What the bench's databases hold before anything is measured. Needs Django set up.

In: a migrated database with the sample. Out: for the pages, cities with pay; for the imports, the cities, the role and
the source that generated rows name, and tables from names to ids (`bench_name`, `bench_rate`) that the bare limits
join with.
"""

from __future__ import annotations

import random
from decimal import Decimal

from django.db import connection

from bench.generate import COUNTRIES, LEVELS, SEED, TITLES
from bench.kinds import slug_of
from salaries import estimates
from salaries.models import CareerLevel, ExchangeRate, Place, Role, SalaryRecord, Source


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


def add_survey() -> None:
    """What generated rows name, and the limits' tables of names."""
    for slug, country in COUNTRIES.items():
        parent = Place.objects.get(slug=slug)
        for name in country.names():
            Place.objects.get_or_create(slug=slug_of(name), defaults={"name": name, "kind": "city", "parent": parent})
    Role.objects.create(slug="data-engineer", name="Data engineer")
    Source.objects.create(slug="bench", publisher="Bench", title="Generated rows", kind="survey")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_name (kind text, name text, id bigint, PRIMARY KEY (kind, name))")
        cursor.executemany("INSERT INTO bench_name VALUES (%s, %s, %s)", names())
        cursor.execute(
            "CREATE TABLE bench_rate (currency text, year text, units decimal, id bigint, PRIMARY KEY (currency, year))"
        )
        cursor.executemany("INSERT INTO bench_rate VALUES (%s, %s, %s, %s)", rates())


def names() -> list[tuple[str, str, int]]:
    """(kind, name in the survey, id) of every city, title and level, and of the source."""
    roles, levels = (dict(model.objects.values_list("slug", "pk")) for model in (Role, CareerLevel))
    return [
        *(("city", name, pk) for name, pk in Place.objects.cities().values_list("name", "pk")),
        *(("title", title, roles[role]) for role, titles in TITLES.items() for title in titles),
        *(("level", code, levels[slug]) for code, slug in LEVELS.items()),
        ("source", "bench", Source.objects.get(slug="bench").pk),
    ]


def rates() -> list[tuple[str, str, str, int | None]]:
    """(currency, year, units per US dollar, id) of yearly averages; the dollar itself has no id."""
    averages = ExchangeRate.objects.filter(span="year").order_by("source__slug")
    found = {(rate.currency_code, str(rate.date.year)): (str(rate.units_per_usd), rate.pk) for rate in averages}
    dollars = {("USD", year): ("1", None) for _, year in found}
    return [(*pair, *rate) for pair, rate in {**found, **dollars}.items()]
