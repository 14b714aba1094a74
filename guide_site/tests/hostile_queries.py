"""Query strings that nobody should send, the same each time, and which of their values are wrong.

In: what the tables hold, and strings to make values of. Out: raw query strings, as they stand in an address, and the
names of the filters whose value a page must refuse.
"""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import quote

from django.http import QueryDict

from salaries.models import CareerLevel, ExchangeRate, Place, Role, SalaryRecord, Source

RECORDS = "role level year source population employment_type work_mode currency sort".split()
COMPARED = ["region", "country", *RECORDS]
# What each page reads; files read the same as the page beside them.
READ = {
    "/cities/": ["city", *COMPARED],
    "/countries/": COMPARED,
    "/salaries/": ["place", *RECORDS],
    "/estimate/": ["place", "role", "level", "year"],
    "/cities/compare/": ["place", "role", "year"],
    "/check/": ["place", "role", "level", "pay", "currency", "period", "year", "share"],
    "/cities/singapore/": ["page"],
    "/countries/vietnam/": ["page"],
    "/roles/machine-learning-engineer/": ["page"],
    "/levels/senior/": ["page"],
    "/levels/": ["page"],
    "/skills/": ["page"],
    "/sources/": ["page"],
}
FILES = tuple(f"/{page}.{form}" for page in ("cities", "countries", "salaries") for form in ("csv", "json"))
SORTS = {
    "/salaries/": ("place", "role", "level", "pay", "year", "source"),
    "/cities/": ("place", "high", "typical", "ppp", "ratio", "records", "confidence", "freshness"),
}
RAW_VALUES = ["%00", "%FF%FE", "%ED%A0%80", "%", "%zz", "%u0041", "%25%30%30", "%C0%80", "a%", "+++", "%0D%0AX:+y"]
NUMBERS = [
    "9" * 4000,
    "1e309",
    "-1",
    "0",
    "NaN",
    "Infinity",
    "２０２６",
    "٢٠٢٦",
    "²",
    "0x7ea",
    "2026.0",
    " 2026",
    "1949",
]
LONGEST = 8_000
MOST_VALUES = 20
MOST_CELLS = 60


def page_of(path: str) -> str:
    """The page beside a file."""
    return f"/{path[1:].partition('.')[0]}/" if path in FILES else path


class Valid:
    """The values that there are, by page and name."""

    def __init__(self) -> None:
        def slugs(queryset: Any) -> set[str]:
            return set(queryset.values_list("slug", flat=True))

        published = SalaryRecord.objects.filter(status="published")
        codes = set(ExchangeRate.objects.values_list("currency_code", flat=True)) - {"USD"}
        compared = {kind: slugs(Place.objects.filter(kind=kind)) for kind in ("region", "country", "city")}
        compared |= {"role": slugs(Role.objects), "level": slugs(CareerLevel.objects) | {"any"}}
        compared |= {"year": {str(year) for year in range(1950, 2101)}, "source": slugs(Source.objects)}
        compared |= {"currency": codes | {"PPP"}, "sort": both_ways(SORTS["/cities/"])}
        listed = {name: slugs_of(published, name) for name in ("place", "role", "level", "source")}
        listed |= {"year": {str(year) for year in published.values_list("year", flat=True)}}
        listed |= {"currency": set(published.values_list("currency_code", flat=True))}
        listed |= {"sort": both_ways(SORTS["/salaries/"])}
        for name, choices in (
            ("population", SalaryRecord.Population),
            ("employment_type", SalaryRecord.Employment),
            ("work_mode", SalaryRecord.WorkMode),
        ):
            compared[name] = listed[name] = set(choices.values)
        listed["population"] = set(published.values_list("population", flat=True))
        anything = {name: compared[name] for name in ("role", "level", "year")} | {"place": slugs(Place.objects)}
        self.by_page = {"/cities/": compared, "/countries/": compared, "/salaries/": listed}
        self.by_page |= dict.fromkeys(("/estimate/", "/cities/compare/", "/check/"), anything)

    def wrong(self, path: str, query: QueryDict) -> set[str]:
        """The names of the filters that a page must refuse."""
        page, found = page_of(path), set()
        valid = self.by_page.get(page, {})
        several = page in {"/cities/", "/countries/"}
        for name in READ[page]:
            if name in valid and (given := list(dict.fromkeys(one for one in query.getlist(name) if one))):
                many = several and name not in {"currency", "sort"}
                given = given if many else [query[name]] if query[name] else []
                if len(given) > MOST_VALUES or not valid[name].issuperset(given):
                    found.add(name)
        if several and not found:
            counts = [len({one for one in query.getlist(name) if one}) or 1 for name in ("role", "level", "year")]
            if counts[0] * counts[1] * counts[2] > MOST_CELLS:
                found.add("role")
        return found


def both_ways(keys: tuple[str, ...]) -> set[str]:
    return {f"{sign}{key}" for key in keys for sign in ("", "-")}


def slugs_of(records: Any, name: str) -> set[str]:
    return set(records.exclude(**{name: None}).values_list(f"{name}__slug", flat=True))


class Enemy:
    """Draws paths and query strings; `strings` are what some of the values are made of."""

    def __init__(self, seed: int, strings: list[str], valid: Valid) -> None:
        self.pick = random.Random(seed)
        self.strings = [string[:LONGEST] for string in strings]
        self.valid = valid

    def path(self) -> str:
        """Pages with filters and files come more often."""
        return self.pick.choice([*READ, *list(READ)[:6], *FILES])

    def query(self, path: str) -> str:
        pick = self.pick
        if pick.random() < 0.02:
            many = pick.choice([1_000, 1_001])
            same = quote(self.name(path))
            return "&".join(f"{same if pick.random() < 0.5 else f'{same}{n}'}={n}" for n in range(many))
        parts = []
        for _ in range(pick.randint(1, 5)):
            name, times = self.name(path), pick.choice([1, 1, 1, 1, 2, 3, 30])
            parts += [f"{name}={self.value(path, name)}" for _ in range(times)]
        pick.shuffle(parts)
        return pick.choice(["&", "&", "&", "&&", ";"]).join(parts)[: 2 * LONGEST]

    def name(self, path: str) -> str:
        """One that the page reads, mostly."""
        name = self.pick.choice(READ[page_of(path)])
        strange = [f"{name}[]", f"{name}%00", name.upper(), "zz", "page", "%", "", "__proto__", f"{name}__in", "place"]
        return name if self.pick.random() < 0.8 else self.pick.choice(strange)

    def value(self, path: str, name: str) -> str:
        """As it stands in an address: valid in one case of three."""
        pick, valid = self.pick, self.valid.by_page.get(page_of(path), {}).get(name)
        kind = pick.random()
        if valid and kind < 0.35:
            return quote(pick.choice(sorted(valid)))
        if kind < 0.5:
            return pick.choice(RAW_VALUES)
        if kind < 0.6:
            return quote(pick.choice(NUMBERS))
        text = "".join(pick.choices(self.strings, k=pick.choice([1, 1, 2])))
        return quote(text[:LONGEST], safe=pick.choice(["", "/:'()"]), errors="surrogatepass")
