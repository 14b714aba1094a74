"""The head of every page: one address, a title and a description of its own, what other sites show beside a link."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from articles.models import Article, Topic
from guide_site.tests.pages import GUIDE, MISSING, ROLE

SITE = settings.SITE_URL


def head_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.partition(b"</head>")[0], "html.parser").head


def canonical(response) -> str:
    """The path of the page's one address; empty without one."""
    link = head_of(response).find("link", rel="canonical")
    return link["href"].removeprefix(SITE) if link else ""


def is_left_out(response) -> bool:
    return any("noindex" in tag["content"] for tag in head_of(response).find_all("meta", {"name": "robots"}))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/cities/", "/cities/"),
        ("/cities/?utm_source=x", "/cities/"),
        ("/cities/?sort=place&currency=SGD&view=map", "/cities/"),
        ("/cities/?country=india", "/cities/"),
        (f"/cities/?role={ROLE}", "/cities/"),
        ("/cities/?level=senior&role=machine-learning-engineer&sort=place", "/cities/?level=senior"),
        ("/cities/?level=senior&level=junior", "/cities/"),
        ("/countries/?role=average-outside-it", "/countries/?role=average-outside-it"),
        (f"/estimate/?role={ROLE}&place=vietnam", f"/estimate/?place=vietnam&role={ROLE}&year=2026"),
        (
            f"/estimate/?year=2026&level=senior&role={ROLE}&place=asia&x=1",
            f"/estimate/?place=asia&role={ROLE}&level=senior&year=2026",
        ),
        (
            f"/cities/compare/?place=singapore&place=seoul&role={ROLE}",
            f"/cities/compare/?place=seoul&place=singapore&role={ROLE}&year=2026",
        ),
        ("/articles/?topic=seoul", "/articles/?topic=seoul"),
        ("/salaries/?level=senior&sort=-pay", "/salaries/"),
        ("/salaries/?page=1", "/salaries/"),
        (f"{GUIDE}?from=mail", GUIDE),
        ("/check/?place=singapore", "/check/"),
    ],
)
def test_a_page_has_one_address(db, client, asked, expected):
    response = client.get(asked)
    assert (canonical(response), is_left_out(response)) == (expected, False)
    assert head_of(response).find("meta", property="og:url")["content"] == SITE + expected


@pytest.mark.parametrize(
    "asked",
    [
        "/cities/?country=nowhere",
        "/cities/?role=data-scientist",
        "/estimate/?place=atlantis&role=wizard",
        "/estimate/?place=tokyo&role=ai-engineer",
        "/articles/?topic=nothing",
        "/salaries/?level=godlike",
        "/share/cities/",
    ],
)
def test_a_page_that_found_nothing_is_left_out_of_search_engines(db, client, asked):
    assert is_left_out(client.get(asked))


@pytest.mark.parametrize("status", ["missing", "retired"])
def test_a_page_that_is_not_there_has_no_address(db, client, status):
    Article.objects.get(slug="mid-level-to-senior").retire("It was merged.", by=None)
    response = client.get(MISSING if status == "missing" else "/articles/mid-level-to-senior/")
    assert response.status_code == {"missing": 404, "retired": 410}[status]
    assert canonical(response) == ""
    assert b"application/ld+json" not in response.content


def test_each_page_of_a_list_is_a_page_of_its_own(db, client, monkeypatch):
    monkeypatch.setattr("salaries.views.RECORDS_ON_A_PAGE", 10)
    second = client.get("/salaries/?page=2")
    assert canonical(second) == "/salaries/?page=2"
    assert head_of(second).title.text == "Records, page 2 · Guide Site"
    assert head_of(second).find("meta", {"name": "description"})["content"].startswith("Page 2. Every statement")
    assert b"application/ld+json" not in second.content
    assert canonical(client.get("/salaries/?page=2&sort=-pay")) == "/salaries/"


def test_a_guide_says_how_it_is_shown_elsewhere(db, client):
    head = head_of(client.get(GUIDE))
    said = {tag["property"]: tag["content"] for tag in head.find_all("meta", property=True)}
    guide = Article.objects.get(slug="ml-careers-asia-2026")
    assert said == {
        "og:url": SITE + GUIDE,
        "og:title": guide.title,
        "og:description": guide.summary,
        "og:type": "article",
        "og:site_name": "Guide Site",
        "og:image": f"{SITE}/cards/articles/ml-careers-asia-2026.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": guide.title,
    }
    assert head.find("meta", {"name": "twitter:card"})["content"] == "summary_large_image"


def test_hostile_words_stay_words_in_the_head(db, client):
    words = '"><script>alert(1)</script>'
    Article.objects.filter(slug="ml-careers-asia-2026").update(title=words, summary=words)
    response = client.get(GUIDE)
    assert b"<script>alert" not in response.content
    head = head_of(response)
    assert head.find("meta", property="og:title")["content"] == words
    assert head.find("meta", {"name": "description"})["content"] == words


def test_a_topic_without_a_description_has_one_of_its_own(db, client):
    Topic.objects.update(description="")
    described = head_of(client.get("/articles/?topic=seoul")).find("meta", {"name": "description"})["content"]
    assert described == "Guides on Seoul: what the work pays and asks for, with every number led back to its source."
