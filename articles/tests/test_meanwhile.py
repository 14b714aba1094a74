"""Two editors on one guide: the second is warned, sees what changed meanwhile, and no word of either is lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Topic
from articles.tests.test_admin import page_of
from guide_site.tests.admin_forms import filled_form, signed_in
from guide_site.tests.html import text


@pytest.fixture
def guide(db) -> Article:
    return Article.objects.create(slug="draft", title="A draft", summary="Short.", author="A", body="One.\n\nTwo.")


@pytest.fixture
def both(guide):
    """The forms of an editor and a writer, opened at the same time."""
    editor, writer = signed_in("Editors"), signed_in("Writers")
    forms = [filled_form(client, page_of(guide)) for client in (editor, writer)]
    return (editor, forms[0]), (writer, forms[1])


def save(client, guide, data, **typed):
    return client.post(page_of(guide), data | typed)


def again(answer) -> dict:
    """What the form that was sent back would send."""
    form = answer.context["adminform"].form
    data = {key: form.data.getlist(key) for key in form.data}
    return {key: values if len(values) > 1 else values[0] for key, values in data.items() if values}


def test_the_second_save_is_warned_and_changes_nothing(guide, both):
    (editor, first), (writer, second) = both
    assert save(editor, guide, first, body="One.\r\n\r\nTwo and a half.").status_code == 302
    answer = save(writer, guide, second, body="One!\r\n\r\nTwo.")
    shown = text(answer)
    assert "While you were writing, editor changed this guide" in shown
    assert "Removed: Two. Added: Two and a half ." in shown
    assert "You both changed this. Yours is here, theirs is shown above." in shown
    assert answer.context["adminform"].form["body"].value() == "One!\r\n\r\nTwo."
    assert Article.objects.get(pk=guide.pk).body == "One.\n\nTwo and a half."


def test_saving_again_keeps_both_texts(guide, both):
    (editor, first), (writer, second) = both
    save(editor, guide, first, body="Theirs.")
    answer = save(writer, guide, second, body="Mine.")
    assert writer.post(page_of(guide), again(answer)).status_code == 302
    assert Article.objects.get(pk=guide.pk).body == "Mine."
    assert list(guide.history.values_list("body", "history_user__username")) == [
        ("Mine.", "writer"),
        ("Theirs.", "editor"),
        ("One.\n\nTwo.", None),
    ]


def test_what_the_second_did_not_touch_takes_the_first_s_words(guide, both):
    (editor, first), (writer, second) = both
    topic = Topic.objects.create(slug="new", name="New")
    save(editor, guide, first, title="A better title", topics=[topic.pk])
    answer = save(writer, guide, second, body="Mine.")
    assert "You both changed this." not in text(answer)
    assert writer.post(page_of(guide), again(answer)).status_code == 302
    saved = Article.objects.get(pk=guide.pk)
    assert (saved.title, saved.body, list(saved.topics.all())) == ("A better title", "Mine.", [topic])


def test_a_guide_sent_for_review_meanwhile_stays_in_review(guide, both):
    (editor, first), (writer, second) = both
    save(editor, guide, first, status="in-review")
    answer = save(writer, guide, second, body="Mine.")
    assert writer.post(page_of(guide), again(answer)).status_code == 302
    assert Article.objects.get(pk=guide.pk).status == "in-review"


def test_third_save_in_between_is_warned_again(guide, both):
    (editor, first), (writer, second) = both
    save(editor, guide, first, title="Second title")
    answer = save(writer, guide, second, body="Mine.")
    save(editor, guide, filled_form(editor, page_of(guide)), title="Third title")
    answer = writer.post(page_of(guide), again(answer))
    assert "While you were writing, editor changed this guide" in text(answer)
    assert answer.context["adminform"].form["title"].value() == "Third title"


def test_one_editor_alone_is_never_warned(guide):
    editor = signed_in("Editors")
    topic = Topic.objects.create(slug="new", name="New")
    for number in range(3):
        data = filled_form(editor, page_of(guide), body=f"Text {number}.", topics=[topic.pk])
        assert editor.post(page_of(guide), data).status_code == 302


def test_writer_of_a_guide_that_was_published_meanwhile_gets_the_text_back(guide, both):
    _, (writer, second) = both
    guide.publish(by=None)
    answer = save(writer, guide, second, body="Long work <b>of mine</b>.")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "“A draft” is published now. Only an editor can change it." in page
    assert "Long work &lt;b&gt;of mine&lt;/b&gt;.</textarea>" in page
    assert Article.objects.get(pk=guide.pk).body == "One.\n\nTwo."


def test_versions_of_a_guide_are_compared_by_line(guide, both):
    (editor, first), _ = both
    save(editor, guide, first, body="One.\r\n\r\nTwo more.", title="Another")
    new, old = guide.history.all()
    shown = text(editor.get(page_of(guide, "compare"), {"from": old.pk, "to": new.pk}))
    assert "Title A draft → Another" in shown
    assert "Removed: Two. Added: Two more ." in shown


def test_history_page_offers_the_last_two_versions(guide, both):
    (editor, first), _ = both
    save(editor, guide, first, body="Later.")
    new, old = guide.history.all()
    page = editor.get(page_of(guide, "history")).content.decode()
    assert f'name="from" value="{old.pk}" checked' in page
    assert f'name="to" value="{new.pk}" checked' in page


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite lets one writer in at a time anyway")
def test_the_guide_is_held_while_it_is_saved(guide, both):
    (editor, first), _ = both
    with CaptureQueriesContext(connection) as queries:
        save(editor, guide, first, body="Later.")
    held = [query["sql"] for query in queries if query["sql"].endswith("FOR UPDATE")]
    assert held
    assert all('FROM "articles_article"' in sql for sql in held)
