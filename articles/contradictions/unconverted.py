"""The same number in two currencies, as if somebody had forgotten to convert.

Compared are statements of the same role, level and year in two currencies, for one place or for two of which one lies
in the other. Found is a number that stands at the same end of both, where the currencies are more than a tenth apart.

In: material. Out: contradictions. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from articles.contradictions.finding import Contradiction, Severity, contradiction
from articles.contradictions.rates import TENTH, ImpliedRates, Pair, by_its_own, is_near, market_of
from articles.contradictions.statements import Market, Material, grouped, nested
from articles.contradictions.writing import amount, market_rates, yearly

ENDS = ("begin with", "have in the middle", "end with")


def find(material: Material) -> Iterator[Contradiction]:
    own = ImpliedRates(material)
    for group in grouped(material.statements, lambda one: (one.role_id, one.level_order, one.year)):
        for one, other in nested(group):
            if one.currency == other.currency or not one.may_be_same_people(other):
                continue
            pair = Pair(*sorted((one, other), key=lambda each: (each.currency == "USD", each.currency)))
            ends = zip(pair.local.local.ends, pair.dollars.local.ends, ENDS, strict=True)
            same = [(amount_, where) for amount_, their, where in ends if amount_ and amount_ == their]
            market = market_of(material, pair)
            if same and market and not is_near(market, Decimal(1), Decimal(1), TENTH):
                yield _found(own, pair, market, same)


def _found(own: ImpliedRates, pair: Pair, market: Market, same: list[tuple[Decimal, str]]) -> Contradiction:
    number, where = same[-1]
    ours, theirs = (amount(number, one.currency) for one in pair)
    steps = [step for one in pair for step in yearly(one)]
    for value, _ in same:
        written, wrong = (amount(value, one.currency) for one in pair)
        steps.append(
            f"{written} ÷ {market_rates(market)} {pair.currencies} = {_span(value, market, pair)}, not {wrong}"
        )
    if pair.dollars.currency == "USD" and (implied := own.near(pair.local, pair.local.currency)):
        dollars = amount(number / implied.units, "USD")
        steps.append(f"{by_its_own(implied)}: {ours} is {dollars}")
    return contradiction(
        "unconverted",
        f"{pair.local.title}: {pair.local.place}, {pair.local.quoted}, and {pair.dollars.place}, "
        f"{pair.dollars.quoted}, {where} the same number in two currencies.",
        pair,
        steps,
        reading="Not converted",
        explanation=f"{ours} and {theirs} are not the same money: one of the two looks as if it had been taken over "
        "without conversion.",
        severity=Severity.FIRM,
    )


def _span(value: Decimal, market: Market, pair: Pair) -> str:
    currency = pair.dollars.currency
    ends = dict.fromkeys(amount(value / units, currency) for units in (market.high, market.low))
    return " to ".join(ends)
