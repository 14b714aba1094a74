"""What WordPress says of an item into the fields of a guide.

In: an `Item`. Out: status, time, address, title and author, each with a note where it is not simply what the file says.
All functions are pure.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from anyascii import anyascii
from django.utils.text import slugify

from articles.importers.wxr.content import plain
from articles.importers.wxr.export import Item

LONGEST_TITLE, LONGEST_SLUG, LONGEST_AUTHOR = 200, 120, 120
# WordPress's words for how far a text is, and ours. `private` is public for its own editors only.
STATUSES = {
    "publish": "published",
    "future": "scheduled",
    "pending": "in-review",
    "draft": "draft",
    "auto-draft": "draft",
    "private": "draft",
}
UNCATEGORISED = {"uncategorized", "uncategorised"}
FILED_UNDER = {"category", "post_tag"}


def moment_of(item: Item) -> tuple[datetime.datetime | None, str]:
    """When an item was or will be public, and a note if the file does not say in which zone."""
    if moment := moment_in(item.date_gmt):
        return moment, ""
    if item.published:
        try:
            moment = parsedate_to_datetime(item.published)
        except ValueError:
            moment = None
        if moment and moment.year > 1:
            return moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC), ""
    if moment := moment_in(item.date):
        return moment, "its time is taken as UTC, for the file does not say in which zone it is"
    return None, ""


def moment_in(text: str) -> datetime.datetime | None:
    """WordPress's way to write a time; zeros stand for none.

    >>> moment_in("2030-01-01 19:00:18").isoformat(), moment_in("0000-00-00 00:00:00")
    ('2030-01-01T19:00:18+00:00', None)
    """
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def status_of(item: Item, moment: datetime.datetime | None, now: datetime.datetime) -> tuple[str, str]:
    """The status of the guide, and a note where it is not what WordPress's word means. Never more public than there."""
    status = STATUSES.get(item.status, "draft")
    if item.status not in STATUSES:
        return "draft", f"has the status {item.status or '(none)'!r}, which is not known here: a draft"
    if item.password and status in {"published", "scheduled"}:
        return "draft", "was open with a password only: a draft"
    if item.status == "private":
        return "draft", "was private: a draft"
    if status in {"published", "scheduled"} and moment is None:
        return "draft", "has no time from which it is public: a draft"
    if status == "published" and moment and moment > now:
        return "scheduled", "is published in the future: scheduled"
    return status, ""


def title_of(item: Item, first_sentence: str) -> tuple[str, str]:
    """The title without HTML."""
    title = plain(item.title)
    if not title:
        title = first_sentence or (item.slug and unquote(item.slug)) or f"Untitled {item.post_id or item.number}"
        return _cut(title, LONGEST_TITLE), "has no title: its first words stand for it"
    if len(title) > LONGEST_TITLE:
        return _cut(title, LONGEST_TITLE), f"has a title of {len(title)} characters, which is cut"
    return title, ""


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def slug_of(item: Item, title: str) -> tuple[str, str]:
    """The address in letters that addresses here have: other scripts are spelt in Latin."""
    wanted = unquote(item.slug)
    slug = ascii_slug(wanted)
    if slug and slug == wanted:
        return slug, ""
    if slug:
        return slug, f"its address {wanted!r} is spelt {slug!r}"
    slug = ascii_slug(title) or f"item-{ascii_slug(item.post_id) or item.number}"
    return slug, f"has no address: {slug!r} is made from its title"


def ascii_slug(text: str) -> str:
    """A name for addresses.

    >>> ascii_slug("Επίπεδο 1"), ascii_slug("日本"), ascii_slug("???")
    ('epipedo-1', 'riben', '')
    """
    return slugify(anyascii(text))[:LONGEST_SLUG].strip("-_")


def author_of(item: Item, authors: Mapping[str, str], site_title: str) -> tuple[str, str]:
    """The name under the title: what the list of authors calls the login."""
    if item.creator in authors:
        return _cut(plain(authors[item.creator]) or item.creator, LONGEST_AUTHOR), ""
    creator = _cut(" ".join(item.creator.split()), LONGEST_AUTHOR)
    if not creator:
        return _cut(plain(site_title), LONGEST_AUTHOR) or "Unknown", "has no author: the site's title stands for one"
    if authors:
        return creator, f"its author {creator!r} is not in the file's list of authors: kept as it is written"
    return creator, ""


def topics_of(item: Item) -> tuple[list[str], str]:
    """Names of categories and tags; other kinds of term are noted."""
    names = [plain(name) for domain, name in item.terms if domain in FILED_UNDER]
    kept = list(dict.fromkeys(name for name in names if name and name.lower() not in UNCATEGORISED))
    others = sorted({domain for domain, _ in item.terms if domain not in FILED_UNDER})
    return kept, f"is filed under {', '.join(others)} too, which guides do not have" if others else ""
