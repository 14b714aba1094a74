"""Made-up rows of a pay survey, the same for the same seed, one at a time: a million need no more memory than one.

In: how many rows, a seed, which share of them to break. Out: `Row`s as a survey would publish them, in its own words
(city names, job titles, codes) and without ids. About a quarter repeat an earlier row exactly, as real surveys do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

SEED = 20260101
YEARS = (2020, 2021, 2022, 2023, 2024)  # the sample has rates of all of them
REPEATED = 0.23  # the other few in a hundred are alike by chance
REMEMBERED = 5_000

LEVELS = {"BG": "beginner", "EN": "junior", "MI": "mid-level", "SE": "senior"}
EMPLOYMENT = {"FT": "full-time", "PT": "part-time", "CT": "contract", "FL": "freelance"}
WORK_MODES = {"0": "on-site", "50": "hybrid", "100": "remote"}
# Titles by role: names and aliases of the sample, and one role more (bench.content adds it).
TITLES = {
    "machine-learning-engineer": ("Machine learning engineer", "ML engineer"),
    "ai-engineer": ("AI engineer", "AI developer"),
    "data-scientist": ("Data scientist",),
    "data-engineer": ("Data engineer",),
    "computer-vision-engineer": ("Computer vision engineer", "CV engineer"),
    "nlp-engineer": ("NLP engineer", "Natural language processing engineer"),
    "deep-learning-engineer": ("Deep learning engineer", "DL engineer"),
    "ai-research-scientist": ("AI research scientist", "AI researcher"),
    "ai-product-manager": ("AI product manager", "AI PM"),
}


class Country(NamedTuple):
    """What pay is like there: the usual currency, and a middling year's pay in thousands of US dollars."""

    currency: str
    thousands_of_usd: float
    cities: str

    def names(self) -> list[str]:
        return self.cities.split(", ")


COUNTRIES = {
    "japan": Country("JPY", 52, "Tokyo, Osaka, Nagoya, Fukuoka, Sapporo, Kyoto, Kobe, Yokohama, Sendai, Hiroshima"),
    "south-korea": Country("KRW", 50, "Seoul, Busan, Incheon, Daegu, Daejeon, Gwangju, Suwon, Ulsan, Seongnam"),
    "singapore-country": Country("SGD", 75, "Singapore"),
    "vietnam": Country("USD", 19, "Ho Chi Minh City, Hanoi, Da Nang, Hai Phong, Can Tho, Hue"),
    "philippines": Country(
        "PHP", 17, "Manila, Cebu City, Davao City, Quezon City, Makati, Taguig, Pasig, Iloilo City, Baguio"
    ),
    "indonesia": Country(
        "IDR", 16, "Jakarta, Surabaya, Bandung, Medan, Semarang, Yogyakarta, Denpasar, Makassar, Batam, Malang"
    ),
    "india": Country(
        "INR",
        21,
        "Bangalore, Mumbai, Delhi, Hyderabad, Chennai, Pune, Kolkata, Ahmedabad, Noida, Gurgaon, Jaipur, Kochi, "
        "Coimbatore, Indore, Chandigarh",
    ),
}
# A dollar's worth, roughly, and the step to which amounts in it are rounded.
CURRENCIES = {
    "USD": (1, 100),
    "EUR": (0.9, 100),
    "SGD": (1.35, 100),
    "JPY": (135, 10_000),
    "KRW": (1_300, 100_000),
    "INR": (80, 10_000),
    "PHP": (55, 1_000),
    "IDR": (15_000, 1_000_000),
}
LEVEL_FACTORS = {"BG": 0.55, "EN": 0.75, "MI": 1.0, "SE": 1.6}


class Row(NamedTuple):
    """One line of the survey. Everything is text, as in the file."""

    year: str
    level: str
    employment: str
    title: str
    salary: str
    currency: str
    city: str
    remote: str


BROKEN = (
    {"salary": "negotiable"},
    {"salary": ""},
    {"salary": "-500"},
    {"year": "20a4"},
    {"city": "Atlantis"},
    {"title": "Chief vibes officer"},
    {"level": "XX"},
    {"currency": "XXQ"},
)


def generated_rows(count: int, *, seed: int = SEED, bad_share: float = 0) -> Iterator[Row]:
    """`count` rows. With a `bad_share` the same rows, except that about this share of them cannot be imported."""
    pick, pick_bad = random.Random(seed), random.Random(seed + 1)
    # Bigger cities stand first in their country, and so more often in the survey.
    places = [
        (city, country)
        for country in COUNTRIES.values()
        for rank, city in enumerate(country.names())
        for _ in range(12 // (rank + 1) + 2)
    ]
    earlier: list[Row] = []
    for _ in range(count):
        if earlier and pick.random() < REPEATED:
            row = pick.choice(earlier)
        else:
            row = _one_row(pick, *pick.choice(places))
            if len(earlier) < REMEMBERED:
                earlier.append(row)
            else:
                earlier[pick.randrange(REMEMBERED)] = row
        yield row._replace(**pick_bad.choice(BROKEN)) if pick_bad.random() < bad_share else row


def _one_row(pick: random.Random, city: str, country: Country) -> Row:
    titles = pick.choice(TITLE_CHOICES)
    level = pick.choice(LEVEL_CHOICES)
    chance = pick.random()
    currency = country.currency if chance < 0.88 else "USD" if chance < 0.98 else "EUR"
    units, step = CURRENCIES[currency]
    usd = country.thousands_of_usd * 1000 * LEVEL_FACTORS[level] * pick.lognormvariate(0, 0.35)
    salary = max(round(usd * units / step), 1) * step
    return Row(
        str(pick.choice(YEARS)),
        level,
        pick.choice(EMPLOYMENT_CHOICES),
        pick.choice(titles),
        str(salary),
        currency,
        city,
        pick.choice(REMOTE_CHOICES),
    )


TITLE_CHOICES = tuple(TITLES.values())
LEVEL_CHOICES = ("BG", "EN", "EN", "MI", "MI", "MI", "SE", "SE")
EMPLOYMENT_CHOICES = ("FT",) * 17 + ("PT", "CT", "FL")
REMOTE_CHOICES = ("0", "0", "50", "100")
