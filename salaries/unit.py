"""The unit that a reader wants figures in: US dollars, another currency, or purchasing power.

In: a currency's code or "PPP", countries and years. Out: how many units a US dollar of a year is worth, and text. By
the rules of `salaries.conversion`: a past year converts at its average rate, the running year at the latest; what a
country's pay buys is its local money divided by its PPP factor. Nothing is invented: no rate, no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from salaries.charts import short_label
from salaries.conversion import RateTable
from salaries.models import ExchangeRate, Place
from salaries.models.distinct import distinct_values
from salaries.money import LAKH_CURRENCIES, symbol_of, usd, usd_span
from salaries.worth import Worth, money_in, span_in, worth_in

USD, PPP = "USD", "PPP"
NON_BREAKING_SPACE = "\u00a0"
INTERNATIONAL_DOLLARS = f"int${NON_BREAKING_SPACE}"
ONE = Decimal(1)


class Unit:
    """What figures are shown in."""

    def __init__(self, code: str = USD) -> None:
        self.code = code
        self._rates: dict[int, ExchangeRate | None] = {}
        self._worths: dict[int, dict[int, Worth]] = {}

    @property
    def is_usd(self) -> bool:
        return self.code == USD

    @property
    def is_ppp(self) -> bool:
        return self.code == PPP

    @property
    def name(self) -> str:
        """The unit in the middle of a sentence."""
        return {USD: "US dollars", PPP: "international dollars (what the pay buys)"}.get(self.code, self.code)

    # -- what is known ------------------------------------------------------------------------------------------------
    def read(self, countries: Iterable[Place], years: Iterable[int]) -> None:
        """Look up what the figures need: a few queries for each year."""
        countries = list(countries)
        table = RateTable()
        for year in years:
            self._worths[year] = worth_in(countries, year)
            self._rates[year] = None if self.code in (USD, PPP) else table.rate_for(self.code, year)

    def worth(self, place: Place, year: int) -> Worth | None:
        """The money of the place's country; None for a region."""
        return self._worths.get(year, {}).get(place.country.pk) if place.country else None

    def rate(self, year: int) -> ExchangeRate | None:
        """The rate that converts a year's dollars; None for dollars and where there is none."""
        return self._rates.get(year)

    @property
    def rates(self) -> list[ExchangeRate]:
        return [rate for rate in self._rates.values() if rate]

    def convert(self, amount_usd: Decimal | None, place: Place, year: int) -> Decimal | None:
        """A year's US dollars of a place in this unit; None where no rate or no PPP factor is known."""
        if amount_usd is None or self.code == USD:
            return amount_usd
        if self.code == PPP:
            worth = self.worth(place, year)
            return worth.buys(amount_usd) if worth else None
        rate = self.rate(year)
        return amount_usd * rate.units_per_usd if rate else None

    # -- how it is written --------------------------------------------------------------------------------------------
    def amount(self, amount: Decimal | None) -> str:
        """One amount of this unit; empty where there is none."""
        if amount is None:
            return ""
        if self.code == PPP:
            return usd(amount).replace("$", INTERNATIONAL_DOLLARS)
        return usd(amount) if self.code == USD else money_in(amount, self.code)

    def span(self, low: Decimal | None, typical: Decimal | None, high: Decimal | None) -> str:
        """A range of amounts of this unit; empty where there is none."""
        if low is None and typical is None and high is None:
            return ""
        if self.code == PPP:
            return usd_span(low, typical, high).replace("$", INTERNATIONAL_DOLLARS)
        if self.code == USD:
            return usd_span(low, typical, high)
        return span_in(low, typical, high, units_per_usd=ONE, currency_code=self.code)

    @property
    def tick(self) -> Callable[[float], str]:
        """Writes the labels of an axis."""
        symbol = "$" if self.code in (USD, PPP) else symbol_of(self.code)
        return short_label(symbol, lakh=self.code in LAKH_CURRENCIES)


def unit_choices() -> list[tuple[str, str]]:
    """What a reader may choose: dollars, purchasing power, and each currency with a rate."""
    codes = distinct_values(ExchangeRate, "currency_code")
    return [(PPP, "What it buys (PPP)"), *((code, code) for code in codes if code != USD)]
