"""Sending an issue over SMTP: who gets it, what servers refuse, what was left by a run that was stopped, how fast."""

import datetime
import itertools
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Delivery, NewsletterIssue, Subscriber, Topic
from articles.newsletter import journal, report, sending
from articles.newsletter.journal import Journal, Mark, machine
from articles.tests.newsletter_letters import letter, reader, readers
from articles.tests.smtp_server import Handler, free_port, started
from salaries.models import Place, PublishedVersion

pytestmark = pytest.mark.django_db
SCHEDULED = {"status": "scheduled", "send_at": datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)}


@pytest.fixture
def server(settings, tmp_path):
    """A mail server that remembers; the site sends to it, and keeps its journals apart."""
    handler, port = Handler(), free_port()
    controller = started(handler, port)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.VAR = "127.0.0.1", port, tmp_path
    yield handler
    controller.stop()


def run(**options) -> str:
    out = StringIO()
    call_command("send_newsletter", stdout=out, **options)
    return out.getvalue()


def became(issue) -> dict[str, tuple[str, int]]:
    rows = issue.deliveries.select_related("subscriber").order_by("subscriber__email")
    return {row.subscriber.email.split("@")[0]: (row.status, row.attempts) for row in rows}


def to(server: Handler) -> list[str]:
    return sorted(taken.to.split("@")[0] for taken in server.taken)


# -- what is sent, to whom --------------------------------------------------------------------------------------------
def test_a_due_issue_reaches_each_reader_once_with_one_click_headers(server):
    for name in ("ada", "bob"):
        reader(f"{name}@example.org")
    for status in ("pending", "unsubscribed", "bounced", "complained"):
        reader(f"{status}@example.org", status)
    issue = letter("Pay — in Seoul", **SCHEDULED)
    assert run() == "Pay — in Seoul: 2 sent.\n"
    assert run() == "Nothing is due.\n"
    assert to(server) == ["ada", "bob"]
    message = server.taken[0].message
    assert (message["Subject"], message["To"]) == ("Pay — in Seoul", "ada@example.org")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/newsletter/unsubscribe/")
    delivery = issue.deliveries.get(subscriber__email="ada@example.org")
    assert message["Message-ID"] == delivery.message_id
    assert "₩60M–120M a year" in message.get_body(["plain"]).get_content()
    assert "₩60M–120M a year" in message.get_body(["html"]).get_content()
    issue.refresh_from_db()
    assert (issue.status, issue.finished_at is not None) == ("sent", True)


def test_lines_that_begin_with_a_dot_arrive_as_they_are(server):
    reader()
    letter(body="Text\n\n```\n.\n..two\n```\n", **SCHEDULED)
    run()
    assert "\r\n.\r\n..two\r\n" in server.taken[0].message.get_body(["plain"]).get_content()


def test_only_what_is_due_is_sent(server):
    reader()
    letter("later", status="scheduled", send_at=timezone.now() + datetime.timedelta(minutes=5))
    letter("draft")
    assert run() == "Nothing is due.\n"
    assert server.taken == []


def test_one_issue_can_be_sent_now_whatever_its_status(server):
    reader()
    assert run(issue=letter("draft").pk) == "draft: 1 sent.\n"
    with pytest.raises(CommandError, match="There is no issue 999999"):
        run(issue=999_999)


def test_an_issue_that_cannot_be_shown_is_not_sent(server):
    reader()
    issue = letter(body="In Seoul {pay}`no-such-record`.", **SCHEDULED)
    with pytest.raises(CommandError, match="no record with this key"):
        run()
    issue.refresh_from_db()
    assert (issue.status, issue.deliveries.count(), server.taken) == ("scheduled", 0, [])


def test_a_dry_run_says_how_many_and_changes_nothing(server):
    reader()
    issue = letter(body="In Seoul {pay}`no-such-record`.", **SCHEDULED)
    said = run(dry_run=True)
    assert said.startswith("The week: would be sent to 1.\nThe week: line 1, {pay}`no-such-record`:")
    assert (issue.deliveries.count(), server.taken) == (0, [])


