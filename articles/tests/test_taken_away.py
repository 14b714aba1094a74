"""The charts of a guide one by one: which they are, what each says as a picture, and what stands for a guide."""

import pytest

from articles.models import Article
from articles.taken_away import chart_html, charts_of, picture_for, picture_in
from salaries.tests.making import a_record

ROLE = "machine-learning-engineer"
TREND = f":::{{trend}}\n:place: singapore\n:role: {ROLE}\n:::\n"
MAP = f":::{{map}}\n:role: {ROLE}\n:::\n"
LADDER = ":::{ladder}\n:source: digitaldefynd-alcor-2026\n:place: asia\n:::\n"
PAIRED = ":::{paired-bars}\n:source: digitaldefynd-morgan-mckinley-second-talent-2026\n:::\n"
LIST = ":::{records}\n:place: seoul\n:::\n"
NOTE = f"::::{{note}} In a note\n{LADDER}::::\n"


def a_guide(body: str) -> Article:
    return Article.objects.create(slug="charts", title="Charts", summary="s", body=body, author="A", status="draft")


def rows(article: Article, number: int) -> list[tuple[str, str]]:
    picture = picture_in(article, number)
    assert picture is not None
    return [(row.label, row.value) for row in picture.rows]


def test_charts_are_counted_and_lists_and_notes_are_not(db):
    assert [one.name for one in charts_of("\n".join([LADDER, LIST, NOTE, MAP]))] == ["ladder", "map"]


def test_a_ladder_is_a_row_for_each_level(db):
    article = a_guide(LADDER)
    assert rows(article, 1) == [
        ("Beginner", "$3,000–8,000"),
        ("Junior ML engineer", "$8,000–25,000"),
        ("Mid-level ML engineer", "$25,000–55,000"),
        ("Senior or lead ML engineer", "$55,000–170,000"),
    ]
    assert picture_in(article, 1).title == "Machine learning engineer, Asia: what each level pays"
    assert "ladder" in chart_html(article, 1)


def test_paired_bars_keep_their_title(db):
    picture = picture_in(a_guide(PAIRED), 1)
    assert picture.title == "Machine learning engineer: 2.71 to 16.8 times the average outside IT"
    assert [row.label for row in picture.rows] == ["Singapore", "Seoul", "Ho Chi Minh City", "Bangalore", "Manila"]
    assert picture.baseline == "Average worker outside IT"


def test_a_trend_is_a_row_for_each_year_and_marks_a_change_of_sources(db):
    a_record(
        "earlier", source="morgan-mckinley-singapore-2026", place="singapore", role=ROLE, year=2025, typical=90_000,
        period="year",
    )  # fmt: skip
    picture = picture_in(a_guide(TREND), 1)
    assert [(row.label, row.value, row.note) for row in picture.rows] == [
        ("2025", "$90,000", ""),
        ("2026", "$50,846–132,981", "the sources change"),
    ]


def test_a_map_is_a_row_for_each_city(db):
    assert [label for label, _ in rows(a_guide(MAP), 1)][:2] == ["Singapore", "Seoul"]


@pytest.mark.parametrize("body", ["No chart.", ":::{ladder}\n:place: atlantis\n:::\n", ":::{trend}\n:::\n"])
def test_what_cannot_be_drawn_is_nothing(db, body):
    article = a_guide(body)
    assert [picture_in(article, 1), chart_html(article, 1), picture_in(article, 0), picture_in(article, 2)] == [
        None,
        "",
        None,
        None,
    ]


def test_a_guide_without_charts_is_shown_by_the_places_that_it_quotes(db):
    seoul = a_guide("{pay}`seoul machine-learning-engineer`.")
    assert picture_for(seoul).title.startswith("Machine learning engineer in Seoul: typically")
    seoul.delete()
    article = a_guide("{pay}`singapore machine-learning-engineer` and {pay}`manila machine-learning-engineer`.")
    assert [row.label for row in picture_for(article).rows] == ["Singapore", "Manila"]
    article.body = "Nothing."
    article.save()
    assert picture_for(article) is None
