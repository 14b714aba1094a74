"""Comments from the form to the page: confirmed by mail the first time, moderated always, threaded two deep."""

import datetime
import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core import mail
from django.utils import timezone

from articles.comments import moderation
from articles.comments.links import to_confirm, to_mute
from articles.models import Article, BannedAddress, Comment, Commenter
from articles.tests.commenting import GUIDE, WRITE, comment_on, guide, links_in, send
from guide_site.tests.html import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committed(django_capture_on_commit_callbacks, monkeypatch):
    """Mails leave at the end of a test's transaction; here, as soon as they are written."""
    monkeypatch.setattr("articles.comments.mail.transaction.on_commit", lambda deliver: deliver())


@pytest.fixture
def moderator() -> User:
    user = User.objects.create_user("mod", email="mod@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def stored() -> Comment:
    return Comment.objects.get()


# -- sending ----------------------------------------------------------------------------------------------------------


def test_the_form_stands_at_an_address_of_its_own(client):
    answer = client.get(WRITE)
    assert (answer.status_code, answer.cookies) == (200, {})
    assert "no-store" in answer["Cache-Control"]
    form = read(answer).select_one("form.comment-form")
    assert (form["action"], form["method"]) == (WRITE, "post")
    labels = [label.get_text() for label in form.select("label")]
    assert labels == [
        "Leave this empty ",
        "Name (required)",
        "Email (required)",
        "Comment (required)",
        "Write to me when somebody replies",
    ]
    assert "Your email is never published." in text(answer)


def test_the_form_is_a_part_where_htmx_asks(client):
    part = client.get(WRITE, headers={"HX-Request": "true"})
    assert (read(part).find("html"), read(part).select_one("form") is not None) == (None, True)


@pytest.mark.parametrize("slug", ["atlantis", "draft"])
def test_there_is_no_form_where_there_is_no_guide(client, slug):
    Article.objects.create(slug="draft", title="D", summary="S", body="B", author="A")
    assert client.get(f"/articles/{slug}/comment/").status_code == 404
    assert client.get(f"/articles/{slug}/comments/").status_code == 404


def test_a_comment_is_stored_as_typed_and_waits_for_its_author(client):
    typed = "  *One*\r\n\r\n<b>two</b>\t\u202eevil\u200b  "
    answer = send(client, text=typed, email=" Ada@Example.ORG ", name=" Ada ")
    assert (answer.status_code, answer.cookies) == (200, {})
    comment = stored()
    assert comment.text == typed.replace("\r\n", "\n")
    assert (comment.name, comment.commenter.email, comment.status) == ("Ada", "ada@example.org", "unconfirmed")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["ada@example.org"], "Confirm your comment on Guide Site")
    ]


