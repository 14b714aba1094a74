"""What the bench's databases hold before anything is measured. Needs Django set up.

In: a migrated database with the sample. Out: the cities, the role and the source that generated rows name, and tables
from names to ids (`bench_name`, `bench_rate`) that the bare limits of imports join with.
"""

from __future__ import annotations

from django.db import connection

from bench.generate import COUNTRIES, LEVELS, TITLES
from bench.kinds import slug_of
from salaries.models import CareerLevel, ExchangeRate, Place, Role, Source


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
