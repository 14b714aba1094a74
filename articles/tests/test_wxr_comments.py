"""Comments of WordPress exports: all of them wait for a moderator, in their threads, and none comes twice."""

import datetime

import pytest
from django.core import mail

from articles.comments import moderation, personal
from articles.models import Comment, Commenter, ImportedItem
from articles.tests.wxr_files import comment, export, item, load, numbered
from salaries.tests.real_files import real_file

pytestmark = pytest.mark.django_db
ADA = {"id": "1", "author": "Ada", "author_email": "Ada@Example.org", "date_gmt": "2020-05-06 07:08:09"}


@pytest.fixture
def write(tmp_path):
    def written(content):
        path = tmp_path / "blog.xml"
        path.write_text(content, encoding="utf-8")
        return path

    return written


def notes() -> str:
    return ImportedItem.objects.order_by("-pk").first().notes


def test_a_comment_is_kept_as_pending_whatever_it_was(write):
    load(write(export(item(more=comment(**ADA, content='So <b>good</b>: <a href="https://a.example">this</a>')))))
    (kept,) = Comment.objects.all()
    assert (kept.status, kept.name, kept.commenter.email) == ("pending", "Ada", "ada@example.org")
    assert kept.text == "So **good**: [this](https://a.example)"
    assert kept.created == datetime.datetime(2020, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
    assert (kept.wants_replies, Commenter.objects.get().confirmed) == (False, None)
    assert notes() == "comments that wait for a moderator: 1"


def test_what_no_reader_wrote_and_what_nobody_wanted_is_left_out_and_said(write):
    more = (
        comment(**ADA) + comment("pingback", id="2") + comment("trackback", id="3") + comment(approved="spam", id="4")
    )
    result = load(write(export(item(more=more), numbered(2, status="trash", more=comment(id="5")))))
    assert Comment.objects.count() == 1
    assert notes() == "is in the trash"
    assert ImportedItem.objects.get(number=1).notes == (
        "comments that wait for a moderator: 1, left out, pingbacks: 1, left out, spam: 1, left out, trackbacks: 1"
    )
    assert result.notes[-1] == (
        "5 comments: new ones that wait for a moderator (1), pingbacks (1), trackbacks (1), spam (1), "
        "left out with their item (1)"
    )


def test_a_second_run_brings_none_twice_and_undoes_no_decision(write):
    replies = comment(id="2", parent="1", content="Reply") + comment(id="3", parent="2", content="Deep")
    path = write(export(item(more=comment(**ADA) + replies)))
    load(path)
    first, reply, deep = Comment.objects.order_by("pk")
    assert [(one.thread, one.reply_to) for one in (first, reply, deep)] == [
        (None, None),
        (first, first),
        (first, reply),
    ]
    moderation.move(first, "approved")
    moderation.move(reply, "spam")
    moderation.delete(deep)
    result = load(path)
    assert notes() == "comments that are here already: 3"
    assert result.notes[-1] == "3 comments: here already (3)"
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == ["approved", "spam", "deleted"]
    load(write(export(item(more=comment(**ADA) + replies + comment(id="9", parent="2", content="Late")))))
    late = Comment.objects.get(text="Late")
    assert (late.thread, late.reply_to) == (first, reply)
    assert mail.outbox == []


def test_what_was_erased_does_not_come_back(write):
    path = write(export(item(more=comment(**ADA))))
    load(path)
    assert personal.erase("ada@example.org") == 1
    load(path)
    assert [(one.status, one.name, one.text) for one in Comment.objects.all()] == [("erased", "", "")]


def test_comments_without_ids_or_that_answer_each_other_are_kept(write):
    odd = (
        comment(content="One")
        + comment(content="One")
        + comment(id="7", parent="8", content="Round")
        + comment(id="8", parent="7", content="And round")
        + comment(id="9", parent="404", content="Of nothing", author="", author_email="no address", date="2020-01-01")
    )
    path = write(export(item(more=odd)))
    load(path)
    assert list(Comment.objects.exclude(thread=None)) == []
    assert (Comment.objects.count(), Comment.objects.get(text="Of nothing").name) == (5, "Anonymous")
    load(path)
    assert Comment.objects.count() == 5


def test_a_dry_run_says_what_would_come_and_keeps_none(write):
    result = load(write(export(item(more=comment(**ADA)))), dry_run=True)
    assert "comments that wait for a moderator: 1" in result.report[0]
    assert (Comment.objects.count(), Commenter.objects.count()) == (0, 0)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "pending", "replies"),
    [("themeunittestdata.wordpress.xml", 28, 10), ("64-block-test-data.xml", 2, 1), ("theme-preview.xml", 2, 0)],
)
def test_the_comments_of_a_real_file_wait_for_a_moderator(name, pending, replies):
    path = real_file(f"wordpress/{name}")
    result = load(path)
    kept = Comment.objects.filter(status="pending")
    assert (kept.count(), kept.exclude(thread=None).count(), mail.outbox) == (pending, replies, [])
    load(path)
    assert Comment.objects.count() == pending, result.notes
