"""Guides in the admin: writing, publishing, retiring, and going back to an earlier version."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Topic
from guide_site.tests.admin_forms import errors_of, filled_form, signed_in
from guide_site.tests.html import links, text

LIST = "/admin/articles/article/"
BROKEN = "In Singapore it is {pay}`no-such-record`."


@pytest.fixture
def editor(db):
    return signed_in("Editors")


@pytest.fixture
def guide(db) -> Article:
    return Article.objects.get(slug="mid-level-to-senior")


def page_of(row, page: str = "change", *args) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk, *args])


def run(client, action: str, *guides: Article) -> list[str]:
    data = {"action": action, "_selected_action": [guide.pk for guide in guides]}
    return [str(message) for message in client.post(LIST, data, follow=True).context["messages"]]


def test_editor_writes_and_publishes_a_guide(editor):
    typed = {
        "title": "Pay in Seoul",
        "slug": "pay-in-seoul",
        "summary": "What it is.",
        "author": "Editors",
        "body": "Pay: {pay}`seoul-ml-engineer-2026`.",
    }
    assert editor.post(f"{LIST}add/", filled_form(editor, f"{LIST}add/", **typed)).status_code == 302
    guide = Article.objects.get(slug="pay-in-seoul")
    assert guide.status == "draft"
    assert run(editor, "publish", guide)[-1] == "Pay in Seoul is published."
    guide.refresh_from_db()
    assert guide.is_public


def test_publish_now_brings_a_scheduled_guide_forward(editor, guide):
    later = timezone.now() + datetime.timedelta(days=30)
    Article.objects.filter(pk=guide.pk).update(status="scheduled", published_at=later)
    run(editor, "publish", guide)
    guide.refresh_from_db()
    assert guide.status == "published"
    assert guide.published_at <= timezone.now()


def test_publish_keeps_the_date_of_a_guide_published_before(editor, guide):
    Article.objects.filter(pk=guide.pk).update(status="retired")
    run(editor, "publish", guide)
    assert Article.objects.published().get(pk=guide.pk).published_at == guide.published_at


def test_guide_with_a_broken_figure_cannot_be_published(editor, guide):
    Article.objects.filter(pk=guide.pk).update(status="draft", body=BROKEN)
    [message] = run(editor, "publish", guide)
    assert message.startswith(f"{guide.title} is not published: line 1, {{pay}}`no-such-record`: ")
    guide.refresh_from_db()
    assert guide.status == "draft"


def test_guide_form_names_the_figure_that_keeps_it_from_publication(editor, guide):
    answer = editor.post(page_of(guide), filled_form(editor, page_of(guide), body=BROKEN))
    errors = errors_of(answer)
    assert list(errors) == ["body"]
    assert errors["body"][0].startswith("line 1, {pay}`no-such-record`: ")


def test_guide_form_takes_a_draft_with_a_broken_figure(editor, guide):
    data = filled_form(editor, page_of(guide), body=BROKEN, status="draft")
    assert editor.post(page_of(guide), data).status_code == 302
    guide.refresh_from_db()
    assert (guide.status, guide.body) == ("draft", BROKEN)


def test_guide_form_asks_for_the_time_of_publication(editor, guide):
    data = filled_form(editor, page_of(guide), published_at_0="", published_at_1="")
    assert errors_of(editor.post(page_of(guide), data)) == {
        "__all__": ["A published or scheduled guide needs the time from which it is public."]
    }


def test_retiring_takes_a_guide_from_the_site_and_needs_a_reason(editor, guide):
    data = filled_form(editor, page_of(guide), status="retired")
    assert errors_of(editor.post(page_of(guide), data)) == {
        "retired_reason": ["Say why the guide is retired: its address shows it to readers."]
    }
    assert editor.post(page_of(guide), data | {"retired_reason": "Out of date."}).status_code == 302
    assert not Article.objects.published().filter(pk=guide.pk).exists()


def test_guide_links_to_the_site_only_when_public(editor, guide):
    assert ("/articles/mid-level-to-senior/", "View on site") in links(editor.get(page_of(guide)))
    Article.objects.filter(pk=guide.pk).update(status="retired")
    assert "View on site" not in text(editor.get(page_of(guide)))


def test_guide_restored_gets_its_text_and_topics_back(editor, guide):
    topics = {topic.name for topic in guide.topics.all()}
    other = Topic.objects.create(slug="other", name="Other")
    version = guide.history.latest()
    data = filled_form(editor, page_of(guide), body="Nothing.", topics=[other.pk], why="A mistake")
    assert editor.post(page_of(guide), data).status_code == 302
    assert guide.history.latest().history_change_reason == "A mistake"
    assert [topic.name for topic in guide.topics.all()] == ["Other"]
    address = page_of(guide, "simple_history", version.pk)
    assert editor.post(address, filled_form(editor, address)).status_code == 302
    restored = Article.objects.get(pk=guide.pk)
    assert restored.body == guide.body
    assert {topic.name for topic in restored.topics.all()} == topics == {"Careers", "Machine learning", "Skills"}
    assert restored.history.latest().history_user.username == "editor"
