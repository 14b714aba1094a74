"""Frames and buttons in a real browser: charts on another site, everything else refused there, what is copied."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from guide_site.tests.pages import GUIDE, ROLE
from guide_site.tests.test_accessibility import violations
from guide_site.tests.test_layout import STICKING_OUT

pytestmark = pytest.mark.browser
EMBEDS = ("/embed/cities/", f"/embed/estimate/?place=vietnam&role={ROLE}", "/embed/articles/ml-careers-asia-2026/1/")


@pytest.fixture
def elsewhere(page, live_server):
    """Shows a page of this site in a frame of another one, which has a server of its own: browsers let no site that
    they cannot place frame one on their own machine."""
    shown = {}

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><iframe src='{shown['address']}' width=700 height=600>".encode())

        def log_message(self, *args) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()

    def show(path: str):
        shown["address"] = live_server.url + path
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        return page.frame_locator("iframe")

    yield show
    server.shutdown()
    server.server_close()


def test_a_chart_stands_in_a_frame_of_another_site_and_leads_back_beside_it(page, elsewhere, context):
    frame = elsewhere("/embed/cities/")
    expect(frame.locator("h1")).to_have_text("Machine learning engineer: Singapore pays 10.0 times as much as Manila")
    expect(frame.locator(".embed-row")).to_have_count(5)
    address = page.url
    with context.expect_page() as opened:
        frame.locator(".embed-row a").first.click()
    opened.value.wait_for_url("**/cities/singapore/")
    assert page.url == address
    assert context.cookies() == []


def test_no_other_page_stands_in_a_frame_of_another_site(page, elsewhere):
    """Chromium shows a page of its own instead, which also has a heading."""
    with page.expect_console_message(lambda message: "frame-ancestors 'none'" in message.text):
        frame = elsewhere("/cities/")
    expect(frame.locator("main#main")).to_have_count(0)


@pytest.mark.parametrize("path", EMBEDS)
def test_a_frame_has_no_barriers_and_nothing_sticks_out(page, complaints, path):
    for scheme in ("light", "dark"):
        for width in (768, 320):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 700})
            page.goto(path)
            assert violations(page) == [], (scheme, width)
            assert page.evaluate(STICKING_OUT) == [], width
    assert complaints == []


def test_what_can_be_shared_has_no_barriers(page, complaints):
    for path in (GUIDE, "/share/cities/"):
        for scheme in ("light", "dark"):
            for width in (1280, 360):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(path)
                page.evaluate("document.querySelector('details.share').open = true")
                assert violations(page) == [], (path, scheme, width)
                assert page.evaluate(STICKING_OUT) == [], (path, width)
    assert complaints == []


def test_a_citation_is_copied_by_keyboard(page, context, complaints):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(GUIDE)
    page.locator("details.share summary").focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Copy the citation")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-copied]")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#share-citation").inner_text()
    assert complaints == []


def test_where_copying_is_refused_the_text_is_marked(page):
    page.goto(GUIDE)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    page.locator("details.share summary").click()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("[data-copied]")).to_contain_text("The text is marked")
    assert page.evaluate("getSelection().toString()") == page.locator("#share-link").inner_text()


def test_without_scripts_the_texts_are_there_and_no_button(new_context):
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(GUIDE)
    plain.locator("details.share summary").click()
    expect(plain.locator("#share-citation")).to_contain_text("Guide Site editors")
    expect(plain.locator(".share-copy").first).to_be_hidden()
    expect(plain.locator("textarea").first).to_be_visible()


def test_a_chart_is_shown_as_a_picture_and_nothing_is_refused(page, complaints):
    page.goto("/share/cities/")
    assert page.evaluate("document.querySelector('.share-preview img').naturalWidth") == 800
    alternative = page.locator(".share-preview img").get_attribute("alt")
    assert "Seoul: $69,701, 3.03× pay outside IT." in alternative
    assert complaints == []
