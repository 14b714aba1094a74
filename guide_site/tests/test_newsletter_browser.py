"""Signing up in a real browser: in place, by keyboard, without scripts; and the pages behind the links of mails."""

import re

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import Page, expect

from articles.newsletter.links import Purpose, address_of
from articles.tests.newsletter_letters import letter, reader
from guide_site.tests.pages import GUIDE
from guide_site.tests.test_accessibility import violations
from guide_site.tests.test_layout import STICKING_OUT

pytestmark = pytest.mark.browser
AT_LEAST_MS = 2_100  # a form that comes back sooner is taken for a robot's


@pytest.fixture
def plain_page(new_context) -> Page:
    """A page of a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


def fill_in(page: Page, address: str) -> None:
    page.wait_for_timeout(AT_LEAST_MS)
    page.locator(".newsletter input[type=email]").first.fill(address)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("path", ["/", GUIDE, "/newsletter/"])
def test_signing_up_is_answered_in_place_and_has_the_focus(page, complaints, path):
    page.goto(path)
    fill_in(page, "ada@example.org")
    title = page.locator(".newsletter-title").first
    expect(title).to_have_text("Look into your mail")
    expect(title).to_be_focused()
    expect(page).to_have_url(re.compile(f"{path}$"))
    assert (violations(page), complaints, page.context.cookies()) == ([], [], [])
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


def test_what_is_no_address_is_said_in_place_and_can_be_mended(page):
    page.goto("/newsletter/")
    fill_in(page, "ada@example")
    expect(page.locator(".newsletter .errorlist")).to_contain_text("not a mail address")
    field = page.locator(".newsletter input[type=email]")
    expect(field).to_be_focused()
    expect(field).to_have_value("ada@example")
    assert violations(page) == []
    field.fill("ada@example.org")
    page.keyboard.press("Enter")
    expect(page.locator(".newsletter-title")).to_have_text("Look into your mail")


def test_without_scripts_a_reader_signs_up_and_confirms(plain_page, base_url):
    plain_page.goto(GUIDE)
    fill_in(plain_page, "ada@example.org")
    expect(plain_page.locator("h1")).to_have_text("Almost done")
    [link] = re.findall(rf"{settings.SITE_URL}(/newsletter/confirm/\S+)", mail.outbox[-1].body)
    plain_page.goto(link)
    plain_page.locator("main button").click()
    expect(plain_page.locator("h1")).to_have_text("You are subscribed")
    plain_page.get_by_role("link", name="Choose what you hear of").click()
    plain_page.get_by_label("Only new guides").check()
    plain_page.get_by_label("Singapore", exact=True).check()
    plain_page.get_by_role("button", name="Save").click()
    expect(plain_page.locator("[role=status]")).to_have_text("Saved for ada@example.org.")
    plain_page.get_by_role("link", name="Unsubscribe").click()
    plain_page.get_by_role("button", name="Unsubscribe").click()
    expect(plain_page.locator("h1")).to_have_text("You are unsubscribed")
    plain_page.get_by_role("button", name="It was a mistake").click()
    expect(plain_page.locator("h1")).to_have_text("You are subscribed again")
    assert plain_page.context.cookies() == []


def test_pages_behind_links_have_no_barriers_and_nothing_sticks_out(page, complaints, live_server):
    ada, eve = reader("a" * 60 + "@example.org"), reader("eve@example.org", "pending")
    pages = [address_of(Purpose.CONFIRM, eve)] + [address_of(purpose, ada) for purpose in Purpose]
    pages.append(settings.SITE_URL + letter(finished_at="2026-11-20T09:00Z", status="sent").get_absolute_url())
    for address in pages:
        for scheme, width in (("light", 1280), ("dark", 360)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address.removeprefix(settings.SITE_URL))
            assert (violations(page), page.evaluate(STICKING_OUT)) == ([], []), address
    assert complaints == []


def test_a_letter_fits_a_phone_and_is_seen_in_the_admin_as_it_arrives(page, admin_user):
    body = ":::{records}\n:place: seoul\n:::\n\n:::{paired-bars}\n:::\n\n:::{levels-table}\n:::\n\n:::{ladder}\n:::\n"
    issue = letter(body=body)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("admin")
    page.locator("input[name=password]").fill("password")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"/admin/articles/newsletterissue/{issue.pk}/preview.html")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "28px"
    assert page.evaluate(STICKING_OUT) == []
