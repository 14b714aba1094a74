"""Rules of the contradiction finder on rates, currencies, equal pay and levels in order: hand-worked, pure."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from articles.contradictions import found_in
from articles.contradictions.finding import Severity
from articles.contradictions.statements import Market, Material
from articles.tests.statements import TWO, found, said, steps


# -- rates ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("local", "expected"),
    [(220, []), (221, ["rate"]), (180, []), (179, ["rate"])],  # at 100 dollars: 2.2 and 1.8 are a tenth off 2
)
def test_one_sources_pair_must_be_within_a_tenth_of_the_market(local, expected):
    pair = said("a", local, currency="SGD"), said("b", 100)
    assert [kind for kind, _ in found(*pair)] == expected


def test_a_pair_says_which_rate_it_implies():
    assert steps(said("a", 300, 500, currency="SGD"), said("b", 100, 200)) == (
        "S$300 ÷ $100 = 3.0000 SGD per USD",
        "S$500 ÷ $200 = 2.5000 SGD per USD",
        "The market: 2.0000 SGD per USD, of 2026",
    )


def test_one_end_that_does_not_fit_is_enough_in_one_place_and_not_between_a_city_and_its_country():
    fits_below = (200, 500)  # 2 at the low end, 2.5 at the high one
    assert found(said("a", *fits_below, currency="SGD"), said("b", 100, 200)) == [("rate", ("a", "b"))]
    assert found(said("a", *fits_below, currency="SGD"), said("b", 100, 200, place=2)) == []
    # A city and its country: 2.51 and 2.6 are both more than a quarter off.
    assert found(said("a", 251, 520, currency="SGD"), said("b", 100, 200, place=2)) == [("rate", ("a", "b"))]
    assert found(said("a", 249, 520, currency="SGD"), said("b", 100, 200, place=2)) == []


@pytest.mark.parametrize(
    ("local", "expected"),
    [((100, 300), []), ((100, 179), ["rate"]), ((100, 180), []), ((220, 300), []), ((221, 300), ["rate"])],
)
def test_two_sources_only_need_one_amount_in_common(local, expected):
    pair = said("a", *local, currency="SGD"), said("b", 100, source_id=2)
    assert [kind for kind, _ in found(*pair)] == expected


def test_pairs_are_of_one_role_level_and_year_and_of_people_who_may_be_the_same():
    local = said("a", 300, currency="SGD")
    for other in (
        said("b", 100, role_id=2),
        said("b", 100, level=1),
        said("b", 100, year=2025),
        said("b", 100, place=4),
        said("b", 100, place=1),
    ):
        assert found(local, other) == []
    at_home = said("a", 300, currency="SGD", population="local")
    assert found(at_home, said("b", 100, population="international")) == []
    assert found(at_home, said("b", 100)) == [("rate", ("a", "b"))]


def test_without_a_market_rate_nothing_is_said_and_without_one_of_the_year_the_last_one_counts():
    pair = said("a", 300, currency="SGD"), said("b", 100)
    assert found(*pair, markets={}) == []
    assert found(*pair, markets={"SGD": (Market(2027, D(2), D(2)),)}) == []
    older = {"SGD": (Market(2020, D(3), D(3)), Market(2024, D(2), D(2)))}
    assert steps(*pair, markets=older)[-1] == "The market: 2.0000 SGD per USD, of 2024, the last year with a known rate"
    wide = {"SGD": (Market(2026, D(2), D("2.8")),)}  # 3 is within a tenth of the highest rate of the year
    assert found(*pair, markets=wide) == []


def test_an_old_rate_is_recognised():
    markets = {"SGD": (Market(2023, D("2.99"), D("2.99")), Market(2026, D(2), D(2)))}
    material = Material((said("a", 300, currency="SGD"), said("b", 100)), markets=markets)
    assert [(one.reading, one.explanation) for one in found_in(material)] == [
        ("An old rate", "The rate is that of 2023: somebody may have converted with an old one.")
    ]


def test_an_amount_that_is_repeated_elsewhere_is_one_finding():
    pair = said("a", 300, 600, currency="SGD"), said("b", 100, 200, place=2, population="international")
    again = said("c", 100, 200, source_id=2)
    material = Material((*pair, again), markets=TWO)
    (one,) = found_in(material)
    assert (one.keys, one.reading, one.steps[-1]) == (
        ("a", "b", "c"),
        "Two populations",
        "100-200 is stated for City as well",
    )


# -- the same number in two currencies --------------------------------------------------------------------------------
def test_a_number_that_was_not_converted():
    inner, outer = said("a", 50, 170, currency="SGD"), said("b", 60, 170, place=1)
    material = Material((inner, outer), markets=TWO)
    (one,) = found_in(material)
    assert (one.kind, one.keys, one.severity) == ("unconverted", ("a", "b"), Severity.FIRM)
    assert one.steps == ("S$170 ÷ 2.0000 SGD per USD = $85, not $170",)


def test_the_rate_that_the_guide_implies_itself_is_used_too():
    own = said("c", 90, 110, currency="SGD", level=1), said("d", 40, level=1, source_id=2)  # midway 100 ÷ 40 = 2.5
    pair = said("a", 50, 170, currency="SGD"), said("b", 60, 170, place=1)
    markets = {"SGD": (Market(2026, D(2), D("2.5")),)}
    material = Material((*pair, *own), markets=markets)
    (one,) = found_in(material)
    assert one.steps == (
        "S$170 ÷ 2.0000–2.5000 SGD per USD = $68 to $85, not $170",
        "At the rate that the guide’s own figures imply, 2.5000 (S$100 (midway) ÷ $40): S$170 is $68",
    )


def test_equal_numbers_at_other_ends_or_in_currencies_of_like_worth_are_no_finding():
    assert found(said("a", 170, 180, currency="SGD"), said("b", 60, 170, place=1)) == []
    par = {"SGD": (Market(2026, D("1.1"), D("1.1")),)}
    assert found(said("a", 50, 170, currency="SGD"), said("b", 60, 170, place=1), markets=par) == []
    assert found(said("a", 50, 170, currency="SGD", level=1), said("b", 60, 170, place=1)) == []


# -- the same pay -----------------------------------------------------------------------------------------------------
def test_the_same_pay_under_two_levels_or_roles():
    for other in ({"level": 1}, {"role": "Tester", "role_id": 2}):
        assert found(said("a", 10, 20), said("b", 10, 20, **other)) == [("same-pay", ("a", "b"))]
        assert found(said("a", 10, 20), said("b", 10, 21, **other)) == []
        assert found(said("a", 10, 20), said("b", 10, 20, place=2, **other)) == [("same-pay", ("a", "b"))]
        assert found(said("a", 10, 20), said("b", 10, 20, place=4, **other)) == []
        assert found(said("a", 10, 20), said("b", 10, 20, year=2025, **other)) == []
    assert found(said("a", 10, 20), said("b", 10, 20, source_id=2)) == []


def test_a_months_pay_is_compared_by_the_year():
    monthly = said("a", 24_000, level=2, period="month", quoted="$2,000 a month")
    assert steps(monthly, said("b", 24_000)) == (
        "$2,000 a month × 12 = $24,000 a year",
        "$24,000 for Coder (L2) = $24,000 for Coder (no level)",
    )


# -- levels in order --------------------------------------------------------------------------------------------------
def test_a_higher_level_below_a_lower_one():
    assert found(said("a", 94, level=2), said("b", 100, 120, level=1)) == [("level-order", ("a", "b"))]
    assert found(said("a", 95, level=2), said("b", 100, 120, level=1)) == []  # a twentieth
    assert found(said("a", 94, level=1), said("b", 100, 120, level=2)) == []
    assert found(said("a", 94, level=2, place=4), said("b", 100, 120, level=1)) == []
    assert found(said("a", 94, None, level=2), said("b", 100, 120, level=1)) == []  # open upwards
    assert found(said("a", 94, level=2, population="local"), said("b", 100, 120, level=1)) == []


def test_another_role_counts_only_if_the_guide_has_its_very_pay_under_both():
    lead = said("a", 94, level=2, role="Tester", role_id=2)
    lower, twin = said("b", 100, 120, level=1), said("c", 94)
    assert found(lead, lower) == []
    assert found(lead, lower, twin) == [("same-pay", ("a", "c")), ("level-order", ("a", "b"))]


def test_a_higher_level_is_converted_at_the_market_and_at_the_guides_own_rate():
    own = said("c", 300, currency="SGD", place=4), said("d", 100, place=4, source_id=2)
    markets = {"SGD": (Market(2026, D(2), D("2.8")),)}
    higher, lower = said("a", 30, level=2), said("b", 100, 120, currency="SGD", level=1)
    material = Material((higher, lower, *own), markets=markets)
    assert [one.steps for one in found_in(material) if one.kind == "level-order"] == [
        (
            "At the market rate, $30 × 2.0000–2.8000 = at most S$84",
            "At the rate that the guide’s own figures imply, 3.0000 (S$300 ÷ $100): S$90",
            "The lower level has at least S$100",
        )
    ]
