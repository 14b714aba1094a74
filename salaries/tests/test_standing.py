"""Where an amount stands: percentile rank, thirds, the same standing elsewhere."""

from decimal import Decimal as D
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.standing import (
    Where,
    against_typical,
    rank_among,
    rank_in_words,
    same_rank,
    same_standing,
    where_in,
)
from salaries.statistics import CENT, Band, quantile_of_cents

FIVE = [1000, 2000, 3000, 4000, 5000]  # cents: 10, 20, 30, 40 and 50 dollars


def band(low=None, typical=None, high=None, size=1) -> Band:
    return Band(*(None if amount is None else D(amount) for amount in (low, typical, high)), size)


# 25 lies midway of the second (rank 1/4) and the third (rank 2/4): (1 + 0.5) ÷ 4 = 3/8.
@pytest.mark.parametrize(
    ("amount", "share", "below", "equal"),
    [
        (10, F(0), 0, 1),
        (20, F(1, 4), 1, 1),
        (25, F(3, 8), 2, 0),
        (50, F(1), 4, 1),
        (5, F(0), 0, 0),
        (60, F(1), 5, 0),
    ],
)
def test_a_rank_is_linear_between_salaries(amount, share, below, equal):
    rank = rank_among(amount=D(amount), ordered_cents=FIVE)
    assert (rank.share, rank.below, rank.equal, rank.count) == (share, below, equal, 5)


def test_a_rank_among_equal_salaries_is_midway_of_them():
    # Of 10, 20, 20, 20, 30 the three twenties have ranks 1/4, 2/4 and 3/4.
    assert rank_among(amount=D(20), ordered_cents=[1000, 2000, 2000, 2000, 3000]).share == F(1, 2)
    assert rank_among(amount=D(20), ordered_cents=[2000] * 5).share == F(1, 2)
    assert rank_among(amount=D(20), ordered_cents=[2000]).share == F(1, 2)


def test_a_rank_needs_salaries():
    with pytest.raises(ValueError, match="no salaries"):
        rank_among(amount=D(1), ordered_cents=[])


@given(st.lists(st.integers(1, 10**9), min_size=5, max_size=40, unique=True), st.fractions(0, 1))
def test_a_rank_is_the_inverse_of_the_quantile(cents, share):
    ordered = sorted(cents)
    amount = quantile_of_cents(ordered=ordered, share=share)
    rank = rank_among(amount=amount, ordered_cents=ordered)
    assert quantile_of_cents(ordered=ordered, share=rank.share) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (5, "below all 5 salaries"),
        (10, "at the lowest of 5 salaries"),
        (25, "at the 38th percentile of 5 salaries"),
        ("10.01", "at the 1st percentile of 5 salaries"),
        ("49.99", "at the 99th percentile of 5 salaries"),
        (50, "at the highest of 5 salaries"),
        (51, "above all 5 salaries"),
    ],
)
def test_a_rank_in_words_from_five_salaries_on(amount, words):
    assert rank_in_words(rank_among(amount=D(amount), ordered_cents=FIVE)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(5, "below all 4 salaries"), (10, "above 0 of 4 salaries"), (25, "above 2 of 4 salaries")],
)
def test_fewer_than_five_salaries_are_counted(amount, words):
    assert rank_in_words(rank_among(amount=D(amount), ordered_cents=FIVE[:4])) == words


# A range of 30 to 60 is cut at 40 and 50; a cut belongs to the upper part.
@pytest.mark.parametrize(
    ("amount", "where"),
    [
        ("29.99", Where.BELOW),
        (30, Where.LOWER),
        ("39.99", Where.LOWER),
        (40, Where.MIDDLE),
        (50, Where.UPPER),
        (60, Where.UPPER),
        ("60.01", Where.ABOVE),
    ],
)
def test_a_range_has_thirds(amount, where):
    assert where_in(amount=D(amount), within=band(30, 45, 60)) is where


@pytest.mark.parametrize(
    ("within", "amount", "where"),
    [
        (band(30, 30, 30), 29, Where.BELOW_FIGURE),
        (band(None, 30, None), 30, Where.AT_FIGURE),
        (band(30, 30, 30), 31, Where.ABOVE_FIGURE),
        (band(low=30), 29, Where.BEFORE_START),
        (band(low=30), 30, Where.PAST_START),
        (band(high=30), 30, Where.BEFORE_END),
        (band(high=30), 31, Where.PAST_END),
        (band(), 31, None),
    ],
)
def test_single_figures_and_open_ranges_have_no_thirds(within, amount, where):
    assert where_in(amount=D(amount), within=within) is where


@pytest.mark.parametrize(
    ("amount", "same"),
    [
        (40, 200),  # a third of the way from 30 to 60, and from 100 to 400
        (30, 100),
        (60, 400),
        (15, 50),  # half of the low end
        (90, 600),  # one and a half times the high end
    ],
)
def test_the_same_standing_in_another_range(amount, same):
    assert same_standing(amount=D(amount), here=band(30, 45, 60), there=band(100, 250, 400)) == D(same)


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        (band(30, 45, 60), band(20, 20, 20), 40),  # 90 is twice the typical 45
        (band(45, 45, 45), band(10, 30, 50), 60),
        (band(30, 45, 60), band(low=20), None),
        (band(low=30), band(10, 30, 50), None),
        (band(None, 0, None), band(10, 30, 50), None),
    ],
)
def test_without_two_ranges_the_typical_figures_are_matched(here, there, same):
    assert same_standing(amount=D(90), here=here, there=there) == (None if same is None else D(same))


@pytest.mark.parametrize(
    ("amount", "same"),
    [
        (25, D(400)),  # rank 3/8: midway of the second and the third, 300 and 500
        (5, D(50)),  # half of the lowest
        (100, D(1800)),  # twice the highest
    ],
)
def test_the_same_rank_among_other_salaries(amount, same):
    there = [10000, 30000, 50000, 70000, 90000]
    assert same_rank(amount=D(amount), here_cents=FIVE, there_cents=there) == same


def test_the_same_rank_needs_five_salaries_on_both_sides():
    assert same_rank(amount=D(25), here_cents=FIVE, there_cents=FIVE[:4]) is None
    assert same_rank(amount=D(25), here_cents=FIVE[:4], there_cents=FIVE) is None


@given(st.integers(1, 10**8), st.integers(1, 10**8), st.integers(1, 10**8))
def test_the_same_standing_in_the_same_range_is_the_same_amount(low, width, amount):
    here = band(low * CENT, None, (low + width) * CENT)
    assert same_standing(amount=amount * CENT, here=here, there=here) == amount * CENT


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1500, "50% above typical"),
        (999, "about typical"),
        (1999, "100% above typical"),
        (10, "99% below typical"),
        (4, "more than 99% below typical"),
    ],
)
def test_the_distance_from_the_typical_figure(amount, words):
    assert against_typical(amount=D(amount), typical=D(1000)) == words


def test_without_a_typical_figure_there_is_no_distance():
    assert against_typical(amount=D(1), typical=None) == ""
