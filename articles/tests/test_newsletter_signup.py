"""Signing up, confirming, choosing and leaving: through pages and mails, as readers and mail providers do it."""

import datetime
import smtplib

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from articles.models import Subscriber, Topic
from articles.newsletter import signup
from articles.newsletter.links import Purpose, address_of, token_of
from articles.tests.newsletter_letters import last_link, links_of, reader, sign_up
from guide_site.tests.html import read, text
from guide_site.tests.pages import GUIDE
from salaries.models import Place

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    """A browser whose forms need tokens wherever a site asks for them."""
    return Client(enforce_csrf_checks=True)


def statuses() -> list[tuple[str, str]]:
    return list(Subscriber.objects.order_by("email").values_list("email", "status"))


def path_of(purpose: Purpose, subscriber: Subscriber) -> str:
    return address_of(purpose, subscriber).removeprefix("http://127.0.0.1:8000")


# -- signing up -------------------------------------------------------------------------------------------------------
def test_a_reader_signs_up_confirms_chooses_and_leaves(strict):
    assert sign_up(strict, "Ada@Example.org").status_code == 200
    assert (statuses(), [m.to for m in mail.outbox]) == ([("ada@example.org", "pending")], [["ada@example.org"]])
    link = last_link()
    assert "Press the button" in text(strict.get(link))
    assert statuses() == [("ada@example.org", "pending")]
    page = strict.post(link)
    assert (statuses(), "You are subscribed" in text(page)) == ([("ada@example.org", "confirmed")], True)
    choices = next(address for address, _ in read(page).links if "/preferences/" in address)
    saved = strict.post(choices, {"frequency": "guides", "topics": [Topic.objects.get(slug="seoul").pk]})
    ada = Subscriber.objects.get()
    assert (ada.frequency, [topic.slug for topic in ada.topics.all()]) == ("guides", ["seoul"])
    leave = next(address for address, _ in read(saved).links if "/unsubscribe/" in address)
    assert "Press the button" in text(strict.get(leave))
    assert "You are unsubscribed" in text(strict.post(leave))
    assert (statuses(), dict(strict.cookies)) == ([("ada@example.org", "unsubscribed")], {})


@pytest.mark.parametrize(("path", "forms"), [("/", 1), (GUIDE, 2), ("/newsletter/", 1)])
def test_pages_hold_the_form_without_a_cookie_and_answer_304(client, kept_pages, path, forms):
    for _ in range(2):
        page = client.get(path)
        assert page.content.count(b'action="/newsletter/subscribe/"') == forms
        assert b"csrfmiddlewaretoken" not in page.content
        assert not page.cookies
    assert client.get(path, headers={"If-None-Match": page["ETag"]}).status_code == 304


@pytest.mark.parametrize("htmx", [None, HTMX])
def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, htmx):
    states = ["confirmed", "pending", "unsubscribed", "bounced", "complained"]
    for status in states:
        reader(f"{status}@example.org", status)
    answers = {}
    for name in ["unknown", *states]:
        client.post("/newsletter/subscribe/", REMOTE_ADDR="10.0.0.1")
        answer = sign_up(client, f"{name}@example.org", headers=htmx)
        headers = {key: value for key, value in answer.headers.items() if key != "Content-Length"}
        answers[name] = (answer.status_code, headers, answer.content.decode().replace(name, "somebody"))
    assert len({str(answer) for answer in answers.values()}) == 1
    assert answers["unknown"][0] == 200
    assert [message.to[0].split("@")[0] for message in mail.outbox] == ["unknown", *states]


def test_known_and_unknown_addresses_take_the_same_work(django_assert_max_num_queries):
    reader("known@example.org")
    for address in ("unknown@example.org", "known@example.org"):
        with django_assert_max_num_queries(5):  # one is a row more: the unknown address becomes one
            signup.ask(address)
    assert len(mail.outbox) == 2


def test_whoever_gets_the_letter_already_is_sent_the_choices_and_nothing_changes(client):
    ada = reader()
    sign_up(client, "ada@example.org")
    assert mail.outbox[0].subject == "Guide Site: you get the newsletter already"
    assert [link.split("/")[2] for link in links_of(mail.outbox[0])] == ["preferences", "unsubscribe"]
    ada.refresh_from_db()
    assert (ada.status, client.get(last_link()).status_code) == ("confirmed", 200)


