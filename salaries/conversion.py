"""From pay as quoted to annual US dollars: quoted amount → a year → US dollars → purchasing power.

In: amounts as quoted, exchange rates, price levels. Out: `Decimal` amounts to the cent, and the rate that was used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import F, Max, Min
from django.utils import timezone

from salaries.bulk import in_batches, update_many
from salaries.models import ExchangeRate, Place, PriceLevel, SalaryRecord

CENT = Decimal("0.01")
# As much as a column holds.
TOO_MUCH = Decimal(10) ** 13
# Of two sources the one published last, then the slug. Databases differ on where no date goes: here it goes last.
BETTER_SOURCE = (F("source__published").desc(nulls_last=True), "source__slug")

PERIODS_A_YEAR = {
    SalaryRecord.Period.HOUR: 2080,
    SalaryRecord.Period.DAY: 260,
    SalaryRecord.Period.WEEK: 52,
    SalaryRecord.Period.MONTH: 12,
    SalaryRecord.Period.YEAR: 1,
}


def annualise(amount: Decimal, period: str) -> Decimal:
    """Pay for a year of such periods; a thirteenth month is never assumed.

    >>> annualise(Decimal("2300"), "month")
    Decimal('27600')
    """
    return amount * PERIODS_A_YEAR[SalaryRecord.Period(period)]


def to_usd(annual: Decimal, units_per_usd: Decimal) -> Decimal:
    """Annual pay in US dollars, rounded half-even to the cent.

    >>> to_usd(Decimal("135000"), Decimal("1.25"))
    Decimal('108000.00')
    """
    return (annual / units_per_usd).quantize(CENT, rounding=ROUND_HALF_EVEN)


def annual_problem(usd: Decimal) -> str:
    """Why an amount is nobody's pay for a year; empty if it can be.

    >>> annual_problem(Decimal("0.00")), annual_problem(Decimal("0.01"))
    ('is less than a cent of a US dollar a year', '')
    """
    if usd >= TOO_MUCH:
        return "is too much for a year's pay"
    return "" if usd > 0 else "is less than a cent of a US dollar a year"


def typical_of(low: Decimal | None, typical: Decimal | None, high: Decimal | None) -> Decimal | None:
    """The quoted median or average, else midway of low and high; an open range has none.

    >>> typical_of(Decimal(30000), None, Decimal(84000))
    Decimal('57000')
    """
    if typical is not None:
        return typical
    return (low + high) / 2 if low is not None and high is not None else None


class RateTable:
    """Finds the rate for a currency and a year; remembers what it found, so a whole import asks once for each pair."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, int], ExchangeRate | None] = {}
        self.today = timezone.now().date()

    def rate_for(self, currency_code: str, year: int) -> ExchangeRate | None:
        """The rate that converts pay of `year`; None where no rate covers it. US dollars need none: ask before.

        A past year takes its published average, or, while there is none, the last rate from within that year. The
        running year takes the latest rate there is. Of two sources the one published last wins, then the slug.
        """
        key = (currency_code, year)
        if key not in self.found:
            self.found[key] = self._look_up(currency_code, year)
        return self.found[key]

    def _look_up(self, currency_code: str, year: int) -> ExchangeRate | None:
        rates = (
            ExchangeRate.objects.filter(currency_code=currency_code)
            .select_related("source")
            .order_by("-end", "-date", *BETTER_SOURCE)
        )
        if year >= self.today.year:
            # An average of a year or month that is not over yet comes after a rate of this year that is known.
            known = rates.filter(end__lte=self.today, date__year=self.today.year).first()
            return known or rates.filter(date__lte=self.today).first()
        average = rates.filter(span=ExchangeRate.Span.YEAR, date__year=year).first()
        return average or rates.filter(date__year=year).first()


def rates_by_year(currencies: Iterable[str]) -> dict[str, list[tuple[int, Decimal, Decimal]]]:
    """{currency: (year, lowest rate, highest rate), oldest first}: what markets gave, in units per US dollar.

    Of all rates known until today, whatever they stand for. A currency without any is left out. One query.
    """
    rates = ExchangeRate.objects.filter(currency_code__in=set(currencies), date__lte=timezone.now().date())
    spans = rates.order_by("currency_code", "date__year").values_list("currency_code", "date__year")
    found: dict[str, list[tuple[int, Decimal, Decimal]]] = defaultdict(list)
    for code, year, low, high in spans.annotate(Min("units_per_usd"), Max("units_per_usd")):
        found[code].append((year, low, high))
    return dict(found)


def convert(record: SalaryRecord, rates: RateTable) -> None:
    """Set the derived half of a record (not saved): annual US dollars and the rate that they were made with."""
    record.annual_low_usd = record.annual_typical_usd = record.annual_high_usd = record.exchange_rate = None
    units = Decimal(1)
    if record.currency_code != "USD":
        rate = rates.rate_for(record.currency_code, record.year)
        if rate is None:
            return
        record.exchange_rate, units = rate, rate.units_per_usd
    amounts = (record.low, typical_of(*record.quoted_amounts), record.high)
    record.annual_low_usd, record.annual_typical_usd, record.annual_high_usd = (
        None if amount is None else to_usd(annualise(amount, record.period), units) for amount in amounts
    )


DERIVED_FIELDS = ("annual_low_usd", "annual_typical_usd", "annual_high_usd", "exchange_rate_id")


def reconvert(records: Iterable[SalaryRecord]) -> Iterator[SalaryRecord]:
    """Convert again after rates have changed; saves and yields the records whose figures are not what they were."""
    rates = RateTable()

    def changed() -> Iterator[SalaryRecord]:
        for record in records:
            before = [getattr(record, name) for name in DERIVED_FIELDS]
            convert(record, rates)
            if before != [getattr(record, name) for name in DERIVED_FIELDS]:
                yield record

    for batch in in_batches(changed()):
        update_many(SalaryRecord, DERIVED_FIELDS, batch)
        yield from batch


def price_level_for(country: Place | None, year: int) -> PriceLevel | None:
    """The country's PPP factor of the year, or of the last year before it that there is one for."""
    if country is None:
        return None
    return (
        PriceLevel.objects.filter(country=country, year__lte=year)
        .select_related("source", "country")
        .order_by("-year", *BETTER_SOURCE)
        .first()
    )
