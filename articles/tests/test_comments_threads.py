"""Comments on the page of a guide: threads, pages of them, what they cost, and where they are closed."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.comments import moderation
from articles.models import Article, Comment
from articles.tests.commenting import GUIDE, SLUG, WRITE, comment_on, send
from articles.tests.test_comments import committed, read  # noqa: F401  a fixture
from guide_site.tests.html import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committed")]


def shown(client, address=GUIDE) -> list[tuple[str, str]]:
    """(who, text) of each comment in the order of the page."""
    return [
        (
            (one.select_one(".comment-name") or one.select_one(".comment-removed")).get_text(),
            (one.select_one(".comment-text") or one.select_one(".comment-removed")).get_text().strip(),
        )
        for one in read(client.get(address)).select("article.comment")
    ]


@pytest.mark.parametrize("status", ["pending", "unconfirmed", "spam"])
def test_only_approved_comments_are_in_the_html(client, status):
    comment_on(text="hidden-words", name="Hidden-Name", email="hidden@example.org", status=status)
    comment_on(text="Seen", email="seen@example.org")
    html = client.get(GUIDE).content + client.get(f"{GUIDE}comments/").content
    words = (b"hidden-", b"Hidden-", b"hidden@", b"seen@", b"Seen")
    assert [word in html for word in words] == [False, False, False, False, True]


def test_a_page_without_comments_says_so_and_offers_the_form(client):
    page = read(client.get(GUIDE))
    section = page.select_one("#comments")
    assert " ".join(section.get_text(" ").split()) == "Comments No comments yet. Write a comment"
    assert section.select_one("a.button")["href"] == WRITE


def test_a_reply_to_a_reply_joins_the_thread(client):
    first = comment_on(text="first", name="Ada", days_ago=9)
    comment_on(text="second", name="Bea", days_ago=8)
    reply = comment_on(text="reply", name="Cem", answers=first, days_ago=7)
    send(client, text="deep", name="Dan", to=str(reply.pk))
    deep = Comment.objects.get(text="deep")
    assert (deep.thread, deep.reply_to) == (first, reply)
    deep.status = "approved"
    deep.save()
    assert shown(client) == [("Ada", "first"), ("Cem", "reply"), ("Dan", "deep"), ("Bea", "second")]
    assert "Dan to Cem" in text(client.get(GUIDE))


def test_the_form_of_a_reply_names_whom_it_answers(client):
    first = comment_on(name="Bea", text="*What* then?")
    page = client.get(f"{WRITE}?to={first.pk}")
    assert "Your reply to Bea" in text(page)
    assert read(page).select_one("blockquote").decode_contents().strip() == "<p><em>What</em> then?</p>"
    assert read(page).select_one("[name=to]")["value"] == str(first.pk)


@pytest.mark.parametrize("to", ["0", "-1", "x", "9" * 40, "²", "pending", "elsewhere"])
def test_a_reply_to_what_is_not_there_stands_by_itself(client, to):
    keys = {
        "pending": lambda: comment_on(status="pending").pk,
        "elsewhere": lambda: comment_on(Article.objects.get(slug="seoul-ml-engineer-2026")).pk,
    }
    to = str(keys[to]()) if to in keys else to
    assert "Your comment will stand by itself" in text(client.get(WRITE, {"to": to}))
    send(client, text="mine", to=to)
    assert Comment.objects.get(text="mine").reply_to is None


def test_fifty_threads_are_one_page_and_more_are_on_the_next(client):
    made = [comment_on(text=f"no. {number}", days_ago=100 - number) for number in range(51)]
    assert [words for _, words in shown(client)] == [f"no. {number}" for number in range(50)]
    assert "51 comments" in text(client.get(GUIDE))
    assert [words for _, words in shown(client, f"{GUIDE}comments/?page=2")] == ["no. 50"]
    assert len(shown(client, f"{GUIDE}comments/?page=nonsense")) == 50
    assert client.get(made[0].get_absolute_url())["Location"] == f"{GUIDE}#comment-{made[0].pk}"
    assert client.get(made[50].get_absolute_url())["Location"] == f"{GUIDE}comments/?page=2#comment-{made[50].pk}"
    assert client.get(f"{GUIDE}comments/{comment_on(status='pending').pk}/").status_code == 404
    made.pop().delete()
    assert "Read on" not in text(client.get(GUIDE))


def test_the_number_of_queries_does_not_depend_on_comments(client):
    asked = []
    for count in (1, 3, 50):
        while Comment.objects.count() < count:
            comment_on(answers=Comment.objects.first() if Comment.objects.count() == 2 else None)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(GUIDE)
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2]


def test_a_guide_with_fifty_comments_sets_no_cookie_and_answers_304(client, kept_pages):
    for _ in range(50):
        comment_on()
    first = client.get(GUIDE)
    assert (first.status_code, first.cookies, len(read(first).select("article.comment"))) == (200, {}, 50)
    assert read(first).select("form.comment-form") == []
    again = client.get(GUIDE, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.cookies, again.content) == (304, {}, b"")


def test_only_what_readers_see_makes_a_new_version(client):
    before = client.get(GUIDE)["ETag"]
    comment = comment_on(status="pending")
    moderation.move(comment, "spam")
    assert client.get(GUIDE)["ETag"] == before
    moderation.move(comment, "approved")
    approved = client.get(GUIDE)["ETag"]
    moderation.move(comment, "spam")
    hidden = client.get(GUIDE)["ETag"]
    comment.delete()
    assert (approved != before, hidden != approved, client.get(GUIDE)["ETag"] == hidden) == (True, True, True)


# -- closing ----------------------------------------------------------------------------------------------------------


def test_a_guide_can_be_closed_with_a_reason(client):
    Article.objects.filter(slug=SLUG).update(comments_closed="The survey is over.")
    comment_on()
    section = read(client.get(GUIDE)).select_one("#comments")
    assert "Comments are closed. The survey is over." in " ".join(section.get_text().split())
    assert (section.select("a.button"), section.select(".comment-reply")) == ([], [])
    assert "The survey is over." in text(client.get(WRITE))
    refused = send(client, text="<i>too late</i>")
    assert (refused.status_code, Comment.objects.count()) == (403, 1)
    assert read(refused).select_one("pre").get_text().strip() == "<i>too late</i>"


def test_comments_close_by_age(client, settings):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 30
    Article.objects.filter(slug=SLUG).update(published_at=datetime.datetime(2026, 10, 1, 23, 0, tzinfo=datetime.UTC))
    with time_machine.travel(datetime.datetime(2026, 10, 31, 23, 59, tzinfo=datetime.UTC), tick=False):
        assert "Comments are closed" not in text(client.get(GUIDE))
    with time_machine.travel(datetime.datetime(2026, 11, 1, 0, 0, tzinfo=datetime.UTC), tick=False):
        assert "Comments are closed. Comments close 30 days after a guide is published." in text(client.get(GUIDE))
