"""What a cell of a file may say: text to value, with a reason in plain words where it cannot be read.

In: the text of one cell. Out: a value for a model field. Each function is used as a pydantic validator and may be
called on its own. Errors: ValueError with a sentence for the person who mends the file.
"""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import URLValidator, validate_slug
from pydantic import BeforeValidator, Field

from salaries.codes import COUNTRY_CODES, CURRENCY_CODES


def parse_decimal(text: str, *, digits: int, places: int) -> Decimal | None:
    """A number written with a point, without separators.

    >>> parse_decimal("2300.50", digits=15, places=2)
    Decimal('2300.50')
    >>> parse_decimal("", digits=15, places=2) is None
    True
    >>> parse_decimal("1,000", digits=15, places=2)
    Traceback (most recent call last):
    ...
    ValueError: not a number; write it without separators, such as 1500000 or 1500.50
    """
    if not text:
        return None
    try:
        number = Decimal(text) if text.isascii() and "_" not in text else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValueError("not a number; write it without separators, such as 1500000 or 1500.50")
    if number.adjusted() >= digits - places:
        raise ValueError(f"too large; up to {digits - places} digits before the point")
    rounded = number.quantize(Decimal(1).scaleb(-places))
    if rounded != number:
        raise ValueError(f"too fine; up to {places} digits after the point")
    return rounded


def parse_integer(text: str, *, least: int = 0, most: int = 999_999_999) -> int | None:
    """A whole number, from 0 unless `least` says otherwise.

    >>> parse_integer("2026")
    2026
    """
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise ValueError("not a whole number")
    if not least <= int(text) <= most:
        raise ValueError(f"not within {least} and {most}")
    return int(text)


def parse_year(text: str) -> int:
    """A year that pay may be for.

    >>> parse_year("1890")
    Traceback (most recent call last):
    ...
    ValueError: not a year within 1950 and 2100
    """
    year = parse_integer(text) if text.isdecimal() else None
    if year is None or not 1950 <= year <= 2100:
        raise ValueError("not a year within 1950 and 2100")
    return year


def parse_boolean(text: str) -> bool:
    """true or false; empty is false.

    >>> parse_boolean("true"), parse_boolean("")
    (True, False)
    """
    if text.lower() in {"true", "yes", "1"}:
        return True
    if text.lower() in {"false", "no", "0", ""}:
        return False
    raise ValueError("neither true nor false")


def parse_date(text: str) -> datetime.date | None:
    """An ISO 8601 date.

    >>> parse_date("2026-10-30")
    datetime.date(2026, 10, 30)
    """
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError("not a date such as 2026-10-30") from None


def parse_slug(text: str) -> str:
    """A name for addresses.

    >>> parse_slug("ho-chi-minh-city")
    'ho-chi-minh-city'
    """
    try:
        validate_slug(text)
    except DjangoValidationError:
        raise ValueError("not a name for addresses: letters, digits, hyphens and underscores only") from None
    return text


def parse_text(text: str) -> str:
    """Text without control characters, which neither XML nor people can read."""
    if not isinstance(text, str):  # front matter knows numbers and dates
        raise ValueError("not text; put it in quotes")
    if not isinstance(text, str):
        raise ValueError("not text; put it in quotes")
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
        raise ValueError("holds control characters")
    return text


def parse_address(text: str) -> str:
    """A web address, or empty."""
    try:
        if text:
            URLValidator(schemes=["http", "https"])(text)
    except DjangoValidationError:
        raise ValueError("not a web address") from None
    return text


def parse_names(text: str) -> list[str]:
    """Names separated by semicolons.

    >>> parse_names("Saigon; HCMC;")
    ['Saigon', 'HCMC']
    """
    return [name.strip() for name in parse_text(text).split(";") if name.strip()]


def parse_currency(text: str) -> str:
    if text not in CURRENCY_CODES:
        raise ValueError("not an ISO 4217 currency code")
    return text


def parse_country(text: str) -> str:
    if text not in COUNTRY_CODES:
        raise ValueError("not an ISO 3166-1 alpha-2 country code")
    return text


def _optional(parse):
    return lambda text: parse(text) if text else None


def _needed(parse):
    """The same coercer, refusing an empty cell."""

    def parse_given(text: str):
        if not text:
            raise ValueError("is needed")
        return parse(text)

    return parse_given


def _positive(text: str) -> Decimal | None:
    number = parse_decimal(text, digits=18, places=8)
    if number is not None and number <= 0:
        raise ValueError("not above zero")
    return number


def _within(least: int, most: int, *, digits: int, places: int):
    def parse(text: str) -> Decimal | None:
        number = parse_decimal(text, digits=digits, places=places)
        if number is not None and not least <= number <= most:
            raise ValueError(f"not within {least} and {most}")
        return number

    return parse


def _number(digits: int, places: int) -> BeforeValidator:
    return BeforeValidator(lambda text: parse_decimal(text, digits=digits, places=places))


Amount = Annotated[Decimal | None, _number(15, 2)]
FactNumber = Annotated[Decimal | None, _number(18, 4)]
RateNumber = Annotated[Decimal, BeforeValidator(_needed(_positive))]
Multiplier = Annotated[Decimal | None, BeforeValidator(_within(0, 999, digits=5, places=2))]
Latitude = Annotated[Decimal | None, BeforeValidator(_within(-90, 90, digits=7, places=4))]
Longitude = Annotated[Decimal | None, BeforeValidator(_within(-180, 180, digits=7, places=4))]
Integer = Annotated[int | None, BeforeValidator(parse_integer)]
Months = Annotated[int | None, BeforeValidator(lambda text: parse_integer(text, most=32767))]
Order = Annotated[int, BeforeValidator(_needed(lambda text: parse_integer(text, least=1, most=32767)))]
Year = Annotated[int, BeforeValidator(parse_year)]
Boolean = Annotated[bool, BeforeValidator(parse_boolean)]
Date = Annotated[datetime.date | None, BeforeValidator(parse_date)]
RequiredDate = Annotated[datetime.date, BeforeValidator(_needed(parse_date))]
Slug = Annotated[str, BeforeValidator(parse_slug), Field(max_length=80)]
Key = Annotated[str, BeforeValidator(parse_slug), Field(max_length=120)]
Text = Annotated[str, BeforeValidator(parse_text)]
Address = Annotated[str, BeforeValidator(parse_address), Field(max_length=500)]
Names = Annotated[list[str], BeforeValidator(parse_names)]
Currency = Annotated[str, BeforeValidator(parse_currency)]
OptionalCurrency = Annotated[str | None, BeforeValidator(_optional(parse_currency))]
OptionalCountry = Annotated[str | None, BeforeValidator(_optional(parse_country))]
Country = Annotated[str, BeforeValidator(parse_country)]
