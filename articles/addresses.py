"""Addresses that a guide names: which are of this site, which lead elsewhere on the web.

In: an address as typed. Out: its path on this site, or the host that a reader goes to. Never raises.
"""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings


def own_path(target: str) -> str | None:
    """The path of an address of this site; None for one elsewhere."""
    if (parts := _split(target)) is None:
        return None
    if parts.netloc and f"{parts.scheme or 'https'}://{parts.netloc}" != settings.SITE_URL:
        return None
    return unquote(parts.path) if not parts.scheme or parts.netloc else None


def host_of(target: str) -> str:
    """The host of a web address elsewhere, as readers know it; empty for anything else.

    >>> host_of("https://www.youtube.com/watch?v=1"), host_of("javascript:alert(1)"), host_of("//evil.example")
    ('youtube.com', '', '')
    >>> host_of("https://you@evil.example/"), host_of("https://a b/"), host_of("https://[")
    ('', '', '')
    """
    parts = _split(target)
    if parts is None or parts.scheme not in {"http", "https"} or not target.isprintable() or " " in target:
        return ""
    # A name before the host would let an address look like another one.
    return "" if "@" in parts.netloc or own_path(target) is not None else parts.netloc.removeprefix("www.")


def _split(target: str) -> SplitResult | None:
    try:
        return urlsplit(target)
    except ValueError:  # an address such as https://[
        return None
