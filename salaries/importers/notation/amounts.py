"""Amounts with their multipliers: 1.5 million, 1 crore 20 lakh, 1億2,000万, 3천5백만.

In: what the tokens of an amount say. Out: `Decimal`s. Errors: NotationError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from salaries.importers.notation.numbers import SAY_DECIMAL, NotationError, proven_decimal, read_number
from salaries.importers.notation.words import FACTORS, FACTORS_WITH_POINT

TOO_LARGE = Decimal(10**13)
CENT = Decimal("0.01")
# The two ends of a range are less far apart than this, unless each has its own multiplier.
WIDEST_RANGE = 100
SECTION = {"ten of a section", "hundred of a section", "thousand of a section"}
MYRIADS = {"myriad", "myriad myriad"}
TOO_LARGE_REASON = "too large: pay is below 10,000,000,000,000"
TOO_FINE_REASON = "too fine: up to 2 digits after the decimal separator"
UNCLEAR = "more than one amount, and no range: give each its own row"


@dataclass(slots=True)
class Amount:
    """Numbers, each with the multipliers after it."""

    parts: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def takes_more(self) -> bool:
        """Whether a number that follows belongs to this amount."""
        return bool(self.parts[-1][1])

    @property
    def factors(self) -> list[str]:
        return [factor for _, factors in self.parts for factor in factors]

    @property
    def is_year(self) -> bool:
        """Whether the amount could be a year: 2024."""
        literal, factors = self.parts[0]
        return not factors and len(literal) == 4 and literal.isdecimal() and 1950 <= int(literal) <= 2100

    def add_number(self, literal: str) -> None:
        self.parts.append((literal, []))

    def add_factor(self, meaning: str) -> None:
        self.parts[-1][1].append(meaning)


def read_amounts(amounts: list[Amount], *, decimal: str = "", three_places: bool = False) -> list[Decimal]:
    """One value for each amount; `three_places` if the currency has three minor digits.

    >>> read_amounts([Amount([("100", [])]), Amount([("150", ["thousand"])])])
    [Decimal('100000'), Decimal('150000')]
    """
    decimal = decimal or _decimal_of(amounts)
    values = [_value(amount.parts, decimal, three_places) for amount in amounts]
    if len(values) == 1:
        return values
    first, last = amounts
    if not first.factors and len(last.parts) == 1 and last.factors:
        if values[0] * _factor(last.factors) <= values[1]:
            values[0] = _value([(first.parts[0][0], last.factors)], decimal, three_places)
        elif values[0] * WIDEST_RANGE < values[1]:
            raise NotationError("the range is not clear: write the multiplier after both numbers")
    elif not first.factors and last.factors and values[0] * WIDEST_RANGE < values[1]:
        raise NotationError("the range is not clear: write the multiplier after both numbers")
    if values[0] > values[1]:
        raise NotationError("the first amount of the range is above the second")
    return values


def _decimal_of(amounts: list[Amount]) -> str:
    """The decimal separator that the numbers and multipliers give away."""
    proven = {proven_decimal(literal) for amount in amounts for literal, _ in amount.parts} - {""}
    if any(factor in FACTORS_WITH_POINT for amount in amounts for factor in amount.factors):
        proven.add(".")
    if len(proven) > 1:
        raise NotationError(f"both . and , are decimal separators here: {SAY_DECIMAL}")
    return proven.pop() if proven else ""


def _factor(factors: list[str]) -> Decimal:
    product = Decimal(1)
    for factor in factors:
        product *= FACTORS[factor]
    return product


def _value(parts: list[tuple[str, list[str]]], decimal: str, three_places: bool) -> Decimal:
    """The sum of the parts. What counts tens, hundreds and thousands of a section (3천5백만) waits for the myriad."""
    total, section = Decimal(0), Decimal(0)
    above = above_in_section = TOO_LARGE  # each part is smaller than the unit before it
    for index, (literal, factors) in enumerate(parts):
        coefficient = _coefficient(literal, decimal, may_be_fine=bool(factors) or three_places)
        if index < len(parts) - 1 and coefficient % 1:
            raise NotationError(UNCLEAR)
        if factors and re.fullmatch("[0-9]+ [0-9]+", literal):  # a dash may have been lost
            raise NotationError(f"'{literal}' before a multiplier could be two numbers")
        if not factors:
            section += _tail(coefficient, literal, parts[index - 1][1]) if index else coefficient
        for factor in factors if coefficient else ():
            unit = FACTORS[factor]
            counted = coefficient + (0 if factor in SECTION else section)
            if not counted or (section and factor not in SECTION | MYRIADS):
                raise NotationError(f"'{literal}' is not clear: one multiplier after each number")
            value = counted * unit
            if value >= (above_in_section if factor in SECTION else above):
                raise NotationError(UNCLEAR if index else TOO_LARGE_REASON)
            if factor in SECTION:
                section, above_in_section = section + value, unit
            else:
                total, section, above, above_in_section = total + value, Decimal(0), unit, unit
            coefficient = Decimal(0)
    return _checked(total + section)


def _coefficient(literal: str, decimal: str, *, may_be_fine: bool) -> Decimal:
    """A number short enough for exact arithmetic."""
    number = read_number(literal, decimal=decimal, may_be_fine=may_be_fine)
    if number >= TOO_LARGE:
        raise NotationError(TOO_LARGE_REASON)
    if len(literal) > 26:  # arithmetic is exact up to 28 digits
        raise NotationError(TOO_FINE_REASON)
    return number


def _tail(number: Decimal, literal: str, factors_before: list[str]) -> Decimal:
    """The last part without a multiplier: 1万5000 gives all four digits, 1万5 does not say what it means."""
    digits = {"myriad": 4, "myriad myriad": 8}.get(factors_before[-1])
    if not literal.isdecimal() or len(literal) != digits:
        raise NotationError(UNCLEAR)
    return number


def _checked(amount: Decimal) -> Decimal:
    if not amount:
        raise NotationError("zero: pay is above zero")
    if amount >= TOO_LARGE:
        raise NotationError(TOO_LARGE_REASON)
    if amount % CENT:
        raise NotationError(TOO_FINE_REASON)
    return amount.quantize(CENT if amount % 1 else Decimal(1))
