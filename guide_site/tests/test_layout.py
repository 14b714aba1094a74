"""Every public page in a real browser: nothing to complain about, nothing sticks out, the print fits its paper."""

import re

import pytest

from guide_site.tests.pages import MISSING, PAGES

pytestmark = pytest.mark.browser
A4_INCHES = (8.27, 11.69)
PIXELS_AN_INCH = 96
STICKING_OUT = """() => {
  const edge = document.documentElement.clientWidth;
  const scrolls = (node) => node && (/(auto|scroll|hidden|clip)/.test(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > edge + 1 && !scrolls(node.parentElement) && !node.closest("svg"))
    .map((node) => node.outerHTML.slice(0, 120))
    .concat(document.documentElement.scrollWidth > edge ? [`page ${document.documentElement.scrollWidth} > ${edge}`] : []);
}"""


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
    margin = 2 * 0.6
    width = int((A4_INCHES[0] - margin) * PIXELS_AN_INCH)
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(media="print")
    page.goto(path)
    assert page.evaluate(STICKING_OUT) == []
    paper = page.pdf(format="A4")
    sizes = {
        tuple(round(float(one)) for one in box.split()[2:]) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", paper)
    }
    assert sizes == {(595, 842)}


def test_a_print_shows_the_comparison_without_the_controls(page):
    page.emulate_media(media="print")
    page.goto("/cities/")
    assert page.locator("form.filters").is_hidden()
    assert page.locator("#results tbody tr").count() == 5
