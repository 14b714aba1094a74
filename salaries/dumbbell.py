"""The dumbbells: typical pay of a role and of the baseline, joined by a line, place by place.

In: a Comparison. Out: what templates/charts/dumbbell.html draws, in the unit of the comparison. Marks have no length,
so that the axis may be logarithmic; the paired bars (`salaries.pairing`) show ranges, from zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from salaries.charts import Axis, Ticks, axis_share
from salaries.comparison import Comparison
from salaries.models import Place, Role, Source
from salaries.money import ratio_number
from salaries.row import Row
from salaries.unit import Unit


@dataclass(frozen=True)
class DumbbellRow:
    """Positions in percent, empty for a mark that is not there; the label of the mark on the left stands under it."""

    place: Place
    url: str
    role: str
    baseline: str
    role_label: str
    baseline_label: str
    ratio_text: str
    role_is_right: bool


@dataclass(frozen=True)
class Dumbbells:
    title: str
    role: Role | None
    baseline: Role | None
    unit: str
    sources: list[Source]
    rows: list[DumbbellRow]
    ticks: Ticks
    axis_share: int


def dumbbells(comparison: Comparison) -> Dumbbells | None:
    """The chart of a comparison, or None where no row has a typical figure to draw."""
    unit = comparison.unit
    shown = [row for row in comparison.rows if row.typical is not None]
    if not shown:
        return None
    axis = Axis((amount for row in shown for amount in (row.typical, row.baseline)), label=unit.tick)
    scale = f", {axis.note}" if axis.note else ""
    rows = [_drawn(row, axis, unit) for row in shown]
    return Dumbbells(
        title=_title(comparison, shown),
        role=comparison.role,
        baseline=comparison.baseline,
        unit=f"Typical pay, {unit.long_name} a year, {comparison.year}{scale}",
        sources=comparison.sources,
        rows=rows,
        ticks=axis.ticks,
        # To the right of the mark that is further to the right stands its label.
        axis_share=axis_share(
            (float(row.role), row.role_label) if row.role_is_right else (float(row.baseline), row.baseline_label)
            for row in rows
        ),
    )


def _drawn(row: Row, axis: Axis, unit: Unit) -> DumbbellRow:
    ratio = row.ratio.typical if row.ratio else None
    return DumbbellRow(
        place=row.place,
        url=row.place.get_absolute_url(),
        role=axis.percent(row.typical),
        baseline=axis.percent(row.baseline),
        role_label=unit.amount(row.typical),
        baseline_label=unit.amount(row.baseline),
        ratio_text="" if ratio is None else f"{ratio_number(ratio)}×",
        role_is_right=row.baseline is None or (row.typical or 0) >= row.baseline,
    )


def _title(comparison: Comparison, rows: list[Row]) -> str:
    """The lowest and the highest ratio of typical pay, where they are; true for whatever rows there are."""
    ratios = sorted(
        ((row.ratio.typical, row.place.name) for row in rows if row.ratio and row.ratio.typical is not None),
    )
    if not ratios:
        return comparison.finding
    (low, lowest), (high, highest) = ratios[0], ratios[-1]
    if len(ratios) == 1:
        return f"{comparison.subject}: typically {ratio_number(low)} times the average outside IT in {lowest}"
    if ratio_number(low) == ratio_number(high):
        where = f"in each of {len(ratios)} places"
        return f"{comparison.subject}: typically {ratio_number(low)} times the average outside IT {where}"
    span = f"from {ratio_number(low)} times the average outside IT in {lowest} to {ratio_number(high)} in {highest}"
    return f"{comparison.subject}: typically {span}"
