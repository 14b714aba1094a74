"""Statistics against numbers that were worked out by hand, and against numpy on random ones."""

import random
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.models import Confidence
from salaries.statistics import (
    Band,
    Ratio,
    Statement,
    Summary,
    band_of,
    judge_confidence,
    median,
    quantile,
    quantile_of_cents,
    ratio_to_baseline,
    summarise,
)
from salaries.tests.by_numpy import quantile_by_numpy

AMOUNTS = st.lists(st.decimals(min_value=1, max_value=10**9, places=2), min_size=1, max_size=50)


def published(low, typical, high) -> Statement:
    low, typical, high = (None if one is None else D(one) for one in (low, typical, high))
    return Statement(low, typical, high)


def band(low, typical, high, n=1) -> Band:
    low, typical, high = (None if one is None else D(one) for one in (low, typical, high))
    return Band(low, typical, high, n)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Fraction(0), "10.00"),
        (Fraction(1, 4), "17.50"),  # position 0.75: 10 + 0.75 × (20 − 10)
        (Fraction(1, 2), "25.00"),  # position 1.5: 20 + 0.5 × (30 − 20)
        (Fraction(3, 4), "32.50"),  # position 2.25: 30 + 0.25 × (40 − 30)
        (Fraction(1), "40.00"),
    ],
)
def test_quantile_interpolates_linearly(share, expected):
    assert quantile(values=[D(40), D(10), D(30), D(20)], share=share) == D(expected)


def test_quantile_of_one_value_is_that_value():
    assert quantile(values=[D("12.34")], share=Fraction(1, 3)) == D("12.34")


def test_quantile_without_values_is_refused():
    with pytest.raises(ValueError, match="no values"):
        quantile(values=[], share=Fraction(1, 2))


def test_median_of_an_even_number_is_the_mean_of_the_middle_two():
    assert median(values=[D("1.00"), D("2.00"), D("4.00"), D("100.00")]) == D("3.00")


def test_median_of_an_odd_number_is_the_middle_one_not_the_mean():
    assert median(values=[D(1), D(100), D(2)]) == D(2)


@pytest.mark.parametrize(("cents", "expected"), [((12, 13), "0.12"), ((13, 14), "0.14"), ((267, 268), "2.68")])
def test_half_a_cent_is_rounded_to_the_even_one(cents, expected):
    assert quantile_of_cents(ordered=cents, share=Fraction(1, 2)) == D(expected)


def test_a_part_of_a_cent_is_refused():
    with pytest.raises(ValueError, match="parts of a cent"):
        median(values=[D("0.125")])


@given(values=AMOUNTS, share=st.fractions(min_value=0, max_value=1))
def test_quantile_lies_between_its_neighbours(values, share):
    ordered = sorted(values)
    position = share * (len(values) - 1)
    result = quantile(values=values, share=share)
    assert ordered[int(position)] <= result <= ordered[min(int(position) + 1, len(values) - 1)]


@given(values=AMOUNTS, shares=st.tuples(st.fractions(0, 1), st.fractions(0, 1)))
def test_quantile_grows_with_its_share(values, shares):
    low, high = sorted(shares)
    assert quantile(values=values, share=low) <= quantile(values=values, share=high)


@given(values=AMOUNTS, data=st.data())
def test_quantile_ignores_the_order_of_the_values(values, data):
    shuffled = data.draw(st.permutations(values))
    assert median(values=values) == median(values=shuffled)


def test_band_of_a_published_range_is_the_range():
    assert band_of(published=[published(30000, 57000, 84000)]) == band(30000, 57000, 84000)


def test_band_of_four_observations_runs_from_lowest_to_highest():
    assert band_of(observed_cents=[1000, 2000, 3000, 4000]) == band(10, 25, 40, n=4)


def test_band_of_five_observations_is_their_middle_half():
    # p25 of 10, 20, 30, 40, 90 is at position 1, p75 at position 3.
    assert band_of(observed_cents=[1000, 2000, 3000, 4000, 9000]) == band(20, 30, 40, n=5)


def test_band_of_a_range_and_observations_covers_both():
    both = band_of(observed_cents=[1000, 2000, 3000, 4000, 9000], published=[published(15, 20, 25)])
    assert both == band(15, 25, 40, n=6)  # median of 10 20 20 30 40 90


def test_band_of_an_open_range_has_no_typical_and_no_end():
    assert band_of(published=[published(68000, None, None)]) == band(68000, None, None)


def test_band_of_a_single_published_figure_is_that_figure():
    assert band_of(published=[published(None, 12200, None)]) == band(12200, 12200, 12200)


def test_summary_gives_each_source_one_vote():
    # The first source has 1,000 records; its typical counts once. Median of 10, 30 and 50 is 30.
    bands = [band(5, 10, 20, n=1000), band(25, 30, 35), band(45, 50, 90)]
    assert summarise(bands=bands, age_years=0) == Summary(D(5), D(30), D(90), 1002, 3, Confidence.THIN)


def test_summary_of_a_band_without_typical_still_widens_the_range():
    summary = summarise(bands=[band(40, 60, 80), band(20, None, None)], age_years=0)
    assert summary == Summary(D(20), D(60), D(80), 2, 2, Confidence.THIN)


def test_summary_of_open_bands_only_has_no_typical():
    summary = summarise(bands=[band(40, None, None)], age_years=0)
    assert summary == Summary(D(40), None, None, 1, 1, Confidence.SINGLE_SOURCE)


def test_summary_without_sources_is_refused():
    with pytest.raises(ValueError, match="no sources"):
        summarise(bands=[], age_years=0)


