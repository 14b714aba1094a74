"""Directives of a guide that are no charts: notes, pull figures, pictures, videos, courses, books, the newsletter.

In: a directive, and what it holds as HTML with the sources quoted there. Out: HTML. `articles.blocks` has the charts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.addresses import host_of, own_path
from articles.blocks import UnknownOption, only
from articles.claims.prose import FIGURES
from articles.markup import Construct
from salaries.models import Source

ELSEWHERE = "begin with https:// and the address of another site"
NOT_OURS = "only pictures of this site are shown: upload it under Images"
YES_OR_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Held:
    """What a directive holds; an empty one has empty words."""

    html: SafeString
    sources: list[Source]


Draw = Callable[[Construct, Held], str]


def draw_note(one: Construct, held: Held) -> str:
    """A remark beside the text."""
    only(one.options)
    return _drawn("note", title=one.text, content=held.html)


def draw_warning(one: Construct, held: Held) -> str:
    """A remark that readers must not miss."""
    only(one.options)
    return _drawn("note", title=one.text, content=held.html, is_warning=True)


def draw_pull(one: Construct, held: Held) -> str:
    """One figure, large, in the words around it, with its sources."""
    only(one.options)
    if one.text:
        raise UnknownOption("words and figure stand on lines of their own, under this one")
    figures = [inner for inner in (one.inside.constructs if one.inside else []) if inner.name in FIGURES]
    if len(figures) != 1:
        raise UnknownOption(f"quote one figure, such as {{fact}}`key`; there are {len(figures)}")
    return _drawn("pull_figure", content=held.html, sources=held.sources)


def draw_figure(one: Construct, held: Held) -> str:
    """A picture of this site, with words for those who do not see it and a caption."""
    only(one.options, "alt")
    return _drawn("captioned_picture", src=_picture(one.text), alt=_needed(one, "alt"), caption=held.html)


def draw_video(one: Construct, held: Held) -> str:
    """A link to a video; nothing is asked of its provider before a reader opens it."""
    only(one.options, "title", "poster")
    context = _work(one) | {"description": held.html}
    poster = _picture(one.options["poster"]) if "poster" in one.options else ""
    return _drawn("video_link", poster=poster, **context)


def draw_course(one: Construct, held: Held) -> str:
    """A link to a course."""
    return _offer("course", one, held)


def draw_book(one: Construct, held: Held) -> str:
    """A link to a book."""
    return _offer("book", one, held)


def draw_newsletter(one: Construct, held: Held) -> str:
    """Where readers sign up."""
    only(one.options)
    if one.text or one.content.strip():
        raise UnknownOption("it has words of its own; leave these out")
    return _drawn("newsletter_form")


def _offer(kind: str, one: Construct, held: Held) -> str:
    """Something that somebody sells: whether we are paid for the link is never left open."""
    only(one.options, "title", "by", "affiliate")
    affiliate = YES_OR_NO.get(one.options.get("affiliate", ""))
    if affiliate is None:
        raise UnknownOption("affiliate: say yes if we are paid for this link, else no")
    context = _work(one) | {"description": held.html, "by": one.options.get("by", "")}
    return _drawn("offer_link", kind=kind, is_affiliate=affiliate, **context)


def _work(one: Construct) -> dict[str, Any]:
    """The address, host and title of something elsewhere. Raises UnknownOption."""
    if not (host := host_of(one.text)):
        raise UnknownOption(ELSEWHERE)
    return {"url": one.text, "host": host, "title": _needed(one, "title")}


def _picture(address: str) -> str:
    if not (own_path(address) or "").startswith("/") or address.startswith("//"):
        raise UnknownOption(NOT_OURS)
    return address


def _needed(one: Construct, name: str) -> str:
    if not one.options.get(name):
        raise UnknownOption(f"{name}: {NEEDED[name]}")
    return one.options[name]


def _drawn(component: str, **context: Any) -> str:
    return render_to_string(f"components/{component}.html", context)


NEEDED = {"alt": "say what the picture shows, for readers who do not see it", "title": "say what it is called"}
ASIDES: dict[str, Draw] = {
    "note": draw_note,
    "warning": draw_warning,
    "pull": draw_pull,
    "figure": draw_figure,
    "video": draw_video,
    "course": draw_course,
    "book": draw_book,
    "newsletter": draw_newsletter,
}
