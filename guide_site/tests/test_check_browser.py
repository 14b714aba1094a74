"""The check page and places side by side in a real browser: by keyboard, without scripts, without barriers."""

import re

import pytest
from playwright.sync_api import Page, expect

from guide_site.tests.pages import ROLE
from guide_site.tests.test_accessibility import violations
from guide_site.tests.test_layout import STICKING_OUT

pytestmark = pytest.mark.browser
SHARED = f"/check/?place=singapore&role={ROLE}&level=junior&pay=S%248%2C000&period=month"
PAGES = (
    "/check/",
    SHARED,
    f"/check/?place=manila&role={ROLE}&level=senior&pay=30k",
    f"/check/?place=manila&role={ROLE}&pay=lots",
    "/cities/compare/",
    "/cities/compare/?place=seoul",
    "/cities/compare/?place=seoul&place=singapore&place=manila&place=vietnam&place=india",
)


@pytest.fixture
def plain_page(new_context) -> Page:
    """A page of a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


def fill_in(page: Page) -> None:
    page.goto("/check/")
    page.select_option("select[name=place]", "singapore")
    page.select_option("select[name=role]", ROLE)
    page.fill("input[name=pay]", "S$8,000")
    page.select_option("select[name=period]", "month")


def test_without_scripts_pay_is_checked_and_stands_in_no_address(plain_page):
    fill_in(plain_page)
    plain_page.keyboard.press("Tab")
    plain_page.locator("main button[type=submit]").click()
    expect(plain_page.locator("h1")).to_contain_text("lower third")
    expect(plain_page).to_have_url(re.compile(r"/check/$"))
    expect(plain_page).to_have_title(re.compile("^Where does your pay stand"))
    assert plain_page.context.cookies() == []


def test_pay_stands_in_the_address_when_the_reader_wants_it(plain_page):
    fill_in(plain_page)
    plain_page.check("input[name=share]")
    plain_page.locator("main button[type=submit]").click()
    expect(plain_page).to_have_url(re.compile(r"/check/\?place=singapore&role=.*&pay=S%248%2C000&currency=SGD"))
    expect(plain_page.locator("h1")).to_contain_text("lower third")


def test_the_form_is_filled_in_by_keyboard_alone(page, complaints):
    page.goto("/check/")
    page.locator("select[name=place]").focus()
    for keys in ("Singapore", "Machine", "", "95k"):
        page.keyboard.type(keys)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("input[name=pay]").press("Enter")
    expect(page.locator("h1")).to_contain_text("Your pay lies")
    assert complaints == []


def test_without_scripts_places_are_set_side_by_side(plain_page):
    plain_page.goto("/cities/seoul/")
    plain_page.locator("a", has_text="beside another place").click()
    plain_page.select_option("#id_place_2", "singapore")
    plain_page.locator("main button[type=submit]").click()
    expect(plain_page.locator("#moves + ul")).to_contain_text("₩93.07M in Seoul buys what S$92,470 buys in Singapore")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_barriers_and_nothing_sticks_out(page, complaints, path):
    for scheme in ("light", "dark"):
        for width in (1280, 768, 360):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path)
            assert (violations(page), page.evaluate(STICKING_OUT)) == ([], []), (scheme, width)
    assert complaints == []
