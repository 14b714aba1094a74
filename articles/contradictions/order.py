"""A higher level that is paid less than a lower one.

Compared are statements of one place and year, of levels of which one is above the other, and of one role; or of two
roles, if the guide has the very same pay under both (`articles.contradictions.same_pay`); both say of the same people,
such as those of international employers, or neither says of whom. Found is a higher level whose
most is more than a twentieth below the least of the lower one, in US dollars.

In: material. Out: contradictions. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from articles.contradictions.finding import Contradiction, contradiction
from articles.contradictions.ranges import in_one_currency, is_below
from articles.contradictions.rates import ImpliedRates, by_its_own
from articles.contradictions.same_pay import twins
from articles.contradictions.statements import Material, Statement, grouped
from articles.contradictions.writing import amount, market_rates, yearly


def find(material: Material) -> Iterator[Contradiction]:
    also, own = twins(material), ImpliedRates(material)
    leveled = (one for one in material.statements if one.level_order is not None)
    for group in grouped(leveled, lambda one: (one.place_id, one.year)):
        for higher, lower in permutations(group, 2):
            if (higher.level_order or 0) <= (lower.level_order or 0) or not higher.is_said_of_the_same(lower):
                continue
            high, low, _ = in_one_currency(higher, lower)
            if is_below(high.top, low.bottom) and _same_role(higher, lower, also):
                yield _found(material, own, higher, lower)


def _same_role(one: Statement, other: Statement, also: Mapping[str, set[int]]) -> bool:
    return other.role_id in {one.role_id, *also.get(one.key, ())} or one.role_id in also.get(other.key, ())


def _found(material: Material, own: ImpliedRates, higher: Statement, lower: Statement) -> Contradiction:
    least = amount(lower.local.bottom or lower.usd.bottom or 0, lower.currency)  # type: ignore[arg-type]
    steps = [*yearly(higher), *yearly(lower), *_in_currency_of(material, own, higher, lower)]
    same_role = higher.role_id == lower.role_id
    return contradiction(
        "level-order",
        f"{higher.place}: {higher.who} at {higher.quoted} is paid less than {lower.who}, a lower level, at "
        f"{lower.quoted}.",
        (higher, lower),
        [*steps, f"The lower level has at least {least}"],
        reading="A promotion that is a pay cut",
        explanation="A higher level is paid less than a lower one."
        if same_role
        else "The titles differ, but the guide also prints the very same pay under both: at least one of them is about "
        "another job.",
    )


def _in_currency_of(material: Material, own: ImpliedRates, higher: Statement, lower: Statement) -> list[str]:
    """The higher level's most in the currency of the lower one, at the market rate and at the guide's own."""
    dollars, currency = higher.usd.top, lower.currency
    if higher.currency == currency or dollars is None:
        return []
    if currency == "USD":
        return [f"{higher.quoted} is {amount(dollars, 'USD')} a year"]
    steps = []
    if market := material.market(currency, lower.year):
        most = amount(dollars * market.high, currency)
        steps.append(f"At the market rate, {amount(dollars, 'USD')} × {market_rates(market)} = at most {most}")
    if implied := own.near(lower, currency):
        steps.append(f"{by_its_own(implied)}: {amount(dollars * implied.units, currency)}")
    return steps