def test_the_answer_is_the_same_for_known_and_unknown_addresses_and_robots(client):
    comment_on(email="known@example.org")
    BannedAddress.objects.ban("banned@example.org")
    answers = [
        send(client, email="known@example.org"),
        send(client, email="other@example.org"),
        send(client, email="banned@example.org"),
        send(client, email="robot@example.org", remark="buy"),
    ]
    said = {re.sub(r"\w+@", "@", text(answer)) for answer in answers}
    assert (len(said), {answer.status_code for answer in answers}) == (1, {200})
    statuses = dict(
        Comment.objects.exclude(text="Thank you.", status="approved").values_list("commenter__email", "status")
    )
    assert statuses == {
        "known@example.org": "pending",
        "other@example.org": "unconfirmed",
        "banned@example.org": "spam",
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Name: Give a name."),
        ({"name": "\u200b\u2060 ."}, "Name: A name has at least one letter or digit."),
        ({"name": "A\nBcc: b@example.org"}, "Name: A name stands in one line."),
        ({"name": "a" * 81}, "Name: Ensure this value has at most 80 characters (it has 81)."),
        ({"email": ""}, "Email: Give your email."),
        (
            {"email": "a@b\nBcc: c@d.example"},
            "Email: This is not a mail address that we can write to. One looks like name@example.org.",
        ),
        ({"text": " \r\n\t"}, "Comment: Write a comment."),
        ({"text": "a" * 5_001}, "Comment: A comment has at most 5,000 characters; this has 5,001."),
        ({"text": "a\0b"}, "Comment: Null characters are not allowed."),
        ({"started": None}, "This form had grown old. Please send it once more: all that you typed is here."),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(client, typed, said):
    answer = send(client, **{"text": "<b>Mine</b>", "wants_replies": None, **typed})
    page = read(answer)
    assert (answer.status_code, Comment.objects.count(), mail.outbox) == (422, 0, [])
    assert [" ".join(line.get_text().split()) for line in page.select(".error-summary li")] == [said]
    kept = {"name": "Ada", "email": "ada@example.org", **typed}
    assert page.select_one("[name=name]").get("value", "") == kept["name"]
    assert page.select_one("[name=email]").get("value", "") == kept["email"]
    # A browser drops the line end after <textarea>, which is written there for it; the parser here keeps it.
    assert page.select_one("[name=text]").get_text() == "\n" + typed.get("text", "<b>Mine</b>")
    assert not page.select_one("[name=wants_replies]").has_attr("checked")


def test_a_preview_shows_the_comment_and_stores_nothing(client):
    page = read(send(client, text="*so* <script>", preview="1"))
    assert (
        page.select_one(".comment-preview .comment-text").decode_contents().strip()
        == "<p><em>so</em> &lt;script&gt;</p>"
    )
    assert page.select_one("[name=text]").get_text().strip() == "*so* <script>"
    assert (Comment.objects.count(), mail.outbox) == (0, [])


def test_a_form_of_another_site_is_refused(client):
    assert send(client, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert Comment.objects.count() == 0


def test_too_many_comments_in_an_hour_are_refused(client):
    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC), tick=False):
        answers = [send(client).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    assert Comment.objects.count() == 20
    assert len(mail.outbox) == 3  # whoever's address it is, is not flooded


def test_a_mail_server_that_fails_loses_nothing(client, monkeypatch, caplog):
    def fail(message):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert send(client).status_code == 200
    assert stored().status == "unconfirmed"
    assert [record.getMessage() for record in caplog.records] == ["A mail was not sent: confirm"]


# -- confirming -------------------------------------------------------------------------------------------------------


def test_the_link_confirms_only_when_its_button_is_pressed(client, moderator):
    send(client, text="First *typed*")
    (link,) = links_in(mail.outbox[0])
    page = client.get(link)
    assert "First *typed*" in text(page)
    assert ("no-store" in page["Cache-Control"], page["X-Robots-Tag"]) == (True, "noindex, nofollow")
    assert stored().status == "unconfirmed"
    assert "is confirmed" in text(client.post(link))
    assert stored().status == "pending"
    assert Commenter.objects.get().confirmed is not None
    (_, told) = mail.outbox
    assert (told.to, told.subject) == (["mod@example.org"], "A comment waits on Guide Site")
    assert links_in(told) == ["/admin/articles/comment/?attention=pending"]
    assert "First *typed*" in told.body
    assert "No comment waits" in text(client.get(link))
    assert client.post(link).status_code == 200
    assert len(mail.outbox) == 2


def test_a_confirmed_address_is_not_asked_again(client, moderator):
    comment_on(email="ada@example.org")
    send(client)
    assert Comment.objects.get(status="pending").commenter.email == "ada@example.org"
    assert [message.to for message in mail.outbox] == [["mod@example.org"]]


def test_a_link_ends_after_a_week_and_sends_a_new_one(client):
    with time_machine.travel(timezone.now() - datetime.timedelta(days=8)):
        send(client)
    (link,) = links_in(mail.outbox[0])
    assert "This link has ended" in text(client.get(link))
    assert "A new link is on its way to ada@example.org." in text(client.post(link))
    assert stored().status == "unconfirmed"
    (new,) = links_in(mail.outbox[1])
    client.post(new)
    assert stored().status == "pending"


@pytest.mark.parametrize("what", ["confirm", "mute"])
@pytest.mark.parametrize("token", ["x", "1", "1:forged", "1:1uJ:forged"])
def test_a_forged_link_leads_nowhere(client, what, token):
    assert client.get(f"/articles/comments/{what}/{token}/").status_code == 404
    assert client.post(f"/articles/comments/{what}/{token}/").status_code == 404


def test_a_link_to_mute_does_not_confirm(client):
    comment = comment_on(confirmed=False, status="unconfirmed")
    token = to_mute(comment).rstrip("/").rpartition("/")[2]
    assert client.post(f"/articles/comments/confirm/{token}/").status_code == 404
    token = to_confirm(comment.commenter).rstrip("/").rpartition("/")[2]
    assert client.post(f"/articles/comments/mute/{token}/").status_code == 404


def test_moderators_are_told_of_so_many_an_hour_and_the_last_mail_says_so(client, moderator, settings):
    settings.COMMENTS_MAIL_TO = ["desk@example.org"]
    comment_on(email="ada@example.org")
    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC), tick=False):
        for number in range(21):
            send(client, ip=f"10.0.0.{number}")
    assert {tuple(message.to) for message in mail.outbox} == {("desk@example.org",)}
    assert len(mail.outbox) == 20
    assert ["many in this hour" in message.body for message in mail.outbox] == [False] * 19 + [True]


