"""Links to guides that are not public yet: who can read them, until when, and what the page says of itself."""

import datetime
import re

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from articles.models import Article
from articles.preview import address_of
from articles.tests.test_admin import page_of
from guide_site.tests.admin_forms import signed_in
from guide_site.tests.html import text

WEEK = datetime.timedelta(days=7)


@pytest.fixture
def draft(db) -> Article:
    return Article.objects.create(
        slug="draft", title="A draft", summary="S", author="A", body="Pay: {pay}`seoul-ml-engineer-2026`."
    )


def test_preview_shows_the_guide_and_says_what_it_is(draft, client):
    with time_machine.travel(datetime.datetime(2026, 11, 25, 9, 30, tzinfo=datetime.UTC), tick=False):
        page = client.get(address_of(draft))
    shown = text(page)
    assert "Preview. This guide is not public: draft. Whoever has this link can read it until 2 December 2026" in shown
    assert "2 December 2026, 09:30 UTC" in shown
    assert "Pay: ₩60M–120M a year" in shown


def test_preview_is_kept_and_indexed_nowhere_and_sets_no_cookie(draft, client, kept_pages):
    for _ in range(2):
        page = client.get(address_of(draft))
        assert page["Cache-Control"] == "no-store, private"
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
        assert not page.has_header("ETag")
        assert page.content.count(b'<meta name="robots" content="noindex">') == 1
    assert not client.cookies


def test_preview_shows_the_guide_as_it_is_now(draft, client):
    address = address_of(draft)
    draft.body = "Later words."
    draft.save()
    assert "Later words." in text(client.get(address))


@pytest.mark.parametrize(("seconds", "status"), [(-2, 200), (2, 410)])
def test_preview_ends_after_seven_days(draft, client, seconds, status):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        address = address_of(draft)
    with time_machine.travel(now + WEEK + datetime.timedelta(seconds=seconds), tick=False):
        page = client.get(address)
    assert page.status_code == status
    assert ("This link has ended" in page.content.decode()) == (status == 410)
    assert page["Cache-Control"] == "no-store, private"


def test_preview_of_a_public_guide_leads_to_it(draft, client):
    draft.publish(by=None)
    answer = client.get(address_of(draft))
    assert (answer.status_code, answer["Location"]) == (302, "/articles/draft/")


def test_preview_takes_only_links_that_it_signed(draft, client):
    good = address_of(draft)
    other = signing.TimestampSigner(salt="something else").sign(draft.pk)
    for token in ("x", "1:2:3", f"{draft.pk + 1}:{good.split(':', 1)[1].rstrip('/')}", other):
        assert client.get(f"/articles/preview/{token}/").status_code == 404, token
    draft.delete()
    assert client.get(good).status_code == 404


def test_form_shows_a_link_that_works_until_the_guide_is_public(draft, client):
    editor = signed_in("Editors")
    page = editor.get(page_of(draft)).content.decode()
    [address] = set(re.findall(r'href="http://[^/"]+(/articles/preview/[^"]+)"', page))
    assert client.get(address).status_code == 200
    draft.publish(by=None)
    assert "/articles/preview/" not in editor.get(page_of(draft)).content.decode()
