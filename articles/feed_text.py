"""A guide's HTML as feed readers can show it, away from the site.

In: the rendered guide and its address. Out: plain, safe HTML with absolute addresses: figures as links to their
receipts, charts as their tables with a link to the drawing, without scripts, forms, classes and drawings; characters
that XML does not allow are gone.
"""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urljoin

import nh3
from bs4 import BeautifulSoup, Tag

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAGS = nh3.ALLOWED_TAGS | {"figure", "figcaption", "caption"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# Legends of drawings, what is said twice for those who do not see, and what needs the site.
LEFT_OUT = ".pay-key, .visually-hidden, summary, form, iframe, [aria-live], script, style"


def xml_text(text: str) -> str:
    """
    >>> xml_text("a\\x00b\\x1b\\ufffe c\\n")
    'ab c\\n'
    """
    return NOT_XML.sub("", text)


def for_feeds(html: str, address: str) -> str:
    """The guide at `address`, for a feed."""
    soup = BeautifulSoup(html, "html.parser")
    for form in soup.find_all("form"):
        # A form stands in a box of its own, whose words make no sense without it.
        (form.find_parent(["aside", "section"]) or form).decompose()
    for drawing in soup.select("svg[role=img], svg[role=group]"):
        _instead_of(drawing, soup, address)
    for one in soup.select(f"svg, {LEFT_OUT}"):
        one.decompose()
    for small in soup.select(".sub, .rung-number"):
        # Lines of their own on the site, where a style says so.
        small.insert_before(". " if small.parent and small.parent.name == "figcaption" else " ")
        small.insert_after(" ")

    def absolute(tag: str, name: str, value: str) -> str:
        return urljoin(address, value) if name in {"href", "src"} else value

    clean = nh3.clean(
        str(soup),
        tags=TAGS - {"div", "span", "section", "details"},
        attributes=cast("dict[str, set[str]]", ATTRIBUTES),
        attribute_filter=absolute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return re.sub(r"\s*\n\s*", "\n", xml_text(clean)).strip()


def _instead_of(drawing: Tag, soup: BeautifulSoup, address: str) -> None:
    """One link for each figure to where it is drawn."""
    figure = drawing.find_parent("figure")
    if figure is None or figure.find("a", class_="drawn"):
        return
    link = soup.new_tag("a", href=address, attrs={"class": "drawn"})
    link.string = "The chart is drawn on the page of the guide."
    note = soup.new_tag("p")
    note.append(link)
    figure.append(note)
