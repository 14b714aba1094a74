"""Links between the posts of one export, which become links between guides.

In: the items, and where those that become public guides are. Out: texts whose links lead there, and what to say of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from articles.importers.wxr.export import Item
from articles.importers.wxr.notes import host_of

# Code stays as it is; the target of a link is what else can be found.
LINK = re.compile(r"```.*?```|`[^`\n]*`|(?<=\]\()https?://[^\s()<>]+", re.DOTALL)


def place_of(address: str) -> tuple[str, str]:
    """What an address of a blog stands for, however it is written: its host, and its path or the number of a post.

    >>> place_of("https://www.blog.example/a/") == place_of("http://blog.example/a#x"), place_of("//blog.example/?p=7")
    (True, ('blog.example', '?p=7'))
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    numbers = parse_qs(parts.query)
    for name in ("p", "page_id"):
        if number := numbers.get(name):
            return host_of(address), f"?p={number[0]}"
    return host_of(address), unquote(parts.path).rstrip("/")


def guides_by_place(items: Iterable[Item], slugs: Mapping[int, str]) -> dict[tuple[str, str], str]:
    """{place: address of the guide} of the items that have one; the home page of the blog is no post."""
    found: dict[tuple[str, str], str] = {}
    for item in items:
        if item.number in slugs:
            for address in (item.link, item.guid):
                place = place_of(address)
                if all(place):
                    found.setdefault(place, f"/articles/{slugs[item.number]}/")
    return found


def relinked(text: str, guides: Mapping[tuple[str, str], str]) -> str:
    """The text with links to the guides instead of the posts; the anchor goes along."""

    def there(match: re.Match[str]) -> str:
        address = match.group(0)
        if address.startswith("`") or not (guide := guides.get(place_of(address))):
            return address
        anchor = urlsplit(address).fragment
        return f"{guide}#{anchor}" if anchor else guide

    return LINK.sub(there, text)


def link_notes(links: Iterable[str], site_url: str, guides: Mapping[tuple[str, str], str]) -> list[str]:
    """What became of the links to the blog itself."""
    home = host_of(site_url)
    own = [address for address in links if home and host_of(address) == home]
    led = sum(place_of(address) in guides for address in own)
    notes = []
    if led:
        notes.append(f"{led} link{'s' * (led > 1)} to other posts of the file lead{'s' * (led == 1)} to their guides")
    if led < len(own):
        notes.append("has links to the old site, which stay as they are")
    return notes
