"""How facts and durations are written: 30–50%, $113.1 billion, more than 3×, 2–4 years.

In: facts and levels, and a unit for facts in US dollars. Out: text.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from salaries.models import CareerLevel, Fact
from salaries.money import grouped, symbol_of
from salaries.unit import INTERNATIONAL_DOLLARS, Unit
from salaries.worth import money_in, rounded

BILLION = Decimal(1_000_000_000)
TRILLION = 1_000 * BILLION


def _plain(number: Decimal) -> str:
    return grouped(number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize())


def _usd(number: Decimal) -> str:
    return f"${number / BILLION:,.2f} billion" if number >= BILLION else f"${_plain(number)}"


def _written(number: Decimal, unit: str) -> str:
    if unit == Fact.Unit.USD:
        return _usd(number)
    return f"{number.normalize():,f}"


UNIT_SIGNS = {Fact.Unit.PERCENT: "%", Fact.Unit.RATIO: "×", Fact.Unit.MONTHS: " months"}


def fact_value(fact: Fact) -> str:
    """The number of a fact with its unit; an open one says so."""
    return _value(fact, lambda number: _written(number, fact.unit))


def fact_value_in(fact: Fact, unit: Unit) -> str:
    """A fact in US dollars in another unit that has read its year; empty for other facts, and where no rate is known.

    What money buys is known for a country only: a fact that names none has no value in PPP.
    """
    if fact.unit != Fact.Unit.USD or unit.why_not(fact.place, fact.year):
        return ""

    def written(number: Decimal) -> str:
        amount = unit.convert(number, fact.place, fact.year) or Decimal(0)
        if unit.is_usd or unit.is_ppp:
            whole = _usd(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
            return whole.replace("$", INTERNATIONAL_DOLLARS) if unit.is_ppp else whole
        return _large(rounded(amount), unit.code)

    return _value(fact, written)


def _value(fact: Fact, written: Callable[[Decimal], str]) -> str:
    sign = UNIT_SIGNS.get(Fact.Unit(fact.unit), "")
    low, high = fact.low, fact.high
    if low is not None and high is not None:
        return f"{written(low)}{sign}" if low == high else f"{written(low)}–{written(high)}{sign}"
    if low is not None:
        return f"more than {written(low)}{sign}"
    return f"under {written(high or Decimal(0))}{sign}"


def _large(amount: Decimal, currency_code: str) -> str:
    """An amount with the word for its size, to four digits: ₩151 trillion."""
    for size, word in ((TRILLION, "trillion"), (BILLION, "billion")):
        if amount >= size:
            return f"{symbol_of(currency_code)}{amount / size:,.4g} {word}"
    return money_in(amount, currency_code)


def fact_scope(fact: Fact) -> str:
    """Where and for whom a fact is stated: the place, the role and the level that it names."""
    named = [str(one) for one in (fact.place, fact.role, fact.level) if one]
    return ", ".join(named) if fact.place else ", ".join(["no place named", *named])


def months(low: int | None, high: int | None) -> str:
    """A duration in months or years: 3–6 months, 1–2 years, 4 years or more.

    >>> months(0, 12), months(12, 24), months(48, None), months(36, 60)
    ('0–12 months', '1–2 years', '4 years or more', '3–5 years')
    >>> months(12, 12), months(1, None)
    ('1 year', '1 month or more')
    """
    given = [value for value in (low, high) if value is not None]
    if not given:
        return "not stated"
    in_years = all(value % 12 == 0 for value in given) and min(given) >= 12
    numbers = [value // 12 if in_years else value for value in given]
    unit = "years" if in_years else "months"
    if len(numbers) == 2 and numbers[0] != numbers[1]:
        return f"{numbers[0]}–{numbers[1]} {unit}"
    unit = unit.removesuffix("s") if numbers[0] == 1 else unit
    if high is None:
        return f"{numbers[0]} {unit} or more"
    return f"up to {numbers[0]} {unit}" if low is None else f"{numbers[0]} {unit}"


def experience(level: CareerLevel) -> str:
    return months(level.experience_low_months, level.experience_high_months)


def reach(level: CareerLevel) -> str:
    return months(level.reach_low_months, level.reach_high_months)


def multiplier(level: CareerLevel) -> str:
    """The published multiplier: 1×, 1.8×, 4–6×."""
    given = [f"{value.normalize():f}" for value in (level.multiplier_low, level.multiplier_high) if value is not None]
    return f"{'–'.join(dict.fromkeys(given))}×" if given else "not stated"
