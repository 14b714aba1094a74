"""What a chart shows, apart from how it is drawn: for files, frames and cards.

In: a comparison, the portrait of a place, the page of a cell, a ladder, a trend. Out: a `Picture`: a title, rows of
marks on one axis with their figures in words, and who says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from salaries.cells.page import CellPage
from salaries.cells.page import Line as CellLine
from salaries.charts import Axis, Bar, Tick
from salaries.comparison import Comparison
from salaries.ladder import Ladder
from salaries.models import Source
from salaries.money import usd, usd_span
from salaries.portraits import PlacePortrait
from salaries.portraits.lines import Line
from salaries.row import Row
from salaries.trend import Trend

MOST_ROWS = 30


@dataclass(frozen=True)
class PictureRow:
    """`value` is what the marks say; `aside` how it compares; `points` are single salaries, in percent of the axis."""

    label: str
    note: str
    value: str
    bar: Bar
    is_range: bool
    aside: str = ""
    points: tuple[str, ...] = ()
    url: str = ""

    @property
    def in_words(self) -> str:
        return ", ".join(filter(None, (f"{self.label}: {self.value}", self.aside)))


@dataclass(frozen=True)
class Picture:
    """`path` leads to the page that has the same figures, `left_off` rows are only there; `baseline` names the ring."""

    title: str
    unit: str
    rows: Sequence[PictureRow]
    ticks: Sequence[Tick]
    path: str
    sources: Sequence[Source] = field(default_factory=list)
    baseline: str = ""
    left_off: int = 0

    @property
    def in_words(self) -> str:
        return f"{self.unit}. " + " ".join(f"{row.in_words}." for row in self.rows)

    @property
    def has_open_end(self) -> bool:
        return any(row.is_range and (row.bar.open_low or row.bar.open_high) for row in self.rows)


def picture_of_comparison(comparison: Comparison, *, path: str) -> Picture | None:
    """The rows as they are sorted; None where there is none to draw."""
    every = [row for row in comparison.every_row if row.bar and row.bar.low]
    if not every:
        return None
    rows = [_of_row(row, comparison) for row in every[:MOST_ROWS]]
    return Picture(
        title=comparison.finding,
        unit=f"Yearly pay in {comparison.unit.name}: {comparison.about}{_scale(comparison.ticks)}",
        rows=rows,
        ticks=comparison.ticks,
        path=path,
        sources=unique(source for row in every[:MOST_ROWS] for source in row.sources),
        baseline=str(comparison.baseline or "") if any(row.bar.baseline for row in rows) else "",
        left_off=len(every) - len(rows),
    )


def picture_of_place(portrait: PlacePortrait, *, path: str) -> Picture | None:
    """Pay by role; None without figures."""
    shown = [line for line in portrait.cells if line.bar and line.bar.low]
    if not shown:
        return None
    return Picture(
        title=portrait.finding,
        unit=f"Yearly pay at any level in US dollars, {portrait.year}{_scale(portrait.ticks)}",
        rows=[_of_line(line) for line in shown],
        ticks=portrait.ticks,
        path=path,
        sources=unique(source for line in shown for source in line.sources),
        left_off=len(portrait.rest),
    )


def picture_of_cell(cell: CellPage) -> Picture | None:
    """Every source of one cell, all together first; None where nothing is on record."""
    if cell.found is None:
        return None
    summary = cell.found.summary
    amounts = (summary.low_annual_usd, summary.typical_annual_usd, summary.high_annual_usd)
    together = PictureRow(
        label="All sources together",
        note="one vote each",
        value=_span(*amounts),
        bar=cell.overall_bar,
        is_range=amounts[0] != amounts[2],
        aside=_typically(*amounts),
    )
    lines = [line for line in cell.lines if not line.population]
    return Picture(
        title=cell.finding,
        unit=f"Yearly pay in US dollars, {cell.asked.year}{_scale(cell.ticks)}",
        rows=[together, *(_of_source(line) for line in lines[: MOST_ROWS - 1])],
        ticks=cell.ticks,
        path=cell.url,
        sources=unique(line.source for line in lines),
        left_off=max(len(lines) - MOST_ROWS + 1, 0),
    )


def picture_of_ladder(ladder: Ladder, *, path: str) -> Picture | None:
    """What each level pays, the lowest first; None where no level has a figure."""
    known = [(rung, rung.estimate) for rung in ladder.rungs if rung.estimate]
    if not known:
        return None
    axis = Axis(
        amount for _, one in known for amount in (one.low_annual_usd, one.typical_annual_usd, one.high_annual_usd)
    )
    rows = []
    for rung, one in known:
        amounts = (one.low_annual_usd, one.typical_annual_usd, one.high_annual_usd)
        rows.append(
            PictureRow(
                label=str(rung.level),
                note="",
                value=_span(*amounts),
                bar=axis.bar(*amounts),
                is_range=amounts[0] != amounts[2],
                aside=_typically(*amounts),
                url=rung.level.get_absolute_url(),
            )
        )
    return Picture(
        title=f"{ladder.role}, {ladder.place}: what each level pays",
        unit=f"Yearly pay in US dollars, {ladder.year}{_scale(axis.ticks)}",
        rows=rows,
        ticks=axis.ticks,
        path=path,
        sources=ladder.sources,
    )


def picture_of_trend(trend: Trend, *, path: str) -> Picture:
    """Each year, the oldest first; where the sources change, the row says so."""
    axis = Axis(amount for one in trend.years for amount in (one.low, one.typical, one.high))
    breaks = {one.year for one in trend.breaks}
    rows = [
        PictureRow(
            label=str(one.year),
            note="the sources change" if one.year in breaks else "",
            value=_span(one.low, one.typical, one.high),
            bar=axis.bar(one.low, one.typical, one.high),
            is_range=one.low != one.high,
            aside=_typically(one.low, one.typical, one.high),
        )
        for one in trend.years[-MOST_ROWS:]
    ]
    return Picture(
        title=trend.finding,
        unit=f"{trend.caption}{_scale(axis.ticks)}",
        rows=rows,
        ticks=axis.ticks,
        path=path,
        sources=trend.sources,
        left_off=max(len(trend.years) - MOST_ROWS, 0),
    )


def unique(sources: Iterable[Source]) -> list[Source]:
    return sorted({source.pk: source for source in sources}.values(), key=str)


def _of_row(row: Row, comparison: Comparison) -> PictureRow:
    assert row.bar is not None  # noqa: S101  only drawn rows come here
    country = row.country
    note = [str(country)] if country and str(country) != str(row.place) else []
    note += ["national figures"] if row.national else []
    unit = comparison.unit
    return PictureRow(
        label=row.label,
        note=", ".join(note),
        value=unit.amount(row.typical) or unit.span(row.low, None, row.high),
        bar=row.bar,
        is_range=row.low != row.high,
        aside=_against(row),
        url=row.place.get_absolute_url(),
    )


def _of_line(line: Line) -> PictureRow:
    assert line.bar is not None  # noqa: S101  only drawn lines come here
    return PictureRow(
        label=line.label,
        note="national figures" if line.national else "",
        value=usd(line.typical_usd) or _span(line.low_usd, None, line.high_usd),
        bar=line.bar,
        is_range=line.low_usd != line.high_usd,
        aside=_against(line),
        url=line.cell_url,
    )


def _of_source(line: CellLine) -> PictureRow:
    band = line.band
    amounts = (band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd)
    return PictureRow(
        label=str(line.source),
        note="" if line.source.is_named else "no source named",
        value=", ".join(usd(one) for one in line.singles) or _span(*amounts),
        bar=line.bar,
        is_range=amounts[0] != amounts[2] and not line.points,
        aside=_typically(*amounts),
        points=tuple(point.percent for point in line.points),
        url=line.source.get_absolute_url(),
    )


def _span(low: Decimal | None, typical: Decimal | None, high: Decimal | None) -> str:
    return usd_span(low, typical, high)


def _typically(low: Decimal | None, typical: Decimal | None, high: Decimal | None) -> str:
    return f"typically {usd(typical)}" if typical is not None and low != high else ""


def _against(one: Row | Line) -> str:
    return f"{one.ratio_headline} pay outside IT" if one.ratio else ""


def _scale(ticks: Sequence[Tick]) -> str:
    note = getattr(ticks, "note", "")
    return f", {note}" if note else ""
