"""What changed in a guide, as its readers are told: corrections apart from updates."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleChange
from articles.tests.test_admin import page_of
from guide_site.tests.admin_forms import filled_form, signed_in
from guide_site.tests.html import text
from guide_site.tests.pages import GUIDE


@pytest.fixture
def guide(db) -> Article:
    return Article.objects.get(slug="ml-careers-asia-2026")


def add(guide: Article, kind: str, day: int, words: str) -> ArticleChange:
    return ArticleChange.objects.create(article=guide, kind=kind, date=datetime.date(2026, 11, day), text=words)


def test_a_guide_without_changes_says_nothing_of_them(guide, client):
    assert "What changed" not in text(client.get(GUIDE))


def test_changes_stand_at_the_end_newest_first(guide, client):
    add(guide, "update", 10, "Manila is new.")
    add(guide, "correction", 12, "Seoul said 60.\n\nIt is 70.")
    log = text(client.get(GUIDE)).rpartition("What changed ")[2]
    assert log.startswith(
        "Correction , 12 November 2026 Seoul said 60. It is 70. Update , 10 November 2026 Manila is new."
    )


def test_the_latest_correction_stands_at_the_top_too(guide, client):
    add(guide, "correction", 10, "The first.")
    add(guide, "correction", 12, "The second.")
    add(guide, "update", 13, "An update.")
    top = text(client.get(GUIDE)).partition("A market short of people")[0]
    assert "Corrected 12 November 2026 . The second. What changed" in top
    assert "The first." not in top
    assert "An update." not in top


def test_an_update_alone_marks_nothing_at_the_top(guide, client):
    add(guide, "update", 13, "An update.")
    assert "Corrected" not in text(client.get(GUIDE))


def test_a_new_line_is_seen_at_once(guide, client, kept_pages):
    etag = client.get(GUIDE)["ETag"]
    line = add(guide, "update", 13, "An update.")
    page = client.get(GUIDE, headers={"If-None-Match": etag})
    assert "An update." in text(page)
    line.delete()
    assert "An update." not in text(client.get(GUIDE, headers={"If-None-Match": page["ETag"]}))


def test_editor_adds_a_line_in_the_form_of_the_guide(guide):
    editor = signed_in("Editors")
    lines = {
        "changes-TOTAL_FORMS": 1,
        "changes-INITIAL_FORMS": 0,
        "changes-0-date": "2026-11-20",
        "changes-0-kind": "correction",
        "changes-0-text": "It is 70.",
    }
    assert editor.post(page_of(guide), filled_form(editor, page_of(guide)) | lines).status_code == 302
    [change] = guide.changes.all()
    assert (str(change), change.text) == ("Correction of 2026-11-20", "It is 70.")


def test_writer_looks_at_the_lines_only(db):
    guide = Article.objects.create(slug="draft", title="A", summary="S", author="A", body="B")
    writer = signed_in("Writers")
    lines = {
        "changes-TOTAL_FORMS": 1,
        "changes-INITIAL_FORMS": 0,
        "changes-0-date": "2026-11-20",
        "changes-0-kind": "correction",
        "changes-0-text": "It is 70.",
    }
    writer.post(page_of(guide), filled_form(writer, page_of(guide)) | lines)
    assert not guide.changes.exists()


def test_a_line_of_another_kind_is_refused(guide):
    with pytest.raises(IntegrityError, match="article_change_kind_known"), transaction.atomic():
        add(guide, "rumour", 1, "x")


def test_many_lines_take_as_many_queries_as_one(guide, client):
    counts = []
    for number in (1, 3):
        for day in range(number):
            add(guide, "correction", day + 1, "x")
        with CaptureQueriesContext(connection) as captured:
            client.get(GUIDE)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_words_of_a_line_are_never_run(guide, client):
    add(guide, "correction", 1, "<script>alert(1)</script>")
    assert "<script>alert" not in client.get(GUIDE).content.decode()
