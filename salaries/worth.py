"""What a year's pay in US dollars is worth in several countries at once: in local money, and in what it buys.

In: countries and a year. Out: a `Worth` for each, with the rate and the price level that it rests on, by the rules of
`salaries.conversion`, in a constant number of queries. Nothing is invented: no rate, no local money.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from salaries.conversion import BETTER_SOURCE
from salaries.models import ExchangeRate, Place, PriceLevel
from salaries.money import format_amounts

SIGNIFICANT_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Worth:
    """One country's money in one year. `units_per_usd` is None where no rate is known."""

    country: Place
    currency_code: str
    units_per_usd: Decimal | None
    rate: ExchangeRate | None
    price_level: PriceLevel | None

    def local(self, usd: Decimal | None) -> Decimal | None:
        """US dollars in the country's currency."""
        return None if usd is None or self.units_per_usd is None else usd * self.units_per_usd

    def buys(self, usd: Decimal | None) -> Decimal | None:
        """What the same money buys there, in international dollars."""
        local = self.local(usd)
        return None if local is None or self.price_level is None else local / self.price_level.ppp_factor


def worth_in(countries: Iterable[Place], year: int) -> dict[int, Worth]:
    """{country id: its worth} for figures of a year."""
    by_id = {country.pk: country for country in countries}
    places = Place.objects.filter(pk__in=by_id).annotate(rate=_rate_of(year), price_level=_price_level_of(year))
    chosen = list(places.values_list("pk", "rate", "price_level"))
    rates = ExchangeRate.objects.select_related("source").in_bulk([rate for _, rate, _ in chosen if rate])
    price_levels = PriceLevel.objects.select_related("source").in_bulk([level for _, _, level in chosen if level])
    return {pk: _worth(by_id[pk], rates.get(rate), price_levels.get(level)) for pk, rate, level in chosen}


def _worth(country: Place, rate: ExchangeRate | None, price_level: PriceLevel | None) -> Worth:
    code = country.currency_code or ""
    if code == "USD":
        return Worth(country, code, Decimal(1), None, price_level)
    return Worth(country, code, rate.units_per_usd if rate else None, rate, price_level)


def rates_in(currency_code: str, years: Iterable[int]) -> dict[int, ExchangeRate | None]:
    """{year: the rate that converts its pay, or None}, in two queries for any number of years."""
    names = {f"of_{year}": year for year in years}
    of_currency = ExchangeRate.objects.filter(currency_code=currency_code).order_by()
    chosen = of_currency.annotate(**{name: _rate_of(year) for name, year in names.items()}).values(*names)[:1]
    ids = {year: row[name] for row in (chosen if names else []) for name, year in names.items()}
    rates = ExchangeRate.objects.select_related("source").in_bulk([pk for pk in ids.values() if pk])
    return {year: rates.get(ids.get(year) or 0) for year in names.values()}


def _rate_of(year: int) -> Coalesce:
    """The id of the rate that `conversion.RateTable` finds for a row's currency; tests hold the two together."""
    today = timezone.now().date()
    rates = ExchangeRate.objects.filter(currency_code=OuterRef("currency_code"))
    rates = rates.order_by("-end", "-date", *BETTER_SOURCE)
    if year >= today.year:
        return _first_of(rates.filter(end__lte=today, date__year=today.year), rates.filter(date__lte=today))
    return _first_of(rates.filter(span=ExchangeRate.Span.YEAR, date__year=year), rates.filter(date__year=year))


def _first_of(better: QuerySet[ExchangeRate], other: QuerySet[ExchangeRate]) -> Coalesce:
    return Coalesce(Subquery(better.values("pk")[:1]), Subquery(other.values("pk")[:1]))


def _price_level_of(year: int) -> Subquery:
    """The id of the country's price level that `conversion.price_level_for` finds."""
    levels = PriceLevel.objects.filter(country=OuterRef("pk"), year__lte=year)
    return Subquery(levels.order_by("-year", *BETTER_SOURCE).values("pk")[:1])


def rounded(amount: Decimal) -> Decimal:
    """A converted amount without digits that no rate bears out.

    >>> rounded(Decimal("135002.17")), rounded(Decimal("81234567"))
    (Decimal('135000'), Decimal('81230000'))
    """
    if not amount:
        return amount
    places = SIGNIFICANT_DIGITS - 1 - amount.adjusted()
    return Decimal(round(amount, places)).quantize(Decimal(1)) if places <= 0 else round(amount, min(places, 2))


def span_in(
    low: Decimal | None, typical: Decimal | None, high: Decimal | None, *, units_per_usd: Decimal, currency_code: str
) -> str:
    """A span of US dollars in another currency: S$65,000–170,000, ₩40M or more, S$135,000."""
    low, typical, high = (
        None if amount is None else rounded(amount * units_per_usd) for amount in (low, typical, high)
    )
    if low is None and high is None:
        return money_in(typical, currency_code)
    if low is not None and low == high:
        return money_in(low, currency_code)
    if (low is None or high is None) and typical is not None:
        return money_in(typical, currency_code)
    return format_amounts(low, None, high, currency_code)


def money_in(amount: Decimal | None, currency_code: str) -> str:
    """One amount of local money, rounded; empty where there is none."""
    return "" if amount is None else format_amounts(None, rounded(amount), None, currency_code)


def same_purchasing_power(*, amount: Decimal, factor_here: Decimal, factor_there: Decimal) -> Decimal:
    """Local money there that buys what `amount` of local money buys here; no exchange rate is needed.

    >>> same_purchasing_power(amount=Decimal(800), factor_here=Decimal(800), factor_there=Decimal("0.8"))
    Decimal('0.8')
    """
    return amount / factor_here * factor_there
