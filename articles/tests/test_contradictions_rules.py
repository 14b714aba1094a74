"""What the rules of the contradiction finder compare, and where they stop: hand-worked, without a database.

The world: region 1 holds country 2, which holds cities 3 and 4. A US dollar costs 2 crowns (written as SGD).
"""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.contradictions import found_in
from articles.contradictions.finding import Severity
from articles.contradictions.statements import Market, Material, Multiple, Rung, Span, Statement

PLACES = {1: ("Region", (1,)), 2: ("Land", (2, 1)), 3: ("City", (3, 2, 1)), 4: ("Town", (4, 2, 1))}
TWO = {"SGD": (Market(2026, D(2), D(2)),)}


def span(*amounts: int | None) -> Span:
    """One amount is a single figure, two are the ends of a range."""
    low, high = amounts if len(amounts) == 2 else (None, None)
    typical = amounts[0] if len(amounts) == 1 else (low + high) / 2 if low and high else None
    return Span(*(None if one is None else D(one) for one in (low, typical, high)))


def said(key: str, *amounts: int | None, place: int = 3, currency: str = "USD", level: int = 0, **more) -> Statement:
    """What a source says of pay in a year; SGD is half a dollar."""
    name, lies_in = PLACES[place]
    usd = span(*amounts)
    local = Span(usd.low, usd.typical if usd.low is usd.high is None else None, usd.high)
    if currency == "SGD":
        usd = Span(*(None if one is None else one / 2 for one in usd.ends))
    return Statement(
        **{
            "key": key,
            "url": f"/salaries/{key}/",
            "quoted": "-".join(map(str, amounts)),
            "place": name,
            "place_id": place,
            "lies_in": lies_in,
            "is_region": place == 1,
            "role": "Coder",
            "role_id": 1,
            "year": 2026,
            "currency": currency,
            "period": "year",
            "local": local,
            "usd": usd,
            "source": "One",
            "source_id": 1,
            "level": f"L{level}" if level else "",
            "level_order": level or None,
        }
        | more
    )


OTHERS = {"role": "Others", "role_id": 9, "is_baseline": True}


def rung(order: int, multiplier=(None, None), experience=(None, None), reach=(None, None)) -> Rung:
    multiplier = tuple(None if one is None else D(one) for one in multiplier)
    words = "-".join(map(str, multiplier))
    return Rung(f"l{order}", f"/levels/l{order}/", f"L{order}", order, experience, reach, multiplier, "", "", words)


def multiple(low, high=None, **more) -> Multiple:
    ends = [None if end is None else D(end) for end in (low, high)]
    values = {"role_id": 1, "place": "Land", "place_id": 2, "level_order": None, "year": 2026} | more
    return Multiple("fact", "/f", "Pay as a multiple", "3×", *ends, **values)


def found(*statements: Statement, markets=TWO, **more) -> list[tuple[str, tuple[str, ...]]]:
    """(kind, what is compared) of each contradiction."""
    material = Material(tuple(sorted(statements, key=lambda one: one.key)), markets=markets, **more)
    return [(one.kind, one.keys) for one in found_in(material)]


def steps(*statements: Statement, markets=TWO, **more) -> tuple[str, ...]:
    material = Material(tuple(sorted(statements, key=lambda one: one.key)), markets=markets, **more)
    return next(iter(found_in(material))).steps


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
