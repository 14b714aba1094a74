"""The skills page: which facts are drawn, and that none stands without source, year and scope."""

from decimal import Decimal as D

import pytest
from django.utils.html import strip_tags

from salaries.models import CareerLevel, Fact, Place, Role, Skill, Source
from salaries.skills import skills_context, span_in_words


def a_fact(key, statement="Premium of those who know it", low=None, high=None, **given):
    values = {"unit": "percent", "year": 2026, "source": Source.objects.get(slug="one")} | given
    return Fact.objects.create(key=key, statement=statement, low=low, high=high, **values)


@pytest.fixture
def skill(small_world):
    return Skill.objects.create(slug="charm", name="Charm", kind="skill", in_demand=True)


def words_of(client):
    return " ".join(strip_tags(client.get("/skills/").content.decode()).split())


def test_premiums_of_the_sample_stand_on_one_axis(db):
    premiums = skills_context()["premiums"]
    assert premiums.title == "What a skill adds to pay, as sources state it: 10% to 50%"
    assert [(row.skill.slug, row.text) for row in premiums.rows] == [
        ("mlops", "30–50%"),
        ("computer-vision", "25–35%"),
        ("certifications", "10–20%"),
    ]
    # The axis ends at 60: 30 is 50 %, and 30 to 50 is 33.33 % of it.
    assert [tick.label for tick in premiums.ticks] == ["0%", "20%", "40%", "60%"]
    assert (premiums.rows[0].bar.low, premiums.rows[0].bar.width) == ("50.00", "33.33")


def test_a_share_of_advertisements_is_no_premium(db):
    shares = skills_context()["shares"]
    assert shares.title == "How many job advertisements name it: 42%"
    assert [(row.skill.slug, row.bar.low, row.bar.width) for row in shares.rows] == [("pytorch", "0.00", "42.00")]


def test_other_facts_are_in_no_chart(skill):
    a_fact("growth", "Growth of postings", 5, 5, skill=skill)
    a_fact("price", "Premium of a course", 5, 5, skill=skill, unit="USD")
    a_fact("nobodys", low=5, high=5)
    context = skills_context()
    assert (context["premiums"], context["shares"]) == (None, None)


def test_a_share_that_speaks_of_a_premium_is_a_share(skill):
    a_fact("share", "Share of postings that offer a premium", 5, 5, skill=skill)
    context = skills_context()
    assert (context["premiums"], len(context["shares"].rows)) == (None, 1)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([(10, 20), (25, 35)], "10% to 35%"),
        ([(10, 10)], "10%"),
        ([(10, None), (5, 8)], "5% or more"),
        ([(None, 20), (25, 35)], "up to 35%"),
        ([(None, 20), (25, None)], "their figures are open at both ends"),
        ([(D("-2.5"), 20)], "-2.5% to 20%"),
    ],
)
def test_the_span_is_open_where_a_fact_is(facts, expected):
    made = [Fact(low=None if low is None else D(low), high=None if high is None else D(high)) for low, high in facts]
    assert span_in_words(made) == expected


def test_the_page_gives_scope_year_and_source_of_each_figure(skill, client):
    a_fact(
        "f",
        low=30,
        high=50,
        year=2024,
        skill=skill,
        place=Place.objects.get(slug="city"),
        role=Role.objects.get(slug="coder"),
        level=CareerLevel.objects.get(slug="top"),
    )
    words = words_of(client)
    assert "30–50%: Premium of those who know it (City, Coder, Top, 2024, One: Survey one)" in words
    assert "City, Coder, Top2024 · One: Survey one" in words
    assert "City, Coder, Top · 2024 · One: Survey one" in words


def test_a_skill_in_demand_without_figures_says_so(skill, client):
    assert "Charm No figure on record".replace(" ", "") in words_of(client).replace(" ", "")


def test_queries_do_not_grow_with_skills(skill, client, django_assert_num_queries, django_assert_max_num_queries):
    a_fact("f1", low=30, high=50, skill=skill, place=Place.objects.get(slug="city"))
    with django_assert_max_num_queries(10) as one:
        client.get("/skills/")
    for index in range(3):
        other = Skill.objects.create(slug=f"s{index}", name=f"S{index}", kind="tool", in_demand=True)
        a_fact(f"g{index}", low=1, high=2, skill=other, role=Role.objects.get(slug="coder"))
    with django_assert_num_queries(len(one)):
        client.get("/skills/")
