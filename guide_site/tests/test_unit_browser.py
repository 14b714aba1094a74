"""A guide in another unit, in a real browser: in place with scripts, by a button without them, receipts in both."""

import re

import pytest
from playwright.sync_api import Page, expect

from guide_site.tests.pages import GUIDE

pytestmark = pytest.mark.browser
RECEIPT = "#receipt"


def test_the_unit_changes_in_place_and_receipts_follow(page, complaints):
    page.goto(GUIDE)
    figure = page.locator("a[data-receipt]").first
    figure.click()
    expect(page.locator(RECEIPT)).to_contain_text("As quoted")
    page.evaluate("scrollTo(0, 1500)")
    page.select_option("#id_currency", "KRW")
    expect(figure).to_have_text("S$100,000–170,000 [₩104.50M–177.60M] a year")
    assert page.evaluate("scrollY") > 1000
    assert page.evaluate("document.activeElement.id") in {"id_currency", ""}
    expect(page).to_have_url(re.compile(r"\?currency=KRW$"))
    expect(page.locator("#unit-status")).to_contain_text("South Korean won (KRW)")
    expect(page.locator("figure.chart svg.chart-plot")).to_contain_text("₩140.20M")
    expect(page.locator(RECEIPT)).to_be_empty()
    figure.click()
    expect(page.locator(RECEIPT)).to_contain_text("In South Korean won")
    expect(page.locator(RECEIPT)).to_contain_text("× 1,335.26673827 KRW per USD, 30 October 2026")
    expect(page).to_have_url(re.compile(f"{GUIDE}\\?currency=KRW$"))
    page.locator("#unit-status a").click()
    expect(figure).to_have_text("S$100,000–170,000 a year")
    expect(page.locator("#id_currency")).to_have_value("")
    assert complaints == []


def test_as_quoted_can_be_chosen_again_in_place(page, complaints):
    page.goto(f"{GUIDE}?currency=PPP")
    page.select_option("#id_currency", "")
    expect(page.locator("a[data-receipt]").first).to_have_text("S$100,000–170,000 a year")
    expect(page.locator("#unit-status")).to_be_empty()
    page.go_back()
    expect(page.locator("#unit-status")).to_contain_text("international dollars")
    assert complaints == []


@pytest.fixture
def plain_page(new_context) -> Page:
    """A page of a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


def test_without_scripts_a_button_changes_the_unit_and_receipts_follow(plain_page):
    plain_page.goto(GUIDE)
    plain_page.select_option("#id_currency", "KRW")
    plain_page.locator(".unit-choice button").click()
    expect(plain_page).to_have_url(re.compile(r"\?currency=KRW#unit-notice$"))
    expect(plain_page.locator("#unit-status")).to_be_in_viewport()
    figure = plain_page.locator("a[data-receipt]").first
    expect(figure).to_have_text("S$100,000–170,000 [₩104.50M–177.60M] a year")
    figure.click()
    expect(plain_page.locator("main")).to_contain_text("In South Korean won")
    plain_page.go_back()
    plain_page.locator("#unit-status a").click()
    expect(plain_page).to_have_url(re.compile(f"{GUIDE}#unit-notice$"))
    expect(plain_page.locator("#unit-status")).to_be_empty()


@pytest.mark.parametrize("code", ["KRW", "PPP", "VND", "IDR"])
def test_nothing_leaves_a_narrow_screen(page, code):
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{GUIDE}?currency={code}")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    ends = page.evaluate(
        "[...document.querySelectorAll('.chart-inner text')].map(text => text.getBoundingClientRect().right)"
    )
    assert max(ends) <= 360
