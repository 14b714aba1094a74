"""The preview in the form of a guide: what it shows, to whom, and that it changes nothing."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article, ArticleChange, Claim
from articles.tests.test_admin import page_of
from guide_site.tests.admin_forms import errors_of, filled_form, signed_in
from guide_site.tests.html import text

ADDRESS = "/admin/articles/article/preview/"
PART = {"HX-Request": "true"}
TEXT = "Pay in Seoul: {pay}`seoul-ml-engineer-2026`, up 77%.\r\n\r\n{pay}`nope`\r\n\r\n![](/media/x.png) [x](/nowhere/)"


@pytest.fixture
def guide(db) -> Article:
    return Article.objects.create(slug="draft", title="A draft", summary="S", author="A", body="Words.")


def findings(response) -> str:
    found = BeautifulSoup(response.content, "html.parser")
    for template in found.select("template"):
        template.decompose()
    return " ".join(found.text.split())


def test_preview_shows_the_text_its_problems_and_its_figures_by_line(guide):
    answer = signed_in("Writers").post(ADDRESS, {"body": TEXT}, headers=PART)
    assert findings(answer) == (
        "Line 3 {pay}`nope`: there is no record with this key, and no such place and role "
        "Line 5 picture /media/x.png: needs words for readers who do not see it "
        "Line 5 picture /media/x.png: there is no such file "
        "Line 5 link to /nowhere/: there is no such page "
        "3 figures: holds 1, unsourced 1, broken 1. "
        "Line 1 “77%” unsourced: No record stands behind this number: quote one, check it, or mark it with {plain}."
    )
    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.select_one("[data-state]")["data-state"] == "4 problems in the text"
    assert [button["data-line"] for button in shown.select("button")] == ["3", "5", "5", "5", "1"]
    assert ">₩60M–120M a year</a>, up 77%.</p>" in answer.content.decode().split("<template>")[1]
    assert "no-store" in answer["Cache-Control"]


def test_preview_of_a_text_without_problems_says_so(guide):
    answer = signed_in("Writers").post(ADDRESS, {"body": "Words."}, headers=PART)
    assert findings(answer) == "Every figure, block, link and picture of this text can be shown."
    assert b'data-state="No problems in the text"' in answer.content


def test_preview_changes_nothing(guide):
    before = [list(model.objects.order_by("pk").values()) for model in (Article, Claim, ArticleChange)]
    versions = Article.history.count()
    signed_in("Writers").post(f"{ADDRESS}?guide={guide.pk}", {"body": TEXT, "title": "Other"}, headers=PART)
    assert [list(model.objects.order_by("pk").values()) for model in (Article, Claim, ArticleChange)] == before
    assert Article.history.count() == versions


def test_preview_knows_contradictions_that_editors_accepted(guide):
    guide.body = "{check}`9x | ml-engineer@manila / non-it@manila`"
    guide.save()
    client = signed_in("Editors")
    assert "contradicted: " in findings(client.post(f"{ADDRESS}?guide={guide.pk}", {"body": guide.body}, headers=PART))
    guide.claims.update(accepted_note="A joke")
    answer = client.post(f"{ADDRESS}?guide={guide.pk}", {"body": guide.body}, headers=PART)
    assert findings(answer).endswith("“9x” contradicted, accepted: A joke")
    assert "A joke" in answer.content.decode().split("<template>")[1]


def test_without_scripts_the_preview_is_a_page(guide):
    typed = {"title": "<b>Pay</b>", "summary": "In short", "author": "Somebody", "body": TEXT}
    page = signed_in("Writers").post(ADDRESS, typed)
    shown = text(page)
    assert "Preview of unsaved text. Only you see it." in shown
    assert "Line 3 {pay}`nope`: there is no record with this key" in shown
    assert "<b>Pay</b> In short By Somebody Pay in Seoul: ₩60M–120M a year , up 77%." in shown
    assert "no-store" in page["Cache-Control"]
    assert b'<meta name="robots" content="noindex">' in page.content


@pytest.mark.parametrize(
    ("group", "is_public", "status"),
    [
        ("Writers", False, 200),
        ("Editors", False, 200),
        ("Writers", True, 403),
        ("Editors", True, 200),
        ("Moderators", False, 403),
        ("Analysts", False, 403),
    ],
)
def test_preview_is_for_those_who_may_change_the_guide(guide, group, is_public, status):
    if is_public:
        guide.publish(by=None)
    answer = signed_in(group).post(f"{ADDRESS}?guide={guide.pk}", {"body": "Words."}, headers=PART)
    assert answer.status_code == status


@pytest.mark.parametrize(("group", "status"), [("Writers", 200), ("Moderators", 403)])
def test_preview_of_a_new_guide_is_for_those_who_may_write_one(db, group, status):
    assert signed_in(group).post(ADDRESS, {"body": "Words."}, headers=PART).status_code == status


def test_preview_needs_a_sign_in_a_token_and_a_guide_that_exists(guide, client):
    assert client.post(ADDRESS, {"body": "x"})["Location"] == f"/admin/login/?next={ADDRESS}"
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(User.objects.create_superuser("boss"))
    assert careful.post(ADDRESS, {"body": "x"}).status_code == 403
    editor = signed_in("Editors")
    assert editor.get(ADDRESS).status_code == 405
    for key in ("0", "x", "9" * 30, "²"):
        assert editor.post(f"{ADDRESS}?guide={key}", {"body": "x"}).status_code == 404, key


def test_preview_takes_as_many_queries_for_many_figures_as_for_one(guide, django_assert_max_num_queries):
    editor, figure = (
        signed_in("Editors"),
        "{pay}`seoul-ml-engineer-2026` {check}`3x | ml-engineer@seoul / non-it@seoul` ",
    )
    editor.post(ADDRESS, {"body": figure}, headers=PART)  # reads what is kept for a version, such as names
    counts = []
    for times in (1, 3):
        with django_assert_max_num_queries(60) as queries:
            editor.post(ADDRESS, {"body": figure * times}, headers=PART)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("is_new", [True, False])
def test_form_holds_the_preview_and_a_button_for_browsers_without_scripts(guide, is_new):
    address = "/admin/articles/article/add/" if is_new else page_of(guide)
    page = BeautifulSoup(signed_in("Writers").get(address).content, "html.parser")
    expected = ADDRESS if is_new else f"{ADDRESS}?guide={guide.pk}"
    assert page.select_one("#writing-found")["data-hx-post"] == expected
    buttons = list(page.select("#article_form [type=submit]"))
    assert buttons[0]["name"] == "_save"  # what the Enter key presses
    assert (buttons[-1]["formaction"], buttons[-1]["formtarget"]) == (expected, "_blank")
    assert page.select("script:not([src]), style, [onclick]") == []


def test_form_that_can_only_be_looked_at_has_no_preview(guide):
    guide.publish(by=None)
    page = signed_in("Writers").get(page_of(guide)).content.decode()
    assert "writing" not in re.findall(r'id="([^"]*)"', page)
    assert "js/writing.js" not in page


def test_site_remembers_which_kept_texts_were_saved(guide):
    writer = signed_in("Writers")
    data = filled_form(writer, page_of(guide), body="New words.", draft="abc")
    assert errors_of(writer.post(page_of(guide), data | {"title": ""})) != {}
    assert 'data-saved=""' in writer.get(page_of(guide)).content.decode()
    assert writer.post(page_of(guide), data).status_code == 302
    assert 'data-saved="abc"' in writer.get(page_of(guide)).content.decode()
    for number in range(30):
        writer.post(page_of(guide), filled_form(writer, page_of(guide), body=f"{number}", draft=f"d{number}"))
    assert writer.session["saved_drafts"] == [f"d{number}" for number in range(10, 30)]
