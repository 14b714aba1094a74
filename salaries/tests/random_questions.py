"""Questions at random, the same each time, that a reader could ask of the comparisons and of /api/estimate/.

In: what the tables hold. Out: query strings as lists of values by name, all of them valid.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from salaries.models import CareerLevel, ExchangeRate, Place, Role, SalaryRecord, Source

SORTS = ("place", "high", "typical", "ppp", "ratio", "records", "confidence", "freshness")
KINDS = ("population", "employment_type", "work_mode")
MOST_CELLS = 60


class Asker:
    """Draws from what there is; roles and years with many records come more often."""

    def __init__(self, seed: int, *, roles: int = 40) -> None:
        self.pick = random.Random(seed)

        def slugs(model: Any, **of: Any) -> list[str]:
            return list(model._default_manager.filter(**of).order_by("slug").values_list("slug", flat=True))

        cells = list(SalaryRecord.objects.order_by("key").values_list("role__slug", "year", "place__slug"))
        # Every so many of them: what there is much of comes up often.
        cells = cells[:: max(1, len(cells) // 500)]
        common = list(dict.fromkeys(role for role, _, _ in cells))[:roles]
        self.roles = [*common, *slugs(Role)[:roles]]
        self.years = [str(year) for _, year, _ in cells]
        self.cells = [(place, role) for role, _, place in cells]
        self.choices = {
            "region": slugs(Place, kind="region"),
            "country": slugs(Place, kind="country"),
            "city": slugs(Place, kind="city"),
            "source": slugs(Source),
            **{name: sorted(set(SalaryRecord.objects.values_list(name, flat=True))) for name in KINDS},
        }
        self.levels = ["any", *slugs(CareerLevel)]
        self.units = ["PPP", *(code for code in ExchangeRate.objects.currencies() if code != "USD")]

    def several(self, values: list[str], most: int) -> list[str]:
        return list(dict.fromkeys(self.pick.choice(values) for _ in range(self.pick.randint(1, most))))

    def comparison(self, kind: str) -> dict[str, list[str]]:
        """A question about cities or countries."""
        pick, query = self.pick, {}
        if pick.random() < 0.8:
            query["role"] = self.several(self.roles, 3)
        if pick.random() < 0.5:
            query["level"] = self.several(self.levels, 3)
        if pick.random() < 0.6:
            query["year"] = self.several(self.years, 3)
        for name, values in self.choices.items():
            if pick.random() < 0.25 and values and not (kind == "country" and name == "city"):
                query[name] = self.several(values, 4)
        if pick.random() < 0.5:
            query["currency"] = [pick.choice([*self.units, "PPP"])]
        if pick.random() < 0.7:
            query["sort"] = [pick.choice(["", "-"]) + pick.choice(SORTS)]
        return query

    def cell(self) -> dict[str, str]:
        """A question about one estimate."""
        pick = self.pick
        places = [slug for name in ("region", "country", "city") for slug in self.choices[name]]
        place, role = pick.choice(self.cells)
        query = {
            "place": place if pick.random() < 0.5 else pick.choice(places),
            "role": role if pick.random() < 0.5 else pick.choice(self.roles),
        }
        if pick.random() < 0.5:
            query["level"] = pick.choice(self.levels)
        if pick.random() < 0.7:
            query["year"] = pick.choice(self.years)
        for name in ("source", "population"):
            if pick.random() < 0.25:
                query[name] = pick.choice(self.choices[name])
        return query

    def comparisons(self, kind: str, count: int) -> Iterator[dict[str, list[str]]]:
        for _ in range(count):
            yield self.comparison(kind)


def as_query_string(query: dict[str, Any]) -> str:
    return urlencode(query, doseq=True)
