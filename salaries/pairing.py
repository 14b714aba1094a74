"""The paired bars: a role and the baseline by city, drawn from a comparison.

In: a Comparison. Out: what templates/charts/paired_bars.html draws, in the unit of the comparison. A
row that the unit does not cover has no bars, and keeps its US dollars.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst

from salaries.charts import Axis, Tick, axis_share
from salaries.comparison import Comparison
from salaries.models import Place, Role, Source
from salaries.money import quoted, ratio_number, times, usd, usd_span
from salaries.row import Row
from salaries.unit import Unit


@dataclass(frozen=True)
class PairedRow:
    place: Place
    url: str
    ratio_text: str
    role_label: str
    baseline_label: str
    role_low: str
    role_width: str
    role_typical: str
    baseline_width: str
    as_quoted: str


@dataclass(frozen=True)
class PairedBars:
    title: str
    role: Role | None
    baseline: Role | None
    unit: str
    source: Source | None
    sources: list[Source]
    rows: list[PairedRow]
    ticks: list[Tick]
    axis_share: int
    year: int | None


def paired_bars(comparison: Comparison) -> PairedBars:
    """The chart of a comparison; its title is a sentence that the rows bear out.

    The axis is linear whatever the spread: these bars begin at zero, and their length is the pay.
    """
    unit = comparison.unit
    drawn = ((row.low, row.typical, row.high, row.baseline) for row in comparison.rows)
    axis = Axis((amount for amounts in drawn for amount in amounts), label=unit.tick, is_log=False)
    rows = [_paired(row, unit, axis) for row in comparison.rows]
    return PairedBars(
        title=_title(comparison),
        role=comparison.role,
        baseline=comparison.baseline,
        unit=f"{capfirst(unit.long_name)} a year, {comparison.year}",
        source=comparison.source,
        sources=comparison.sources,
        rows=rows,
        ticks=axis.ticks,
        axis_share=axis_share((float(row.role_low) + float(row.role_width), row.role_label) for row in rows),
        year=comparison.year,
    )


def _paired(row: Row, unit: Unit, axis: Axis) -> PairedRow:
    is_range = row.low != row.high and row.low is not None and row.high is not None
    bar = axis.bar(row.low if is_range else None, row.typical, row.high)
    whole = axis.percent(row.typical if row.typical is not None else row.high or row.low)
    dollars, missing = usd_span(row.low_usd, row.typical_usd, row.high_usd), unit.why_not(row.place, row.year)
    return PairedRow(
        place=row.place,
        url=row.place.get_absolute_url(),
        ratio_text=times(row.ratio),
        role_label=f"{dollars}, {missing}" if missing else unit.span(row.low, row.typical, row.high),
        baseline_label=usd(row.baseline_usd) if missing else unit.amount(row.baseline),
        role_low=bar.low if is_range else "0",
        role_width=bar.width if is_range else whole or "0",
        role_typical=bar.typical if is_range else "",
        baseline_width=axis.percent(row.baseline),
        as_quoted="" if unit.is_usd or missing else _as_quoted(row, dollars),
    )


def _as_quoted(row: Row, dollars: str) -> str:
    """The records of a row in a word each, or its dollars where they are many."""
    if row.records and not row.more_records:
        return "; ".join(quoted(record) for record in row.records)
    return dollars


def _title(comparison: Comparison) -> str:
    """The span of all ratios; a range that is open at an end leaves the span open there."""
    compared = [row for row in comparison.rows if row.ratio and row.baseline_usd]
    values = [
        amount / row.baseline_usd
        for row in compared
        for amount in (row.low_usd, row.typical_usd, row.high_usd)
        if amount is not None and row.baseline_usd
    ]
    if not values:
        return comparison.finding
    low, high = ratio_number(min(values)), ratio_number(max(values))
    open_low = any(row.low_usd is None and row.typical_usd is None for row in compared)
    open_high = any(row.high_usd is None and row.typical_usd is None for row in compared)
    if open_low and open_high:
        return f"{comparison.subject}, against the average outside IT"
    if open_low:
        span = f"up to {high} times"
    elif open_high:
        span = f"{low} times or more"
    else:
        span = f"{low} times" if low == high else f"{low} to {high} times"
    return f"{comparison.subject}: {span} the average outside IT"
