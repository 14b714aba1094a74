"""Geometry: where amounts lie on an axis, linear or logarithmic."""

from decimal import Decimal as D

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from salaries.charts import Axis, Bar, short_label, short_usd, three_digits

AMOUNTS = st.lists(st.decimals(D("0.01"), D("1e12"), places=2), min_size=1, max_size=12)
# Four of five amounts in the first tenth of the largest, which is 100 times the smallest.
CROWDED = [D(1000), D(2000), D(5000), D(10000), D(100000)]


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


def test_labels_of_other_units():
    assert [short_label("₫")(amount) for amount in (0, 1_440_000_000)] == ["₫0", "₫1.44B"]
    assert short_label("₹", lakh=True)(9_000_000) == "₹90\u00a0lakh"
    assert short_label(unit="%")(-2.5) == "−2.5%"
    assert [tick.label for tick in Axis([D(40)], label=short_label(unit="%")).ticks] == [
        "0%",
        "10%",
        "20%",
        "30%",
        "40%",
    ]


@pytest.mark.parametrize(("amount", "expected"), [(D("105602.86"), "$106k"), (D(999), "$999"), (D("999600"), "$1M")])
def test_rounded_labels_have_three_digits(amount, expected):
    assert short_usd(three_digits(amount)) == expected


@pytest.mark.parametrize(
    ("amounts", "is_log"),
    [
        (CROWDED, True),
        ([D(5100), D(6000), D(7000), D(100000)], False),  # 19.6 times
        ([D(5000), D(6000), D(7000), D(100000)], True),  # 20 times, three of four in the first tenth
        ([D(5000), D(6000), D(80000), D(100000)], False),  # two of four
        ([D(0), *CROWDED], True),
        ([D(-1), *CROWDED], False),
        ([D(0), None], False),
    ],
)
def test_the_scale_follows_the_spread(amounts, is_log):
    assert Axis(amounts).is_log is is_log


def test_the_scale_can_be_chosen():
    assert (Axis(CROWDED, is_log=False).is_log, Axis([D(1)], is_log=True).is_log) == (False, True)


def test_a_log_axis_has_even_distances_for_even_ratios_and_says_so():
    # From 1,000 to 100,000 by 1-2-5 are seven figures, too many; by 1-3 they are five. log10(3) / 2 = 23.86 %.
    ticks = Axis(CROWDED).ticks
    assert [(tick.percent, tick.label) for tick in ticks] == [
        ("0.00", "$1k"),
        ("23.86", "$3k"),
        ("50.00", "$10k"),
        ("73.86", "$30k"),
        ("100.00", "$100k"),
    ]
    assert ticks.note == "log scale"
    assert "log scale" in render_to_string("components/axis.html", {"ticks": ticks})
    assert "log scale" not in render_to_string("components/axis.html", {"ticks": Axis([D(1)]).ticks})


def test_a_narrow_log_axis_counts_by_one_two_five():
    assert Axis([D(15), D(16), D(17), D(400)]).values == [10, 20, 50, 100, 200, 500]


def test_a_log_axis_over_many_decades_leaves_some_out():
    assert Axis([D(1), D(2), D("1e9")]).values == [1, 100, 10_000, 1_000_000, 100_000_000, 10_000_000_000]


def test_bars_on_a_log_axis_start_at_their_low_end():
    axis = Axis(CROWDED)
    assert axis.bar(D(1000), D(10000), D(100000)) == Bar("0.00", "100.00", "50.00", "", False, False)
    assert axis.bar(None, D(10000), None) == Bar("50.00", "0.60", "50.00", "", False, False)
    # Open downwards: from the beginning of the axis, which is not zero.
    assert axis.bar(None, None, D(10000)) == Bar("0.00", "50.00", "", "", open_low=True, open_high=False)


def test_an_axis_reaches_below_zero_where_amounts_do():
    axis = Axis([D(-10), D(30)])
    assert (axis.values, axis.percent(D(0))) == ([-10, 0, 10, 20, 30], "25.00")


@settings(deadline=None)
@given(AMOUNTS, st.sampled_from([None, True, False]))
def test_every_amount_lies_on_the_axis_and_order_is_kept(amounts, is_log):
    axis = Axis(amounts, is_log=is_log)
    places = [axis.position(amount) for amount in sorted(amounts)]
    assert places[0] >= -1e-6
    assert places[-1] <= 100 + 1e-6
    assert places == sorted(places)
    assert 2 <= len(axis.ticks) <= 6
