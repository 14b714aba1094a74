"""How money is written: S$100,000–170,000, ₩60M–120M, ₹30–45 lakh. Never loses a digit of what was quoted.

In: `Decimal` amounts and an ISO 4217 code. Out: text.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Protocol

from babel.numbers import get_currency_symbol

from salaries.models import SalaryRecord
from salaries.statistics import Ratio

# English writes these with a letter that tells the dollars (and the kroner) apart.
OWN_SYMBOLS = {"SGD": "S$", "IDR": "Rp", "MYR": "RM", "THB": "฿", "USD": "$"}
LAKH_CURRENCIES = {"INR", "PKR", "BDT", "NPR", "LKR"}
ONE, TENTH, HUNDREDTH = Decimal(1), Decimal("0.1"), Decimal("0.01")
LAKH = Decimal(100_000)
MILLION = Decimal(1_000_000)
NON_BREAKING_SPACE = "\u00a0"


@cache
def symbol_of(currency_code: str) -> str:
    """The sign before an amount; a code keeps a space after it."""
    symbol = OWN_SYMBOLS.get(currency_code) or get_currency_symbol(currency_code, locale="en")
    return symbol + NON_BREAKING_SPACE if symbol[-1:].isalpha() else symbol


def grouped(amount: Decimal) -> str:
    """1234567.50 → 1,234,567.50; whole amounts without decimals."""
    return f"{amount:,.2f}" if amount % 1 else f"{amount:,.0f}"


def _scale(amounts: list[Decimal], currency_code: str) -> tuple[Decimal, str, str]:
    """(divisor, suffix on each amount, word after the last) by the convention of the currency."""
    if currency_code in LAKH_CURRENCIES and min(amounts) >= LAKH and _short(amounts, LAKH):
        return LAKH, "", f"{NON_BREAKING_SPACE}lakh"
    if min(amounts) >= MILLION and _short(amounts, MILLION):
        return MILLION, "M", ""
    return ONE, "", ""


def _short(amounts: list[Decimal], divisor: Decimal) -> bool:
    """Whether all amounts keep every digit with at most two decimals after division."""
    return all((amount / divisor * 100) % 1 == 0 for amount in amounts)


def format_amounts(low: Decimal | None, typical: Decimal | None, high: Decimal | None, currency_code: str) -> str:
    """A range, a single amount or an open one, as the currency's readers write it.

    >>> format_amounts(Decimal(100000), None, Decimal(170000), "SGD")
    'S$100,000–170,000'
    >>> format_amounts(Decimal(60000000), None, Decimal(120000000), "KRW")
    '₩60M–120M'
    >>> format_amounts(Decimal(40000000), None, None, "KRW")
    '₩40M or more'
    """
    given = [amount for amount in (low, typical, high) if amount is not None]
    divisor, suffix, word = _scale(given, currency_code)
    symbol = symbol_of(currency_code)

    def number(amount: Decimal) -> str:
        return f"{grouped((amount / divisor).normalize())}{suffix}"

    if low is not None and high is not None and low != high:
        text = f"{symbol}{number(low)}–{number(high)}{word}"
        return text if typical is None else f"{text}, typically {symbol}{number(typical)}{word}"
    if typical is None and high is None:
        return f"{symbol}{number(given[0])}{word} or more"
    if typical is None and low is None:
        return f"up to {symbol}{number(given[0])}{word}"
    text = f"{symbol}{number(typical if typical is not None else given[0])}{word}"
    if low is not None and high is None:
        return f"{text}, from {symbol}{number(low)}{word}"
    if high is not None and low is None:
        return f"{text}, up to {symbol}{number(high)}{word}"
    return text


class Quotable(Protocol):
    """What is quoted of a record: the record itself, or its amounts alone."""

    @property
    def currency_code(self) -> str: ...

    @property
    def qualifier(self) -> str: ...

    @property
    def quoted_amounts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]: ...

    def get_period_display(self) -> str: ...


def quoted_amount(record: Quotable) -> str:
    """The amounts of a record as quoted, without the period."""
    text = format_amounts(*record.quoted_amounts, record.currency_code)
    return f"about {text}" if record.qualifier == SalaryRecord.Qualifier.ABOUT else text


def quoted(record: Quotable) -> str:
    """The amounts of a record as quoted, with the period."""
    return f"{quoted_amount(record)} {record.get_period_display()}"


def usd(amount: Decimal | None) -> str:
    """A figure in whole US dollars; empty where there is none.

    >>> usd(Decimal("105000.49"))
    '$105,000'
    """
    return "" if amount is None else f"${amount.quantize(ONE, rounding=ROUND_HALF_UP):,.0f}"


def usd_span(low: Decimal | None, typical: Decimal | None, high: Decimal | None) -> str:
    """A span in whole US dollars: $30,000–84,000, $105,000, $68,000 or more, up to $20."""
    if low is None and high is None:
        return usd(typical)
    if low is not None and high is not None:
        start, end = usd(low), usd(high)
        return start if start == end else f"{start}–{end.removeprefix('$')}"
    if typical is not None:
        return usd(typical)
    return f"{usd(low)} or more" if low is not None else f"up to {usd(high)}"


def annual_usd(record: SalaryRecord) -> str:
    """The record's annual figure in US dollars, with each end that is quoted; empty where no rate covers it."""
    low, high = record.annual_low_usd, record.annual_high_usd
    typical = record.annual_typical_usd if record.typical is not None or low is high is None else None
    if typical is not None and high is None and low is not None:
        return f"{usd(typical)}, from {usd(low)}"
    if typical is not None and low is None and high is not None:
        return f"{usd(typical)}, up to {usd(high)}"
    return usd_span(low, typical, high)


def ratio_number(value: Decimal) -> str:
    """Two decimals below five, one from there.

    >>> ratio_number(Decimal("3.0882")), ratio_number(Decimal("16.8"))
    ('3.09', '16.8')
    """
    return str(value.quantize(HUNDREDTH if value < 5 else TENTH, rounding=ROUND_HALF_UP))


def ratio_in_short(ratio: Ratio | None, *, source_count: int) -> tuple[str, str]:
    """A ratio as a headline and the span under it.

    Several sources have a typical figure, and the span is where they part; one source's own range is the headline.
    """
    span = times(ratio)
    if ratio is None or ratio.low is None or ratio.typical is None or source_count == 1:
        return span, ""
    return f"{ratio_number(ratio.typical)}×", span


def times(ratio: Ratio | None) -> str:
    """3.09×, 6.0–16.8×, 1.30× or more, up to 2.00×; empty without a ratio."""
    if ratio is None:
        return ""
    if ratio.low is not None and ratio.high is not None:
        return f"{ratio_number(ratio.low)}–{ratio_number(ratio.high)}×"
    if ratio.typical is not None:
        return f"{ratio_number(ratio.typical)}×"
    if ratio.low is not None:
        return f"{ratio_number(ratio.low)}× or more"
    return "" if ratio.high is None else f"up to {ratio_number(ratio.high)}×"


def in_words(names: list[str]) -> str:
    """A list as it is spoken.

    >>> in_words(["Seoul"]), in_words(["Seoul", "Manila"]), in_words(["Seoul", "Manila", "Tokyo"])
    ('Seoul', 'Seoul and Manila', 'Seoul, Manila and Tokyo')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
