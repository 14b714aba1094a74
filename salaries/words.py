"""How facts and durations are written: 30–50%, $113.1 billion, more than 3×, 2–4 years.

In: facts and levels. Out: text.
"""

from __future__ import annotations

from decimal import Decimal

from salaries.models import CareerLevel, Fact
from salaries.money import grouped

BILLION = Decimal(1_000_000_000)


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
    sign = UNIT_SIGNS.get(Fact.Unit(fact.unit), "")
    low, high = fact.low, fact.high
    if low is not None and high is not None:
        if low == high:
            return f"{_written(low, fact.unit)}{sign}"
        return f"{_written(low, fact.unit)}–{_written(high, fact.unit)}{sign}"
    if low is not None:
        return f"more than {_written(low, fact.unit)}{sign}"
    return f"under {_written(high or Decimal(0), fact.unit)}{sign}"


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
