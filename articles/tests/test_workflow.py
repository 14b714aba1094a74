"""The way of a guide to its readers: who may move it, what is kept about it, and what the admin offers to whom."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from articles.models.workflow import GuideStatus, NotAllowed, why_not
from articles.tests.test_admin import LIST, page_of, run
from guide_site.tests.admin_forms import errors_of, filled_form, member_of, signed_in

PUBLIC_OR_RETIRED = ["scheduled", "published", "retired"]


@pytest.fixture
def draft(db) -> Article:
    return Article.objects.create(slug="draft", title="A draft", summary="S", author="A", body="Words.")


def offered(client, guide: Article) -> list[str]:
    """The values that the form's list of statuses offers."""
    return [value for value, _ in client.get(page_of(guide)).context["adminform"].form.fields["status"].widget.choices]


def test_guide_goes_its_way_and_keeps_who_and_when(draft):
    writer, editor = member_of("Writers"), member_of("Editors")
    draft.send_for_review(by=writer)
    draft.schedule(timezone.now() + datetime.timedelta(days=1), by=editor)
    draft.publish(by=editor)
    draft.retire("Out of date.", by=editor)
    steps = draft.steps()
    assert [(step.status, step.who) for step in steps] == [
        ("draft", ""),
        ("in-review", "writer"),
        ("scheduled", "editor"),
        ("published", "editor"),
        ("retired", "editor"),
    ]
    assert sorted(step.when for step in steps) == [step.when for step in steps]


def test_saving_without_a_new_status_is_no_step(draft):
    draft.title = "Another"
    draft.save()
    assert len(draft.steps()) == 1


@pytest.mark.parametrize("then", PUBLIC_OR_RETIRED)
@pytest.mark.parametrize("now", ["draft", "in-review"])
def test_writer_takes_no_guide_to_readers(db, now, then):
    deed = {"scheduled": "schedule", "published": "publish", "retired": "retire"}[then]
    assert why_not(member_of("Writers"), now, then) == (
        f"You may not {deed} a guide: send it for review, and an editor decides."
    )


@pytest.mark.parametrize("now", PUBLIC_OR_RETIRED)
def test_writer_takes_no_guide_back(db, now):
    assert why_not(member_of("Writers"), now, "draft") == f"Only an editor can take back a guide that is {now}."


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("published", "in-review"),
        ("published", "scheduled"),
        ("retired", "in-review"),
        ("retired", "scheduled"),
    ],
)
def test_nobody_leaves_the_way(db, now, then):
    reason = f"A guide that is {now} cannot become {GuideStatus(then).label.lower()}: take it back to draft first."
    assert why_not(None, now, then) == why_not(User(is_superuser=True, is_active=True), now, then) == reason


def test_refused_move_changes_nothing(draft):
    with pytest.raises(NotAllowed, match="You may not publish a guide"):
        draft.publish(by=member_of("Writers"))
    assert (draft.status, draft.published_at) == ("draft", None)
    draft.body = "{pay}`nope`"
    with pytest.raises(NotAllowed, match=r"line 1, \{pay\}`nope`"):
        draft.publish(by=None)
    assert (draft.status, draft.published_at) == ("draft", None)
    assert draft.history.count() == 1


def test_guide_is_not_scheduled_for_the_past(draft):
    with pytest.raises(NotAllowed, match="A scheduled guide needs a time in the future"):
        draft.schedule(timezone.now(), by=None)


def test_form_offers_what_the_person_may_do(draft):
    writer, editor = signed_in("Writers"), signed_in("Editors")
    assert offered(writer, draft) == ["draft", "in-review"]
    assert offered(editor, draft) == ["draft", "in-review", "scheduled", "published", "retired"]
    draft.publish(by=None)
    assert offered(editor, draft) == ["draft", "published", "retired"]


@pytest.mark.parametrize("then", PUBLIC_OR_RETIRED)
def test_form_refuses_what_was_not_offered(draft, then):
    writer = signed_in("Writers")
    data = filled_form(writer, page_of(draft), status=then, published_at_0="2026-11-20", published_at_1="09:00")
    errors = errors_of(writer.post(page_of(draft), data))
    assert list(errors) == ["status"]
    assert errors["status"][0].endswith("send it for review, and an editor decides.")
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_writer_writes_and_sends_for_review(db):
    writer = signed_in("Writers")
    typed = {"title": "New", "slug": "new", "summary": "S", "author": "W", "body": "Text.", "status": "in-review"}
    assert writer.post(f"{LIST}add/", filled_form(writer, f"{LIST}add/", **typed)).status_code == 302
    guide = Article.objects.get(slug="new")
    assert (guide.status, guide.published_at) == ("in-review", None)
    assert [(step.status, step.who) for step in guide.steps()] == [("in-review", "writer")]


def test_writer_only_looks_at_what_readers_have_seen(draft):
    draft.publish(by=None)
    writer, before = signed_in("Writers"), Article.objects.get(pk=draft.pk).body
    assert writer.get(page_of(draft)).status_code == 200
    assert writer.post(page_of(draft), {"body": "Mine now."}).status_code == 403
    version = draft.history.earliest()
    address = page_of(draft, "simple_history", version.pk)
    assert writer.post(address, filled_form(writer, address)).status_code == 403
    assert Article.objects.get(pk=draft.pk).body == before


def test_writer_has_no_action_that_takes_a_guide_to_readers(draft):
    writer = signed_in("Writers")
    assert run(writer, "send_for_review", draft) == ["A draft is in review."]
    run(writer, "publish", draft)
    assert Article.objects.get(pk=draft.pk).status == "in-review"


def test_restoring_brings_back_the_text_and_leaves_the_status(draft):
    editor, version = signed_in("Editors"), draft.history.latest()
    draft.body = "Later words."
    draft.publish(by=None)
    address = page_of(draft, "simple_history", version.pk)
    assert editor.post(address, filled_form(editor, address)).status_code == 302
    restored = Article.objects.get(pk=draft.pk)
    assert (restored.body, restored.status) == ("Words.", "published")
    assert restored.published_at == draft.published_at.replace(microsecond=0)  # the form knows seconds


def test_publishing_in_the_form_takes_the_time_of_now(draft):
    editor = signed_in("Editors")
    assert editor.post(page_of(draft), filled_form(editor, page_of(draft), status="published")).status_code == 302
    assert Article.objects.published().filter(pk=draft.pk).exists()


def test_form_shows_who_moved_the_guide(draft):
    draft.send_for_review(by=member_of("Writers"))
    page = signed_in("Editors").get(page_of(draft)).content.decode()
    assert page.count('<th scope="row">Draft</th>') == page.count('<th scope="row">In review</th>') == 1
    assert "<td>writer</td>" in page
