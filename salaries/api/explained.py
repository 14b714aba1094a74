"""A derivation as the API tells it. `MEMBERS` describes each member, for the schema.

In: a `Derivation`, that of the baseline, the ratio, what the money is worth. Out: a dict of plain values; amounts are
text, so that no reader rounds them. What may not be passed on is null, and counted in `withheld`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from salaries.api.filters import ANY_LEVEL
from salaries.columns import SOURCE_LOOKUPS
from salaries.conversion import PERIODS_A_YEAR, annualise, typical_of
from salaries.derivation import Derivation, SourcesBand
from salaries.estimate_rows import to_the_cent, to_the_millionth
from salaries.models import ExchangeRate, SalaryRecord
from salaries.statistics import METHOD_NOTES, SMALLEST_GROUP_FOR_QUARTILES, Band, Ratio, Summary
from salaries.worth import Worth

MOST_RECORDS = 1_000
MEMBERS = {
    "asked": "The cell: place, role, level (“any” for any level), year, and what narrows it.",
    "figures_of": "Whose figures these are: the place itself, or a city's country.",
    "national": "True if a city shows its country's figures.",
    "low_usd": "The lowest low of the sources, US dollars a year.",
    "typical_usd": "The median of the sources' typical figures, US dollars a year.",
    "high_usd": "The highest high of the sources, US dollars a year.",
    "record_count": "Records that went in.",
    "source_count": "Sources that went in, one vote each.",
    "age_years": "How many years ago the pay's year was; 0 for the running year.",
    "spread": "The largest typical figure of the sources over the smallest, to six decimals; null for fewer than two.",
    "confidence": "strong, fair, thin or single-source, with its rule.",
    "withheld": "Records that went in and are not listed, for each source that allows no redistribution.",
    "recomputable": "Whether everything that went in is listed below.",
    "sources": "The band of each source, with the rule that made it.",
    "records": "The records that went in: as quoted, for a year, the rate, in US dollars.",
    "records_left_out": f"How many of them are not listed because there are more than {MOST_RECORDS:,}.",
    "purchasing_power": "What it buys, in international dollars, with factor and rate; null for a region.",
    "ratio": "The figures divided by typical pay outside IT, to six decimals; null without such a figure.",
    "baseline": "Pay outside IT in the same place and year.",
    "methods": "The rules in words.",
    "links": "The page, all the records that went in as CSV, the methodology, and the baseline's own estimate.",
}
METHODS = {
    "annual": "annual = amount × periods_a_year. A thirteenth month is never assumed.",
    "typical": METHOD_NOTES["typical"],
    "usd": "usd = annual ÷ rate_units_per_usd, rounded half-even to the cent; US dollars stay.",
    "observation": "A record with one exact figure counts as an observation, any other as a published figure.",
    **{name: METHOD_NOTES[name] for name in ("band", "quantile", "estimate")},
    "purchasing_power": "usd × units_per_usd ÷ ppp_factor, rounded half-even to the cent.",
    "ratio": METHOD_NOTES["ratio"],
}


def explain(
    found: Derivation, *, baseline: Derivation | None, ratio: Ratio | None, worth: Worth | None, links: dict[str, str]
) -> dict[str, Any]:
    """Everything there is to say of one estimate."""
    asked = found.asked
    listed = found.records.exclude(source__in=found.withheld)
    records = [record_line(record) for record in listed[:MOST_RECORDS]]
    in_sources = sum(one.band.sample_size for one in found.bands if one.source.pk not in found.withheld)
    closed = found.is_withheld or bool(baseline and baseline.is_withheld)
    return {
        "asked": {
            "place": asked.place.slug,
            "role": asked.role.slug,
            "level": asked.level.slug if asked.level else ANY_LEVEL,
            "year": asked.year,
            **asked.narrowing.in_address,
        },
        "figures_of": found.figures_of.slug,
        "national": found.national,
        **amounts(found.summary, closed=found.is_withheld),
        **how_sure(found),
        "withheld": found.withheld_counts,
        "recomputable": not found.withheld_counts and len(records) == in_sources,
        "sources": [source_line(one, closed=one.source.pk in found.withheld) for one in found.bands],
        "records": records,
        "records_left_out": in_sources - len(records),
        "purchasing_power": buys(found.summary, worth, closed=found.is_withheld) if worth else None,
        "ratio": None if ratio is None or closed else ratio_line(ratio),
        "baseline": baseline_line(baseline) if baseline else None,
        "methods": METHODS,
        "links": links,
    }


def amounts(of: Band | Summary, *, closed: bool) -> dict[str, str | None]:
    low, typical, high = of.low_annual_usd, of.typical_annual_usd, of.high_annual_usd
    return {
        "low_usd": None if closed else text(low),
        "typical_usd": None if closed else text(typical),
        "high_usd": None if closed else text(high),
    }


def how_sure(of: Derivation) -> dict[str, Any]:
    """The confidence with all that its rule counts with."""
    spread = None if of.is_withheld else of.spread
    return {
        "record_count": of.summary.sample_size,
        "source_count": of.summary.source_count,
        "age_years": of.age_years,
        "spread": text(to_the_millionth(spread)),
        "confidence": {"level": of.summary.confidence.value, "rule": METHOD_NOTES["confidence"]},
    }


def text(number: Decimal | None) -> str | None:
    """Every digit that is stored, never in the form 1E+3."""
    return None if number is None else f"{number:f}"


def source_line(one: SourcesBand, *, closed: bool) -> dict[str, Any]:
    about = {column: getattr(one.source, name) for name, (column, _) in SOURCE_LOOKUPS.items()}
    return about | {
        "observation_count": one.observation_count,
        "published_count": one.published_count,
        **amounts(one.band, closed=closed),
        "rule": rule_of(one),
    }


def rule_of(one: SourcesBand) -> str:
    """How this band was made."""
    parts = []
    if one.published_count:
        parts.append(
            f"{counted(one.published_count, 'published figure')}: lowest low to highest high, a figure without a range "
            "counting as both."
        )
    if one.observation_count >= SMALLEST_GROUP_FOR_QUARTILES:
        parts.append(f"{counted(one.observation_count, 'observation')}: 25th to 75th percentile.")
    elif one.observation_count:
        parts.append(f"{counted(one.observation_count, 'observation')}: lowest to highest, fewer than five.")
    return " ".join([*parts, "Typical is the median of the typical figures of all these records."])


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def record_line(record: SalaryRecord) -> dict[str, Any]:
    """As quoted → for a year → the rate → US dollars."""
    times = PERIODS_A_YEAR[SalaryRecord.Period(record.period)]
    quoted = (record.low, record.typical, record.high)
    low, typical, high = (
        None if amount is None else annualise(amount, record.period)
        for amount in (record.low, typical_of(*quoted), record.high)
    )
    return {
        "key": record.key,
        "source": record.source.slug,
        "place": record.place.slug,
        "level": record.level.slug if record.level else None,
        "quote": record.quote,
        "qualifier": record.qualifier,
        "counts_as": "observation" if is_observation(record) else "published figure",
        "currency_code": record.currency_code,
        "period": record.period,
        "low": text(record.low),
        "typical": text(record.typical),
        "high": text(record.high),
        "periods_a_year": times,
        "annual_low": text(low),
        "annual_typical": text(typical),
        "annual_high": text(high),
        **rate_line(record.exchange_rate),
        "annual_low_usd": text(record.annual_low_usd),
        "annual_typical_usd": text(record.annual_typical_usd),
        "annual_high_usd": text(record.annual_high_usd),
        "import_run": record.import_run_id,
        "import_sha256": record.import_run.sha256 if record.import_run else None,
    }


def is_observation(record: SalaryRecord) -> bool:
    """The rule of `SalaryRecordQuerySet.observations` for one record; tests hold the two together."""
    return record.low is None and record.high is None and record.qualifier == SalaryRecord.Qualifier.EXACT


def rate_line(rate: ExchangeRate | None) -> dict[str, Any]:
    """The rate with what it stands for; nulls where pay is in US dollars."""
    return {
        "rate_units_per_usd": text(rate.units_per_usd) if rate else None,
        "rate_span": rate.span if rate else None,
        "rate_date": rate.date if rate else None,
        "rate_source": rate.source.slug if rate else None,
    }


def buys(summary: Summary, worth: Worth, *, closed: bool) -> dict[str, Any]:
    """In international dollars, by the country's rate and price level."""
    given = {
        "low": summary.low_annual_usd,
        "typical": summary.typical_annual_usd,
        "high": summary.high_annual_usd,
    }
    bought = {name: None if closed else worth.buys(amount) for name, amount in given.items()}
    level = worth.price_level
    return {
        "country": worth.country.slug,
        "currency_code": worth.currency_code,
        **rate_line(worth.rate),
        "ppp_factor": text(level.ppp_factor) if level else None,
        "ppp_year": level.year if level else None,
        "ppp_source": level.source.slug if level else None,
        **{name: text(to_the_cent(amount)) for name, amount in bought.items()},
    }


def ratio_line(ratio: Ratio) -> dict[str, str | None]:
    parts = {"low": ratio.low, "typical": ratio.typical, "high": ratio.high}
    return {name: text(to_the_millionth(part)) for name, part in parts.items()}


def baseline_line(baseline: Derivation) -> dict[str, Any]:
    return {
        "role": baseline.asked.role.slug,
        "figures_of": baseline.figures_of.slug,
        "year": baseline.asked.year,
        **amounts(baseline.summary, closed=baseline.is_withheld),
        **how_sure(baseline),
        "withheld": baseline.withheld_counts,
    }
