"""Sharing: citations word by word, and what is offered on each kind of page."""

import datetime
import html

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from articles.models import Article
from guide_site.tests.pages import GUIDE, RECORD, ROLE

SITE = settings.SITE_URL
TODAY = "(accessed 24 November 2026)."


def shared(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser").select_one("details.share")


def citation(client, path: str) -> str:
    return shared(client, path).select_one("#share-citation").text


def test_a_guide_is_cited_by_author_title_dates_and_address(db, client):
    assert citation(client, GUIDE) == (
        "Guide Site editors: “Machine learning careers in Asia, 2026: salaries, skills and how to start”. "
        f"Guide Site, 2 November 2026, updated 24 November 2026. {SITE}{GUIDE} {TODAY}"
    )


def test_a_guide_that_did_not_change_names_one_date(db, client):
    Article.objects.filter(slug="ml-careers-asia-2026").update(
        modified=datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)
    )
    assert "Guide Site, 2 November 2026. http" in citation(client, GUIDE)


def test_a_record_is_cited_as_its_own_source(db, client):
    assert citation(client, RECORD) == (
        "Morgan McKinley: Singapore Salary Guide 2026. Figure: S$100,000–170,000 a year, Machine learning engineer, "
        f"Singapore, 2026. Quoted by Guide Site, {SITE}{RECORD} {TODAY}"
    )


def test_a_figure_is_cited_with_the_sources_behind_it(db, client):
    page = f"/estimate/?place=singapore&role={ROLE}&year=2026"
    assert citation(client, page) == (
        "Guide Site: “Machine learning engineer in Singapore, 2026: three sources agree within 1%”. From: "
        "DigitalDefynd and Alcor 2026; DigitalDefynd, Morgan McKinley and Second Talent: AI Salary Data 2026, "
        "Singapore Salary Guide and Vietnam 2026; Morgan McKinley: Singapore Salary Guide 2026. "
        f"{SITE}{page} {TODAY}"
    )


def test_a_statement_without_a_source_says_so(db, client):
    assert citation(client, "/salaries/seoul-ml-engineer-2026/").startswith(
        "Guide Site: Machine learning careers in Asia, 2026 (no source named). Figure: ₩60M–120M a year"
    )


@pytest.mark.parametrize(
    ("path", "files"),
    [
        (GUIDE, [f"{GUIDE}chart-1", f"{GUIDE}chart-2"]),
        ("/articles/seoul-ml-engineer-2026/", []),
        ("/cities/singapore/", ["/cities/singapore/chart"]),
        ("/cities/tokyo/", []),
        (f"/estimate/?place=vietnam&role={ROLE}", ["/estimate/chart"]),
        (f"/roles/{ROLE}/", []),
        (RECORD, []),
        ("/share/cities/", ["/cities/chart"]),
        ("/share/cities/?level=senior", ["/cities/chart"]),
    ],
)
def test_what_is_offered_is_there(db, client, path, files):
    block = shared(client, path)
    found = [link["href"] for link in block.select("a[download]")]
    assert [link.partition("?")[0] for link in found] == [f"{file}.{form}" for file in files for form in ("svg", "png")]
    codes = [BeautifulSoup(code.text, "html.parser") for code in block.select("textarea")]
    frames = [code.iframe["src"].removeprefix(SITE) for code in codes]
    assert len(frames) == len(files)
    assert all(code.a["href"].startswith(SITE) and code.iframe["title"] for code in codes)
    assert {client.get(address).status_code for address in [*found, *frames]} <= {200}


def test_buttons_wait_for_the_script_that_they_need(db, client):
    block = shared(client, GUIDE)
    buttons = block.select("button")
    assert len(buttons) == 4
    assert all(button.has_attr("hidden") for button in buttons)
    assert all(block.select_one(f"#{button['data-copy']}") for button in buttons)


def test_hostile_titles_stay_text_in_the_code_for_other_sites(db, client):
    words = '"></iframe><script>alert(1)</script>'
    Article.objects.filter(slug="ml-careers-asia-2026").update(title=words)
    code = shared(client, GUIDE).select_one("textarea").text
    assert "<script>" not in code
    assert BeautifulSoup(code, "html.parser").iframe["title"] == words


def test_the_comparison_leads_to_its_share_page_with_its_filters(db, client):
    page = client.get("/cities/?country=india&country=vietnam").content.decode()
    address = "/share/cities/?country=india&country=vietnam"
    assert f'<a href="{html.escape(address)}">Share</a>' in page
    shown = BeautifulSoup(client.get(address).content, "html.parser")
    assert shown.select_one(".share-preview img")["src"] == "/cities/chart.svg?country=india&country=vietnam"
    assert shown.select_one("#share-link").text == f"{SITE}/cities/?country=india&country=vietnam"


@pytest.mark.parametrize("path", ["/share/cities/?role=wizard", "/share/countries/?role=data-scientist"])
def test_there_is_nothing_to_share_of_nothing(db, client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/cities/", "/check/", "/estimate/", "/cities/?country=nowhere"])
def test_other_pages_stay_as_they_are(db, client, path):
    assert shared(client, path) is None


def test_places_side_by_side_are_shared_in_the_readers_order(db, client):
    path = f"/cities/compare/?place=singapore&place=seoul&role={ROLE}&year=2026"
    assert citation(client, path).endswith(f"{SITE}{path} {TODAY}")
