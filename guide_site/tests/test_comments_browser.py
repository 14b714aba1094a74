"""Comments in a real browser: written by keyboard in place, without scripts, hostile ones shown, no barriers."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Comment
from articles.tests.commenting import GUIDE, WRITE, comment_on
from articles.tests.test_markup_hostile import ADDRESSES, HANDLERS, SCRIPTS
from guide_site.tests.test_accessibility import violations
from guide_site.tests.test_layout import STICKING_OUT

pytestmark = pytest.mark.browser


@pytest.fixture
def quick(monkeypatch) -> None:
    """Browsers in tests type faster than people."""
    monkeypatch.setattr("guide_site.public_forms.FASTEST_SECONDS", 0)


@pytest.fixture
def plain_page(new_context) -> Page:
    return new_context(java_script_enabled=False).new_page()


def fill_in(page: Page, text: str) -> None:
    page.fill(".comment-form input[name=name]", "Ada")
    page.fill(".comment-form input[name=email]", "ada@example.org")
    page.fill(".comment-form textarea[name=text]", text)


def test_a_reply_is_previewed_and_sent_in_place(page, complaints, quick):
    comment_on(text="What then?", name="Bea", email="bea@example.org")
    page.goto(GUIDE)
    page.locator(".comment-reply").press("Enter")
    expect(page.locator(".comment-box-title")).to_have_text("Your reply to Bea")
    expect(page.locator(".comment-box-title")).to_be_focused()
    fill_in(page, "*This*")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".comment-preview em")).to_have_text("This")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".comment-box")).to_contain_text("Thank you")
    comment = Comment.objects.get(status="unconfirmed")
    assert (comment.text, comment.reply_to.name, page.url.endswith(GUIDE)) == ("*This*", "Bea", True)
    assert (complaints, page.context.cookies()) == ([], [])


def test_without_scripts_a_comment_is_sent_from_a_page_of_its_own(plain_page, quick):
    plain_page.goto(GUIDE)
    plain_page.get_by_role("link", name="Write a comment").click()
    expect(plain_page.locator("h1")).to_have_text("Write a comment")
    fill_in(plain_page, "One\n\n<b>two</b>")
    plain_page.get_by_role("button", name="Send", exact=True).click()
    expect(plain_page.locator("h1")).to_have_text("Thank you")
    assert (Comment.objects.get().text, plain_page.context.cookies()) == ("One\n\n<b>two</b>", [])


def test_hostile_comments_on_one_page_run_nothing(page, complaints):
    for text in [*SCRIPTS, *HANDLERS, *ADDRESSES]:
        if "\0" not in text:
            comment_on(text=text, name=text[:80])
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for number in (1, 2):
        page.goto(f"{GUIDE}comments/?page={number}")
        expect(page.locator("article.comment").first).to_be_visible()
    assert (dialogs, complaints) == ([], [])


def test_pages_with_comments_have_no_barriers_and_nothing_sticks_out(page, complaints):
    first = comment_on(text="A long word: " + "x" * 300 + "\n\n```\n" + "y" * 300 + "\n```", name="Z" * 80)
    comment_on(text="> quoted\n\n- *one*\n- **two** `three` <https://a.example>", name="Bea", answers=first)
    for scheme in ("light", "dark"):
        for width in (1280, 768, 360):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            for path in (GUIDE, WRITE, f"{WRITE}?to={first.pk}"):
                page.goto(path)
                assert (violations(page), page.evaluate(STICKING_OUT)) == ([], []), (path, scheme, width)
            page.goto(GUIDE)
            page.locator(".comment-reply").first.click()
            page.locator("form.comment-form").wait_for()
            assert violations(page) == []
    assert complaints == []