# -- replies by mail --------------------------------------------------------------------------------------------------


def test_whoever_is_answered_is_told_once_and_can_mute_with_one_click(client):
    asked = comment_on(email="bea@example.org", name="Bea")
    reply = comment_on(answers=asked, status="pending", text="So: *this*", name="Cem", email="cem@example.org")
    moderation.move(reply, "approved")
    moderation.move(Comment.objects.get(pk=reply.pk), "spam")
    moderation.move(Comment.objects.get(pk=reply.pk), "approved")
    (told,) = mail.outbox
    assert (told.to, told.subject) == (["bea@example.org"], "A reply to your comment on Guide Site")
    assert "So: *this*" in told.body
    assert "cem@example.org" not in str(told.message())
    address, mute = links_in(told)
    assert address == f"{GUIDE}comments/{reply.pk}/"
    assert told.extra_headers == {
        "List-Unsubscribe": f"<http://127.0.0.1:8000{mute}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert "Press the button" in text(client.get(mute))
    assert Comment.objects.get(pk=asked.pk).wants_replies
    assert client.post(mute, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Comment.objects.get(pk=asked.pk).wants_replies
    moderation.move(comment_on(answers=asked, status="pending", email="dan@example.org"), "approved")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("why", ["unconfirmed", "unwanted", "oneself", "banned", "hidden"])
def test_nobody_is_told_who_should_not_be(why):
    asked = comment_on(
        email="bea@example.org",
        confirmed=why != "unconfirmed",
        wants_replies=why != "unwanted",
        status="spam" if why == "hidden" else "approved",
    )
    if why == "banned":
        BannedAddress.objects.ban("bea@example.org")
    reply = comment_on(
        answers=asked, status="pending", email="bea@example.org" if why == "oneself" else "c@example.org"
    )
    moderation.move(reply, "approved")
    assert mail.outbox == []
    assert guide().comments.approved().filter(pk=reply.pk).exists()


def test_of_a_reply_approved_first_its_reader_is_told_later():
    asked = comment_on(email="bea@example.org", status="pending")
    reply = comment_on(answers=asked, status="pending", email="cem@example.org")
    moderation.move(reply, "approved")
    assert mail.outbox == []
    moderation.move(asked, "approved")
    assert [message.to for message in mail.outbox] == [["bea@example.org"]]
