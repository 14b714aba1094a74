"""A world of some 600 records, the same each time: everything that the rules of the figures tell apart occurs in it.

In: empty tables. Out: regions in regions, countries with and without records, rates and price levels, cities of the
same name, sources with and without a date and one that may not be passed on, every kind of record.
"""

from __future__ import annotations

import datetime
import random
from decimal import Decimal

from salaries import estimates
from salaries.models import CareerLevel, ExchangeRate, Place, PriceLevel, Role, SalaryRecord, Source

SEED = 20261124
# slug: kind, parent, country code, currency
PLACES = {
    "world": ("region", None),
    "north": ("region", "world"),
    "south": ("region", "world"),
    "alba": ("country", "north", "SG", "SGD"),
    "boria": ("country", "north", "JP", "JPY"),
    "cedra": ("country", "south", "US", "USD"),
    "dunia": ("country", "south", "VN", "VND"),  # no rate at all
    "elba": ("country", "south", "IN", "INR"),  # no price level
    "farland": ("country", None, "ID", "IDR"),  # in no region; one old rate
    "galba": ("country", "north", "KR", "KRW"),  # nothing on record
    **{f"alba-{n}": ("city", "alba") for n in ("port", "hill", "ford", "dale")},
    **{f"boria-{n}": ("city", "boria") for n in ("port", "hill", "ford")},
    **{f"cedra-{n}": ("city", "cedra") for n in ("port", "hill")},
    **{f"dunia-{n}": ("city", "dunia") for n in ("port", "hill")},
    **{f"elba-{n}": ("city", "elba") for n in ("port", "hill", "ford")},
    "farland-port": ("city", "farland"),
    "galba-port": ("city", "galba"),
}
SAME_NAME = {"alba-ford": "Ford", "boria-ford": "Ford", "elba-ford": "Ford"}
# Never a place of a record: a city that shows its country's figures, and a country with nothing on record.
WITHOUT_RECORDS = {"alba-dale", "galba", "galba-port", "elba-hill"}
# Where enough single salaries come together for quartiles, or nearly.
OFTEN = ["alba-port", "cedra-hill", "elba"]
SOURCES = {
    "ads": (None, "job-ads", True),
    "board": ("2026-05-01", "survey", True),
    "census": ("2025-11-30", "official", True),
    "digest": ("2024-02-10", "salary-guide", True),
    "elite": ("2026-09-09", "survey", False),  # may not be passed on
    "forum": (None, "guide", True),
}
# Sources agree about writers, most of them in one place, so that some figures are strong.
ROLES = {"coder": 0.4, "tester": 0.15, "writer": 0.25, "others": 0.2}
LEVELS = ("low", "mid", "top")
YEARS = {2026: 0.55, 2025: 0.3, 2023: 0.15}
# currency, span, date, units, source
RATES = (
    ("SGD", "year", "2025-01-01", "1.31250001", "board"),
    ("SGD", "year", "2023-01-01", "1.34", "census"),
    ("SGD", "day", "2023-12-29", "1.33", "census"),
    ("SGD", "day", "2026-10-30", "1.27837451", "board"),
    ("SGD", "day", "2026-10-30", "1.2784", "digest"),
    ("SGD", "month", "2026-11-01", "1.5", "board"),  # not over yet
    ("JPY", "month", "2025-06-01", "147.5", "board"),
    ("JPY", "month", "2025-03-01", "150", "board"),
    ("JPY", "year", "2026-01-01", "155", "board"),  # not over yet, and there is no other of this year
    ("JPY", "year", "2023-01-01", "140.491", "ads"),
    ("JPY", "year", "2023-01-01", "140.5", "digest"),
    ("INR", "year", "2023-01-01", "82.59187556", "census"),
    ("INR", "year", "2025-01-01", "86.1", "census"),
    ("INR", "day", "2026-11-23", "88.75", "census"),
    ("IDR", "year", "2023-01-01", "15236.884", "board"),
    ("EUR", "year", "2023-01-01", "0.9248", "board"),
    ("EUR", "year", "2025-01-01", "0.88", "board"),
)
PRICES = (
    ("alba", 2023, "0.81", "board"),
    ("alba", 2025, "0.80404965", "board"),
    ("alba", 2025, "0.9", "digest"),
    ("boria", 2020, "101.3", "board"),
    ("cedra", 2020, "1", "board"),
    ("dunia", 2024, "7000", "board"),
    ("farland", 2025, "4791.00683594", "board"),
)
KINDS = {
    "population": ("unspecified", "local", "international"),
    "employment_type": ("full-time", "contract", "unspecified"),
    "work_mode": ("remote", "on-site", "unspecified"),
}
CURRENCIES = {"SGD": 1.3, "JPY": 148, "USD": 1, "VND": 25000, "INR": 85, "IDR": 15300, "KRW": 1380, "EUR": 0.9}


