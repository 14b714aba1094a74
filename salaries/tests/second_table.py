"""What /cities.csv, /countries.csv and /api/estimate/ must say, worked out by the second opinion.

In: a `SecondOpinion` and a query as lists of values by name. Out: rows with every column as text, in the order of the
file; and the members of an estimate.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from itertools import product
from typing import Any

from salaries.tests.second_opinion import ANY, EVERY, Cell, SecondOpinion, money, sixth

DOTS = {"single-source": 1, "thin": 2, "fair": 3, "strong": 4}
Query = dict[str, list[str]]


class Question:
    """A query string with slugs turned into ids, and what stands for what it does not say."""

    def __init__(self, opinion: SecondOpinion, query: Query) -> None:
        def ids(rows: dict[int, dict[str, Any]], name: str) -> list[int]:
            return [pk for pk, row in rows.items() if row["slug"] in query.get(name, ())]

        self.sort = query.get("sort", ["-typical"])[0]
        self.unit = query.get("currency", ["USD"])[0]
        self.named = [set(ids(opinion.places, name)) for name in ("region", "country", "city") if query.get(name)]
        most_quoted = opinion.most_quoted_role() if not query.get("role") else None
        self.roles = ids(opinion.roles, "role") or [pk for pk in [most_quoted] if pk]
        latest = opinion.latest_year(set(self.roles)) if not query.get("year") else None
        self.years = [int(year) for year in query.get("year", ())] or [year for year in [latest] if year]
        levels = [ANY] if ANY in query.get("level", [ANY]) else []
        self.levels = levels + ids(opinion.levels, "level")
        kinds = (frozenset(query.get(name, ())) for name in ("population", "employment_type", "work_mode"))
        self.allow = (frozenset(ids(opinion.sources, "source")), *kinds)


def rows(opinion: SecondOpinion, kind: str, query: Query) -> list[dict[str, str]]:
    """Every row of the comparison of a kind of places, in its order."""
    asked = Question(opinion, query)
    places = [
        pk
        for pk, place in opinion.places.items()
        if place["kind"] == kind and all(named & set(opinion.lies_in(pk)) for named in asked.named)
    ]
    found = []
    for role, level, year in product(asked.roles, asked.levels, asked.years):
        for place in places:
            of, cell = opinion.shown(place, role, year, level, asked.allow)
            if cell:
                found.append(_row(opinion, asked, (place, role, level, year), of, cell))
    return [row for _, row in in_order(found, asked.sort)]


def in_order(found: list[tuple[dict[str, Any], dict[str, str]]], sort: str) -> list[Any]:
    """By the key, equals by name and then by address; what has nothing to sort by goes last."""
    name = sort.removeprefix("-")
    found = sorted(found, key=lambda one: (one[0]["place"], one[1]["place"]))
    known = [one for one in found if one[0][name] is not None]
    known.sort(key=lambda one: one[0][name], reverse=sort.startswith("-"))
    return known + [one for one in found if one[0][name] is None]


def ratios(cell: Cell, baseline: int | None) -> list[Fraction | None]:
    """Low, typical and high over pay outside IT; one figure has one ratio."""
    if baseline is None:
        return [None, None, None]
    low, typical, high = (
        None if one is None else Fraction(one, baseline) for one in (cell.low, cell.typical, cell.high)
    )
    return [None, typical, None] if low == high else [low, typical, high]


def _row(opinion: SecondOpinion, asked: Question, at: tuple[Any, ...], of: int, cell: Cell) -> Any:
    """(sort keys, columns) of one row."""
    place, role, level, year = at
    about, country = opinion.places[place], opinion.country(place)
    _, outside = opinion.outside_it(place, role, year, asked.allow)
    baseline = outside.typical if outside else None
    ratio = ratios(cell, baseline)
    published = [opinion.sources[source]["published"] for source in cell.bands]
    newest: datetime.date | None = max((day for day in published if day), default=None)
    level_name = "any level" if level == ANY else opinion.levels[level]["name"]
    parts = [(asked.roles, opinion.roles[role]["name"]), (asked.levels, level_name), (asked.years, str(year))]
    label = ", ".join([about["name"], *(text for several, text in parts if len(several) > 1)])
    shown = [opinion.converted(one, asked.unit, place, year) for one in (cell.low, cell.typical, cell.high)]
    buys = opinion.converted(cell.typical, "PPP", place, year)
    keys = {
        "place": label.lower(),
        "typical": shown[1],
        "high": shown[2],
        "ppp": buys,
        "ratio": ratio[0] if ratio[1] is None else ratio[1],
        "records": cell.n,
        "confidence": DOTS[cell.confidence],
        "freshness": newest,
    }
    closed = opinion.is_closed(cell)
    closed_outside = outside is not None and opinion.is_closed(outside)
    columns = {
        "place": about["slug"],
        "place_name": about["name"],
        "country": opinion.places[country]["slug"] if country else "",
        "country_name": opinion.places[country]["name"] if country else "",
        "role": opinion.roles[role]["slug"],
        "level": "" if level == ANY else opinion.levels[level]["slug"],
        "year": str(year),
        "figures_of": opinion.places[of]["slug"],
        "national": "true" if of != place else "false",
        "record_count": str(cell.n),
        "source_count": str(len(cell.bands)),
        "confidence": cell.confidence,
        "newest_source": newest.isoformat() if newest else "",
        "source_slugs": " ".join(sorted(opinion.sources[source]["slug"] for source in cell.bands)),
        "withheld": "true" if closed else "false",
        "low_usd": money(cell.low),
        "typical_usd": money(cell.typical),
        "high_usd": money(cell.high),
        "baseline_usd": money(baseline),
        "ratio_low": sixth(ratio[0]),
        "ratio_typical": sixth(ratio[1]),
        "ratio_high": sixth(ratio[2]),
        "unit": asked.unit,
        "low": money(shown[0]),
        "typical": money(shown[1]),
        "high": money(shown[2]),
        "baseline": money(opinion.converted(baseline, asked.unit, place, year)),
        "typical_ppp": money(buys),
    }
    for name in columns:
        of_role = name in {"low_usd", "typical_usd", "high_usd", "low", "typical", "high", "typical_ppp"}
        of_baseline, of_both = name.startswith("baseline"), name.startswith("ratio")
        if (closed and (of_role or of_both)) or (closed_outside and (of_baseline or of_both)):
            columns[name] = ""
    return keys, columns


# -- one estimate -----------------------------------------------------------------------------------------------------
def estimate(opinion: SecondOpinion, query: dict[str, str]) -> dict[str, Any] | None:
    """What /api/estimate/ must say of figures, sources, records, purchasing power and pay outside IT."""

    def one(rows: dict[int, dict[str, Any]], name: str) -> int:
        return next(pk for pk, row in rows.items() if row["slug"] == query[name])

    place, role = one(opinion.places, "place"), one(opinion.roles, "role")
    level = ANY if query.get("level", ANY) == ANY else one(opinion.levels, "level")
    sources = frozenset([one(opinion.sources, "source")] if "source" in query else [])
    allow = (sources, frozenset([query["population"]] if "population" in query else []), *EVERY[2:])
    years = [int(query["year"])] if "year" in query else sorted({year for _, year in opinion.pays}, reverse=True)
    for year in years:
        of, cell = opinion.shown(place, role, year, level, allow)
        if cell:
            return _members(opinion, (place, role, year), of, cell, opinion.outside_it(place, role, year, allow))
    return None


def _members(opinion: SecondOpinion, at: Any, of: int, cell: Cell, outside: tuple[int, Cell | None]) -> dict[str, Any]:
    place, _, year = at
    closed = opinion.is_closed(cell)
    pays = [pay for pays in cell.pays.values() for pay in pays]
    outside_of, baseline = outside
    baseline = baseline if baseline and baseline.typical is not None else None
    hidden = closed or bool(baseline and opinion.is_closed(baseline))
    ratio = ratios(cell, baseline.typical if baseline else None)
    is_open = {pk: source["redistributable"] for pk, source in opinion.sources.items()}
    bought = [
        None if closed else opinion.converted(one, "PPP", place, year) for one in (cell.low, cell.typical, cell.high)
    ]
    prices = opinion.price_level(place, year)
    return {
        "year": year,
        "figures_of": opinion.places[of]["slug"],
        "national": of != place,
        "figures": _figures(cell, closed),
        "counts": [cell.n, len(cell.bands), cell.confidence],
        "withheld": {opinion.sources[pk]["slug"]: len(cell.pays[pk]) for pk in cell.bands if not is_open[pk]},
        "sources": {
            opinion.sources[pk]["slug"]: [*_figures(one, not is_open[pk]), one.observations, one.published]
            for pk, one in cell.bands.items()
        },
        "records": {pay.key: _figures(pay, False) for pay in pays if is_open[pay.source]},
        "buys": [money(one) for one in bought] if opinion.country(place) else None,
        "ppp_year": prices["year"] if prices and opinion.country(place) else None,
        "ratio": None if hidden or baseline is None else [sixth(one) for one in ratio],
        "baseline": baseline
        and [
            opinion.places[outside_of]["slug"],
            *_figures(baseline, opinion.is_closed(baseline)),
            *(baseline.n, len(baseline.bands), baseline.confidence),
        ],
    }


def _figures(of: Any, closed: bool) -> list[str]:
    return ["", "", ""] if closed else [money(of.low), money(of.typical), money(of.high)]
