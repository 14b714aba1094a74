"""Bounces and complaints, told by command or by the hook; and what is kept of a reader, handed over and erased."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Subscriber, Topic
from articles.newsletter import sending
from articles.readers import KINDS
from articles.tests.newsletter_letters import letter, reader

pytestmark = pytest.mark.django_db
SECRET = "s" * 40
HOOK = "/newsletter/events/"


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def told(client, body, secret: str = f"Bearer {SECRET}"):
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(HOOK, data, content_type="application/json", headers={"Authorization": secret})


@pytest.fixture
def hook(settings, client):
    settings.NEWSLETTER_EVENTS_SECRET = SECRET
    return client


def statuses() -> dict[str, str]:
    return {one.email.split("@")[0]: one.status for one in Subscriber.objects.all()}


@pytest.mark.parametrize(("event", "status"), [("bounce", "bounced"), ("complaint", "complained")])
def test_mail_that_failed_ends_the_subscription(event, status):
    reader()
    assert run("mail_event", event, "Ada@Example.org", "no@example.org", "nonsense") == "1 recorded, 2 unknown\n"
    assert statuses() == {"ada": status}
    assert letter().readers().count() == 0


def test_a_bounce_does_not_undo_that_somebody_left_and_a_complaint_outweighs_it():
    reader(status="unsubscribed")
    run("mail_event", "bounce", "ada@example.org")
    assert statuses() == {"ada": "unsubscribed"}
    run("mail_event", "complaint", "ada@example.org")
    assert statuses() == {"ada": "complained"}


def test_addresses_are_read_from_standard_input(monkeypatch):
    reader()
    monkeypatch.setattr("sys.stdin", StringIO("ada@example.org\n\nno@example.org\n"))
    assert run("mail_event", "bounce", "-") == "1 recorded, 1 unknown\n"


def test_the_hook_takes_one_event_or_many(hook):
    for name in ("ada", "bob", "zoe"):
        reader(f"{name}@example.org")
    answer = told(hook, {"event": "bounce", "email": "ada@example.org", "more": 1})
    assert (answer.status_code, answer.json()) == (200, {"recorded": 1, "unknown": 0})
    many = [{"event": "complaint", "email": "bob@example.org"}, {"event": "bounce", "email": "no@example.org"}]
    answer = told(hook, many)
    assert (answer.json(), dict(answer.cookies)) == ({"recorded": 1, "unknown": 1}, {})
    assert statuses() == {"ada": "bounced", "bob": "complained", "zoe": "confirmed"}


@pytest.mark.parametrize("secret", ["", "Bearer ", "Bearer x", SECRET, f"Bearer {SECRET}x", "Bearer ñ"])
def test_the_hook_needs_the_secret(hook, secret):
    reader()
    assert told(hook, {"event": "bounce", "email": "ada@example.org"}, secret).status_code == 403
    assert statuses() == {"ada": "confirmed"}


def test_without_a_secret_there_is_no_hook(client):
    assert told(client, {"event": "bounce", "email": "ada@example.org"}, "Bearer ").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        b"\xff",
        "[" * 100_000,
        "null",
        "1",
        [1],
        {"event": "open", "email": "ada@example.org"},
        {"event": ["bounce"], "email": "ada@example.org"},
        {"event": "bounce"},
        {"event": "bounce", "email": 1},
        [{"event": "bounce", "email": "a@example.org"}] * 1_001,
    ],
)
def test_the_hook_says_what_it_cannot_understand(hook, body):
    answer = told(hook, body)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_the_hook_takes_only_posts(hook):
    assert hook.get(HOOK).status_code == 405


def test_all_that_is_kept_of_a_reader_can_be_handed_over():
    ada = reader(frequency="guides")
    ada.topics.add(Topic.objects.get(slug="seoul"))
    issue = letter("New guides", audience="guides")
    sending.begin(issue)
    kept = json.loads(run("export_reader", "Ada@example.org"))
    assert kept["address"] == "ada@example.org"
    (row,) = kept["newsletter"]
    assert (row["status"], row["frequency"], row["topics"]) == ("confirmed", "Only new guides", ["Seoul"])
    assert [(one["subject"], one["status"]) for one in row["letters"]] == [("New guides", "to be sent")]
    assert json.loads(run("export_reader", "nobody@example.org"))["newsletter"] == []


def test_what_is_handed_over_is_all_that_the_row_holds():
    reader()
    (row,) = json.loads(run("export_reader", "ada@example.org"))["newsletter"]
    named = {"email": "address", "created": "first_asked", "asked_at": "last_asked"}
    named |= {"confirmed_at": "confirmed", "ended_at": "ended"}
    fields = {named.get(field.name, field.name) for field in Subscriber._meta.get_fields() if not field.auto_created}
    assert set(row) == fields | {"letters"}


def test_a_reader_is_erased_and_counts_stay():
    reader()
    reader("bob@example.org")
    issue = letter()
    sending.begin(issue)
    assert run("erase_reader", "ada@example.org").startswith("newsletter: 1 erased")
    assert (statuses(), issue.counts()) == ({"bob": "confirmed"}, {"queued": 2})
    assert run("erase_reader", "ada@example.org").startswith("newsletter: 0 erased")


@pytest.mark.parametrize("command", ["export_reader", "erase_reader"])
def test_what_is_no_address_is_refused(command):
    with pytest.raises(CommandError, match="not a mail address"):
        run(command, "ada")


def test_every_kind_has_a_name_of_its_own():
    assert len({kind.name for kind in KINDS}) == len(KINDS)