def generate_world(records: int = 600) -> None:
    make_frame()
    pick = random.Random(SEED)
    named = {
        model: {one.slug: one for one in model._default_manager.all()} for model in (Place, Source, Role, CareerLevel)
    }
    places = [slug for slug in PLACES if slug not in WITHOUT_RECORDS] + OFTEN * 8
    with estimates.deferred():
        for number in range(records):
            role = pick.choices([*ROLES], [*ROLES.values()])[0]
            calm = role == "writer"
            common = calm and pick.random() < 0.7
            place = named[Place]["alba-port" if common else pick.choice(places)]
            SalaryRecord.objects.create(
                key=f"r{number}",
                place=place,
                source=named[Source][pick.choice([*SOURCES, *["ads"] * 6, *["board"] * 4])],
                role=named[Role][role],
                level=None if common else named[CareerLevel].get(pick.choice([*LEVELS, "", ""])),
                year=2026 if common else pick.choices([*YEARS], [*YEARS.values()])[0],
                status=pick.choice(["published"] * 18 + ["draft", "withdrawn"]),
                **some_pay(pick, place.country.currency_code if place.country else "USD", calm=calm),
                **{name: pick.choice(values) for name, values in KINDS.items()},
            )


def make_frame() -> None:
    """Everything but records."""
    for slug, (kind, parent, *codes) in PLACES.items():
        above = Place.objects.get(slug=parent) if parent else None
        code, currency = codes or (None, None)
        name = SAME_NAME.get(slug, slug.replace("-", " ").title())
        Place.objects.create(slug=slug, name=name, kind=kind, parent=above, country_code=code, currency_code=currency)
    for slug, (published, kind, is_open) in SOURCES.items():
        Source.objects.create(
            slug=slug, publisher=slug.title(), title=f"Pay by {slug}", published=published, kind=kind,
            redistributable=is_open,
        )  # fmt: skip
    sources = {source.slug: source for source in Source.objects.all()}
    for slug in ROLES:
        Role.objects.create(slug=slug, name=slug.title(), is_baseline=slug == "others")
    for order, slug in enumerate(LEVELS, 1):
        CareerLevel.objects.create(slug=slug, name=slug.title(), order=order, source=sources["board"])
    for currency, span, date, units, source in RATES:
        ExchangeRate.objects.create(
            currency_code=currency, span=span, date=datetime.date.fromisoformat(date), units_per_usd=Decimal(units),
            source=sources[source],
        )  # fmt: skip
    for country, year, factor, source in PRICES:
        PriceLevel.objects.create(
            country=Place.objects.get(slug=country), year=year, ppp_factor=Decimal(factor), source=sources[source]
        )


def some_pay(pick: random.Random, local: str, *, calm: bool) -> dict[str, object]:
    """Amounts in a currency and for a period: mostly one exact salary, else a range, an open one or an average."""
    currency = pick.choice([local, local, "USD", "EUR"])
    period = pick.choice(["year", "year", "year", "month", "hour"])
    whole = {"year": 1, "month": 12, "hour": 2080}[period]
    # Some amounts are common, so that there are ties.
    dollars = pick.choice([50_000, 60_000, 62_400]) if calm or pick.random() < 0.2 else pick.uniform(15_000, 150_000)
    middle = round(dollars / whole * CURRENCIES[currency], pick.choice([0, 2]))
    low, typical, high = (Decimal(str(round(middle * times, 2))) for times in (0.8, 1, 1.3))
    shape = pick.choice(["single"] * 6 + ["range", "range", "all", "from", "up-to", "average", "low and typical"])
    amounts = {
        "single": {"typical": typical},
        "range": {"low": low, "high": high},
        "all": {"low": low, "typical": typical, "high": high},
        "from": {"low": low, "qualifier": "from"},
        "up-to": {"high": high, "qualifier": "up-to"},
        "average": {"typical": typical, "qualifier": pick.choice(["average", "about"])},
        "low and typical": {"low": low, "typical": typical},
    }[shape]
    return {"currency_code": currency, "period": period, **amounts}
