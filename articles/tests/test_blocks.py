"""Range bars: bands of cities, or of one place's sources, from the same figures as the pages of these."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from articles.figures import render
from articles.quotes import quoted_by
from salaries.models import Place, Role

ROLE = "machine-learning-engineer"


def block(*options: str) -> str:
    return "\n".join([":::{range-bars}", *options, ":::"])


def drawn(*options: str) -> Tag:
    shown = render(block(*options))
    assert shown.problems == []
    return BeautifulSoup(shown.body, "html.parser").figure


def bars(figure: Tag) -> list[str]:
    return [bar["aria-label"] for bar in figure.select(".pay-bar")]


def test_range_bars_are_the_bands_of_cities(db):
    assert bars(drawn(f":role: {ROLE}", ":region: south-eastern-asia")) == [
        "Singapore: $50,846–132,981, typically $105,603; outside IT $34,000",
        "Ho Chi Minh City: $10,089–84,000, typically $46,156; outside IT $5,000",
        "Manila: $7,145–12,200, typically $10,576; outside IT $4,500",
    ]


def test_range_bars_of_a_place_are_the_bands_of_its_sources(db):
    figure = drawn(f":role: {ROLE}", ":place: singapore")
    assert [label.split(": $")[1] for label in bars(figure)] == [
        "50,846–132,981, typically $105,603",
        "50,846–132,981, typically $105,603",
        "105,000",
        "78,224–132,981, typically $105,603",
    ]
    assert figure.select_one(".chart-title").text == (
        "Machine learning engineer in Singapore, 2026: three sources agree within 1%"
    )
    assert len(figure.select(".source-line > a[href^='/sources/']")) == 3


def test_range_bars_of_one_source_are_its_bands_alone(db):
    figure = drawn(f":role: {ROLE}", ":place: singapore", ":source: morgan-mckinley-singapore-2026")
    assert bars(figure)[1:] == ["Morgan McKinley: Singapore Salary Guide 2026: $78,224–132,981, typically $105,603"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((":place: atlantis",), "place: there is no 'atlantis'"),
        ((":place: tokyo",), "nobody states what these options ask for in Tokyo"),
        (
            (":place: seoul", ":region: asia"),
            "region and place exclude each other: bands of cities, or of one place's sources",
        ),
        ((":colour: red",), "unknown option colour; there are role, source, level, region, place"),
        ((":role: ai-engineer", ":region: south-eastern-asia"), "nobody states pay for these options"),
    ],
)  # fmt: skip
def test_range_bars_that_cannot_be_drawn_say_why(db, options, reason):
    assert [str(problem) for problem in render(block(*options)).problems] == [f"line 1, :::{{range-bars}}: {reason}"]


def test_a_guide_quotes_what_its_range_bars_show(db):
    role = Role.objects.get(slug=ROLE)
    cities = quoted_by(block(f":role: {ROLE}", ":region: south-eastern-asia"))
    names = set(Place.objects.filter(pk__in=cities.places).values_list("slug", flat=True))
    assert names == {"singapore", "ho-chi-minh-city", "manila"}
    seoul = quoted_by(block(f":role: {ROLE}", ":place: seoul"))
    assert (seoul.places, seoul.roles) == ({Place.objects.get(slug="seoul").pk}, {role.pk})