def test_choices_say_who_gets_what():
    seoul, korea = Place.objects.get(slug="seoul"), Place.objects.get(slug="seoul").parent
    manila, salaries = Place.objects.get(slug="manila"), Topic.objects.get(slug="salaries")
    everything = reader("everything@example.org")
    guides = reader("guides@example.org", frequency="guides")
    chose = {name: reader(f"{name}@example.org") for name in ("seoul", "korea", "manila", "salaries", "skills")}
    for name, place in (("seoul", seoul), ("korea", korea), ("manila", manila)):
        chose[name].places.add(place)
    chose["salaries"].topics.add(salaries)
    chose["skills"].topics.add(Topic.objects.get(slug="skills"))

    def get_it(issue: NewsletterIssue, topics=(), places=()) -> set[str]:
        issue.topics.set(topics)
        issue.places.set(places)
        return {one.email.split("@")[0] for one in issue.readers()}

    weekly = {everything.email.split("@")[0], *chose}
    assert get_it(letter()) == weekly
    assert get_it(letter(audience="guides")) == {"guides"} == {guides.email.split("@")[0]}
    assert get_it(letter(audience="everyone")) == weekly | {"guides"}
    assert get_it(letter(), places=[seoul]) == {"everything", "seoul", "korea", "salaries", "skills"}
    assert get_it(letter(), places=[korea]) == {"everything", "seoul", "korea", "salaries", "skills"}
    assert get_it(letter(), topics=[salaries]) == {"everything", "salaries", "seoul", "korea", "manila"}
    assert get_it(letter(), [salaries], [manila]) == {"everything", "salaries", "manila"}


def test_whoever_leaves_while_it_is_sent_gets_it_no_more(server):
    ada, bob = reader("ada@example.org"), reader("bob@example.org")
    issue = letter(**SCHEDULED)
    sending.begin(issue)
    ada.end("unsubscribed")
    reader("late@example.org")
    bob_left = run()
    assert bob_left == "The week: 1 sent, 1 left before.\n"
    assert (to(server), bob.pk > ada.pk) == (["bob"], True)


def test_an_erased_reader_is_skipped_and_still_counted(server):
    reader()
    issue = letter(**SCHEDULED)
    sending.begin(issue)
    Subscriber.objects.all().delete()
    assert run() == "The week: 1 left before.\n"
    assert issue.deliveries.get().subscriber is None


def test_the_letter_stays_the_same_from_the_first_to_the_last_reader(server):
    readers(2)
    issue = letter(**SCHEDULED)
    sending.begin(issue)
    NewsletterIssue.objects.filter(pk=issue.pk).update(body="Other words.")
    run()
    assert all("₩60M–120M a year" in taken.message.get_body(["plain"]).get_content() for taken in server.taken)


def test_pages_learn_of_an_issue_when_it_is_sent(server):
    reader()
    before = PublishedVersion.current()
    issue = letter(**SCHEDULED)
    sending.begin(issue)
    assert PublishedVersion.current() == before
    run()
    assert PublishedVersion.current() != before


# -- what servers say -------------------------------------------------------------------------------------------------
def test_what_a_server_refuses_for_good_is_not_tried_again(server):
    for name in ("refuse-550-5.1.1", "refuse-550-5.7.1", "refuse-552", "reject-554", "zoe"):
        reader(f"{name}@example.org")
    issue = letter(**SCHEDULED)
    assert run() == "The week: 1 sent, 4 refused.\n"
    assert (run(), to(server)) == ("Nothing is due.\n", ["zoe"])
    assert became(issue)["reject-554"] == ("failed", 1)
    assert issue.deliveries.get(subscriber__email__startswith="reject").reason == "554 rejected after DATA"
    # Only where the server says that there is no such address is the reader written off: 5.7.1 is about us.
    bounced = Subscriber.objects.filter(status="bounced")
    assert [one.email for one in bounced] == ["refuse-550-5.1.1@example.org"]


