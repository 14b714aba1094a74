"""Paired amounts: the same pay in two currencies, at a rate that no market had.

Compared are statements of the same role, level and year in two currencies, for the same place or for a city and its
country. What the rate would have to be follows from

- the ends (low with low, high with high) where one source states both for one place: each must be near the market;
- the ends, too, where one source states one for a city and the other for its country: these are the same pay only
  roughly, so that both ends must be more than a quarter off;
- otherwise any amount within the one against any within the other.

A rate is near the market if it lies within a tenth of the rates known of that year, or of the last year before it.

In: material. Out: contradictions. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from articles.contradictions.finding import Contradiction, contradiction
from articles.contradictions.statements import Market, Material, Statement, grouped, nested
from articles.contradictions.writing import amount, market_rates, rate, yearly

TENTH, QUARTER = Decimal("0.1"), Decimal("0.25")
INTERNATIONAL = "international"


class Pair(NamedTuple):
    """The same pay as `local` and as `dollars` (or, without any dollars, in the currency that comes later)."""

    local: Statement
    dollars: Statement

    @property
    def currencies(self) -> str:
        return f"{self.local.currency} per {self.dollars.currency}"

    @property
    def is_one_source(self) -> bool:
        return self.local.source_id == self.dollars.source_id

    @property
    def is_one_place(self) -> bool:
        return self.local.place_id == self.dollars.place_id


def pairs(material: Material) -> Iterator[Pair]:
    """Statements in two currencies that would be the same pay, if they were about the same people."""
    for group in grouped(material.statements, lambda one: (one.role_id, one.level_order, one.year)):
        for inner, outer in nested(one for one in group if not one.is_region):
            if inner.currency != outer.currency and inner.may_be_same_people(outer):
                later = sorted((inner, outer), key=lambda one: (one.currency == "USD", one.currency))
                yield Pair(*later)


def market_of(material: Material, pair: Pair) -> Market | None:
    """What the market gave for the pair: units of the one currency for a unit of the other."""
    ours, theirs = (material.market(one.currency, one.year) for one in pair)
    if ours is None or theirs is None:
        return None
    return Market(min(ours.year, theirs.year), ours.low / theirs.high, ours.high / theirs.low)


def is_near(market: Market, low: Decimal | None, high: Decimal | None, tolerance: Decimal) -> bool:
    """Whether a rate from `low` to `high` (None is open) can be the market's."""
    above = high is None or high >= market.low * (1 - tolerance)
    return above and (low is None or low <= market.high * (1 + tolerance))


def by_ends(pair: Pair) -> list[tuple[Decimal, Decimal, Decimal]]:
    """(amount, amount, rate) of the ends that both state."""
    ends = zip(pair.local.local.ends, pair.dollars.local.ends, strict=True)
    return [(one, other, one / other) for one, other in ends if one and other]


def find(material: Material) -> Iterator[Contradiction]:
    for group in grouped_by_amount(material):
        pair = group[0]
        market = market_of(material, pair)
        if market is None:
            continue
        steps = by_matching(pair, market) if pair.is_one_source else by_overlap(pair, market)
        if steps:
            yield _found(material, pair, market, steps, [one.dollars for one in group[1:]])


def grouped_by_amount(material: Material) -> Iterator[list[Pair]]:
    """Pairs of one statement with the same amount, repeated elsewhere: one source's pair comes first."""
    groups: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
    for pair in pairs(material):
        groups[pair.local.key, pair.dollars.local, pair.dollars.currency].append(pair)
    for group in groups.values():
        yield sorted(group, key=lambda pair: (not pair.is_one_source, not pair.is_one_place, pair.dollars.key))


def by_matching(pair: Pair, market: Market) -> list[str]:
    """One source states both: the rates that the ends imply, if they are not the market's."""
    ends = by_ends(pair)
    if not ends:
        return by_overlap(pair, market)
    if any(one == other for one, other, _ in ends):
        return []  # a number that was not converted: articles.contradictions.unconverted
    tolerance = TENTH if pair.is_one_place else QUARTER
    off = [not is_near(market, units, units, tolerance) for *_, units in ends]
    if not (any(off) if pair.is_one_place else all(off)):
        return []
    return [
        f"{amount(one, pair.local.currency)} ÷ {amount(other, pair.dollars.currency)} = {rate(units)} {pair.currencies}"
        for one, other, units in ends
    ]


