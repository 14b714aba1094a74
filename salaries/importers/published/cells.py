"""How published tables write rows, numbers and days.

In: the texts of a row. Out: texts by column name, numbers and days. Errors: ValueError with a sentence for the person
who reads the list of refused rows.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, DecimalException

from salaries.importers.published.base import Row, Unusable

EIGHT_DECIMALS = Decimal("0.00000001")
DIGITS_BEFORE_POINT = 10
LONGEST_NUMBER = 60
SMALLEST_EXPONENT = -60  # far below what can be kept; dividing by less could leave the range of Decimal
TOO_SMALL = "too small; it rounds to 0 at 8 decimals"
TOO_LARGE = f"too large; up to {DIGITS_BEFORE_POINT} digits before the point"

# English, whatever language the machine is set to.
MONTHS = "January February March April May June July August September October November December".split()
EARLIEST_YEAR, LATEST_YEAR = 1950, 2100
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
DAY_IN_WORDS = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})", re.ASCII)


def named_rows(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[tuple[int, dict[str, str]] | Unusable]:
    """Rows as {column: text}; a missing cell is empty text.

    A text beyond the last named column is a sign that the cells of the row have shifted: such a row is refused.
    """
    named = [column for column in columns if column]
    for number, cells in rows:
        row = dict.fromkeys(named, "")
        stray = ""
        for index, cell in enumerate(cells):
            column = columns[index] if index < len(columns) else ""
            if column:
                row[column] = cell.strip()
            else:
                stray = stray or cell.strip()
        if stray:
            yield Unusable(number, "", stray, "stands under no column; the cells of this row seem to have shifted")
        else:
            yield number, row


def positive_number(text: str) -> Decimal:
    """A number above zero, written with a point or with an exponent.

    >>> positive_number("1.2e-13")
    Decimal('1.2E-13')
    >>> positive_number("1,35")
    Traceback (most recent call last):
    ...
    ValueError: not a number such as 1.1172
    """
    if not text:
        raise ValueError("empty")
    try:
        number = Decimal(text) if text.isascii() and "_" not in text and len(text) <= LONGEST_NUMBER else None
    except DecimalException:
        number = None
    if number is None or not number.is_finite():
        raise ValueError("not a number such as 1.1172")
    if number <= 0:
        raise ValueError("not above zero")
    if number.adjusted() >= DIGITS_BEFORE_POINT:
        raise ValueError(TOO_LARGE)
    if number.adjusted() < SMALLEST_EXPONENT:
        raise ValueError(TOO_SMALL)
    return number


def to_eight_decimals(number: Decimal) -> Decimal:
    """As it is stored: rounded half-even to 8 decimals; refused where these cannot hold it.

    >>> to_eight_decimals(Decimal("1.123456785"))
    Decimal('1.12345678')
    >>> to_eight_decimals(Decimal("0.0000000149"))
    Traceback (most recent call last):
    ...
    ValueError: too small; rounding to 8 decimals would change it by more than a thousandth
    """
    if number.adjusted() >= DIGITS_BEFORE_POINT:
        raise ValueError(TOO_LARGE)
    rounded = number.quantize(EIGHT_DECIMALS, rounding=ROUND_HALF_EVEN)
    if not rounded:
        raise ValueError(TOO_SMALL)
    if abs(rounded - number) * 1000 > number:
        raise ValueError("too small; rounding to 8 decimals would change it by more than a thousandth")
    return rounded


def parse_day(text: str) -> datetime.date:
    """A day as the publishers write it.

    >>> parse_day("2026-10-30") == parse_day("30 October 2026")
    True
    """
    if match := ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif (match := DAY_IN_WORDS.fullmatch(text)) and match[2] in MONTHS:
        year, month, day = int(match[3]), MONTHS.index(match[2]) + 1, int(match[1])
    else:
        raise ValueError("not a day such as 2026-10-30 or 30 October 2026")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"not a day within {EARLIEST_YEAR} and {LATEST_YEAR}")
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValueError("not a day of the calendar") from None


def in_words(first: datetime.date, last: datetime.date) -> str:
    """A span of days within a year.

    >>> in_words(datetime.date(2022, 1, 3), datetime.date(2022, 3, 1))
    '3 January to 1 March 2022'
    """
    return f"{first.day} {MONTHS[first.month - 1]} to {last.day} {MONTHS[last.month - 1]} {last.year}"


class Jumps:
    """Refuses a value that is five times the one before it in its series or more, or a fifth of it or less.

    A new unit moves a rate like that, and so does a slipped decimal point; a market hardly ever does. Each value is
    compared with the one before it, refused or not: after a new unit one value is refused, after a slip two.
    """

    def __init__(self) -> None:
        self.latest: dict[str, Decimal] = {}

    def check(self, series: str, value: Decimal) -> None:
        """Raises ValueError if the value jumps."""
        before = self.latest.get(series, value)
        self.latest[series] = value
        if value >= before * 5 or before >= value * 5:
            how = "at least five times" if value > before else "at most a fifth of"
            raise ValueError(
                f"{how} the value before it in the file, {before}: a redenomination, a wrong unit, or a slip in one of "
                "the two"
            )
