"""Arithmetic over ranges: exact, with units, open at either end if need be.

In: `Value`s. Out: `Value`s. Errors: `Unfit`, a sentence. A range is all that a quantity may be, so that the result of a
calculation is all that it may come to: 30–84 divided by 5 is 6–16.8. One range taken twice counts as two.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TypeAlias

# An end of a range: exact, or infinite where the range is open.
End: TypeAlias = Fraction | float
# ("USD", 1) for dollars, ("USD", 1), ("months", -1) for dollars a month; empty for a plain number.
Unit: TypeAlias = tuple[tuple[str, int], ...]

PLAIN: Unit = ()
OPEN = math.inf


class Unfit(ValueError):
    """Two values that cannot be calculated with; the message says why."""


@dataclass(frozen=True, slots=True)
class Value:
    """All numbers from `low` to `high`, of one unit.

    >>> str(Value.of(30, 84, "USD") / Value.of(5, 5, "USD"))
    '6 to 16.8'
    """

    low: End
    high: End
    unit: Unit = PLAIN

    @classmethod
    def of(cls, low: Decimal | int | None, high: Decimal | int | None, unit: str = "") -> Value:
        """From amounts; None is an open end."""
        ends = (-OPEN if low is None else Fraction(low), OPEN if high is None else Fraction(high))
        return cls(*ends, ((unit, 1),) if unit else PLAIN)

    @property
    def is_single(self) -> bool:
        return self.low == self.high

    def __add__(self, other: Value) -> Value:
        self._same_unit(other)
        return Value(_plus(self.low, other.low), _plus(self.high, other.high), self.unit)

    def __neg__(self) -> Value:
        return Value(-self.high, -self.low, self.unit)

    def __sub__(self, other: Value) -> Value:
        return self + -other

    def __mul__(self, other: Value) -> Value:
        ends = [_times(one, two) for one, two in product((self.low, self.high), (other.low, other.high))]
        return Value(min(ends), max(ends), _united(self.unit, other.unit, 1))

    def __truediv__(self, other: Value) -> Value:
        if other.low <= 0 <= other.high:
            raise Unfit("this may be zero, and nothing can be divided by zero")
        inverse = Value(_inverse(other.high), _inverse(other.low))
        return Value(*self._ends(inverse), _united(self.unit, other.unit, -1))

    def _ends(self, other: Value) -> tuple[End, End]:
        result = Value(self.low, self.high) * other
        return result.low, result.high

    def _same_unit(self, other: Value) -> None:
        if self.unit != other.unit:
            raise Unfit(f"{unit_in_words(self.unit)} and {unit_in_words(other.unit)} cannot be added")

    def __str__(self) -> str:
        ends = [_shown(end) for end in (self.low, self.high)]
        return ends[0] if self.is_single else " to ".join(ends)


# Floats are infinite here and nothing else; a long fraction would not even fit into one.
def _plus(one: End, two: End) -> End:
    return next((end for end in (one, two) if isinstance(end, float)), None) or one + two


def _times(one: End, two: End) -> End:
    """Nothing of something endless is nothing."""
    if one == 0 or two == 0:
        return Fraction(0)
    if isinstance(one, float) or isinstance(two, float):
        return OPEN if (one > 0) == (two > 0) else -OPEN
    return one * two


def _inverse(end: End) -> End:
    return 1 / end if isinstance(end, Fraction) else Fraction(0)


def _shown(end: End) -> str:
    return f"{float(end):.6g}" if isinstance(end, Fraction) and abs(end) < 10**300 else "open"


def _united(one: Unit, two: Unit, sign: int) -> Unit:
    powers = Counter(dict(one))
    for name, power in two:
        powers[name] += sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def unit_in_words(unit: Unit) -> str:
    """What a unit is called in a message.

    >>> unit_in_words(()), unit_in_words((("USD", 1),)), unit_in_words((("USD", 1), ("months", -1)))
    ('a plain number', 'USD', 'USD per months')
    """
    above = [name for name, power in unit for _ in range(min(power, 3))]
    below = [name for name, power in unit for _ in range(min(-power, 3))]
    text = " times ".join(above) or "a plain number"
    return " per ".join([text, *below])
