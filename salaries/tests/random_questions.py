"""Questions at random, the same each time, that a reader could ask of the comparisons and of /api/estimate/.

In: what the tables hold. Out: query strings as lists of values by name, all of them valid. Most values are those of
some record, so that most questions have an answer; the others are any that there are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from salaries.models import CareerLevel, ExchangeRate, Place, Role, SalaryRecord, Source
from salaries.models.distinct import distinct_values

SORTS = ("place", "high", "typical", "ppp", "ratio", "records", "confidence", "freshness")
KINDS = ("population", "employment_type", "work_mode")
# How often a comparison says something of these, and how many values at most.
COMPARISON = {
    "role": (0.8, 3),
    "level": (0.5, 3),
    "year": (0.6, 3),
    **dict.fromkeys(("region", "country", "city"), (0.15, 4)),
    **dict.fromkeys(("source", *KINDS), (0.2, 2)),
}
CELL = {"level": 0.5, "year": 0.7, "source": 0.2, "population": 0.2}
MOST_RECORDS = 1_000


class Asker:
    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        above = {pk: (slug, kind, parent) for pk, slug, kind, parent in places()}
        columns = ("place_id", "role__slug", "level__slug", "year", "source__slug", *KINDS)
        records = list(SalaryRecord.objects.order_by("key").values_list(*columns))
        self.records = []
        for place, role, level, year, source, *kinds in records[:: max(1, len(records) // MOST_RECORDS)]:
            record = {"place": above[place][0], "role": role, "level": level or "any", "year": str(year)}
            while place:
                slug, kind, place = above[place]
                record[kind] = slug
            self.records.append(record | {"source": source} | dict(zip(KINDS, kinds, strict=True)))
        self.any = {
            "role": slugs(Role),
            "level": ["any", *slugs(CareerLevel)],
            "year": sorted({record["year"] for record in self.records}),
            **{kind: slugs(Place, kind=kind) for kind in ("region", "country", "city")},
            "source": slugs(Source),
            **{name: sorted({record[name] for record in self.records}) for name in KINDS},
        }
        self.any["place"] = self.any["region"] + self.any["country"] + self.any["city"]
        self.units = ["PPP", *(code for code in distinct_values(ExchangeRate, "currency_code") if code != "USD")]

    def value(self, name: str, record: dict[str, str]) -> str:
        return record[name] if name in record and self.pick.random() < 0.7 else self.pick.choice(self.any[name])

    def comparison(self, kind: str) -> dict[str, list[str]]:
        """A question about cities or countries."""
        pick = self.pick
        record, query = pick.choice(self.records), {}
        for name, (often, most) in COMPARISON.items():
            if pick.random() < often and self.any[name] and not (kind == "country" and name == "city"):
                values = [self.value(name, record) for _ in range(pick.randint(1, most))]
                query[name] = list(dict.fromkeys(values))
        if pick.random() < 0.5:
            query["currency"] = [pick.choice([*self.units, "PPP"])]
        if pick.random() < 0.7:
            query["sort"] = [pick.choice(["", "-"]) + pick.choice(SORTS)]
        return query

    def comparisons(self, kind: str, count: int) -> Iterator[dict[str, list[str]]]:
        for _ in range(count):
            yield self.comparison(kind)

    def cell(self) -> dict[str, str]:
        """A question about one estimate."""
        record = self.pick.choice(self.records)
        said = ["place", "role", *(name for name, often in CELL.items() if self.pick.random() < often)]
        return {name: self.value(name, record) for name in said}


def places() -> Any:
    return Place.objects.order_by().values_list("pk", "slug", "kind", "parent_id")


def slugs(model: Any, **of: Any) -> list[str]:
    return list(model._default_manager.filter(**of).order_by("slug").values_list("slug", flat=True))


def as_query_string(query: dict[str, Any]) -> str:
    return urlencode(query, doseq=True)
