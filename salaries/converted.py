"""A record's pay in the unit that a reader chose: for a year, and for the period that was quoted.

In: a record with its place and rate, and a `Unit` that has read the record's year. Out: `Converted`. Pay that is quoted
in the very unit is not converted, so it keeps every digit; where no rate or PPP factor covers it, `why_not` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from salaries.conversion import PERIODS_A_YEAR, annualise
from salaries.models import SalaryRecord
from salaries.unit import Unit

Amounts: TypeAlias = tuple[Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Converted:
    """Low, typical and high for a year, or None and the reason. `is_own` marks pay quoted in the unit itself."""

    annual: Amounts | None
    why_not: str
    is_own: bool
    unit: Unit
    periods: int

    @property
    def a_year(self) -> str:
        """The amounts for a year, without that word; empty where there are none."""
        return self.unit.amounts(*self.annual) if self.annual else ""

    @property
    def a_period(self) -> str:
        """The same for the quoted period."""
        if self.annual is None:
            return ""
        return self.unit.amounts(*(None if amount is None else amount / self.periods for amount in self.annual))


def converted(record: SalaryRecord, unit: Unit) -> Converted:
    """The record in the unit, by the steps that its receipt shows."""
    is_own = record.currency_code == unit.code
    annual = _quoted_for_a_year(record) if is_own else _annual(record, unit)
    why_not = "" if annual else why_not_in(record, unit)
    periods = PERIODS_A_YEAR[SalaryRecord.Period(record.period)]
    return Converted(annual, why_not, is_own, unit, periods)


def _quoted_for_a_year(record: SalaryRecord) -> Amounts:
    low, typical, high = (
        None if amount is None else annualise(amount, record.period) for amount in record.quoted_amounts
    )
    return low, typical, high


def annual_usd_of(record: SalaryRecord) -> Amounts:
    """US dollars a year; a typical figure only where one is quoted."""
    return record.annual_low_usd, record.annual_typical_usd if record.typical else None, record.annual_high_usd


def _annual(record: SalaryRecord, unit: Unit) -> Amounts | None:
    worth = unit.worth(record.place, record.year) if unit.is_ppp else None
    if worth and worth.price_level and worth.currency_code == record.currency_code:
        # Local money buys what it buys, whatever the dollar costs.
        factor = worth.price_level.ppp_factor
        unit.use(worth.price_level)
        low, typical, high = (None if amount is None else amount / factor for amount in _quoted_for_a_year(record))
    else:
        unit.use(record.exchange_rate)
        low, typical, high = (unit.convert(amount, record.place, record.year) for amount in annual_usd_of(record))
    return None if low is typical is high is None else (low, typical, high)


def why_not_in(record: SalaryRecord, unit: Unit) -> str:
    """What is missing for a conversion that cannot be made."""
    if record.currency_code != "USD" and not any(annual_usd_of(record)):
        return f"no rate for {record.currency_code} in {record.year}"
    return unit.why_not(record.place, record.year)
