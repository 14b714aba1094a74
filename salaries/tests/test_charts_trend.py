"""Geometry of the trend: where years, ranges, lines and breaks lie."""

from decimal import Decimal as D

import pytest

from salaries.charts import draw_trend
from salaries.charts.trend import Line, PlottedYear, YearMark, thinned


def mark(year, low, typical, high, joined=False):
    return YearMark(year, *(None if amount is None else D(amount) for amount in (low, typical, high)), joined)


def test_marks_lie_by_year_and_pay():
    # The axis ends at 100. 2020 at 18, 2030 at 92, 2025 midway at 55; SVG counts from the top.
    plot = draw_trend([mark(2020, 20, 40, 60), mark(2025, None, 50, None, True), mark(2030, 50, 75, 100, True)])
    assert plot.years == [
        PlottedYear("18.00", "40.00", "40.00", "60.00", "$40"),
        PlottedYear("55.00", "", "", "50.00", "$50"),
        PlottedYear("92.00", "0.00", "50.00", "25.00", "$75"),
    ]
    assert plot.lines == [
        Line("18.00", "60.00", "55.00", "50.00", is_gap=True),
        Line("55.00", "50.00", "92.00", "25.00", is_gap=True),
    ]
    assert [tick.percent for tick in plot.ticks] == ["100.00", "75.00", "50.00", "25.00", "0.00"]


def test_only_joined_years_have_a_line_and_an_area_between_them():
    plot = draw_trend([mark(2020, 10, 20, 30), mark(2021, 10, 20, 30), mark(2022, 20, 40, 80, True)], breaks=[2021])
    assert [(line.x1, line.x2, line.is_gap) for line in plot.lines] == [("55.00", "92.00", False)]
    # The axis ends at 80: 10 is 87.5 from the top, 30 is 62.5, 20 is 75.
    assert plot.ribbons == ["55.00,87.50 55.00,62.50 92.00,0.00 92.00,75.00"]
    assert plot.breaks == ["36.50"]


def test_a_single_year_stands_in_the_middle():
    assert [year.x for year in draw_trend([mark(2020, None, 1, None)]).years] == ["55.00"]


@pytest.mark.parametrize(
    ("positions", "wanted", "expected"),
    [
        ([0, 50, 100], range(3), {0, 1, 2}),
        ([0, 5, 100], range(3), {0, 2}),
        ([0, 95, 100], [0, 1], {0, 1}),
        ([0, 8, 16, 24], range(4), {0, 2, 3} - {2}),
        ([0], [0], {0}),
        ([0, 50], [], set()),
    ],
)
def test_texts_keep_their_distance_from_the_last_and_the_first(positions, wanted, expected):
    assert thinned(positions, wanted=list(wanted), apart=10) == expected
