"""Words as they are compared, and the passages that a result shows."""

import pytest

from guide_site.search.snippets import MOST_PLACES, excerpt, marked
from guide_site.search.words import LONGEST_QUESTION, MOST_TERMS, Question, words_of


def terms(text: str):
    return Question.of(text).terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zürich, Zu\u0308rich", ["zurich", "zurich"]),
        ("Hà Nội", ["ha", "noi"]),
        ("salaries salary", ["salary", "salary"]),
        ("C C++ C# C#x", ["c", "cplusplus", "csharp", "c", "x"]),
        ("S$65,000–70,000", ["s", "65", "000", "70", "000"]),
        ("\x00\ud800 _ ☃ —", []),
        ("x" * 100, ["x" * 40]),
    ],
)
def test_words_are_latin_and_singular(text, words):
    assert words_of(text) == words


def test_a_question_is_cut_at_its_limits():
    many = Question.of(" ".join(f"word{number}" for number in range(MOST_TERMS + 1)))
    assert (len(many.terms), many.is_cut) == (MOST_TERMS, True)
    long = Question.of("x" * 10_000)
    assert (long.text, len(long.terms), long.is_cut) == ("x" * LONGEST_QUESTION, 1, True)
    assert not Question.of("singapore").is_cut


def test_short_words_are_no_beginnings_except_while_typing():
    assert [(one.word, one.is_beginning) for one in terms("ai engineer")] == [("ai", False), ("engineer", True)]
    assert [one.is_beginning for one in Question.of("ai ml", typing=True).terms] == [False, True]


def test_marked_text_is_escaped():
    shown = marked('<script>pay</script> & "pay" in <mark>', terms("pay"))
    assert shown == ("&lt;script&gt;<mark>pay</mark>&lt;/script&gt; &amp; &quot;<mark>pay</mark>&quot; in &lt;mark&gt;")


def test_words_side_by_side_are_marked_together():
    assert marked("Machine learning engineers", terms("machine engineer learning")) == (
        "<mark>Machine learning engineers</mark>"
    )


def test_an_excerpt_is_where_most_of_the_words_are():
    text = f"pay {'a ' * 300}seoul {'b ' * 300}what seoul engineers earn {'c ' * 300}"
    shown = excerpt(text, terms("pay seoul engineers earn"))
    assert "what <mark>seoul engineers earn</mark> c" in shown
    assert (shown[:2], shown[-2:]) == ("… ", " …")
    assert len(shown) < 320


def test_an_excerpt_without_its_words_is_empty():
    assert excerpt("nothing of the kind", terms("seoul")) == ""


def test_a_text_full_of_the_word_takes_no_more_than_its_first_places():
    shown = excerpt("pay " * 5 * MOST_PLACES, terms("pay"))
    assert shown.startswith("<mark>pay pay")
    assert len(shown) < 400
