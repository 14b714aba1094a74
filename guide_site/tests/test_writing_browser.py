"""Writing a guide in a real browser: the preview follows, problems lead to their lines, and no text is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from guide_site.tests.test_accessibility import violations

pytestmark = pytest.mark.browser
ADD = "/admin/articles/article/add/"
BODY = "#id_body"
GUIDE = "#writing-guide"
MARKED = (
    "(({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd))(document.activeElement)"
)


def sign_in(page: Page, address: str = ADD) -> None:
    page.goto(f"/admin/login/?next={address}")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "password")
    page.press("input[name=password]", "Enter")
    expect(page.locator("#writing-state")).to_have_text("No problems in the text")


def test_the_preview_follows_the_text_and_problems_lead_to_their_lines(page, complaints, admin_user):
    sign_in(page)
    page.fill(BODY, "## Pay\n\nIn Seoul: {pay}`seoul-ml-engineer-2026`.\n\nElsewhere: {pay}`nope`.\n\n:::{ladder}\n:::")
    expect(page.locator(GUIDE)).to_contain_text("In Seoul: ₩60M–120M a year.")
    expect(page.locator(f"{GUIDE} h2")).to_have_css("font-family", re.compile("Palatino"))
    expect(page.locator("#writing-state")).to_have_text("1 problem in the text")
    page.click("#writing-found button[data-line='5']")
    assert page.evaluate(MARKED) == "Elsewhere: {pay}`nope`."
    assert complaints == []  # before axe, which styles things inline
    assert [one for one in violations(page) if "writing" in one or "preview" in one] == []


def test_leaving_with_unsaved_text_warns_and_the_text_is_offered_again(page, complaints, admin_user):
    sign_in(page)
    expect(page.locator("#kept-draft")).to_be_hidden()
    page.locator(BODY).press_sequentially("Half a guide")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == ["beforeunload"]
    page.goto(ADD)
    expect(page.locator("#kept-draft")).to_contain_text(
        re.compile(r"There is text that you typed here on \d+ \w+ \d{4} at \d\d:\d\d and did not save")
    )
    page.click("#kept-draft button[value=use]")
    expect(page.locator(BODY)).to_have_value("Half a guide")
    expect(page.locator(GUIDE)).to_have_text("Half a guide")
    expect(page.locator("#kept-draft")).to_be_hidden()
    assert complaints == []


def test_text_that_is_saved_is_not_offered_again(page, complaints, admin_user):
    sign_in(page)
    for name, words in {"title": "T", "summary": "S", "author": "A", "body": "Saved words"}.items():
        page.fill(f"#id_{name}", words)
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get(title="T").body == "Saved words"
    page.goto(ADD)
    expect(page.locator("#writing-state")).to_have_text("No problems in the text")
    expect(page.locator("#kept-draft")).to_be_hidden()
    assert complaints == []


def test_signed_out_the_text_stays_and_the_preview_says_why(page, admin_user):
    sign_in(page)
    page.context.clear_cookies()
    page.fill(BODY, "Long words")
    expect(page.locator("#writing-state")).to_contain_text("No preview: you may have been signed out.")
    expect(page.locator(BODY)).to_have_value("Long words")


def test_without_scripts_the_preview_opens_in_a_page_of_its_own(new_context, admin_user):
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/admin/login/?next={ADD}")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "password")
    page.press("input[name=password]", "Enter")
    expect(page.locator("#writing")).to_be_hidden()
    page.fill(BODY, "In Seoul: {pay}`seoul-ml-engineer-2026`.")
    with context.expect_page() as opened:
        page.click("button[formaction]")
    expect(opened.value.locator("main")).to_contain_text("In Seoul: ₩60M–120M a year.")
    assert Article.objects.filter(body__startswith="In Seoul:").count() == 0
