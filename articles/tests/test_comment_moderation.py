"""Moderation in the admin: what waits first, as typed; approve, spam, delete, ban; who decided what, and who may."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, BannedAddress, Comment, Commenter
from articles.tests.commenting import GUIDE, comment_on, guide, send
from guide_site.tests.admin_forms import signed_in
from guide_site.tests.html import text

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/comment/"


@pytest.fixture
def moderator() -> Client:
    return signed_in("Moderators")


def act(client: Client, action: str, *comments: Comment, **more):
    chosen = {"action": action, "_selected_action": [one.pk for one in comments], **more}
    return client.post(LIST, chosen, follow=True)


def statuses() -> dict[str, str]:
    return dict(Comment.objects.values_list("text", "status"))


def test_what_waits_longest_comes_first_with_its_text_as_typed(moderator):
    comment_on(text="approved", days_ago=1)
    comment_on(text="new", status="pending", days_ago=2)
    comment_on(text="spam", status="spam", days_ago=9)
    comment_on(text="<b>old</b>\n  *as* typed", status="pending", days_ago=8)
    page = BeautifulSoup(moderator.get(LIST).content, "html.parser")
    texts = [one.get_text() for one in page.select("#result_list .as-typed")]
    assert texts == ["<b>old</b>\n  *as* typed", "new", "approved", "spam"]
    facets = [link.get_text().strip() for link in page.select("#changelist-filter a") if "status" in link["href"]]
    assert facets == [
        "Waits for a moderator (2)",
        "Waits for its author to confirm the address (0)",
        "Approved (1)",
        "Spam (1)",
        "Removed by its author (0)",
        "Removed by a moderator (0)",
    ]


def test_the_index_counts_what_waits(moderator):
    comment_on(status="pending")
    assert "Comments that wait for a moderator" in text(moderator.get("/admin/"))
    lines = moderator.get("/admin/").context["attention"]
    (line,) = [line for line in lines if line["label"].startswith("Comments")]
    assert (line["count"], moderator.get(line["url"]).status_code) == (1, 200)


def test_an_approved_comment_is_on_the_page_at_once(moderator, client, kept_pages):
    comment = comment_on(text="Now you see it", status="pending")
    assert "Now you see it" not in text(client.get(GUIDE))
    assert "Approved: 1." in text(act(moderator, "approve", comment))
    assert "Now you see it" in text(client.get(GUIDE))
    act(moderator, "spam", comment)
    assert "Now you see it" not in text(client.get(GUIDE))


def test_a_comment_is_decided_on_its_own_page(moderator):
    other = comment_on(text="Asked", name="Bea")
    comment = comment_on(text="<i>typed</i>", status="pending", answers=other)
    address = reverse("admin:articles_comment_change", args=[comment.pk])
    page = moderator.get(address)
    assert "<i>typed</i>" in text(page)
    assert "ada@example.org , confirmed; all its comments (2)" in text(page)
    assert moderator.get(f"{LIST}?commenter__id__exact={comment.commenter_id}").status_code == 200
    assert moderator.post(address, {"status": "approved"}).status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.text) == ("approved", "<i>typed</i>")
    assert moderator.post(address, {"status": "erased"}).status_code == 200
    comment.refresh_from_db()
    assert comment.status == "approved"


def test_every_decision_is_kept_with_who_and_without_personal_data(moderator):
    comment = comment_on(status="pending", text="secret words", name="Secret Name", email="secret@example.org")
    act(moderator, "approve", comment)
    act(moderator, "delete_selected", comment, post="yes")
    steps = Comment.history.filter(id=comment.pk).order_by("history_id")
    who = [(one.history_type, one.status, str(one.history_user)) for one in steps]
    assert who == [("+", "pending", "None"), ("~", "approved", "moderator"), ("-", "approved", "moderator")]
    page = moderator.get("/admin/articles/historicalcomment/")
    assert [word in text(page) for word in ("Deleted", "moderator", "secret")] == [True, True, False]


def test_a_deleted_comment_leaves_its_place_where_it_was_answered(moderator, client):
    asked = comment_on(text="Go away", name="Eve", email="eve@example.org")
    comment_on(text="Why?", answers=asked)
    lone = comment_on(text="Lone")
    question = act(moderator, "delete_selected", asked, lone)
    assert "Go away" in text(question)
    act(moderator, "delete_selected", asked, lone, post="yes")
    assert statuses() == {"": "deleted", "Why?": "approved"}
    page = text(client.get(GUIDE))
    assert [words in page for words in ("Removed by a moderator.", "Why?", "Go away", "Eve", "Lone", "1 comment ")] == [
        True,
        True,
        False,
        False,
        False,
        True,
    ]


def test_a_whole_thread_is_deleted_without_a_trace(moderator):
    asked = comment_on(text="Asked")
    reply = comment_on(text="Reply", answers=asked)
    act(moderator, "delete_selected", asked, reply, post="yes")
    assert statuses() == {}


def test_a_banned_address_is_spam_from_then_on_and_only_a_hash_is_kept(moderator, client):
    comment_on(text="Old", email="eve@example.org")
    waits = comment_on(text="Waits", email="eve@example.org", status="pending")
    comment_on(text="Also", email="eve@example.org", status="unconfirmed")
    act(moderator, "ban", waits)
    assert statuses() == {"Old": "approved", "Waits": "spam", "Also": "spam"}
    ban = BannedAddress.objects.get()
    assert (str(ban.banned_by), "eve" in ban.digest, len(ban.digest)) == ("moderator", False, 64)
    send(client, email="EVE@example.org", text="More")
    assert statuses()["More"] == "spam"


def test_a_ban_is_made_and_lifted_by_hand(moderator):
    add = reverse("admin:articles_bannedaddress_add")
    assert moderator.post(add, {"email": " Eve@Example.org ", "why": "Insults"}).status_code == 302
    assert BannedAddress.objects.holds("eve@example.org")
    assert "banned already" in text(moderator.post(add, {"email": "eve@example.org"}))
    moderator.post(
        reverse("admin:articles_bannedaddress_delete", args=[BannedAddress.objects.get().pk]), {"post": "yes"}
    )
    assert not BannedAddress.objects.holds("eve@example.org")


def test_of_a_removed_comment_nothing_can_be_made(moderator):
    asked = comment_on()
    comment_on(text="Why?", answers=asked)
    asked.take_away("deleted")
    assert "Approved: 0." in text(act(moderator, "approve", asked))
    assert statuses() == {"": "deleted", "Why?": "approved"}


@pytest.mark.parametrize("group", ["Editors", "Writers", "Analysts"])
def test_others_see_neither_comments_nor_addresses(group):
    comment = comment_on(status="pending")
    client = signed_in(group)
    pages = [LIST, reverse("admin:articles_comment_change", args=[comment.pk]), "/admin/articles/bannedaddress/"]
    assert {client.get(page).status_code for page in pages} == {403}
    act(client, "approve", comment)
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_moderators_write_no_comments_and_change_none(moderator):
    comment = comment_on(text="Mine", name="Ada")
    assert moderator.get(f"{LIST}add/").status_code == 403
    address = reverse("admin:articles_comment_change", args=[comment.pk])
    moderator.post(address, {"status": "approved", "text": "Forged", "name": "Forged"})
    assert list(Comment.objects.values_list("text", "name")) == [("Mine", "Ada")]


def test_an_editor_deletes_a_guide_with_its_comments():
    asked = comment_on()
    comment_on(answers=asked)
    client = signed_in("Editors")
    address = reverse("admin:articles_article_delete", args=[guide().pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert (Article.objects.filter(slug=asked.article.slug).exists(), Comment.objects.count()) == (False, 0)


def test_the_queue_costs_as_many_queries_for_three_as_for_one(moderator):
    asked = []
    for _ in range(2):
        comment_on(status="pending", email=f"n{Commenter.objects.count()}@example.org")
        with CaptureQueriesContext(connection) as queries:
            moderator.get(LIST)
        asked.append(len(queries))
        comment_on(status="pending", email="m@example.org", answers=comment_on(name="Bea"))
    assert asked[0] == asked[1]


def test_the_superuser_cannot_change_decisions(admin_client):
    comment_on()
    step = Comment.history.first()
    assert admin_client.get(f"/admin/articles/historicalcomment/{step.pk}/change/").status_code == 200
    assert admin_client.post(f"/admin/articles/historicalcomment/{step.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.count() == 1
