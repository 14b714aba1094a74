"""The unit that a reader wants figures in: US dollars, another currency, or purchasing power.

In: a currency's code or "PPP", countries and years. Out: how many units a US dollar of a year is worth, and text. By
the rules of `salaries.conversion`: a past year converts at its average rate, the running year at the latest; what a
country's pay buys is its local money divided by its PPP factor. Nothing is invented: no rate, no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_name

from salaries.catalogue import Catalogue, catalogue
from salaries.charts import short_label
from salaries.models import ExchangeRate, Place, PriceLevel, Source
from salaries.money import LAKH_CURRENCIES, format_amounts, symbol_of, usd, usd_span
from salaries.worth import Worth, money_in, rates_in, rounded, span_in

USD, PPP = "USD", "PPP"
NON_BREAKING_SPACE = "\u00a0"
INTERNATIONAL_DOLLARS = f"int${NON_BREAKING_SPACE}"
ONE = Decimal(1)
# Of less than this, as pay by the hour may be, the cents are written too.
CENTS_BELOW = Decimal(100)


class Unit:
    """What figures are shown in."""

    def __init__(self, code: str = USD) -> None:
        self.code = code
        self._rates: dict[int, ExchangeRate | None] = {}
        self._worths: dict[int, Mapping[int, Worth]] = {}
        self._used: list[ExchangeRate | PriceLevel] = []

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

    @property
    def long_name(self) -> str:
        """The same, with the currency's name: South Korean won."""
        return self.name if self.code in (USD, PPP) else get_currency_name(self.code, count=2, locale="en")

    @property
    def query(self) -> str:
        """What an address ends with that goes on to this unit."""
        return f"?currency={self.code}"

    # -- what is known ------------------------------------------------------------------------------------------------
    def read(self, known: Catalogue, years: Iterable[int]) -> None:
        """Look up what the figures of these years need, unless it is at hand."""
        new = sorted(set(years) - self._worths.keys())
        self._worths |= {year: known.worths(year) for year in new}
        if new and self.code not in (USD, PPP):
            self._rates |= rates_in(self.code, new)

    def worth(self, place: Place | None, year: int) -> Worth | None:
        """The money of the place's country; None for a region, and where no place is named."""
        country = place.country if place else None
        return self._worths.get(year, {}).get(country.pk) if country else None

    def rate(self, year: int) -> ExchangeRate | None:
        """The rate that converts a year's dollars; None for dollars and where there is none."""
        return self._rates.get(year)

    @property
    def rates(self) -> list[ExchangeRate]:
        """Each once: several years may convert at the latest one."""
        return list({rate.pk: rate for rate in self._rates.values() if rate}.values())

    def use(self, *rates: ExchangeRate | PriceLevel | None) -> None:
        """Remember on which rates and PPP factors figures rest, to name their sources under them."""
        self._used += filter(None, rates)

    @property
    def rate_sources(self) -> list[Source]:
        """Whose exchange rates turned quoted money into dollars, or dollars into the money that PPP factors divide."""
        return sorted({one.source for one in self._used if isinstance(one, ExchangeRate)}, key=str)

    @property
    def price_sources(self) -> list[Source]:
        """Whose PPP factors were used."""
        return sorted({one.source for one in self._used if isinstance(one, PriceLevel)}, key=str)

    def convert(self, amount_usd: Decimal | None, place: Place | None, year: int) -> Decimal | None:
        """A year's US dollars of a place in this unit; None where no rate or no PPP factor is known."""
        if amount_usd is None or self.code == USD:
            return amount_usd
        if self.code == PPP:
            worth = self.worth(place, year)
            bought = worth.buys(amount_usd) if worth else None
            if worth and bought is not None:
                self.use(worth.rate, worth.price_level)
            return bought
        rate = self.rate(year)
        return amount_usd * rate.units_per_usd if rate else None

    def why_not(self, place: Place | None, year: int) -> str:
        """Why a year's US dollars of a place are not converted; empty where they are."""
        if self.convert(ONE, place, year) is not None:
            return ""
        if not self.is_ppp:
            return f"no rate for {self.code} in {year}"
        if place is None or place.country is None:
            return (
                f"no PPP factor for {place}, which is no single country" if place else "no PPP factor without a country"
            )
        worth = self.worth(place, year)
        if worth is None or worth.price_level is None:
            return f"no PPP factor for {place.country} up to {year}"
        return f"no rate for {worth.currency_code} in {year}"

    def covering(self, place: Place, years: Iterable[int]) -> Unit:
        """This unit, or US dollars where it covers none of the years of a place."""
        return self if any(not self.why_not(place, year) for year in years) else Unit()

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

    def amounts(self, low: Decimal | None, typical: Decimal | None, high: Decimal | None) -> str:
        """Low, typical and high of this unit, written as a quote is, for pay of any period."""
        low, typical, high = (None if amount is None else self._rounded(amount) for amount in (low, typical, high))
        text = format_amounts(low, typical, high, USD if self.is_ppp else self.code)
        return text.replace("$", INTERNATIONAL_DOLLARS) if self.is_ppp else text

    def _rounded(self, amount: Decimal) -> Decimal:
        """Whole dollars as everywhere, other money without digits that no rate bears out."""
        if self.code not in (USD, PPP):
            return rounded(amount)
        return amount.quantize(ONE if amount >= CENTS_BELOW else Decimal("0.01"), rounding=ROUND_HALF_UP)

    @property
    def tick(self) -> Callable[[float], str]:
        """Writes the labels of an axis."""
        symbol = "$" if self.code in (USD, PPP) else symbol_of(self.code)
        return short_label(symbol, lakh=self.code in LAKH_CURRENCIES)


def unit_choices() -> list[tuple[str, str]]:
    """What a reader may choose: dollars, purchasing power, and each currency with a rate."""
    codes = catalogue().currencies
    return [(PPP, "What it buys (PPP)"), *((code, code) for code in codes if code != USD)]
