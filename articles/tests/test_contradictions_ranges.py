"""Rules of the contradiction finder on ranges, ladders and pay outside IT; and that anything can be compared."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.contradictions import found_in
from articles.contradictions.statements import Market, Material, Rung, Span, Statement
from articles.tests.statements import OTHERS, found, multiple, rung, said, steps


# -- ranges -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ((95, 150), []),
        ((94, 150), ["level-outside-place"]),
        ((150, 210), []),
        ((150, 211), ["level-outside-place"]),
        ((94, None), ["level-outside-place"]),
        ((150, None), []),
        ((211, None), ["level-outside-place"]),
        ((None, 94), ["level-outside-place"]),
    ],
)
def test_a_levels_pay_must_be_within_its_places_range(level, expected):
    pair = said("a", *level, level=1), said("b", 100, 200)
    assert [kind for kind, _ in found(*pair)] == expected


def test_a_range_that_is_an_average_or_about_some_people_holds_nothing():
    level = said("a", 50, 60, level=1)
    assert found(level, said("b", 100, 200, is_average=True)) == []
    assert found(level, said("b", 100, 200, population="international")) == []
    abroad = said("a", 50, 60, level=1, population="international")
    assert found(abroad, said("b", 100, 200)) == []
    assert found(abroad, said("b", 100, 200, population="international")) == [("level-outside-place", ("a", "b"))]
    assert found(level, said("b", 100)) == []
    assert found(level, said("b", 100, 200, place=4)) == []


def test_how_far_a_level_is_outside():
    assert steps(said("a", 120, None, currency="SGD", level=1), said("b", 200, 300, currency="SGD")) == (
        "S$120 is 40% below the floor, S$200",
    )
    level, whole = said("a", 120, None, currency="SGD", level=1, units_per_usd=D(2)), said("b", 200, 300)
    assert steps(level, whole) == (
        "S$120 or more ÷ 2.0000 SGD per USD = $60 or more a year",
        "$60 is 70% below the floor, $200",
    )


@pytest.mark.parametrize(
    ("inner", "expected"), [((211, None), True), ((210, None), False), ((10, 94), True), ((10, 95), False)]
)
def test_a_place_as_a_whole_outside_the_range_around_it(inner, expected):
    pair = said("a", *inner, level=1), said("b", 100, 200, place=1, level=1)
    assert found(*pair) == ([("place-outside-region", ("a", "b"))] if expected else [])


def test_a_place_is_held_by_ranges_of_its_own_level_only():
    assert found(said("a", 300, level=1), said("b", 100, 200, place=1, level=2)) == []
    assert found(said("a", 300, level=1), said("b", 100, place=1, level=1)) == []
    assert found(said("a", 300), said("b", 100, 200, place=2)) == [("place-outside-region", ("a", "b"))]


# -- ladders ----------------------------------------------------------------------------------------------------------
def test_multipliers_must_be_within_a_quarter_of_the_ratio_of_pay():
    rungs = (rung(1, (1, 1)), rung(2, (2, 2)), rung(3, (4, 6)))
    pay = said("a", 80, 120, level=1), said("b", 250, level=2)  # 250 ÷ 100 = 2.5
    assert found(*pay, said("c", 750, level=3), rungs=rungs) == []
    assert found(*pay, said("c", 751, level=3), rungs=rungs) == [
        ("multipliers", ("a", "b", "c", "l1", "l2", "l3")),
    ]
    assert found(*pay, said("c", 300, level=3), rungs=rungs) == []
    assert found(*pay, said("c", 299, level=3), rungs=rungs)[0][0] == "multipliers"
    assert found(*pay, said("c", 900, None, level=3), rungs=rungs) == []  # open: nothing is typical
    assert found(*pay, said("c", 900, level=3, source_id=2), rungs=rungs) == []


def test_levels_are_compared_where_most_of_them_can_be():
    rungs = (rung(1, (1, 1)), rung(2, (2, 2)), rung(3, (6, 6)))
    pay = (
        said("a", 100, level=1, place=3),
        said("b", 200, level=2, place=3),
        said("c", 400, level=2, place=2),
        said("d", 600, level=3, place=2),
    )
    # In the city two levels; in the country, by its own figures, 100, 400 and 600: 4 is not 2.
    assert steps(*pay, rungs=rungs)[1:] == (
        "L2: typically $400, 4.00× that of the first level; published: 2-2",
        "L3: typically $600, 6.0× that of the first level; published: 6-6",
    )


def test_a_level_reached_sooner_than_the_experience_it_asks_for():
    rungs = (rung(1, (), (0, 12), (3, 6)), rung(2, (), (12, 24), (12, 18)), rung(3, (), (24, None), (23, 30)))
    assert found(rungs=tuple(Rung(**_fields(one, multiplier=(None, None))) for one in rungs)) == [
        ("time-to-reach", ("l3",))
    ]


def _fields(one: Rung, **changes) -> dict:
    return {name: getattr(one, name) for name in Rung.__slots__} | changes


# -- outside IT -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ((285,), []),
        ((284,), ["multiple"]),  # a twentieth below 3
        ((450,), []),
        ((451,), ["multiple"]),  # half as much again
        ((100, 500), []),
        ((None, 200), ["multiple"]),
        ((500, None), ["multiple"]),
        ((200, None), []),
    ],
)
def test_a_multiple_must_hold_in_each_place(pay, expected):
    statements = said("a", *pay), said("b", 100, **OTHERS)
    assert [kind for kind, _ in found(*statements, multiples=(multiple(3, 3),))] == expected


def test_a_multiple_is_said_of_its_role_place_and_year():
    statements = said("a", 200), said("b", 100, **OTHERS)
    assert found(*statements, multiples=(multiple(3, 3),)) == [("multiple", ("fact", "a", "b"))]
    for other in ({"role_id": 2}, {"place_id": 4}, {"year": 2025}, {"level_order": 1}):
        assert found(*statements, multiples=(multiple(3, 3, **other),)) == []
    assert found(*statements, multiples=(multiple(3, 3, place_id=None, place=""),)) != []


def test_a_multiple_names_every_place_and_more_than_it_is_never_too_much():
    statements = [said("a", 300), said("b", 100, **OTHERS), said("c", 200, place=4), said("d", 100, place=4, **OTHERS)]
    material = Material(tuple(statements), multiples=(multiple(3, 3),))
    (one,) = found_in(material)
    assert one.sentence == "“3×”, said of Land, against pay outside IT: as said in City (3.00); less in Town (2.00)."
    assert one.steps == ("City: $300 ÷ $100 = 3.00, as said", "Town: $200 ÷ $100 = 2.00, less")
    assert found(said("a", 900), said("b", 100, **OTHERS), multiples=(multiple(3),)) == []


def test_a_multiple_takes_the_averages_own_source_before_others():
    average = said("b", 100, **OTHERS)
    other = said("c", 200, source_id=2)
    assert found(said("a", 300), average, other, multiples=(multiple(3, 3),)) == []
    assert found(average, other, multiples=(multiple(3, 3),)) == [("multiple", ("fact", "c", "b"))]


def test_pay_below_the_average_outside_it():
    average = said("b", 100, **OTHERS)
    assert found(said("a", 50, 97), average) == [("below-outside-it", ("a", "b"))]
    assert found(said("a", 50, 98), average) == []  # a fiftieth
    assert found(said("a", 50, None), average) == []
    assert found(said("a", 50, place=2), average) == [("below-outside-it", ("a", "b"))]  # a country and its city
    assert found(said("a", 50, place=4), average) == []
    assert found(said("a", 50, place=1), average) == []
    # Two cities on average: below both, or it is not below.
    assert found(said("a", 90, place=2), average, said("c", 80, place=4, **OTHERS)) == []


def test_nothing_quoted_is_nothing_found():
    assert found() == []


# -- whatever is quoted -----------------------------------------------------------------------------------------------
AMOUNTS = st.decimals("0.01", "9999999999999", places=2) | st.sampled_from([D(50), D(100), D(200)])


@st.composite
def statements(draw) -> Statement:
    ends = sorted(draw(st.lists(AMOUNTS, min_size=1, max_size=2)))
    form = draw(st.sampled_from(["figure", "from", "up to", "range"]))
    low, high = {"figure": (None, None), "from": (ends[0], None), "up to": (None, ends[0])}.get(
        form, (ends[0], ends[-1])
    )
    typical = ends[0] if form == "figure" else None
    units = draw(st.sampled_from([D(1), D(2), D("0.00000001"), D("9999999999")]))
    usd = Span(*(None if one is None else (one / units).quantize(D("0.01")) for one in (low, typical, high)))
    return said(
        f"k{draw(st.integers(0, 10**9))}",
        1,
        place=draw(st.sampled_from([1, 2, 3, 4])),
        level=draw(st.sampled_from([0, 1, 2])),
        local=Span(low, typical, high),
        usd=usd,
        currency=draw(st.sampled_from(["USD", "SGD", "INR"])),
        role_id=draw(st.sampled_from([1, 2])),
        is_baseline=draw(st.booleans()),
        period=draw(st.sampled_from(["year", "month", "hour"])),
        source_id=draw(st.sampled_from([1, 2])),
        units_per_usd=units,
    )


@given(st.lists(statements(), max_size=8))
def test_whatever_is_quoted_is_compared_without_an_error(quoted):
    markets = {"SGD": (Market(2026, D("0.00000001"), D(2)),), "INR": (Market(2020, D(2), D("9999999999")),)}
    rungs = (rung(1, (1, 1), (0, 1), (0, 1)), rung(2, (D("0.01"), 99), (None, 1), (1, None)))
    material = Material(tuple(quoted), (multiple(None, 3), multiple(3)), rungs, markets)
    for one in found_in(material):
        assert one.sentence
        assert one.steps
        assert len(one.items) == len(one.keys) >= 1