def test_an_address_is_mailed_once_an_hour_however_often_it_is_typed(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            assert "Look into your mail" in text(sign_up(client, "ada@example.org"))
        assert len(mail.outbox) == 1
        clock.shift(datetime.timedelta(minutes=61))
        sign_up(client, "ada@example.org")
    assert len(mail.outbox) == 2


def test_without_scripts_a_page_answers_and_with_them_a_part(client):
    whole, part = sign_up(client, "a@example.org"), sign_up(client, "b@example.org", headers=HTMX)
    assert "<title>Look into your mail" in whole.content.decode()
    assert part.content.decode().startswith('<div class="newsletter" role="status">')
    assert whole["Cache-Control"] == part["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "ada@localhost",
        "ada@[127.0.0.1]",
        "ada@example.org\nBcc: all@example.org",
        "ada@example.org\r\nSubject: spam",
        "ada@example.org,bob@example.org",
        "Ada <ada@example.org>",
        '"ada lovelace"@example.org',
        '"\x0b"@example.org',
        "ada\x00@example.org",
        "дада@example.org",
        "a" * 65 + "@" + "b" * 190 + ".org",
        "ada@" + "é" * 80 + ".example",
        "ada@..example.org",
        "\u202eada@example.org",
    ],
)
def test_what_is_no_address_is_refused_where_it_was_typed(client, address):
    answer = sign_up(client, address)
    assert answer.status_code == 422
    assert b'aria-invalid="true"' in answer.content
    assert (statuses(), mail.outbox) == ([], [])


def test_addresses_in_other_spellings_are_the_same_address(client):
    for typed in ("ada@BÜCHER.example", " Ada@xn--bcher-kva.example ", "ada＠bücher.example"):
        sign_up(client, typed)
    assert statuses() == [("ada@xn--bcher-kva.example", "pending")]


@pytest.mark.parametrize(("length", "status"), [(254, 200), (255, 422)])
def test_addresses_of_254_characters_fit(client, length, status):
    domain = ".".join(["b" * 63, "c" * 63, "d" * 61, "org"])
    address = f"{'a' * (length - 1 - len(domain))}@{domain}"
    assert (len(address), sign_up(client, address).status_code) == (length, status)


def test_a_robot_is_answered_as_everybody_and_nothing_happens(client):
    answer = sign_up(client, "robot@example.org", remark="buy now")
    assert "Look into your mail" in text(answer)
    assert (statuses(), mail.outbox) == ([], [])


def test_too_many_from_one_place_are_refused(client):
    answers = [sign_up(client, f"a{number}@example.org").status_code for number in range(11)]
    assert answers == [200] * 10 + [429]
    assert len(mail.outbox) == 10


def test_a_form_from_another_site_is_refused(client):
    assert sign_up(client, "ada@example.org", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert statuses() == []


def test_the_form_says_when_mail_does_not_leave_and_keeps_what_was_typed(client, monkeypatch):
    def refuse(*args):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    answer = sign_up(client, "ada@example.org")
    assert (answer.status_code, b'value="ada@example.org"' in answer.content) == (503, True)
    monkeypatch.undo()
    assert sign_up(client, "ada@example.org").status_code == 200
    assert len(mail.outbox) == 1


def test_a_recipient_that_the_server_refuses_is_answered_as_any_other(client, monkeypatch):
    def refuse(*args):
        raise smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"5.1.1 no such user")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    assert "Look into your mail" in text(sign_up(client, "ada@example.org"))


# -- links ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("purpose", "days"), [(Purpose.CONFIRM, 3), (Purpose.PREFERENCES, 90)])
def test_links_end(client, purpose, days):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        ada = reader(status="pending")
        link = path_of(purpose, ada)
        clock.shift(datetime.timedelta(days=days, seconds=-2))
        assert client.get(link).status_code == 200
        clock.shift(4)
        for answer in (client.get(link), client.post(link)):
            assert (answer.status_code, b'action="/newsletter/subscribe/"' in answer.content) == (410, True)
    ada.refresh_from_db()
    assert ada.status == "pending"


