"""Reads the environment strictly: an unknown boolean or address stops the start with a sentence that says why.

In: environment variables. Out: plain values for settings.py. Errors: ImproperlyConfigured.
"""

import re
import secrets
from pathlib import Path
from re import fullmatch
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
ADDRESS = r"[^<>@,\s]+@[^<>@,\s]+"
SENDER = re.compile(rf"{ADDRESS}|[^<>@]+ <{ADDRESS}>")
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}

DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}
CACHE_SCHEMES = {"locmemcache", "dummycache", "redis", "rediss"}
REDIS_WAITS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
COUNTERS_IN_MEMORY, PAGES_IN_MEMORY = 10_000, 500
PAGES_KEPT_SECONDS = 3_600
CONTACT_SCHEMES = {"mailto", "https", "tel"}
EMAIL_SCHEMES = {"consolemail", "dummymail", "filemail", "memorymail", "smtp", "smtp+tls", "smtp+ssl"}


def read_boolean(env: Env, name: str) -> bool:
    """True or false from `name`; unset is false."""
    value = env.str(name, default="").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is not a boolean: use true, false, 1, 0, yes, no, on or off.")
    return value in TRUE


def read_number(env: Env, name: str, default: int) -> int:
    """A whole number, zero or more, from `name`."""
    value = env.str(name, default="").strip() or str(default)
    if not (value.isascii() and value.isdecimal() and len(value) < 7):
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number below a million.")
    return int(value)


def read_addresses(env: Env, name: str) -> list[str]:
    """Mail addresses from `name`, separated by commas; unset is none."""
    addresses = [part.strip() for part in env.str(name, default="").split(",") if part.strip()]
    if wrong := [address for address in addresses if not fullmatch(r"[^@\s<>]+@[^@\s<>]+", address)]:
        raise ImproperlyConfigured(f"{name}: {wrong[0]!r} is not a mail address such as ada@example.org.")
    return addresses


def read_address(env: Env, name: str, default: str, schemes: set[str]) -> str:
    """The URL in `name`, refused unless its scheme is one that this site knows."""
    value = env.str(name, default="").strip() or default
    scheme = urlsplit(value).scheme
    if scheme not in schemes:
        raise ImproperlyConfigured(f"{name} starts with {scheme or value!r}: use one of {', '.join(sorted(schemes))}.")
    return value


def read_caches(env: Env) -> dict[str, dict[str, Any]]:
    """The cache in CACHE_URL, once for what is counted and once for rendered pages.

    They are apart so that neither pushes out the other's entries. In memory both are bounded; a Redis bounds itself,
    and is not waited for long. What CACHE_URL says itself comes first.
    """
    cache = env.cache_url_config(read_address(env, "CACHE_URL", "locmemcache://", CACHE_SCHEMES))
    own = cache.pop("OPTIONS", {})
    elsewhere = cache["BACKEND"].endswith("RedisCache")
    counters = REDIS_WAITS if elsewhere else {"MAX_ENTRIES": COUNTERS_IN_MEMORY}
    pages = REDIS_WAITS if elsewhere else {"MAX_ENTRIES": PAGES_IN_MEMORY}
    return {
        "default": {**cache, "OPTIONS": counters | own},
        "pages": {
            **cache,
            "LOCATION": cache["LOCATION"] if elsewhere else "pages",
            "KEY_PREFIX": "pages",
            "TIMEOUT": PAGES_KEPT_SECONDS,
            "OPTIONS": pages | own,
        },
    }


def read_site_url(env: Env) -> str:
    """The public address of the site, without a trailing slash."""
    value = env.str("SITE_URL", default="").strip() or "http://127.0.0.1:8000"
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(f"SITE_URL={value!r} is not an address such as https://guides.example.org.")
    return value.rstrip("/")


def read_security_contact(env: Env) -> list[str]:
    """Where to report a weakness of the site: addresses separated by commas, the preferred one first; none by default.

    They are addresses of the web, of mail or of a telephone, as RFC 9116 wants them.
    """
    contacts = [one.strip() for one in env.str("SECURITY_CONTACT", default="").split(",") if one.strip()]
    for contact in contacts:
        if urlsplit(contact).scheme not in CONTACT_SCHEMES or any(letter.isspace() for letter in contact):
            raise ImproperlyConfigured(
                f"SECURITY_CONTACT={contact!r} is no contact such as mailto:security@example.org or https://…"
            )
    return contacts


def read_secret_key(env: Env, *, shared_because: list[str], var: Path) -> str:
    """SECRET_KEY, or a key made once under `var` for a site that serves this machine only."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if shared_because:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set, and {' and '.join(shared_because)}. A key made on the fly would differ between "
            "machines. Set SECRET_KEY to 50 or more random characters."
        )
    file = var / "secret-key"
    if not file.exists():
        var.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def read_sender(env: Env, site_url: str) -> str:
    """DEFAULT_FROM_EMAIL, whom mail comes from: an address, or a name with one in angle brackets."""
    value = env.str("DEFAULT_FROM_EMAIL", default="").strip() or f"newsletter@{urlsplit(site_url).hostname}"
    if not (SENDER.fullmatch(value) and value.isprintable()):
        raise ImproperlyConfigured(f"DEFAULT_FROM_EMAIL={value!r} is not like Guides <news@guides.example.org>.")
    return value
