"""Two texts side by side: which lines and which words changed."""

import time

from salaries.admin.differences import lines_between


def shown(old: str, new: str) -> list[tuple[str, str]]:
    """(kind, text) of each line, with changed words in brackets."""
    return [
        (line.kind, "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in line.pieces))
        for line in lines_between(old, new)
    ]


def test_equal_texts_have_nothing_to_show_but_their_lines():
    assert shown("a\nb", "a\nb") == [("skipped", "2 lines without a change")]
    assert shown("", "") == []


def test_changed_words_are_marked_inside_their_line():
    assert shown("Pay in Seoul is high.", "Pay in Singapore is very high.") == [
        ("removed", "Pay in [Seoul] is high."),
        ("added", "Pay in [Singapore] is [very ]high."),
    ]


def test_a_line_added_before_a_changed_one_is_not_taken_for_it():
    assert shown("The middle is solid.", "Something quite different\nThe middle is soft.") == [
        ("added", "Something quite different"),
        ("removed", "The middle is [solid]."),
        ("added", "The middle is [soft]."),
    ]


def test_lines_that_are_not_alike_are_shown_whole():
    assert shown("One thing", "apples; pears") == [("removed", "One thing"), ("added", "apples; pears")]


def test_long_stretches_without_a_change_are_counted():
    old = "\n".join(f"line {n}" for n in range(20))
    assert shown(old, old.replace("line 9", "line nine", 1)) == [
        ("skipped", "7 lines without a change"),
        ("same", "line 7"),
        ("same", "line 8"),
        ("removed", "line [9]"),
        ("added", "line [nine]"),
        ("same", "line 10"),
        ("same", "line 11"),
        ("skipped", "8 lines without a change"),
    ]


def test_line_endings_are_no_change():
    assert shown("a\r\nb", "a\nb") == [("skipped", "2 lines without a change")]


def test_large_texts_take_little_time():
    began = time.process_time()
    lines_between("a b " * 100_000, "b a " * 100_000)
    lines_between("x\n" * 20_000, "y\nx\n" * 10_000)
    lines_between("\n".join(f"a{n}" for n in range(3_000)), "\n".join(f"b{n}" for n in range(3_000)))
    assert time.process_time() - began < 5
