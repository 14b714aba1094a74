"""A second opinion on every figure: docs/methodology.md implemented once more, from that page and from nothing else.

In: the rows of the tables as they are stored, amounts as quoted. Out: what a cell, a row of a comparison and a rate
must be, exact: whole cents for stored figures, fractions for what is converted. Nothing of the project's statistics,
conversion or comparison is used; quantiles are numpy's. It is slow and plain on purpose.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy

from salaries.models import CareerLevel, ExchangeRate, Place, PriceLevel, Role, SalaryRecord, Source

PERIODS = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
FIELDS = "key place_id source_id role_id level_id year currency_code period low typical high qualifier".split()
KINDS = ("population", "employment_type", "work_mode")
ANY = "any"
EVERY = (frozenset(), frozenset(), frozenset(), frozenset())


@dataclass(frozen=True)
class Pay:
    """One record: its amounts for a year in cents of a US dollar."""

    key: str
    place: int
    source: int
    level: int | None
    kinds: tuple[str, ...]
    is_observation: bool
    low: int | None
    typical: int | None
    high: int | None


@dataclass(frozen=True)
class Band:
    low: int | None
    typical: int | None
    high: int | None
    observations: int
    published: int


@dataclass(frozen=True)
class Cell:
    """A figure; `pays` are the records that it is made of, by source."""

    low: int | None
    typical: int | None
    high: int | None
    bands: dict[int, Band]
    pays: dict[int, list[Pay]]
    confidence: str

    @property
    def n(self) -> int:
        return sum(map(len, self.pays.values()))


def quantile(cents: list[int], share: float) -> int:
    """To the cent, half-even. Floats are exact here: cents and quarters of them, far below 2 to the power of 51."""
    return int(numpy.rint(numpy.quantile(numpy.array(cents, dtype=numpy.float64), share, method="linear")))


def least(amounts: list[int | None]) -> int | None:
    return min((one for one in amounts if one is not None), default=None)


def most(amounts: list[int | None]) -> int | None:
    return max((one for one in amounts if one is not None), default=None)


def band(pays: list[Pay]) -> Band:
    """What one source says."""
    single = [one.typical for one in pays if one.is_observation]
    published = [one for one in pays if not one.is_observation]
    lows = [one.typical if one.low is None else one.low for one in published]
    highs = [one.typical if one.high is None else one.high for one in published]
    if len(single) >= 5:
        lows.append(quantile(single, 0.25))
        highs.append(quantile(single, 0.75))
    else:
        lows, highs = lows + single, highs + single
    typicals = [one.typical for one in pays if one.typical is not None]
    typical = quantile(typicals, 0.5) if typicals else None
    return Band(least(lows), typical, most(highs), len(single), len(published))


class SecondOpinion:
    """All that the records say, read once; figures are worked out when they are asked for."""

    def __init__(self) -> None:
        self.today = datetime.datetime.now(datetime.UTC).date()
        self.places = {one["id"]: one for one in Place.objects.order_by().values()}
        self.sources = {one["id"]: one for one in Source.objects.order_by().values()}
        self.roles = {one["id"]: one for one in Role.objects.order_by().values()}
        self.levels = {one["id"]: one for one in CareerLevel.objects.order_by().values()}
        self.baseline = next((pk for pk, role in self.roles.items() if role["is_baseline"]), None)
        self.rates = self._grouped(ExchangeRate.objects.order_by().values(), "currency_code")
        self.prices = self._grouped(PriceLevel.objects.order_by().values(), "country_id")
        self._known: dict[Any, Any] = {}
        self.children: dict[int, list[int]] = defaultdict(list)
        for pk, place in self.places.items():
            self.children[place["parent_id"]].append(pk)
        self.pays: dict[tuple[int, int], list[Pay]] = defaultdict(list)
        published = SalaryRecord.objects.filter(status="published").order_by().values_list(*FIELDS, *KINDS)
        for row in published.iterator():
            self._take(dict(zip(FIELDS, row, strict=False)), row[len(FIELDS) :])

    @staticmethod
    def _grouped(rows: Any, name: str) -> dict[Any, list[dict[str, Any]]]:
        found = defaultdict(list)
        for row in rows:
            found[row[name]].append(row)
        return found

    def _take(self, row: dict[str, Any], kinds: tuple[str, ...]) -> None:
        """Convert a record; without a rate it counts nowhere."""
        rate = self.rate(row["currency_code"], row["year"])
        if rate is None:
            return
        low, typical, high = (None if row[name] is None else Fraction(row[name]) for name in ("low", "typical", "high"))
        if typical is None and low is not None and high is not None:
            typical = (low + high) / 2
        times = PERIODS[row["period"]] * 100 / rate
        amounts = [None if one is None else round(one * times) for one in (low, typical, high)]
        is_observation = low is None and high is None and row["qualifier"] == "exact"
        pay = Pay(row["key"], row["place_id"], row["source_id"], row["level_id"], kinds, is_observation, *amounts)
        self.pays[row["role_id"], row["year"]].append(pay)

    # -- money --------------------------------------------------------------------------------------------------------
    def _better(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Of several sources the one published last, one without a date after all others, then the first slug."""
        source = self.sources[row["source_id"]]
        published = source["published"]
        return published is not None, published or datetime.date.min, [-ord(letter) for letter in source["slug"]]

    def rate(self, currency: str, year: int) -> Fraction | None:
        """Units per US dollar."""
        key = ("rate", currency, year)
        if key not in self._known:
            self._known[key] = self._rate(currency, year)
        return self._known[key]

    def _rate(self, currency: str, year: int) -> Fraction | None:
        if currency == "USD":
            return Fraction(1)
        rates = self.rates.get(currency, [])
        if year < self.today.year:
            found = [one for one in rates if one["span"] == "year" and one["date"].year == year]
            found = found or [one for one in rates if one["date"].year == year]
        else:
            found = [one for one in rates if one["date"].year == self.today.year and one["end"] <= self.today]
            found = found or [one for one in rates if one["date"] <= self.today]
        last = max(found, key=lambda one: (one["end"], one["date"], self._better(one)), default=None)
        return Fraction(last["units_per_usd"]) if last else None

    def country(self, place: int) -> int | None:
        kind = self.places[place]["kind"]
        return place if kind == "country" else self.places[place]["parent_id"] if kind == "city" else None

    def price_level(self, place: int, year: int) -> dict[str, Any] | None:
        levels = [one for one in self.prices.get(self.country(place), []) if one["year"] <= year]
        return max(levels, key=lambda one: (one["year"], self._better(one)), default=None)

    def converted(self, cents: int | None, unit: str, place: int, year: int) -> Fraction | None:
        """Cents of a US dollar in hundredths of another unit; nothing where a rate or a price level is missing."""
        if cents is None or unit == "USD":
            return None if cents is None else Fraction(cents)
        if unit != "PPP":
            rate = self.rate(unit, year)
            return None if rate is None else cents * rate
        country, prices = self.country(place), self.price_level(place, year)
        rate = self.rate(self.places[country]["currency_code"], year) if country else None
        return None if rate is None or prices is None else cents * rate / Fraction(prices["ppp_factor"])

    # -- places -------------------------------------------------------------------------------------------------------
    def lies_in(self, place: int) -> list[int]:
        """The place and everything that it lies in."""
        found = []
        while place is not None:
            found.append(place)
            place = self.places[place]["parent_id"]
        return found

    def _counting(self, role: int, year: int, level: Any, allow: Any) -> dict[int, dict[int, list[Pay]]]:
        """{place: {source: records}} that count for a role, year, level (or any) and narrowing."""
        key = ("counting", role, year, level, allow)
        if key not in self._known:
            found: dict[int, dict[int, list[Pay]]] = defaultdict(lambda: defaultdict(list))
            for pay in self.pays.get((role, year), ()):
                parts = zip((pay.source, *pay.kinds), allow, strict=True)
                if level in (ANY, pay.level) and all(not allowed or one in allowed for one, allowed in parts):
                    found[pay.place][pay.source].append(pay)
            self._known[key] = found
        return self._known[key]

    def _by_source(self, place: int, role: int, year: int, level: Any, allow: Any) -> dict[int, list[Pay]]:
        """For each source the records of the place itself, or if it has none those of the places inside it."""
        key = ("by source", place, role, year, level, allow)
        if key not in self._known:
            found: dict[int, list[Pay]] = {}
            for child in self.children.get(place, ()):
                for source, pays in self._by_source(child, role, year, level, allow).items():
                    found[source] = found.get(source, []) + pays
            self._known[key] = found | self._counting(role, year, level, allow).get(place, {})
        return self._known[key]

    # -- figures ------------------------------------------------------------------------------------------------------
    def cell(self, place: int, role: int, year: int, level: Any = ANY, allow: Any = EVERY) -> Cell | None:
        """The figure of a place itself, at a level's id or at any; None where nothing is on record."""
        key = ("cell", place, role, year, level, allow)
        if key not in self._known:
            self._known[key] = self._cell(place, role, year, level, allow)
        return self._known[key]

    def _cell(self, place: int, role: int, year: int, level: Any, allow: Any) -> Cell | None:
        by_source = self._by_source(place, role, year, level, allow)
        if level == ANY:
            by_source = {
                source: [one for one in pays if one.level is None] or pays for source, pays in by_source.items()
            }
        if not by_source:
            return None
        bands = {source: band(pays) for source, pays in by_source.items()}
        typicals = [one.typical for one in bands.values() if one.typical is not None]
        return Cell(
            least([one.low for one in bands.values()]),
            quantile(typicals, 0.5) if typicals else None,
            most([one.high for one in bands.values()]),
            bands,
            by_source,
            self._confidence(typicals, sum(map(len, by_source.values())), len(bands), year),
        )

    def _confidence(self, typicals: list[int], records: int, sources: int, year: int) -> str:
        if sources == 1:
            return "single-source"
        if len(typicals) < 2:
            return "thin"
        spread = Fraction(max(typicals), min(typicals))
        sure = "fair" if spread <= 2 else "thin"
        if len(typicals) >= 3 and records >= 30 and spread <= Fraction(3, 2):
            sure = "strong"
        is_old = max(self.today.year - year, 0) >= 2
        return {"strong": "fair", "fair": "thin", "thin": "thin"}[sure] if is_old else sure

    def shown(self, place: int, role: int, year: int, level: Any = ANY, allow: Any = EVERY) -> tuple[int, Cell | None]:
        """Whose figure is shown, and the figure: a city without its own shows its country's."""
        own = self.cell(place, role, year, level, allow)
        if own is None and self.places[place]["kind"] == "city":
            country = self.places[place]["parent_id"]
            return country, self.cell(country, role, year, level, allow)
        return place, own

    def outside_it(self, place: int, role: int, year: int, allow: Any = EVERY) -> tuple[int, Cell | None]:
        """Pay outside IT, at any level and for all employers, by the sources that are asked about."""
        if self.baseline is None or role == self.baseline:
            return place, None
        return self.shown(place, self.baseline, year, ANY, (allow[0], *EVERY[1:]))

    def is_closed(self, cell: Cell) -> bool:
        """Whether all sources behind it forbid passing it on."""
        return not any(self.sources[source]["redistributable"] for source in cell.bands)

    # -- what is asked where nothing is said --------------------------------------------------------------------------
    def most_quoted_role(self) -> int | None:
        """The occupation with most records behind its figures."""
        counts: dict[int, int] = defaultdict(int)
        for role, year in self.pays:
            for root in self.children[None]:
                found = self.cell(root, role, year)
                counts[role] += found.n if found else 0
        counts.pop(self.baseline, None)
        return min(counts, key=lambda pk: (-counts[pk], self.roles[pk]["name"]), default=None)

    def latest_year(self, roles: set[int]) -> int | None:
        return max((year for role, year in self.pays if role in roles), default=None)


def money(amount: Fraction | int | None) -> str:
    """Hundredths as the files write them."""
    return "" if amount is None else f"{Decimal(round(amount)) / 100:.2f}"


def sixth(number: Fraction | None) -> str:
    return "" if number is None else f"{Decimal(round(number * 10**6)) / 10**6:.6f}"
