"""How we know: the steps from the words of a source to an annual figure and what it buys.

In: a record, and the unit that a reader chose, or none. Out: steps with their arithmetic, the rates and the price level
used, and the record's versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from salaries.catalogue import catalogue
from salaries.conversion import PERIODS_A_YEAR, RateTable, annualise, price_level_for, typical_of
from salaries.converted import annual_usd_of, converted
from salaries.models import ExchangeRate, PriceLevel, SalaryRecord
from salaries.money import annual_usd, format_amounts, quoted, usd_span
from salaries.unit import Unit


@dataclass(frozen=True)
class Step:
    label: str
    calculation: str
    result: str


@dataclass(frozen=True)
class Receipt:
    """Everything that the page of one record shows beside the record itself. `unit_rate` is that of the chosen unit."""

    steps: list[Step]
    rate: ExchangeRate | None
    price_level: PriceLevel | None
    unit_rate: ExchangeRate | None = None


def number(value: Decimal) -> str:
    """A rate or factor with every digit that it is stored with."""
    return f"{value.normalize():,f}"


def receipt_of(record: SalaryRecord, unit: Unit | None = None) -> Receipt:
    """Quoted → a year → US dollars → purchasing power, and → the unit that a reader chose."""
    steps = [Step("As quoted", record.get_qualifier_display(), quoted(record))]
    annual: list[Decimal | None] = [
        None if amount is None else annualise(amount, record.period) for amount in record.quoted_amounts
    ]
    times = PERIODS_A_YEAR[SalaryRecord.Period(record.period)]
    if times != 1:
        written = format_amounts(annual[0], annual[1], annual[2], record.currency_code)
        steps.append(Step("For a year", f"× {times:,} {record.get_period_display().split()[-1]}s a year", written))
    if (midpoint := typical_of(*annual)) is not None and record.typical is None:
        written = format_amounts(None, midpoint, None, record.currency_code)
        steps.append(Step("Typical", "midway of low and high", f"{written} a year"))
    rate = record.exchange_rate
    if record.currency_code == "USD":
        steps.append(Step("In US dollars", "quoted in US dollars", f"{annual_usd(record)} a year"))
    elif rate is not None:
        calculation = f"÷ {number(rate.units_per_usd)} {record.currency_code} per USD, {rate.when}, {rate.source}"
        steps.append(Step("In US dollars", calculation, f"{annual_usd(record)} a year"))
    else:
        calculation = f"no rate for {record.currency_code} in {record.year}"
        steps.append(Step("In US dollars", calculation, "no figure"))
    level = price_level_for(record.place.country, record.year)
    if level is not None and (step := purchasing_power(record, annual, level)):
        steps.append(step)
    if unit is None:
        return Receipt(steps, rate, level)
    unit.read(catalogue(), [record.year])
    return Receipt([*steps, *steps_into(record, unit)], rate, level, unit.rate(record.year))


def steps_into(record: SalaryRecord, unit: Unit) -> list[Step]:
    """What is left to the chosen unit: none where the record is quoted in it. Ends with the period that was quoted."""
    found = converted(record, unit)
    if found.is_own:
        return []
    if found.why_not:
        label = "What it buys" if unit.is_ppp else f"In {unit.long_name}"
        return [] if unit.is_usd else [Step(label, found.why_not, "no figure, so it stays as quoted")]
    steps = []
    if unit.is_ppp:
        one = "one buys what a US dollar buys in the United States"
        steps.append(Step("In international dollars", one, f"{found.a_year} a year"))
    elif rate := unit.rate(record.year):
        calculation = f"the US dollars × {number(rate.units_per_usd)} {unit.code} per USD, {rate.when}, {rate.source}"
        steps.append(Step(f"In {unit.long_name}", calculation, f"{found.a_year} a year"))
    if found.periods != 1:
        period = record.get_period_display()
        calculation = f"÷ {found.periods:,} {period.split()[-1]}s a year"
        steps.append(Step(f"For {period}", calculation, f"{found.a_period} {period}"))
    return steps


def purchasing_power(record: SalaryRecord, annual: list[Decimal | None], level: PriceLevel) -> Step | None:
    """Local annual amount ÷ PPP factor. An amount in another currency is first turned into the local one."""
    local = level.country.currency_code or ""
    units = Decimal(1)
    how = ""
    if record.currency_code != local:
        rate = RateTable().rate_for(local, record.year) if local != "USD" else None
        if local != "USD" and rate is None:
            return None
        annual = [*annual_usd_of(record)]
        if rate is not None:
            units = rate.units_per_usd
            how = f"× {number(units)} {local} per USD, {rate.when}, "
    bought = [None if amount is None else amount * units / level.ppp_factor for amount in annual]
    if not any(bought):
        return None
    low, typical, high = bought
    span = usd_span(low, typical, high)
    calculation = f"{how}÷ {number(level.ppp_factor)} {local} per international dollar, {level.year}, {level.source}"
    return Step("What it buys", calculation, f"as much as {span} a year in the United States")


FIELD_LABELS = {field.name: str(field.verbose_name) for field in SalaryRecord._meta.fields}
NOT_SHOWN = {
    "modified",
    "annual_low_usd",
    "annual_typical_usd",
    "annual_high_usd",
    "exchange_rate",
    "import_run",
}


def versions_of(record: SalaryRecord) -> list[dict[str, Any]]:
    """Newest first: when, who, why, and what changed from what to what."""
    history = list(record.history.select_related("history_user").order_by("-history_date", "-history_id"))
    found = []
    for newer, older in zip_longest(history, history[1:]):
        changes = []
        if older is not None:
            delta = newer.diff_against(older, excluded_fields=NOT_SHOWN, foreign_keys_are_objs=True)
            changes = [{"field": FIELD_LABELS.get(c.field, c.field), "old": c.old, "new": c.new} for c in delta.changes]
        if older is None or changes:
            found.append(
                {
                    "when": newer.history_date,
                    "who": "an editor" if newer.history_user else "",
                    "reason": newer.history_change_reason or "",
                    "what": changes,
                    "first": older is None,
                }
            )
    if not found:
        reason = f"Import run {record.import_run_id}" if record.import_run_id else ""
        found.append({"when": record.created, "who": "", "reason": reason, "what": [], "first": True})
    return found
