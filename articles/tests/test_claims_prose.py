"""The figures of a text in their sentences, and which plain numbers need a record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.claims.prose import figures_in, plain_numbers
from articles.tests.test_markup import MARKUP


def found(text: str) -> list[tuple]:
    return [(one.kind, one.text, one.line) for one in figures_in(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It pays 42% more.", ["42%"]),
        ("It pays 30–50 % more.", ["30–50 %"]),
        ("It pays 30 to 50 per cent.", ["30", "50 per cent"]),
        ("S$100,000–170,000 or ₩60M", ["S$100,000–170,000", "₩60M"]),
        ("USD 68,000 and 1.8x, 3 times", ["USD 68,000", "1.8x", "3 times"]),
        ("₹30–45 lakh, $113.1 billion", ["₹30–45 lakh", "$113.1 billion"]),
        ("12 engineers", ["12"]),
        ("$2026 and 2026% and 2026x", ["$2026", "2026%", "2026x"]),
        ("In 2026, from 2023 to 2025, 2023–2025, 2024/25.", []),
        ("On 3 May 2026, May 3, 2026-05-03 or 3–5 June at 18:30.", []),
        ("The 1st and 22nd; step 3, steps 1–3, level 2, 3 steps, part 1.", []),
        ("Python version 3.11, v2, 3.11.4.", []),
        ("GPT-4, S3, H100, B2B, 3D.", []),
        ("three steps", []),
    ],
)
def test_plain_numbers_are_found_unless_they_need_no_record(text, numbers):
    assert [one[0] for one in plain_numbers(text)] == numbers


def test_figures_come_in_the_order_of_the_text_with_their_lines():
    text = "## In 5 cities\n\nA {pay}`a usd` and 7 {fact}`b`\n{check}`3x | c / d`.\n\n"
    text += ":::{note} 9 lives\n\n8 {level}`e`\n:::\n"
    assert found(text) == [
        ("number", "5", 1),
        ("pay", "a usd", 3),
        ("number", "7", 3),
        ("fact", "b", 3),
        ("check", "3x | c / d", 4),
        ("number", "9", 6),
        ("number", "8", 8),
        ("level", "e", 8),
    ]


def test_code_addresses_plain_and_unknown_roles_are_no_figures():
    assert found("`5` [six](/7) {plain}`8` {wage}`9` ![10](/a.png)\n\n    11\n\n```\n12\n```\n") == []


def test_list_numbers_are_none_but_footnotes_and_tables_are_read():
    assert found("1. One\n2. Two\n\n| a |\n|---|\n| 5 |\n\nText[^1]\n\n[^1]: all 6\n") == [
        ("number", "5", 6),
        ("number", "6", 10),
    ]


def test_a_figure_knows_its_sentence():
    text = "First. It is {check}`3x | a` of {pay}`b`, or {fact}`c` more! Last."
    pay = figures_in(text)[1]
    assert (pay.before, pay.after) == ("It is 3x of ", ", or […] more!")


@given(text=MARKUP | st.text(alphabet="0123456789 .,%x$-–{}`:|step", max_size=120))
def test_any_text_is_read(text):
    for figure in figures_in(text):
        # Not always in one piece: *0*0 is read as 00.
        assert all(character in text for character in figure.text) or figure.kind != "number"
        assert figure.line >= 1


@pytest.mark.parametrize(
    ("piece", "count"),
    [("9", 1), ("9,", 1), ("1 ", 50_000), ("1-", 25_000), ("a1", 0), ("1.1", 0), ("$", 0), ("step ", 0), ("2026-", 0)],
)
def test_a_long_run_is_read_to_its_end(piece, count):
    assert len(list(plain_numbers(piece * 50_000))) == count


@pytest.mark.parametrize("piece", ["1 ", "1. ", "1\n", "{check}`3x | a` 1 ", "- 1\n", "1\n\n"])
def test_a_long_guide_lists_its_first_500_numbers(piece):
    figures = figures_in("77 " + piece * 1_000)
    assert len([one for one in figures if one.kind == "number"]) == 500


def test_what_stands_around_a_figure_is_shortened():
    (figure,) = figures_in("a" * 500 + " 77 " + "b" * 500)
    assert (figure.before, figure.after) == ("a" * 199 + " ", " " + "b" * 199)
