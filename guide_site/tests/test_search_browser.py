"""Search in a real browser: suggestions while typing, by keyboard and mouse, and all of it without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from guide_site.tests.test_accessibility import OPTIONS

pytestmark = pytest.mark.browser
FIRST = ".suggestions a >> nth=0"


def test_suggestions_are_reached_with_the_arrow_keys(page, complaints):
    page.goto("/search/")
    page.locator("#q").press_sequentially("seou")
    expect(page.locator(FIRST)).to_have_text(re.compile(r"^Seoul\s+City$"))
    expect(page.locator("#suggestions-status")).to_have_text(re.compile(r"^\d suggestions, with the arrow keys$"))
    page.keyboard.press("ArrowDown")
    expect(page.locator(FIRST)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cities/seoul/$"))
    assert complaints == []


def test_escape_and_a_click_elsewhere_close_the_suggestions(page, complaints):
    page.goto("/search/")
    page.locator("#q").press_sequentially("seou")
    page.locator(FIRST).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(".suggestions")).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()
    page.locator("#q").press_sequentially("l")
    page.locator(FIRST).wait_for()
    page.locator("h1").click()
    expect(page.locator(".suggestions")).to_have_count(0)
    assert complaints == []


def test_open_suggestions_have_no_barriers(page):
    """The form alone: what lies under an open list is covered, as is meant."""
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/search/")
    page.locator("#q").press_sequentially("sing")
    page.locator(FIRST).wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, context=".search-form", options=OPTIONS).response
        assert (found["violations"], len(found["passes"]) > 5) == ([], True)


def test_without_scripts_the_field_of_each_page_leads_to_results(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/levels/")
    page.locator("#masthead-q").fill("pytorch")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=pytorch$"))
    page.locator("a", has_text="Guides 2").click()
    expect(page.locator(".search-result")).to_have_count(2)
    page.locator("#q").fill("seoul")
    page.locator(".search-form button").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=seoul&type=guide$"))