def test_a_link_to_leave_works_years_later(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ada = reader()
        link = path_of(Purpose.UNSUBSCRIBE, ada)
        clock.shift(datetime.timedelta(days=4_000))
        client.post(link)
    ada.refresh_from_db()
    assert ada.status == "unsubscribed"


def test_only_links_that_the_site_signed_work_and_each_for_one_thing(client):
    ada, bob = reader(), reader("bob@example.org")
    good = token_of(Purpose.UNSUBSCRIBE, ada)
    forged = [
        "x",
        f"{bob.pk}:{good.split(':', 1)[1]}",
        token_of(Purpose.CONFIRM, ada),
        signing.TimestampSigner().sign(str(ada.pk)),
        good[:-1],
    ]
    for token in forged:
        assert client.post(f"/newsletter/unsubscribe/{token}/").status_code == 404, token
    for purpose in ("confirm", "preferences"):
        assert client.get(f"/newsletter/{purpose}/{good}/").status_code == 404
    assert {status for _, status in statuses()} == {"confirmed"}


def test_a_link_of_an_erased_reader_says_so(client):
    ada = reader()
    links = [path_of(purpose, ada) for purpose in Purpose]
    ada.delete()
    assert [client.post(link).status_code for link in links] == [410, 410, 410]


def test_opening_a_link_changes_nothing_and_is_kept_nowhere(client, kept_pages):
    ada = reader(status="pending")
    for purpose in Purpose:
        for method in (client.get, client.head):
            page = method(path_of(purpose, ada))
            assert (page.status_code, page["Cache-Control"]) == (200, "no-store, private")
            assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
        assert client.put(path_of(purpose, ada)).status_code == 405
    ada.refresh_from_db()
    assert ada.status == "pending"


def test_a_mail_provider_unsubscribes_with_one_click(strict):
    ada = reader()
    answer = strict.post(
        path_of(Purpose.UNSUBSCRIBE, ada),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": "https://mail.example.net"},
    )
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    ada.refresh_from_db()
    assert ada.status == "unsubscribed"


def test_leaving_can_be_taken_back_for_a_day(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ada = reader()
        link = path_of(Purpose.UNSUBSCRIBE, ada)
        client.post(link)
        assert "You are subscribed again" in text(client.post(link, {"undo": "yes"}))
        ada.refresh_from_db()
        assert (ada.status, ada.ended_at) == ("confirmed", None)
        client.post(link)
        clock.shift(datetime.timedelta(hours=25))
        page = client.post(link, {"undo": "yes"})
    assert "too long ago" in text(page)
    ada.refresh_from_db()
    assert ada.status == "unsubscribed"


def test_an_undo_without_a_confirmation_is_none(client):
    ada = Subscriber.objects.create(email="ada@example.org", asked_at=timezone.now())
    link = path_of(Purpose.UNSUBSCRIBE, ada)
    client.post(link)
    client.post(link, {"undo": "yes"})
    ada.refresh_from_db()
    assert ada.status == "unsubscribed"


def test_an_old_link_does_not_bring_back_who_has_left(client):
    ada = reader(status="pending")
    link = path_of(Purpose.CONFIRM, ada)
    client.post(link)
    client.post(path_of(Purpose.UNSUBSCRIBE, ada))
    assert client.post(link).status_code == 410
    ada.refresh_from_db()
    assert ada.status == "unsubscribed"


# -- choices ----------------------------------------------------------------------------------------------------------
def test_choices_are_those_that_guides_are_about(client):
    fields = client.get(path_of(Purpose.PREFERENCES, reader())).context["form"].fields
    assert [topic.name for topic in fields["topics"].queryset][-3:] == ["Salaries", "Seoul", "Skills"]
    assert {place.name for place in fields["places"].queryset} >= {"Seoul", "Vietnam"}
    assert {place.kind for place in fields["places"].queryset} == {"city", "country"}


@pytest.mark.parametrize(
    "data",
    [
        {"frequency": "hourly"},
        {},
        {"frequency": "weekly", "topics": ["999999"]},
        {"frequency": "weekly", "places": ["x"]},
    ],
)
def test_choices_that_are_none_are_refused(client, data):
    ada = reader()
    page = client.post(path_of(Purpose.PREFERENCES, ada), data)
    assert (page.status_code, b'class="errorlist"' in page.content) == (200, True)
    ada.refresh_from_db()
    assert (ada.frequency, ada.topics.count(), ada.places.count()) == ("weekly", 0, 0)


def test_choices_stay_when_a_reader_comes_back(client):
    ada = reader(frequency="guides")
    ada.places.add(Place.objects.get(slug="seoul"))
    client.post(path_of(Purpose.UNSUBSCRIBE, ada))
    sign_up(client, "ada@example.org")
    client.post(last_link())
    ada.refresh_from_db()
    assert (ada.status, ada.frequency, [place.slug for place in ada.places.all()]) == ("confirmed", "guides", ["seoul"])


def test_the_page_of_a_reader_takes_the_same_queries_with_one_choice_and_with_three(client, django_assert_num_queries):
    ada = reader()
    link = path_of(Purpose.PREFERENCES, ada)
    places = Place.objects.cities()
    for number in (1, 3):
        ada.places.set(places[:number])
        with django_assert_num_queries(7):  # two for the version, the reader, two choices, two offers
            client.get(link)
