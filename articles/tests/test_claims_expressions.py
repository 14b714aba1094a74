"""The expression language: exact arithmetic over ranges, and for any text a value or a clear error."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.claims.expressions import Cell, Expression, ExpressionError, Thing, Unknown
from articles.claims.values import OPEN, Value

KNOWN = {
    Cell("ml-engineer", "singapore"): Value.of(105_000, 105_000, "USD"),
    Cell("non-it", "singapore"): Value.of(34_000, 34_000, "USD"),
    Cell("ml-engineer", "ho-chi-minh-city"): Value.of(30_000, 84_000, "USD"),
    Cell("non-it", "ho-chi-minh-city"): Value.of(5_000, 5_000, "USD"),
    Cell("ml-engineer", "singapore", "senior", 2026, "chart-2026", "low"): Value.of(7, 7, "USD"),
    Thing("level", "senior", "multiplier"): Value.of(4, 6),
    Thing("", "mlops-premium"): Value(F(30, 100), F(50, 100)),
    Thing("record", "top-2026", "low"): Value.of(68_000, None, "USD"),
    Thing("", "around-zero"): Value.of(-1, 1),
    Thing("level", "senior", "reach"): Value.of(36, 60, "months"),
}


class Known:
    def value(self, name):
        if name not in KNOWN:
            raise Unknown(f"there is nothing called {name}")
        return KNOWN[name]


def worth(text: str) -> Value:
    return Expression(text).value(Known())


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3", 3, 3),
        ("2.5 + 0.5", 3, 3),
        ("1,200 / 100", 12, 12),
        ("30%", F(3, 10), F(3, 10)),
        ("1 + 2 * 3", 7, 7),
        ("(1 + 2) * 3", 9, 9),
        ("10 - 4 - 3", 3, 3),  # from left to right, not 10 - (4 - 3)
        ("24 / 4 / 3", 2, 2),
        ("2 × 3 ÷ 4 − 1", F(1, 2), F(1, 2)),
        ("--3", 3, 3),
        ("2 * -3", -6, -6),
        ("1 / 3", F(1, 3), F(1, 3)),
        ("ml-engineer@singapore / non-it@singapore", F(105, 34), F(105, 34)),
        ("ml-engineer@ho-chi-minh-city / non-it@ho-chi-minh-city", 6, F(84, 5)),
        ("1 + mlops-premium", F(13, 10), F(15, 10)),
        ("1 - mlops-premium", F(5, 10), F(7, 10)),  # the larger share leaves less
        ("mlops-premium - mlops-premium", F(-2, 10), F(2, 10)),  # twice a range is two ranges
        ("level:senior.multiplier * 2", 8, 12),
        ("record:top-2026.low / non-it@ho-chi-minh-city", F(68, 5), OPEN),
        ("record:top-2026.low * 0 / $1", 0, 0),
        ("non-it@ho-chi-minh-city / record:top-2026.low", 0, F(5, 68)),
        ("around-zero * around-zero", -1, 1),
        ("ml-engineer@singapore/senior:2026[chart-2026].low / $7", 1, 1),
    ],
)
def test_an_expression_comes_to_a_range(text, low, high):
    value = worth(text)
    assert (value.low, value.high, value.unit) == (low, high, ())


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("ml-engineer@singapore", (("USD", 1),)),
        ("ml-engineer@singapore - $5", (("USD", 1),)),
        ("ml-engineer@singapore / level:senior.reach", (("USD", 1), ("months", -1))),
        ("1 / ml-engineer@singapore", (("USD", -1),)),
    ],
)
def test_units_go_along(text, unit):
    assert worth(text).unit == unit


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 1, "the expression ends where a number or a name should stand"),
        ("1 +", 4, "the expression ends where a number or a name should stand"),
        ("1 2", 3, "2 is not expected here"),
        ("(1", 1, "this parenthesis is not closed"),
        ("1)", 2, ") is not expected here"),
        ("* 2", 1, "a number or a name should stand before *"),
        ("1 + a$b", 6, "'$' has no meaning here"),
        ("2 ** 3", 4, "a number or a name should stand before *"),
        ("__import__('os')", 12, """"'" has no meaning here"""),
        ("1 / around-zero", 5, "this may be zero, and nothing can be divided by zero"),
        ("1 / (2 - 2)", 6, "this may be zero, and nothing can be divided by zero"),
        ("1 + ml-engineer@singapore", 5, "a plain number and USD cannot be added"),
        ("2 * nothing", 5, "there is nothing called Thing(kind='', key='nothing', part='')"),
        ("(" * 21 + "1" + ")" * 21, 21, "parentheses stand more than 20 deep"),
        ("1" * 31, 1, "a number has at most 30 digits"),
        ("1" * 501, 501, "an expression has at most 500 characters"),
    ],
)
def test_what_cannot_be_worked_out_is_an_error_with_its_place(text, position, reason):
    with pytest.raises(ExpressionError) as error:
        worth(text)
    assert (error.value.position, error.value.reason) == (position, reason)


def test_the_names_of_an_expression_are_those_to_look_up():
    assert Expression("a@b/c:2026[d].low / record:e.local + 3 * f").names == [
        Cell("a", "b", "c", 2026, "d", "low"),
        Thing("record", "e", "local"),
        Thing("", "f"),
    ]


def test_the_longest_chains_are_answered():
    assert worth("+".join("1" * 250)).low == 250
    assert worth("-" * 499 + "1").low == -1
    assert worth("(" * 20 + "1" + ")" * 20).low == 1
    assert worth("*".join(["9" * 30] * 16)).low == (10**30 - 1) ** 16  # 495 characters


def test_a_number_too_long_for_a_float_is_still_exact():
    assert worth("*".join(["9" * 30] * 15) + " * around-zero").high == (10**30 - 1) ** 15
    assert worth("*".join(["9" * 30] * 14) + " * record:top-2026.low").high == OPEN


NAMES = ("level:senior.multiplier", "around-zero", "ml-engineer@singapore", "mlops-premium", "record:top-2026.low")
PIECES = st.sampled_from([*"+-*/()×÷−·$%.,:@[]_ a01²٣\x00🜚", "2.5", "9" * 30, "singapore", *NAMES])


@given(text=st.text() | st.lists(PIECES, max_size=120).map("".join))
def test_any_text_has_a_value_or_an_error(text):
    try:
        value = worth(text)
    except ExpressionError as found:
        error = found
    else:
        assert value.low <= value.high
        return
    assert 1 <= error.position <= len(text) + 1
    assert error.reason


NUMBERS = st.integers(-1000, 1000).map(F) | st.fractions(-100, 100)


@given(ends=st.lists(NUMBERS, min_size=4, max_size=4), at=st.tuples(st.fractions(0, 1), st.fractions(0, 1)))
def test_a_range_holds_all_that_its_numbers_come_to(ends, at):
    one, two = (Value(*sorted(pair)) for pair in (ends[:2], ends[2:]))
    a, b = (value.low + (value.high - value.low) * share for value, share in zip((one, two), at, strict=True))
    for result, exact in ((one + two, a + b), (one - two, a - b), (one * two, a * b)):
        assert result.low <= exact <= result.high
    if not two.low <= 0 <= two.high:
        assert (one / two).low <= a / b <= (one / two).high
