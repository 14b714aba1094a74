"""Charts in frames: /embed/ may be framed by any site, also when it is kept or unchanged, and nothing else may."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from guide_site.tests.html import text
from guide_site.tests.pages import GUIDE, MISSING, ROLE
from guide_site.tests.test_middleware import POLICY

EMBEDS = {
    "/embed/cities/": "/cities/",
    "/embed/cities/?level=senior": "/cities/?level=senior",
    "/embed/countries/": "/countries/",
    "/embed/cities/singapore/": "/cities/singapore/",
    "/embed/countries/vietnam/": "/countries/vietnam/",
    f"/embed/estimate/?place=vietnam&role={ROLE}": f"/estimate/?place=vietnam&role={ROLE}&year=2026",
    "/embed/articles/ml-careers-asia-2026/1/": GUIDE,
    "/embed/articles/ml-careers-asia-2026/2/": GUIDE,
}
FRAMED = POLICY - {"frame-ancestors 'none'"} | {"frame-ancestors *"}


def policy(response) -> set[str]:
    return {part.strip() for part in response["Content-Security-Policy"].split(";") if part.strip()}


@pytest.mark.parametrize("path", EMBEDS)
def test_a_chart_may_stand_in_any_frame_and_leads_back(db, client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert (policy(response), "X-Frame-Options" in response, response.cookies) == (FRAMED, False, {})
    page = BeautifulSoup(response.content, "html.parser")
    back = page.select_one(".embed-back a")
    assert (back["href"], back["target"], back["rel"]) == (settings.SITE_URL + EMBEDS[path], "_blank", ["noopener"])
    assert page.select_one("base")["target"] == "_blank"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert re.search(r"Sources?: |as DigitalDefynd and Alcor 2026 publishes", text(response))
    assert page.select("script, form, iframe") == []


@pytest.mark.parametrize("path", ["/embed/cities/atlantis/", "/embed/cities/?role=wizard", f"/embed{GUIDE}3/"])
def test_a_frame_without_a_chart_says_so(db, client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert (policy(response), "X-Frame-Options" in response) == (FRAMED, False)


def test_what_is_kept_and_what_is_unchanged_may_be_framed_too(db, client, kept_pages, django_assert_num_queries):
    first = client.get("/embed/cities/")
    with django_assert_num_queries(2):
        kept = client.get("/embed/cities/")
    unchanged = client.get("/embed/cities/", headers={"If-None-Match": first["ETag"]})
    assert [first.status_code, kept.status_code, unchanged.status_code] == [200, 200, 304]
    for response in (first, kept, unchanged):
        assert (policy(response), "X-Frame-Options" in response) == (FRAMED, False)


@pytest.mark.parametrize("path", ["/", "/cities/", GUIDE, "/share/cities/", MISSING, "/embed", "/cities/embed/"])
def test_nothing_else_may_be_framed(db, client, path):
    response = client.get(path)
    assert "frame-ancestors 'none'" in policy(response)
    assert response.status_code == 301 or response["X-Frame-Options"] == "DENY"


def test_a_frame_shows_the_figures_of_its_page(db, client):
    shown = text(client.get("/embed/cities/"))
    assert "Singapore $105,603 3.11× pay outside IT" in shown
    assert "These figures at Guide Site" in shown


def test_frames_cost_the_same_number_of_queries_for_any_number_of_rows(db, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        client.get("/embed/cities/")
