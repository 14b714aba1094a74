"""Settings from the environment: what starts, and what refuses to start and says why.

Each test starts Python anew, with nothing in its environment but what the test says.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from guide_site.environment import read_secret_key, read_sender

SHOW = """
import json, django
from django.conf import settings
django.setup()
names = "DEBUG ALLOWED_HOSTS SECRET_KEY SESSION_COOKIE_SECURE SECURE_SSL_REDIRECT SITE_URL".split()
found = {name: getattr(settings, name) for name in names}
print(json.dumps(found | {"engine": settings.DATABASES["default"]["ENGINE"], "cache": settings.CACHES["default"],
    "pages": settings.CACHES["pages"]}))
"""


def start(**environment: str) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "guide_site.settings"} | environment
    command = [sys.executable, "-c", SHOW]
    return subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=60
    )


def test_with_nothing_set_it_serves_this_machine_only():
    found = json.loads(start().stdout)
    assert (found["DEBUG"], found["ALLOWED_HOSTS"]) == (False, ["localhost", "127.0.0.1"])
    assert found["engine"] == "django.db.backends.sqlite3"
    assert (found["SESSION_COOKIE_SECURE"], found["SECURE_SSL_REDIRECT"]) == (False, False)


def test_with_nothing_set_the_secret_stays_the_same():
    first, second = (json.loads(start().stdout)["SECRET_KEY"] for _ in range(2))
    assert first == second
    assert len(first) >= 50


def test_a_shared_site_with_everything_set_starts():
    found = json.loads(
        start(
            SECRET_KEY="k" * 50,
            ALLOWED_HOSTS="guides.example.org, localhost",
            DATABASE_URL="postgres://postgres@127.0.0.1/guides",
            CACHE_URL="redis://127.0.0.1:6379/1",
            SITE_URL="https://guides.example.org/",
            DEBUG="off",
        ).stdout
    )
    assert found["ALLOWED_HOSTS"] == ["guides.example.org", "localhost"]
    assert found["engine"] == "django.db.backends.postgresql"
    assert found["cache"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    assert found["pages"] == found["cache"] | {"KEY_PREFIX": "pages", "TIMEOUT": 3600}
    assert found["cache"]["OPTIONS"] == {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    assert (found["SESSION_COOKIE_SECURE"], found["SECURE_SSL_REDIRECT"]) == (True, True)
    assert found["SITE_URL"] == "https://guides.example.org"


def test_pages_in_memory_are_bounded_and_apart_from_what_is_counted():
    found = json.loads(start().stdout)
    assert (found["cache"]["LOCATION"], found["cache"]["OPTIONS"]) == ("", {"MAX_ENTRIES": 10_000})
    assert (found["pages"]["LOCATION"], found["pages"]["OPTIONS"]) == ("pages", {"MAX_ENTRIES": 500})


def test_what_the_address_of_a_cache_says_comes_first():
    found = json.loads(start(CACHE_URL="redis://127.0.0.1:6379/1?socket_timeout=3").stdout)
    assert found["pages"]["OPTIONS"] == {"socket_connect_timeout": 0.5, "socket_timeout": 3}


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"ALLOWED_HOSTS": "guides.example.org"}, "SECRET_KEY is not set, and ALLOWED_HOSTS names guides.example.org"),
        ({"ALLOWED_HOSTS": "*"}, "SECRET_KEY is not set, and ALLOWED_HOSTS names *"),
        ({"DATABASE_URL": "postgres://127.0.0.1/guides"}, "DATABASE_URL names a database server"),
        ({"DEBUG": "maybe"}, "DEBUG='maybe' is not a boolean"),
        ({"DATABASE_URL": "oracle://db/guides", "SECRET_KEY": "k"}, "DATABASE_URL starts with 'oracle'"),
        ({"DATABASE_URL": "guides.sqlite3"}, "DATABASE_URL starts with 'guides.sqlite3'"),
        ({"CACHE_URL": "memcache://127.0.0.1"}, "CACHE_URL starts with 'memcache'"),
        ({"EMAIL_URL": "pigeon://"}, "EMAIL_URL starts with 'pigeon'"),
        ({"SITE_URL": "guides.example.org"}, "SITE_URL='guides.example.org' is not an address"),
        ({"SITE_URL": "https://example.org/guides"}, "is not an address"),
    ],
)
def test_what_is_unsafe_or_unknown_refuses_to_start_and_says_why(environment, reason):
    ended = start(**environment)
    assert ended.returncode != 0
    assert reason in ended.stderr


@pytest.mark.parametrize(
    ("given", "sender"),
    [
        ("", "newsletter@guides.example.org"),
        ("news@example.org", "news@example.org"),
        ("Guides <news@example.org>", "Guides <news@example.org>"),
    ],
)
def test_mail_comes_from_an_address_of_the_site(monkeypatch, given, sender):
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", given)
    assert read_sender(Env(), "https://guides.example.org:8443") == sender


@pytest.mark.parametrize(
    "given", ["Guides", "news@", "a@b@c", "Guides <news@example.org", "a@b\nBcc: c@d", "two@a, b@c"]
)
def test_a_sender_that_is_no_address_refuses_to_start(monkeypatch, given):
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", given)
    with pytest.raises(ImproperlyConfigured, match="DEFAULT_FROM_EMAIL="):
        read_sender(Env(), "https://guides.example.org")


def test_a_secret_is_made_once_readable_by_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = read_secret_key(Env(), shared_because=[], var=tmp_path / "var")
    assert read_secret_key(Env(), shared_because=[], var=tmp_path / "var") == first
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_set_is_used_and_not_written(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "from outside")
    assert read_secret_key(Env(), shared_because=["a reason"], var=tmp_path) == "from outside"
    assert list(tmp_path.iterdir()) == []
