"""The paired bars: a role and the baseline by city, drawn from a comparison.

In: a Comparison. Out: what templates/charts/paired_bars.html draws.
"""

from __future__ import annotations

from dataclasses import dataclass

from salaries.charts import Axis, Tick
from salaries.comparison import Comparison
from salaries.models import Place, Role, Source
from salaries.money import ratio_number, times, usd, usd_span


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
    year: int | None


def paired_bars(comparison: Comparison) -> PairedBars:
    """The chart of a comparison; its title is a sentence that the rows bear out.

    The axis is linear whatever the spread: these bars begin at zero, and their length is the pay.
    """
    drawn = ((row.low_usd, row.typical_usd, row.high_usd, row.baseline_usd) for row in comparison.rows)
    axis = Axis((amount for amounts in drawn for amount in amounts), is_log=False)
    rows = []
    for row in comparison.rows:
        is_range = row.low_usd != row.high_usd and row.low_usd is not None and row.high_usd is not None
        bar = axis.bar(row.low_usd if is_range else None, row.typical_usd, row.high_usd)
        whole = axis.percent(row.typical_usd if row.typical_usd is not None else row.high_usd or row.low_usd)
        rows.append(
            PairedRow(
                place=row.place,
                url=row.place.get_absolute_url(),
                ratio_text=times(row.ratio),
                role_label=usd_span(row.low_usd, row.typical_usd, row.high_usd),
                baseline_label=usd(row.baseline_usd),
                role_low=bar.low if is_range else "0",
                role_width=bar.width if is_range else whole,
                role_typical=bar.typical if is_range else "",
                baseline_width=axis.percent(row.baseline_usd),
            )
        )
    return PairedBars(
        title=_title(comparison),
        role=comparison.role,
        baseline=comparison.baseline,
        unit=f"US dollars a year, {comparison.year}",
        source=comparison.source,
        sources=comparison.sources,
        rows=rows,
        ticks=axis.ticks,
        year=comparison.year,
    )


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
