"""Public pages: an ETag that follows every published change, 304 without rendering, no cookies, a strict policy."""

import datetime
from decimal import Decimal as D

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from guide_site.tests.pages import GUIDE, MISSING, PAGES
from salaries.models import CareerLevel, ExchangeRate, Fact, SalaryRecord, Skill, Source

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize("path", [*PAGES, MISSING])
def test_public_pages_set_no_cookie_and_send_the_policy(db, client, path):
    response = client.get(path)
    assert response.cookies == {}
    assert {part.strip() for part in response["Content-Security-Policy"].split(";") if part.strip()} == POLICY
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_an_unchanged_page_is_answered_without_its_content(db, client, path):
    etag = client.get(path)["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"], again.cookies) == (304, b"", etag, {})


def test_an_unchanged_page_costs_two_small_queries(db, client, django_assert_num_queries):
    etag = client.get("/cities/")["ETag"]
    with django_assert_num_queries(2):
        client.get("/cities/", headers={"If-None-Match": etag})


def change_record() -> None:
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.low = D(61000000)
    record.save()


def change_rate() -> None:
    rate = ExchangeRate.objects.get(currency_code="SGD", span="day")
    rate.units_per_usd = D(2)
    rate.save()


CHANGES = {
    "record": change_record,
    "deleted record": lambda: SalaryRecord.objects.get(key="seoul-ml-engineer-2026").delete(),
    "rate": change_rate,
    "fact": lambda: Fact.objects.first().save(),
    "source": lambda: Source.objects.first().save(),
    "guide": lambda: Article.objects.first().save(),
    "topics of a guide": lambda: Article.objects.first().topics.clear(),
    "skills of a level": lambda: CareerLevel.objects.first().skills.clear(),
    "skill": lambda: Skill.objects.first().delete(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_published_change_makes_pages_new(db, client, what):
    etag = client.get(GUIDE)["ETag"]
    CHANGES[what]()
    assert client.get(GUIDE, headers={"If-None-Match": etag}).status_code == 200


def test_a_scheduled_guide_that_becomes_due_makes_pages_new(db, client):
    due = timezone.now() + datetime.timedelta(hours=1)
    Article.objects.filter(slug="mid-level-to-senior").update(status="scheduled", published_at=due)
    etag = client.get("/articles/")["ETag"]
    assert client.get("/articles/", headers={"If-None-Match": etag}).status_code == 304
    with time_machine.travel(due + datetime.timedelta(seconds=1)):
        assert client.get("/articles/", headers={"If-None-Match": etag}).status_code == 200


def test_a_part_of_a_page_is_not_taken_for_the_page(db, client):
    whole = client.get("/cities/")
    part = client.get("/cities/", headers={"HX-Request": "true"})
    assert whole["ETag"] != part["ETag"]
    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]


def test_caches_must_ask_again_each_time(db, client):
    assert set(client.get("/cities/")["Cache-Control"].split(", ")) == {"public", "no-cache"}


@pytest.mark.parametrize("path", ["/admin/", "/styleguide/"])
def test_pages_behind_the_sign_in_are_never_public(admin_client, path):
    response = admin_client.get(path)
    assert (response.status_code, "ETag" in response, "public" in response.get("Cache-Control", "")) == (
        200,
        False,
        False,
    )


@pytest.mark.parametrize("path", ["/admin/", "/styleguide/"])
def test_pages_for_editors_ask_for_a_sign_in(db, client, path):
    response = client.get(path)
    assert (response.status_code, response["Location"].startswith("/admin/login/")) == (302, True)


def test_a_missing_page_has_no_etag(db, client):
    response = client.get(MISSING)
    assert (response.status_code, "ETag" in response) == (404, False)


@pytest.mark.parametrize(("path", "status"), [(MISSING, 404), ("/api/estimate/?place=nowhere", 400), ("/cities/", 200)])
def test_a_reader_who_has_anything_at_all_is_answered_in_full(db, client, path, status):
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == status


def test_a_post_is_not_answered_from_the_cache(db, client):
    etag = client.get("/cities/")["ETag"]
    assert client.post("/cities/", headers={"If-None-Match": etag}).status_code != 304
