"""What the report of a WordPress import says: why an item is left out, what an editor should look at, and totals.

In: an item and its converted text. Out: sentences. They are the same for the same thing, so that a run can count them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from articles.importers.wxr.content import Converted
from articles.importers.wxr.export import Export, Item

LEFT_OUT = {
    "kind": "this kind of item is no guide",
    "trash": "is in the trash",
    "empty": "has no text",
    "drawn": "has no text of its own: WordPress draws its blocks from the rest of the site",
}
OTHER_KINDS = {
    "attachment": "a file of the media library: files are not fetched, bring over by hand what guides need",
    "nav_menu_item": "an entry of a menu",
    "wp_navigation": "a menu",
    "wp_block": "a piece of text for use in several posts",
    "wp_template": "a template of the theme",
    "wp_template_part": "a template of the theme",
    "wp_global_styles": "settings of the theme",
    "custom_css": "settings of the theme",
    "customize_changeset": "settings of the theme",
    "revision": "an older version of a post",
    "oembed_cache": "a copy of something embedded",
}


def notes_on(item: Item, converted: Converted) -> Iterator[str]:
    """What an editor should look at in the guide that an item became."""
    found = converted.found
    if item.comments:
        yield "has comments, which are not imported: there is no place for comments yet"
    if item.is_sticky:
        yield "was kept at the top of the list, which guides cannot be"
    if converted.shortcodes:
        yield f"shortcodes stay as text: {by_name(converted.shortcodes)}"
    if found.drawn_blocks:
        yield f"blocks that WordPress draws have no text in the file: {by_name(found.drawn_blocks)}"
    if found.pictures:
        yield "shows pictures of another site, which were not fetched: upload them, and change their addresses"
    if found.pictures_without_words:
        yield "has pictures without alternative text"
    if found.media:
        yield "players and embedded pages became links"
    if found.page_breaks:
        yield "was divided into pages: a rule stands where each began"
    if found.bad_addresses:
        yield "had addresses that are not safe to follow: only their words stay"
    if found.scripts:
        yield "had scripts or styles, which are left out"
    if found.form_fields:
        yield "had fields of a form, which are left out"


def host_of(address: str) -> str:
    """The host of an address, without www.

    >>> host_of("https://www.blog.example/x"), host_of("/x"), host_of("http://[")
    ('blog.example', '', '')
    """
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def by_name(counted: Counter[str]) -> str:
    """
    >>> by_name(Counter({"gallery": 2, "audio": 1}))
    'gallery (2), audio (1)'
    """
    return ", ".join(f"{name} ({count})" for name, count in counted.most_common())


def totals(export: Export, shortcodes: Counter[str]) -> list[str]:
    """What the file holds beside guides."""
    comments = [comment for item in export.items for comment in item.comments]
    meta = sum(item.meta_count for item in export.items)
    serialised = sum(item.serialised_count for item in export.items)
    parents = Counter(item.kind for item in export.items)
    lines = [f"{len(export.items):,} items: {by_name(parents)}"]
    if not export.authors:
        lines.append("the file has no list of authors: their names are kept as the items give them")
    if comments:
        kinds = by_name(Counter(comment.kind for comment in comments))
        waiting = sum(not comment.is_approved for comment in comments)
        lines.append(
            f"{len(comments):,} comments are not imported, for there is no place for them yet: {kinds}; "
            f"{waiting:,} of them not approved. Keep the file"
        )
    if shortcodes:
        lines.append(f"shortcodes left as text: {by_name(shortcodes)}")
    if meta:
        lines.append(
            f"{meta:,} settings of WordPress and its plugins (post meta) are not taken, "
            f"{serialised:,} of them serialised PHP, which is never read"
        )
    if export.dropped_controls:
        lines.append(f"{export.dropped_controls:,} control characters, which XML does not allow, were dropped")
    return lines
