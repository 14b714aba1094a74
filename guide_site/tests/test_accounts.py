"""Staff accounts: signing in, its limits, and the second factor."""

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core import mail

from guide_site.tests.html import text

SIGN_IN = "/accounts/login/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def editor(db) -> User:
    return User.objects.create_user("editor", "editor@example.org", "right-words-here", is_staff=True)


def sign_in(client, password="right-words-here", **data):
    return client.post(SIGN_IN, {"login": "editor", "password": password, **data})


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def test_the_admin_asks_for_a_sign_in_and_opens_where_one_wanted_to_go(client, editor):
    answer = client.get("/admin/articles/article/", follow=True)
    assert answer.redirect_chain[-1] == (f"{SIGN_IN}?next=/admin/articles/article/", 302)
    answer = sign_in(client, next="/admin/articles/article/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/articles/article/")


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_sign_in_never_leads_to_another_site(client, editor, elsewhere):
    assert client.get("/admin/login/", {"next": elsewhere}, follow=True).status_code == 200
    assert sign_in(client, next=elsewhere)["Location"] == "/admin/"


def test_a_wrong_password_is_said_without_telling_whether_there_is_such_an_account(client, editor):
    wrong = text(sign_in(client, "wrong"))
    nobody = text(client.post(SIGN_IN, {"login": "nobody", "password": "wrong"}))
    assert "The username and/or password you specified are not correct." in wrong
    assert wrong == nobody


def test_after_five_wrong_passwords_the_right_one_waits_too(client, editor):
    for _ in range(5):
        sign_in(client, "wrong")
    assert "Too many failed login attempts" in text(sign_in(client))
    with time_machine.travel("2026-11-24 12:30", tick=False):
        assert sign_in(client).status_code == 302


def test_nobody_can_make_an_account(client, db):
    assert "closed" in text(client.get("/accounts/signup/"))
    client.post("/accounts/signup/", {"username": "new", "password1": "right-words-here"})
    assert not User.objects.exists()


def test_who_is_no_staff_is_not_let_in(client, editor):
    User.objects.update(is_staff=False)
    sign_in(client)
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_forgotten_password_is_answered_alike_for_everybody(client, editor):
    known = client.post("/accounts/password/reset/", {"email": "editor@example.org"}, follow=True)
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert (len(mail.outbox), text(known), known.redirect_chain) == (1, text(unknown), unknown.redirect_chain)


def test_with_a_second_factor_the_password_alone_does_not_do(client, editor):
    TOTP.activate(editor, SECRET)
    answer = sign_in(client, next="/admin/")
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/admin/").status_code == 302
    client.post(answer["Location"], {"code": "000000"})
    assert client.get("/admin/").status_code == 302
    client.post(answer["Location"], {"code": code_now()})
    assert client.get("/admin/").status_code == 200


def test_a_site_that_asks_for_it_opens_the_admin_only_with_a_second_factor(client, editor, settings):
    settings.REQUIRE_TWO_FACTOR = True
    client.force_login(editor)
    answer = client.get("/admin/articles/article/", follow=True)
    assert answer.redirect_chain[1] == ("/accounts/2fa/totp/activate/", 302)
    TOTP.activate(editor, SECRET)
    assert client.get("/admin/").status_code == 200


def test_the_secret_of_an_authenticator_is_not_stored_as_it_is(editor):
    TOTP.activate(editor, SECRET)
    assert SECRET not in str(Authenticator.objects.get(user=editor).data)
    assert get_adapter().decrypt(Authenticator.objects.get(user=editor).data["secret"]) == SECRET


@pytest.mark.parametrize("path", [SIGN_IN, "/accounts/password/reset/"])
def test_pages_of_accounts_are_not_kept_and_not_found(client, db, path):
    answer = client.get(path)
    assert (answer.status_code, "ETag" in answer) == (200, False)
    assert '<meta name="robots" content="noindex">' in answer.text
