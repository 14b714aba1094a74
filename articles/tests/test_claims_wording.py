"""What words state, how far a value may be off, and which words state nothing that can be judged."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.claims.values import OPEN, Value
from articles.claims.wording import Unclear, read_words


def agrees(words: str, low, high=None, unit: str = "") -> bool:
    ends = F(str(low)), (F(str(low)) if high is None else high if high == OPEN else F(str(high)))
    return read_words(words).disagreement(Value(*ends, ((unit, 1),) if unit else ())) == ""


@pytest.mark.parametrize(
    ("words", "fits", "fails"),
    [
        ("3x", [2.5, 3, 3.5], [2.49, 3.51]),
        ("3 times", [2.5, 3.5], [2.49, 3.51]),
        ("three times what peers earn", [2.5, 3.5], [2.49, 3.51]),
        ("3.0x", [2.95, 3.05], [2.94, 3.06]),
        ("3.1×", [3.05, 3.15], [3.04, 3.16]),
        ("10x", [9.5, 10.5], [9.4, 10.6]),
        ("twice", [1.5, 2.5], [1.4, 2.6]),
        ("half of it", [0.45, 0.55], [0.44, 0.56]),
        ("more than 3x", [3.01, 17], [3, 2.9]),
        ("over 3x", [3.01], [3]),
        ("at least 3x", [3, 17], [2.99]),
        ("3x or more", [3, 17], [2.99]),
        ("3x+", [3, 17], [2.99]),
        ("less than 3x", [2.99, 0], [3]),
        ("under 3x", [2.99], [3]),
        ("up to 3x", [3, 0], [3.01]),
        ("no more than 3x", [3], [3.01]),
        ("no less than 3x", [3], [2.99]),
        ("3x at most", [3], [3.01]),
        ("around 3x", [2.5, 3.5], [2.49, 3.51]),  # half of the last digit is more than a tenth
        ("around 30x", [27, 33], [26.9, 33.1]),
        ("some 30x", [27, 33], [26.9, 33.1]),
        ("nearly 30x", [27, 30], [26.9, 30.1]),
        ("just under 30x", [27, 30], [30.1]),
        ("42%", [0.415, 0.425], [0.41, 0.43]),
        ("about 42 per cent", [0.378, 0.462], [0.377, 0.463]),
        ("2–4 times", [1.5, 3, 4.5], [1.4, 4.6]),
        ("2x to 4x", [1.5, 4.5], [1.4, 4.6]),
        ("between 2 and 4 times", [1.5, 4.5], [1.4, 4.6]),
        ("3x in 2026", [3], [4]),
        ("3x what one earns", [3], [4]),
    ],
)
def test_words_hold_within_their_precision(words, fits, fails):
    assert [number for number in fits if not agrees(words, number)] == []
    assert [number for number in fails if agrees(words, number)] == []


@pytest.mark.parametrize(
    ("words", "unit", "fits", "fails"),
    [
        ("$105,000", "USD", [104_500, 105_500], [104_499, 105_501]),
        ("around $105,000", "USD", [94_500, 115_500], [94_499, 115_501]),
        ("US$100,000", "USD", [95_000, 105_000], [94_999, 105_001]),
        ("USD 68,000", "USD", [67_500, 68_500], [67_499, 68_501]),
        ("$113.1 billion", "USD", [113_050_000_000, 113_150_000_000], [113_049_999_999, 113_150_000_001]),
        ("$2,300 a month", "USD", [27_000, 28_200], [26_999, 28_201]),  # 12 × (2,300 ± 50)
        ("S$65,000", "SGD", [64_500, 65_500], [64_499]),
        ("₩40M", "KRW", [39_500_000, 40_500_000], [39_499_999]),
        ("Rp5 million", "IDR", [4_500_000, 5_500_000], [4_499_999]),
        ("4 years", "months", [42, 54], [41, 55]),
        ("18 months", "months", [17.5, 18.5], [17.4, 18.6]),
    ],
)
def test_words_have_a_unit(words, unit, fits, fails):
    assert [number for number in fits if not agrees(words, number, unit=unit)] == []
    assert [number for number in fails if agrees(words, number, unit=unit)] == []


@pytest.mark.parametrize(
    ("words", "low", "high", "expected"),
    [
        ("3x", "2.7", "3.3", True),
        ("3x", "2.4", "3.3", False),
        ("3x", "6", "16.8", False),
        ("more than 3x", "6", "16.8", True),
        ("more than 3x", "2", "16.8", False),
        ("more than 3x", "13.6", OPEN, True),
        ("3x", "3", OPEN, False),
        ("up to 50%", "0.3", "0.5", True),
        ("up to 50%", "0.3", OPEN, False),
        ("30–50%", "0.3", "0.5", True),
        ("30-50 %", "0.3", "0.5", True),
        ("30–50%", "0.35", "0.45", False),  # another range
        ("6.0–16.8×", "6", "16.8", True),
    ],
)
def test_a_range_agrees_if_all_of_it_does(words, low, high, expected):
    assert agrees(words, low, high) is expected


def test_a_range_in_lakh_and_one_in_million_say_their_scale_once():
    assert agrees("₹30–45 lakh", 3_000_000, 4_500_000, "INR")
    assert agrees("$2 to 3 million", 2_000_000, 3_000_000, "USD")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "the words state no number"),
        ("a lot", "the words state no number"),
        ("GPT-4", "the words state no number"),
        ("3x and 4x", "the words state more than one number; a claim is about one, or about a range"),
        ("1, 2 or 3", "the words state more than one number; a claim is about one, or about a range"),
        ("4–2 times", "the first number of the range is above the second"),
        ("3" * 201, "the words of a claim have at most 200 characters"),
    ],
)
def test_words_that_cannot_be_judged_say_why(words, reason):
    with pytest.raises(Unclear) as error:
        read_words(words)
    assert str(error.value) == reason


@pytest.mark.parametrize(
    ("words", "value", "reason"),
    [
        ("3x", Value.of(4, 4), "the words hold from 2.5 to 3.5"),
        ("more than 3x", Value.of(2, 2), "the words hold above 3"),
        ("up to 50%", Value.of(1, 1), "the words hold up to 50%"),
        ("30–50%", Value.of(1, 1), "the words hold from 29.5% to 50.5%"),
        ("2–3x", Value.of(2, 5), "the words state another range"),
        ("$3", Value.of(3, 3), "the words state USD, and this is a plain number"),
        ("3x", Value.of(3, 3, "SGD"), "the words state a plain number, and this is SGD"),
    ],
)
def test_a_disagreement_says_what_would_hold(words, value, reason):
    assert read_words(words).disagreement(value) == reason


PIECES = st.sampled_from([*"0123456789.,%x×+~-– $₩SAa٣²", "about ", "up to ", "million", " to ", "half", "USD "])


@given(words=st.text() | st.lists(PIECES, max_size=60).map("".join))
def test_any_words_are_unclear_or_true_of_their_own_number(words):
    try:
        wording = read_words(words)
    except Unclear:
        return
    own = Value(wording.stated.number, (wording.to or wording.stated).number, wording.unit)
    assert wording.agrees(own) is (wording.hedge not in {"above", "below"})
    assert wording.bounds[0] <= wording.bounds[1]