@pytest.mark.parametrize(
    ("sources", "records", "typicals", "expected"),
    [
        (1, 500, [100], Confidence.SINGLE_SOURCE),
        (3, 30, [100, 120, 150], Confidence.STRONG),
        (3, 29, [100, 120, 150], Confidence.FAIR),
        (3, 30, [100, 120, 151], Confidence.FAIR),
        (2, 300, [100, 100], Confidence.FAIR),
        (2, 2, [100, 200], Confidence.FAIR),
        (2, 2, [100, 201], Confidence.THIN),
        (2, 2, [100], Confidence.THIN),
        (3, 90, [], Confidence.THIN),
    ],
)
def test_confidence_follows_its_rule(sources, records, typicals, expected):
    typicals = [D(one) for one in typicals]
    for age in (0, 1):
        judged = judge_confidence(
            source_count=sources, sample_size=records, typicals_annual_usd=typicals, age_years=age
        )
        assert judged == expected


@pytest.mark.parametrize(
    ("sources", "records", "typicals", "expected"),
    [
        (1, 500, [100], Confidence.SINGLE_SOURCE),
        (3, 30, [100, 120, 150], Confidence.FAIR),  # strong, while it is young
        (3, 29, [100, 120, 150], Confidence.THIN),  # fair
        (2, 2, [100, 200], Confidence.THIN),  # fair
        (2, 2, [100, 201], Confidence.THIN),
        (3, 90, [], Confidence.THIN),
    ],
)
def test_confidence_is_a_step_lower_from_two_years_on(sources, records, typicals, expected):
    typicals = [D(one) for one in typicals]
    for age in (2, 3, 40):
        judged = judge_confidence(
            source_count=sources, sample_size=records, typicals_annual_usd=typicals, age_years=age
        )
        assert judged == expected


def test_confidence_says_nothing_of_a_spread_from_zero():
    typicals = [D(0), D(0), D(5)]
    judged = judge_confidence(source_count=3, sample_size=40, typicals_annual_usd=typicals, age_years=0)
    assert judged == Confidence.THIN


def test_a_summary_s_figures_do_not_depend_on_its_age():
    bands = [band(10, 20, 30, n=10), band(15, 25, 35, n=10), band(18, 28, 38, n=10)]  # 28 ÷ 20 = 1.4
    young, old = (summarise(bands=bands, age_years=age) for age in (1, 2))
    assert young == Summary(D(10), D(25), D(38), 30, 3, Confidence.STRONG)
    assert old == Summary(D(10), D(25), D(38), 30, 3, Confidence.FAIR)


def test_ratio_of_a_range_divides_both_ends():
    ratio = ratio_to_baseline(
        low_annual_usd=D(30000),
        typical_annual_usd=D(57000),
        high_annual_usd=D(84000),
        baseline_annual_usd=D(5000),
    )
    assert ratio == Ratio(low=D("6"), typical=D("11.4"), high=D("16.8"))


def test_ratio_of_a_single_figure_has_no_ends():
    ratio = ratio_to_baseline(
        low_annual_usd=D(12200), typical_annual_usd=D(12200), high_annual_usd=D(12200), baseline_annual_usd=D(4000)
    )
    assert ratio == Ratio(low=None, typical=D("3.05"), high=None)


def test_ratio_without_a_baseline_is_none():
    assert (
        ratio_to_baseline(low_annual_usd=D(1), typical_annual_usd=D(1), high_annual_usd=D(1), baseline_annual_usd=None)
        is None
    )


def random_cents(pick: random.Random, count: int) -> list[int]:
    """Pay as it is spread in surveys, with some that is equal."""
    return sorted(pick.choice([4_000_000, int(pick.lognormvariate(15, 1.5)) + 1]) for _ in range(count))


@pytest.mark.parametrize("seed", range(100))
def test_quantiles_are_those_of_numpy(seed):
    pick = random.Random(seed)
    cents = random_cents(pick, pick.choice([1, 2, 3, 4, 5, 6, 7, 8, 50, 999, 10_000]))
    for share in (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1)):
        assert quantile_of_cents(ordered=cents, share=share) == quantile_by_numpy(cents, float(share))


@pytest.mark.parametrize("seed", range(100))
def test_bands_and_summaries_are_those_of_numpy(seed):
    pick, bands, expected = random.Random(seed), [], []
    for _ in range(pick.randint(1, 6)):
        observed = random_cents(pick, pick.randint(0, 60))
        stated = [sorted(pick.randrange(10**6, 10**8) for _ in range(3)) for _ in range(pick.randint(0, 3))]
        if not observed and not stated:
            continue
        bands.append(
            band_of(
                observed_cents=observed,
                published=[Statement(*(D(cents) / 100 for cents in one)) for one in stated],
            )
        )
        ends = (
            [*observed] if len(observed) < 5 else [quantile_by_numpy(observed, share) * 100 for share in (0.25, 0.75)]
        )
        low = min([*ends, *(one[0] for one in stated)])
        high = max([*ends, *(one[2] for one in stated)])
        typical = quantile_by_numpy([*observed, *(one[1] for one in stated)], 0.5)
        expected.append(Band(D(low) / 100, typical, D(high) / 100, len(observed) + len(stated)))
    assert bands == expected
    if expected:
        summary = summarise(bands=bands, age_years=0)
        typicals = [int(one.typical_annual_usd * 100) for one in expected]
        assert summary.typical_annual_usd == quantile_by_numpy(typicals, 0.5)
        assert summary.low_annual_usd == min(one.low_annual_usd for one in expected)
        assert summary.high_annual_usd == max(one.high_annual_usd for one in expected)