def by_overlap(pair: Pair, market: Market) -> list[str]:
    """The rates at which the two could be the same pay, if none of them is the market's."""
    ours, theirs = pair.local.local, pair.dollars.local
    low = ours.bottom / theirs.top if ours.bottom and theirs.top else None
    high = ours.top / theirs.bottom if ours.top and theirs.bottom else None
    if is_near(market, low, high, TENTH):
        return []
    shown = [
        f"{amount(one, pair.local.currency)} ÷ {amount(other, pair.dollars.currency)} = {rate(one / other)}"
        for one, other in ((ours.bottom, theirs.top), (ours.top, theirs.bottom))
        if one and other
    ]
    return [f"{step} {pair.currencies}" for step in dict.fromkeys(shown)]


def _found(
    material: Material, pair: Pair, market: Market, steps: list[str], repeated: list[Statement]
) -> Contradiction:
    is_known = market.year == pair.local.year
    of = f"of {market.year}" + ("" if is_known else ", the last year with a known rate")
    last = f"The market: {market_rates(market)} {pair.currencies}, {of}"
    also = [f"{one.quoted} is stated for {one.place} as well" for one in repeated]
    reading, explanation = _reading(material, pair)
    where = pair.local.place if pair.is_one_place else f"{pair.local.place} and {pair.dollars.place}"
    return contradiction(
        "rate",
        f"{where}: {pair.local.quoted} and {pair.dollars.quoted}, both for {pair.local.who}, would be the same pay "
        "only at an exchange rate that the market did not have.",
        [*pair, *repeated],
        [*(step for one in pair for step in yearly(one)), *steps, last, *also],
        reading=reading,
        explanation=explanation,
    )


def _reading(material: Material, pair: Pair) -> tuple[str, str]:
    if any(one.population == INTERNATIONAL for one in pair):
        return (
            "Two populations",
            "One of them is stated for international employers. They are about different people, and a chart that "
            "shows one of them leaves the other out.",
        )
    implied = {year_of(material, pair, units) for *_, units in by_ends(pair)} - {None, pair.local.year}
    if len(implied) == 1 and pair.is_one_source:
        return "An old rate", f"The rate is that of {implied.pop()}: somebody may have converted with an old one."
    return (
        "Two amounts that are not the same",
        "Converted at a market rate one is not the other: they come from different people, years or ways of counting.",
    )


def year_of(material: Material, pair: Pair, units: Decimal) -> int | None:
    """The year whose rate comes closest to a rate, if it is within a hundredth; against US dollars only."""
    if pair.dollars.currency != "USD":
        return None
    known = ((min(abs(units / one.low - 1), abs(units / one.high - 1)), -one.year) for one in _markets(material, pair))
    distance, year = min(known, default=(Decimal(1), 0))
    return -year if distance <= Decimal("0.01") else None


def _markets(material: Material, pair: Pair) -> tuple[Market, ...]:
    return material.markets.get(pair.local.currency, ())


# -- the rate that a guide implies itself -----------------------------------------------------------------------------
class Implied(NamedTuple):
    """Units of a currency per US dollar by the guide's own amounts; compared, the better one is less."""

    is_of_two_sources: bool
    keys: tuple[str, str]
    units: Decimal
    how: str


class ImpliedRates:
    """The rates that pairs in one place imply: of each currency and year the best, and the best of each place."""

    def __init__(self, material: Material) -> None:
        self.best: dict[tuple[object, ...], Implied] = {}
        for pair in pairs(material):
            if pair.dollars.currency == "USD" and pair.is_one_place and (implied := implied_by(pair)):
                key = (pair.local.currency, pair.local.year)
                for known in (key, (*key, pair.local.place_id)):
                    self.best[known] = min(implied, self.best.get(known, implied))

    def near(self, one: Statement, currency: str) -> Implied | None:
        """Of one source if there is such a rate, and of the statement's place if there is one as good."""
        key = (currency, one.year)
        anywhere, here = self.best.get(key), self.best.get((*key, one.place_id))
        return here if here and anywhere and here[0] == anywhere[0] else anywhere


def by_its_own(implied: Implied) -> str:
    """How a step with such a rate begins."""
    return f"At the rate that the guide’s own figures imply, {rate(implied.units)} ({implied.how})"


def implied_by(pair: Pair) -> Implied | None:
    """One figure stands for each: what is typical, or the ends that both leave open."""
    ours, theirs = pair.local.local, pair.dollars.local
    one, other = ours.middle, theirs.middle
    if one is other is None:
        one, other = ours.bottom, theirs.bottom
    if not one or not other:
        return None
    midway = " (midway)" if ours.is_range else ""
    how = f"{amount(one, pair.local.currency)}{midway} ÷ {amount(other, 'USD')}"
    return Implied(not pair.is_one_source, (pair.local.key, pair.dollars.key), one / other, how)