def test_what_a_server_refuses_for_now_is_tried_again_by_later_runs(server):
    for name in ("refuse-451-4.7.1", "reject-452", "zoe"):
        reader(f"{name}@example.org")
    issue = letter(**SCHEDULED)
    assert run() == "The week: 1 sent, 2 to be sent.\n"
    assert became(issue)["refuse-451-4.7.1"] == ("queued", 1)
    issue.refresh_from_db()
    assert issue.status == "sending"
    for _ in range(3):
        run()
    assert run() == "The week: 1 sent, 2 refused.\n"
    assert became(issue) == {"refuse-451-4.7.1": ("failed", 5), "reject-452": ("failed", 5), "zoe": ("sent", 0)}


def test_a_server_that_refuses_everything_ends_the_run(server, monkeypatch):
    monkeypatch.setattr(sending, "REFUSALS_IN_A_ROW", 3)
    for number in range(5):
        reader(f"refuse-550-{number}@example.org")
    issue = letter(**SCHEDULED)
    with pytest.raises(CommandError, match="refused 3 mails in a row"):
        run()
    assert issue.counts() == {"failed": 3, "queued": 2}


def test_a_server_that_is_down_loses_nothing(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.VAR = "127.0.0.1", free_port(), tmp_path
    readers(3)
    issue = letter(**SCHEDULED)
    with pytest.raises(CommandError, match="cannot be reached"):
        run()
    assert issue.counts() == {"queued": 3}


def test_a_connection_that_is_lost_is_made_again(server):
    """After the mail of `hang` was taken, the server closes the connection without an answer."""
    for name in ("ada", "hang", "zoe"):
        reader(f"{name}@example.org")
    issue = letter(**SCHEDULED)
    said = run()
    assert said.startswith("The week: 2 sent, 1 handed over without an answer.\n")
    assert f"send_newsletter --issue {issue.pk} --resend-uncertain" in said
    assert (to(server), became(issue)["hang"]) == (["ada", "hang", "zoe"], ("uncertain", 0))
    assert run() == "Nothing is due.\n"


def test_what_was_not_answered_is_sent_again_only_on_demand(server):
    reader("hang@example.org")
    issue = letter(**SCHEDULED)
    run()
    run(issue=issue.pk)
    assert to(server) == ["hang"]
    run(issue=issue.pk, resend_uncertain=True)
    assert to(server) == ["hang", "hang"]
    assert len({taken.message["Message-ID"] for taken in server.taken}) == 1
    with pytest.raises(CommandError, match="needs --issue"):
        run(resend_uncertain=True)


def test_other_backends_send_too(mailoutbox, settings, tmp_path):
    settings.VAR = tmp_path
    readers(2)
    letter(**SCHEDULED)
    assert run() == "The week: 2 sent.\n"
    assert [message.to for message in mailoutbox] == [["reader0000@example.org"], ["reader0001@example.org"]]


# -- what a run left that was stopped ---------------------------------------------------------------------------------
@pytest.fixture
def stopped(server):
    """An issue whose run was stopped: five readers are claimed, each with another mark in the journal; one waits."""
    people = readers(6)
    issue = letter(**SCHEDULED)
    sending.begin(issue)
    claimed = sending.claim(issue, 5, after=0)
    with Journal(issue.key.hex) as kept:
        kept.begin([delivery.pk for delivery in claimed[:4]])
        for position, mark in enumerate([Mark.ACCEPTED, Mark.HANDED, Mark.REFUSED, Mark.WAITING]):
            kept.mark(position, mark)
    assert len(people) == 6
    return issue


def test_the_next_run_sends_what_was_not_handed_over_and_nothing_else(stopped, server):
    run()
    assert to(server) == ["reader0003", "reader0004", "reader0005"]
    statuses = [status for status, _ in became(stopped).values()]
    assert statuses == ["sent", "uncertain", "failed", "sent", "sent", "sent"]
    stopped.refresh_from_db()
    assert stopped.status == "sent"


def test_after_a_restart_of_the_machine_marks_may_be_lost(stopped, server, monkeypatch):
    host = machine().split(" ")[0]
    for module in (journal, sending):
        monkeypatch.setattr(module, "machine", lambda: f"{host} another-boot")
    run()
    assert to(server) == ["reader0005"]
    statuses = [status for status, _ in became(stopped).values()]
    assert statuses == ["sent", "uncertain", "uncertain", "uncertain", "uncertain", "sent"]


def test_a_spoilt_journal_says_nothing_and_hinders_nobody(stopped, server, tmp_path):
    (file,) = (tmp_path / "newsletter").iterdir()
    lines = file.read_bytes().splitlines()
    file.write_bytes(b"\0" * 64 + b"\n+ x\n" + lines[0] + b"\n" + lines[1][:1])
    run()
    assert "reader0000" not in to(server)
    assert stopped.counts() == {"sent": 6}


def test_what_another_machine_claimed_is_left_to_it(stopped, server, monkeypatch):
    for module in (journal, report, sending):
        monkeypatch.setattr(module, "machine", lambda: "elsewhere boot")
    said = run()
    assert to(server) == ["reader0005"]
    assert "5 are claimed by" in said
    assert stopped.counts() == {"sending": 5, "sent": 1}
    stopped.refresh_from_db()
    assert stopped.status == "sending"


def test_a_run_that_is_interrupted_stores_how_far_it_came(server, monkeypatch):
    readers(5)
    issue = letter(**SCHEDULED)
    pauses = itertools.count()

    def interrupt(self) -> None:
        if next(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("articles.newsletter.pace.Pace.wait", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert issue.counts() == {"sent": 2, "queued": 3}
    run()
    assert len(to(server)) == 5


def test_a_second_run_on_the_same_machine_leaves_the_first_alone(server):
    reader()
    issue = letter(**SCHEDULED)
    with Journal(issue.key.hex), pytest.raises(CommandError, match="another run on this machine sends it already"):
        run()
    assert server.taken == []


def test_a_journal_is_empty_when_nothing_is_on_its_way(server, tmp_path):
    reader()
    letter(**SCHEDULED)
    run()
    assert [file.stat().st_size for file in (tmp_path / "newsletter").iterdir()] == [0]


# -- how fast ---------------------------------------------------------------------------------------------------------
def test_a_rate_is_kept(server):
    readers(4)
    letter(**SCHEDULED)
    run(rate=600)
    gaps = [later - earlier for earlier, later in itertools.pairwise(server.times)]
    assert sum(gaps) >= 0.28  # three pauses of a tenth of a second


@pytest.mark.parametrize("options", [{"batch": 0}, {"rate": -1}])
def test_options_that_mean_nothing_are_refused(options):
    with pytest.raises(CommandError):
        run(**options)


def test_a_batch_takes_the_same_queries_with_one_reader_and_with_three(server, django_assert_num_queries):
    for number in (1, 3):
        issue = letter()
        Subscriber.objects.all().delete()
        readers(number)
        sending.begin(issue)
        with django_assert_num_queries(6):  # the claimed rows and their update, and two savepoints
            sending.claim(issue, 50, after=0)


def test_addresses_that_nobody_confirmed_are_forgotten(server):
    now = timezone.now()
    for name, days, status in (("old", 31, "pending"), ("new", 29, "pending"), ("kept", 400, "confirmed")):
        reader(f"{name}@example.org", status, asked_at=now - datetime.timedelta(days=days))
    run(dry_run=True)
    assert Subscriber.objects.count() == 3
    run()
    assert sorted(Subscriber.objects.values_list("email", flat=True)) == ["kept@example.org", "new@example.org"]


def test_progress_is_told_in_plain_lines(server, monkeypatch):
    monkeypatch.setattr("salaries.management.progress.PAUSE", 0)
    readers(3)
    letter(**SCHEDULED)
    assert run(batch=2).splitlines() == ["The week: 2 of 3", "The week: 3 of 3", "The week: 3 sent."]


def test_a_delivery_names_nobody():
    delivery = Delivery(issue=letter("The week"), subscriber=reader("secret@example.org"))
    assert "secret" not in str(delivery)
