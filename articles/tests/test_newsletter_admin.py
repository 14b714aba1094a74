"""The newsletter in the admin: writing and scheduling issues, seeing them as mail, and who may see addresses."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone

from articles.models import NewsletterIssue, Subscriber
from articles.newsletter import sending
from articles.tests.newsletter_letters import FIGURE, letter, reader
from articles.tests.test_admin import page_of
from guide_site.tests.admin_forms import errors_of, filled_form, signed_in
from guide_site.tests.html import text

pytestmark = pytest.mark.django_db
LIST, READERS = "/admin/articles/newsletterissue/", "/admin/articles/subscriber/"


@pytest.fixture
def editor():
    return signed_in("Editors")


def saved(client, issue, **typed):
    return client.post(page_of(issue), filled_form(client, page_of(issue), **typed))


def test_an_editor_writes_and_schedules_a_letter(editor):
    later = timezone.now() + datetime.timedelta(days=1)
    typed = {
        "subject": "The week",
        "body": FIGURE,
        "status": "scheduled",
        "send_at_0": f"{later:%Y-%m-%d}",
        "send_at_1": f"{later:%H:%M:%S}",
    }
    assert editor.post(f"{LIST}add/", filled_form(editor, f"{LIST}add/", **typed)).status_code == 302
    issue = NewsletterIssue.objects.get()
    assert (issue.status, issue.send_at, issue.audience) == ("scheduled", later.replace(microsecond=0), "weekly")


def test_a_letter_that_is_scheduled_without_a_time_is_due_at_once(editor):
    issue = letter()
    assert saved(editor, issue, status="scheduled").status_code == 302
    assert list(NewsletterIssue.objects.due()) == [issue]


def test_a_letter_with_a_figure_that_fails_cannot_be_scheduled(editor):
    issue = letter(body="In Seoul\n{pay}`no-such-record`.")
    (error,) = errors_of(saved(editor, issue, status="scheduled"))["body"]
    assert error.startswith("line 2, {pay}`no-such-record`: there is no record with this key")
    assert saved(editor, issue, status="draft").status_code == 302


@pytest.mark.parametrize("status", ["sending", "sent", "lost"])
def test_nobody_says_by_hand_that_a_letter_is_sent(editor, status):
    issue = letter()
    assert "status" in errors_of(saved(editor, issue, status=status))
    issue.refresh_from_db()
    assert issue.status == "draft"


def test_a_letter_on_its_way_is_looked_at_and_neither_changed_nor_deleted(editor):
    reader()
    issue = letter()
    data = filled_form(editor, page_of(issue), subject="Another")
    sending.begin(issue)
    assert editor.get(page_of(issue)).status_code == 200
    assert editor.post(page_of(issue), data).status_code == 403
    assert editor.post(page_of(issue, "delete"), {"post": "yes"}).status_code == 403
    editor.post(LIST, {"action": "delete_selected", "_selected_action": [issue.pk], "post": "yes"})
    issue.refresh_from_db()
    assert (issue.status, issue.subject) == ("sending", "The week")
    assert "1 to be sent" in text(editor.get(page_of(issue)))
    assert "ada@example.org" not in editor.get(page_of(issue)).content.decode()


def test_a_letter_is_seen_as_mail_before_it_is_sent(editor):
    issue = letter(body=FIGURE)
    html, plain = editor.get(f"{LIST}{issue.pk}/preview.html"), editor.get(f"{LIST}{issue.pk}/preview.txt")
    assert "Pay in Seoul: ₩60M–120M a year." in text(html).replace(" .", ".")
    assert "style-src-attr 'unsafe-inline'" in html["Content-Security-Policy"]
    assert "script-src 'self'" in html["Content-Security-Policy"]
    assert (plain["Content-Type"], "Pay in Seoul: ₩60M–120M a year." in plain.content.decode()) == (
        "text/plain; charset=utf-8",
        True,
    )
    for page in (html, plain):
        assert b"%UNSUBSCRIBE%" not in page.content
    soup = BeautifulSoup(editor.get(page_of(issue)).content, "html.parser")
    links = [str(link["href"]).rsplit("/", 1)[-1] or "test/" for link in soup.select(".field-as_mail a")]
    assert links == ["preview.html", "preview.txt", "test/"]


def test_a_test_goes_to_one_address_and_counts_for_nobody(editor):
    issue = letter()
    page = f"{LIST}{issue.pk}/test/"
    assert editor.get(page).status_code == 200
    answer = editor.post(page, {"address": "Me@Example.org"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["A test is on its way to me@example.org."]
    (sent,) = mail.outbox
    assert (sent.subject, sent.to, "List-Unsubscribe" in sent.message()) == (
        "[Test] The week",
        ["me@example.org"],
        False,
    )
    assert (issue.deliveries.count(), "/newsletter/unsubscribe/" in sent.body) == (0, False)


def test_a_test_to_what_is_no_address_is_refused(editor):
    page = editor.post(f"{LIST}{letter().pk}/test/", {"address": "me"})
    assert (page.status_code, mail.outbox, "This is not a mail address" in text(page)) == (200, [], True)


@pytest.mark.parametrize("group", ["Writers", "Analysts", "Moderators"])
@pytest.mark.parametrize("view", ["preview.html", "preview.txt", "test/"], ids=str)
def test_others_neither_see_nor_send_letters(group, view):
    assert signed_in(group).post(f"{LIST}{letter().pk}/{view}", {"address": "me@example.org"}).status_code == 403
    assert mail.outbox == []


def test_a_moderator_finds_a_reader_and_unsubscribes_them():
    ada, moderator = reader(), signed_in("Moderators")
    reader("bob@example.org")
    found = moderator.get(READERS, {"q": "ada"}).context["cl"].result_list
    assert list(found) == [ada]
    moderator.post(READERS, {"action": "unsubscribe", "_selected_action": [ada.pk]})
    assert sorted(Subscriber.objects.values_list("email", "status")) == [
        ("ada@example.org", "unsubscribed"),
        ("bob@example.org", "confirmed"),
    ]


def test_whoever_only_writes_sees_no_address(editor):
    reader()
    assert editor.get(READERS).status_code == 403


def test_an_issue_that_is_late_needs_attention(editor):
    for hours in (0, 2):
        letter(status="scheduled", send_at=timezone.now() - datetime.timedelta(hours=hours))
    lines = {line["label"]: line["count"] for line in editor.get("/admin/").context["attention"]}
    assert lines["Issues that should be on their way"] == 1


def test_the_list_takes_the_same_queries_for_each_letter(editor, django_assert_max_num_queries):
    for _ in range(3):
        letter()
    with django_assert_max_num_queries(12):
        editor.get(LIST)
