"""axe finds nothing on any public page: WCAG 2.2 AA and its best practices, light and dark, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from guide_site.tests.pages import CHART_SOURCE, GUIDE, MISSING, RECORD, ROLE

pytestmark = pytest.mark.browser
CHECKED = (
    "/",
    "/articles/",
    GUIDE,
    f"{GUIDE}?currency=PPP",
    f"{GUIDE}?currency=gold",
    "/cities/",
    f"/cities/?source={CHART_SOURCE}&level=godlike",
    "/cities/singapore/",
    "/levels/",
    "/levels/senior/",
    f"/roles/{ROLE}/",
    "/skills/",
    "/salaries/",
    RECORD,
    "/sources/",
    f"/sources/{CHART_SOURCE}/",
    "/methodology/",
    "/search/?q=machine+learning",
    "/search/?q=quantum+wizard",
    "/newsletter/",
    MISSING,
)
# axe would fetch every style sheet again for each page and put it into the page itself, where addresses of others in it
# lead nowhere: only to see whether one turns the page with the screen, which is looked for in the files here.
OPTIONS = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def test_no_style_sheet_depends_on_how_a_screen_is_held():
    sheets = list((settings.BASE_DIR / "guide_site" / "static" / "css").rglob("*.css"))
    assert len(sheets) > 30
    assert [sheet.name for sheet in sheets if "orientation" in sheet.read_text(encoding="utf-8")] == []


def test_a_barrier_is_seen(page):
    page.goto("/")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=x><p>text</p>'")
    assert any(found.startswith("image-alt") for found in violations(page))


@pytest.mark.parametrize("path", CHECKED)
def test_a_page_has_no_barriers(page, path):
    for scheme in ("light", "dark"):
        for width in (1280, 360):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path)
            assert violations(page) == [], (scheme, width)


def test_an_open_receipt_has_no_barriers(page):
    page.goto(GUIDE)
    page.locator("a[data-receipt]").first.click()
    page.locator("#receipt .steps").wait_for()
    assert violations(page) == []


def test_opened_disagreements_have_no_barriers_and_their_figures_open_receipts(page):
    page.goto(GUIDE)
    for summary in page.locator(".disagreements summary").all():
        summary.press("Enter")
    assert violations(page) == []
    page.locator(".disagreements a[data-receipt]").last.press("Enter")
    page.locator("#receipt .steps").wait_for()
    assert page.url.endswith(GUIDE)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/"])
def test_account_pages_have_no_barriers(page, path):
    page.goto(path)
    assert violations(page) == []


def test_the_style_guide_has_no_barriers(page, admin_user):
    page.goto("/admin/login/?next=/styleguide/")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "password")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Style guide").wait_for()
    page.wait_for_load_state()  # the heading may be there before the style sheets
    assert violations(page) == []
