"""Yearly exchange rates that two World Bank indicators imply: PPP factor divided by price level ratio.

In: a table with `country_code` (alpha-3), `year` and `implied_lcu_per_usd`. Out: yearly rates, one country for each
currency. Mainly for currencies that the ECB does not quote, such as the Vietnamese dong.

What is taken, and what is left out and counted:

- A currency is taken from the country that issues it, never from another that uses it. So AUD comes from Australia and
  not from Tuvalu, and EUR, USD, XOF, XAF, XCD, XPF and XCG come from no country at all.
- The World Bank restates a country's whole past in the currency it had at the time of the edition: Croatia's 1990s
  are in euros, Turkey's in new lira (0.0026 per dollar in 1990). Nobody was paid in these. A rate is taken only for
  years that began with the present currency in use: TRY from 2005, RON from 2006. That also keeps out a country whose
  currency is younger than the edition (Zimbabwe's ZWG of 2024 is not the ZWL behind the values to 2023).
- Exactly 1 is the rate of three currencies that are fixed to the dollar. For any other it means that the World Bank
  keeps the country's accounts in dollars, as it does for Liberia, whose own dollar has been far below par for decades.
  Argentina's 1 peso a dollar of the 1990s was a real one and falls under the same rule: better no rate than a doubt.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from salaries.importers.fields import parse_year
from salaries.importers.published.base import (
    LeftOut,
    Publication,
    PublishedRate,
    RateFormat,
    Row,
    Tally,
    Unusable,
)
from salaries.importers.published.cells import Jumps, named_rows, positive_number, to_eight_decimals
from salaries.importers.published.countries import alpha2_of, own_currency, why_no_country

FIXED_AT_ONE = frozenset({"BMD", "BSD", "PAB"})
COUNTRY, YEAR, RATE = "country_code", "year", "implied_lcu_per_usd"
NOTE = "Implied: PPP conversion factor divided by price level ratio."


class WorldBankImpliedRates(RateFormat):
    """Yearly rates by country, made of two indicators."""

    name = "world-bank-implied"
    required = frozenset({COUNTRY, YEAR, RATE})
    publication = Publication(
        slug="world-bank-implied-rates",
        publisher="World Bank",
        title="PPP conversion factor divided by price level ratio (PA.NUS.PPP and PA.NUS.PPPC.RF)",
        url="https://data.worldbank.org/indicator/PA.NUS.PPPC.RF",
        licence="CC BY 4.0",
        note="Worked out from two World Bank indicators, edition of 28 June 2024: the yearly exchange rate that they "
        "imply. Countries with a fiscal year of their own, such as Australia and India, differ from the average of "
        "the calendar year by up to a tenth.",
        published=datetime.date(2024, 6, 28),
    )

    def read(
        self, columns: Sequence[str], rows: Iterable[Row], preamble: Sequence[Sequence[str]] = ()
    ) -> Iterator[PublishedRate | Unusable | LeftOut]:
        """Rates row by row, then what was left out."""
        left_out, jumps = Tally("rows"), Jumps()
        for numbered in named_rows(columns, rows):
            if isinstance(numbered, Unusable):
                yield numbered
            else:
                yield from self._rate(*numbered, jumps, left_out)
        yield from left_out.results()

    def _rate(
        self, number: int, row: dict[str, str], jumps: Jumps, left_out: Tally
    ) -> Iterator[PublishedRate | Unusable]:
        country = alpha2_of(row[COUNTRY])
        if country is None:
            if reason := why_no_country(row[COUNTRY]):
                left_out.add(reason)
            else:
                yield Unusable(number, COUNTRY, row[COUNTRY], "not an ISO 3166-1 alpha-3 code")
            return
        own = own_currency(country)
        if own is None:
            left_out.add("the country issues no currency of its own; a shared one is taken from no single user of it")
            return
        currency_code, introduced = own
        field = YEAR
        try:
            january = datetime.date(parse_year(row[YEAR]), 1, 1)
            if january < introduced:
                left_out.add("restated: a year that did not begin with the country’s present currency in use")
                return
            field = RATE
            rate = positive_number(row[RATE])
            if rate == 1 and currency_code not in FIXED_AT_ONE:
                left_out.add("exactly 1: the country’s figures are in US dollars, so this is not a rate")
                return
            jumps.check(country, rate)
            yield PublishedRate(number, currency_code, "year", january, to_eight_decimals(rate), NOTE)
        except ValueError as error:
            yield Unusable(number, field, row[field], str(error))
