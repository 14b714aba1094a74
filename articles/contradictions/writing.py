"""How the arithmetic of a contradiction is written: amounts, rates, conversions, step by step.

In: statements, amounts, rates. Out: text, rounded as the site rounds. Pure.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from articles.contradictions.statements import Market, Span, Statement
from salaries.conversion import PERIODS_A_YEAR
from salaries.models import SalaryRecord
from salaries.money import format_amounts, usd, usd_span
from salaries.worth import money_in


def amount(value: Decimal, currency: str) -> str:
    """One amount: whole US dollars, other money to four digits.

    >>> amount(Decimal("2272941.2"), "INR"), amount(Decimal("50845.8"), "USD")
    ('₹22.73\\xa0lakh', '$50,846')
    """
    return usd(value) if currency == "USD" else money_in(value, currency)


def local(one: Statement) -> str:
    """Its pay for a year, in the currency as quoted."""
    return format_amounts(*one.local.ends, one.currency)


def in_usd(span: Span) -> str:
    return usd_span(*span.ends)


def yearly(one: Statement) -> list[str]:
    """The step from a period to a year, if there is one."""
    times = PERIODS_A_YEAR[SalaryRecord.Period(one.period)]
    return [] if times == 1 else [f"{one.quoted} × {times:,} = {local(one)} a year"]


def rate(units: Decimal) -> str:
    """Units of a currency per dollar: 1.2784, 94.96, 23,787.

    >>> rate(Decimal("1.27837451")), rate(Decimal("94.955")), rate(Decimal("17142.857"))
    ('1.2784', '94.96', '17,143')
    """
    places = Decimal("0.0001") if units < 10 else Decimal("0.01") if units < 1000 else Decimal(1)
    return f"{units.quantize(places, rounding=ROUND_HALF_UP):,f}"


def market_rates(market: Market) -> str:
    """A market rate or the span of a year's rates: 94.96, 1,300–1,420."""
    low, high = rate(market.low), rate(market.high)
    return low if low == high else f"{low}–{high}"


def converted(one: Statement) -> list[str]:
    """Its steps to US dollars a year, at the rate that its record names."""
    steps = yearly(one)
    if one.units_per_usd:
        per = f"{rate(one.units_per_usd)} {one.currency} per USD"
        steps.append(f"{local(one)} ÷ {per} = {in_usd(one.usd)} a year")
    return steps


def share(part: Decimal, whole: Decimal) -> str:
    """How far off: 33%.

    >>> share(Decimal(20), Decimal(60))
    '33%'
    """
    return f"{(part / whole * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)}%"
