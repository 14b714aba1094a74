"""Geometry: where amounts lie on an axis."""

from decimal import Decimal as D

import pytest

from salaries.charts import Axis, Bar, short_usd


@pytest.mark.parametrize(
    ("largest", "end", "step"),
    [(132981, 150000, 50000), (105000, 150000, 50000), (100000, 100000, 25000), (84000, 100000, 25000), (7, 8, 2)],
)
def test_an_axis_ends_on_a_round_number_at_or_above_the_largest_amount(largest, end, step):
    axis = Axis([D(1), D(largest), None])
    assert (axis.end, axis.step) == (end, step)


def test_an_axis_without_amounts_still_has_an_end():
    assert Axis([None]).end == 1


def test_ticks_run_from_zero_to_the_end_at_even_distances():
    assert [(tick.percent, tick.label) for tick in Axis([D(100000)]).ticks] == [
        ("0.00", "$0"),
        ("25.00", "$25k"),
        ("50.00", "$50k"),
        ("75.00", "$75k"),
        ("100.00", "$100k"),
    ]


def test_a_range_starts_at_its_low_end_and_is_as_wide_as_it_is():
    bar = Axis([D(100000)]).bar(D(30000), D(57000), D(84000), D(5000))
    assert bar == Bar("30.00", "54.00", "57.00", "5.00", open_low=False, open_high=False)


def test_a_single_figure_is_a_short_mark_where_it_lies():
    assert Axis([D(100)]).bar(None, D(50), None) == Bar("50.00", "0.60", "50.00", "", False, False)


def test_a_range_open_upwards_is_marked_and_starts_at_its_figure():
    assert Axis([D(100)]).bar(D(40), None, None) == Bar("40.00", "0.60", "", "", open_low=False, open_high=True)


def test_a_range_open_downwards_starts_at_zero():
    assert Axis([D(100)]).bar(None, None, D(40)) == Bar("0.00", "40.00", "", "", open_low=True, open_high=False)


@pytest.mark.parametrize(
    ("amount", "expected"), [(0, "$0"), (950, "$950"), (2500, "$2.5k"), (100000, "$100k"), (1500000, "$1.5M")]
)
def test_labels_are_short(amount, expected):
    assert short_usd(amount) == expected
