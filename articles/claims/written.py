"""How a value is written: 3.09×, 6.0–16.8×, $105,000, 30–50%, 2–4 years.

In: a `Value`. Out: text, rounded as the site rounds such figures. Pure.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from articles.claims.values import End, Unit, Value, unit_in_words
from salaries.money import grouped, ratio_number, symbol_of
from salaries.words import months

# From here on digits do not help.
HUGE = 10**15


def written(value: Value, *, as_percent: bool = False) -> str:
    """A value as readers see it.

    >>> written(Value.of(6, None)), written(Value.of(30_000, 84_000, "USD")), written(Value.of(24, 48, "months"))
    ('6.0× or more', '$30,000–84,000', '2–4 years')
    >>> written(Value(Fraction(3, 10), Fraction(1, 2)), as_percent=True), written(Value.of(None, 2))
    ('30–50%', 'up to 2.00×')
    """
    low, high = (end if isinstance(end, Fraction) else None for end in (value.low, value.high))
    is_whole = all(end is None or (end.denominator == 1 and end >= 0) for end in (low, high))
    if value.unit == (("months", 1),) and is_whole:
        return months(None if low is None else int(low), None if high is None else int(high))
    before, after = _around(value.unit, as_percent)
    ends = [None if end is None else _number(end, value.unit, as_percent) for end in (low, high)]
    if ends[0] is None and ends[1] is None:
        return "any number"
    if ends[0] is None:
        return f"up to {before}{ends[1]}{after}"
    if ends[1] is None:
        return f"{before}{ends[0]}{after} or more"
    return f"{before}{ends[0] if ends[0] == ends[1] else '–'.join(map(str, ends))}{after}"


def _around(unit: Unit, as_percent: bool) -> tuple[str, str]:
    """What stands before and after the numbers."""
    if not unit:
        return "", "%" if as_percent else "×"
    (name, power), *others = unit
    if power == 1 and not others and name != "months":
        return symbol_of(name), ""
    return "", f" {name}" if power == 1 and not others else f" {unit_in_words(unit)}"


def _number(end: End, unit: Unit, as_percent: bool) -> str:
    number = Decimal(end.numerator) / Decimal(end.denominator) * (100 if as_percent else 1)  # type: ignore[union-attr]
    if abs(number) >= HUGE:
        return f"{number:.3e}"
    if not unit and not as_percent:
        return ratio_number(number)
    if not unit:
        return f"{number.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):,f}".removesuffix(".0")
    if unit[0][0] == "months" or len(unit) > 1 or unit[0][1] != 1:
        return f"{number.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,f}".removesuffix(".00")
    return grouped(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))
