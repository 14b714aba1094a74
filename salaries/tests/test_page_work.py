"""What a comparison asks of the database: as many queries for many places and records as for few.

Rows read are counted too. They depend on the places that are shown, and where a question goes beyond the stored
estimates on groups of records, never on the number of records.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from salaries import estimates, stated
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source

QUERIES = (
    "",
    "currency=PPP&sort=-ppp",
    "level=any&level=top&year=2026&year=2025&sort=ratio",
    "region=world&country=country-1&country=country-2",
    "source=one&source=two",
    "population=local&sort=-confidence",
    "employment_type=contract&work_mode=remote&role=coder&role=others",
)
CODES = "SG JP US VN IN ID KR TH MY PH CN TW HK AU NZ DE FR IT ES PT GB IE NL BE AT CH SE NO DK FI".split()


def fill(places: int, records: int) -> None:
    """Countries with a city each. Records are single salaries, as many in each city as in any other."""
    SalaryRecord.objects.all().delete()
    for kind in ("city", "country"):
        Place.objects.filter(kind=kind).delete()
    cities = [a_city(number, code) for number, code in enumerate(CODES[:places], 1)]
    sources, levels = list(Source.objects.order_by("slug")[:2]), [None, *CareerLevel.objects.order_by("slug")]
    roles = {role.slug: role for role in Role.objects.all()}
    made = [
        SalaryRecord(
            key=f"r{number}",
            place=cities[number % places],
            source=sources[turn % 2],
            role=roles["others" if turn % 5 == 4 else "coder"],
            level=levels[turn % 3],
            year=2026 - turn % 2,
            work_mode=("remote", "on-site")[turn % 2],
            employment_type=("contract", "full-time")[turn % 2],
            population=("local", "international")[turn % 2],
            currency_code="USD",
            typical=Decimal(20_000 + number),
            annual_typical_usd=Decimal(20_000 + number),
        )
        for number in range(records)
        for turn in [number // places]
    ]
    SalaryRecord.objects.bulk_create(made)
    estimates.rebuild()


def a_city(number: int, code: str) -> Place:
    country = Place.objects.create(
        slug=f"country-{number}", name=f"Country {number}", kind="country", country_code=code, currency_code="USD",
        parent=Place.objects.get(slug="world"),
    )  # fmt: skip
    return Place.objects.create(slug=f"city-{number}", name=f"City {number}", kind="city", parent=country)


def test_neither_places_nor_records_make_more_queries_and_records_no_more_rows(
    small_world, client, rows_read, monkeypatch
):
    """Thirty turns make every cell that there is, so that more records change nothing but their number."""
    # Where there are few records, one more query reads at most three of each row and level, to show them as quoted.
    monkeypatch.setattr("salaries.row.MOST_QUOTABLE", 0)
    # Of sources with few records these are read one by one, in a query less.
    monkeypatch.setattr(stated, "MOST_READ_SINGLY", 0)
    queries: dict[str, list[int]] = defaultdict(list)
    rows: dict[str, list[int]] = defaultdict(list)
    for places, records in ((3, 100), (3, 2_000), (30, 900), (30, 2_000)):
        fill(places, records)
        for address in (f"/{page}/?{query}" for page in ("cities", "countries") for query in QUERIES):
            rows_read.clear()
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            queries[address].append(len(captured))
            rows[address].append(sum(rows_read))
    for address, counts in queries.items():
        assert len(set(counts)) == 1, (address, counts)
        assert counts[0] <= 25, (address, counts)
    for address, (few, many, few_at_many, many_at_many) in rows.items():
        assert few == many > 0, (address, few, many)
        assert few_at_many == many_at_many >= few, (address, few, few_at_many, many_at_many)
