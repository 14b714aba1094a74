"""The US Federal Reserve's H.10 rates by month or year, as compiled in the public repository datasets/exchange-rates.

In: a table with `Date` (the first day of the month or year), `Country` and `Exchange rate`. Every value of this
compilation is local currency per dollar, also those for Australia, the euro, Ireland, New Zealand and the United
Kingdom, which H.10 itself quotes the other way round. Out: averages of months or of years.

The files of months, years and days have one header; the dates tell them apart. Two rows of a country that are both of
1 January mean years, other firsts of months mean months, and anything else days, which are refused: nobody has checked
which way round those are. Left out and counted: the currencies that the euro replaced, Venezuela, and years of which
H.10 quotes a part only.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from salaries.importers.published.base import (
    LeftOut,
    Publication,
    PublishedRate,
    RateFormat,
    Row,
    Tally,
    Unusable,
)
from salaries.importers.published.cells import Jumps, named_rows, parse_day, positive_number, to_eight_decimals

DATE, COUNTRY, RATE = "Date", "Country", "Exchange rate"

# The currency behind each name of the release.
CURRENCIES = {
    "Australia": "AUD",
    "Brazil": "BRL",
    "Canada": "CAD",
    "China": "CNY",
    "Denmark": "DKK",
    "Euro": "EUR",
    "Hong Kong": "HKD",
    "India": "INR",
    "Japan": "JPY",
    "Malaysia": "MYR",
    "Mexico": "MXN",
    "New Zealand": "NZD",
    "Norway": "NOK",
    "Singapore": "SGD",
    "South Africa": "ZAR",
    "South Korea": "KRW",
    "Sri Lanka": "LKR",
    "Sweden": "SEK",
    "Switzerland": "CHF",
    "Taiwan": "TWD",
    "Thailand": "THB",
    "United Kingdom": "GBP",
}
# Where a series begins within a year, or a currency within a series: 1983 in the yearly file is Taiwan's last quarter.
BEGINS = {
    "Brazil": datetime.date(1995, 1, 1),
    "Euro": datetime.date(1999, 1, 1),
    "Mexico": datetime.date(1993, 11, 1),
    "South Korea": datetime.date(1981, 4, 1),
    "Taiwan": datetime.date(1983, 10, 1),
}
REPLACED_BY_EURO = frozenset(
    "Austria Belgium Finland France Germany Greece Ireland Italy Netherlands Portugal Spain".split()
)
OLD_MONEY = "a currency that the euro replaced; it has no ISO 4217 code today and is not the euro"
NO_UNIT = "Venezuela has changed its unit several times, and the file does not say where"

Span = Literal["day", "month", "year"]


class Quote(NamedTuple):
    """A row that can be used, if its date fits the file."""

    row_number: int
    country: str
    written: str
    date: datetime.date
    rate: Decimal


class FederalReserveRates(RateFormat):
    """Averages of months or years, by name of a country."""

    name = "federal-reserve"
    required = frozenset({DATE, COUNTRY, RATE})
    publication = Publication(
        slug="federal-reserve-h10",
        publisher="Board of Governors of the Federal Reserve System",
        title="Foreign Exchange Rates (H.10)",
        url="https://www.federalreserve.gov/releases/h10/",
        licence="PDDL-1.0",
        note="Averages of months and years, local currency per US dollar, as compiled in the public repository "
        "datasets/exchange-rates, which turns round the rates that H.10 quotes in dollars.",
    )

    def read(
        self, columns: Sequence[str], rows: Iterable[Row], preamble: Sequence[Sequence[str]] = ()
    ) -> Iterator[PublishedRate | Unusable | LeftOut]:
        """Rates row by row, then what was left out. The first row of a country waits until the next tells the span."""
        left_out = Tally("rows")
        waiting: dict[str, Quote] = {}
        span: Span | None = None
        for quote in self._quotes(named_rows(columns, rows), left_out):
            if isinstance(quote, Unusable):
                yield quote
                continue
            if span is None:
                earlier = waiting.setdefault(quote.country, quote)
                if earlier is quote:
                    continue
                if earlier.date == quote.date:
                    yield Unusable(quote.row_number, DATE, quote.written, f"row {earlier.row_number} says this already")
                    continue
                span = span_between(earlier.date, quote.date)
                for first in waiting.values():
                    yield from self._judge(first, span, left_out)
            yield from self._judge(quote, span, left_out)
        if span is None:
            for first in waiting.values():
                yield Unusable(
                    first.row_number,
                    DATE,
                    first.written,
                    "a single date does not tell whether it means a month or a year",
                )
        yield from left_out.results()

    def _quotes(
        self, rows: Iterable[tuple[int, dict[str, str]] | Unusable], left_out: Tally
    ) -> Iterator[Quote | Unusable]:
        """The rows with a currency of today and a readable rate."""
        jumps = Jumps()
        for numbered in rows:
            if isinstance(numbered, Unusable):
                yield numbered
                continue
            number, row = numbered
            country = row[COUNTRY]
            if country in REPLACED_BY_EURO:
                left_out.add(OLD_MONEY)
            elif country == "Venezuela":
                left_out.add(NO_UNIT)
            elif country not in CURRENCIES:
                yield Unusable(number, COUNTRY, country, "not a country of the H.10 release as it is known here")
            else:
                field = DATE
                try:
                    date = parse_day(row[DATE])
                    field = RATE
                    rate = positive_number(row[RATE])
                    jumps.check(country, rate)
                    yield Quote(number, country, row[DATE], date, to_eight_decimals(rate))
                except ValueError as error:
                    yield Unusable(number, field, row[field], str(error))

    def _judge(self, quote: Quote, span: Span, left_out: Tally) -> Iterator[PublishedRate | Unusable]:
        """The quote as a rate for the span of its file."""
        if span == "day":
            yield Unusable(quote.row_number, DATE, quote.written, "a file of days; only months and years are read")
        elif quote.date.day != 1 or (span == "year" and quote.date.month != 1):
            yield Unusable(quote.row_number, DATE, quote.written, f"not the first day of a {span}")
        elif quote.date < BEGINS.get(quote.country, quote.date):
            begins = BEGINS[quote.country]
            left_out.add(
                f"{quote.country}: a {span} before or partly before its rates in today’s currency, from {begins}"
            )
        else:
            note = f"Average of the {span}, in local currency per US dollar."
            yield PublishedRate(quote.row_number, CURRENCIES[quote.country], span, quote.date, quote.rate, note)


def span_between(first: datetime.date, second: datetime.date) -> Span:
    """What the dates of a file stand for, told by two of one country.

    >>> span_between(datetime.date(2024, 1, 1), datetime.date(2025, 1, 1))
    'year'
    >>> span_between(datetime.date(2024, 1, 1), datetime.date(2024, 2, 1))
    'month'
    """
    if first.day != 1 or second.day != 1:
        return "day"
    return "year" if first.month == second.month == 1 else "month"
