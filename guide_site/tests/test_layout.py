"""Every public page in a real browser: nothing to complain about, nothing sticks out, the print fits its paper."""

import re

import pytest

from guide_site.tests.pages import MISSING, PAGES

pytestmark = pytest.mark.browser
# A4 less the margins of print.css, 13 mm on each side, at 96 pixels an inch.
PRINTED_WIDTH = int((210 - 2 * 13) / 25.4 * 96)
STICKING_OUT = """() => {
  const root = document.documentElement, edge = root.clientWidth;
  const contained = (node) =>
    node && (/(auto|scroll|hidden|clip)/.test(getComputedStyle(node).overflowX) || contained(node.parentElement));
  const found = [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > edge + 1)
    .filter((node) => !node.closest("svg") && !contained(node.parentElement))
    .map((node) => node.outerHTML.slice(0, 120));
  return root.scrollWidth > edge ? [...found, `the page is ${root.scrollWidth} wide`] : found;
}"""


def test_what_sticks_out_is_seen(page):
    page.set_viewport_size({"width": 360, "height": 900})
    page.set_content("<!doctype html><p id=wide style='width: 500px'>wide</p>")
    assert page.evaluate(STICKING_OUT) == ['<p id="wide" style="width: 500px">wide</p>', "the page is 508 wide"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_raises_no_complaint_and_nothing_sticks_out(page, complaints, path):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path, wait_until="load")
        assert page.evaluate(STICKING_OUT) == [], width
    assert complaints == []


def test_the_missing_page_is_laid_out_too(page):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(MISSING)
        assert page.evaluate(STICKING_OUT) == [], width


@pytest.mark.parametrize("path", ["/cities/", "/articles/ml-careers-asia-2026/", "/levels/", "/salaries/"])
def test_a_print_is_not_wider_than_its_paper(page, path):
    page.set_viewport_size({"width": PRINTED_WIDTH, "height": 1000})
    page.emulate_media(media="print")
    page.goto(path)
    assert page.evaluate(STICKING_OUT) == []
    boxes = re.findall(rb"/MediaBox \[([^\]]+)\]", page.pdf(format="A4"))
    widths = {round(float(box.split()[2]) / 72 * 25.4) for box in boxes}  # points to millimetres
    assert widths == {210}


def test_a_print_shows_the_comparison_without_the_controls(page):
    page.emulate_media(media="print")
    page.goto("/cities/")
    assert page.locator("form.filters").is_hidden()
    assert page.locator("#results tbody tr").count() == 5
