"""Commands of the site: a first superuser, whose password is random and shown once."""

import re
from io import StringIO

from django.contrib.auth.models import User
from django.core.management import call_command


def ensure_admin() -> str:
    out = StringIO()
    call_command("ensure_admin", stdout=out)
    return out.getvalue()


def test_the_first_superuser_can_sign_in_with_the_password_that_is_printed(db, client):
    password = re.search(r"with the password (\S+) ", ensure_admin()).group(1)
    assert len(password) >= 20
    assert client.login(username="admin", password=password)
    assert client.get("/admin/").status_code == 200


def test_the_password_is_never_the_same(db):
    first = ensure_admin()
    User.objects.all().delete()
    assert ensure_admin() != first


def test_a_second_run_prints_and_changes_nothing(db):
    ensure_admin()
    before = User.objects.get().password
    assert ensure_admin() == ""
    assert User.objects.get().password == before


def test_a_superuser_of_another_name_is_enough(db):
    User.objects.create_superuser("chief")
    assert ensure_admin() == ""
    assert User.objects.count() == 1


def test_somebody_who_is_called_admin_is_left_alone(db):
    User.objects.create_user("admin")
    assert ensure_admin() == ""
    assert User.objects.get().is_superuser is False
