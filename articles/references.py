"""The links and pictures of a guide, each with its line.

In: the text of a guide. Out: `References`, those of its directives too, and the anchors of its headings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

from articles.markup import parse

LINKS = ("video", "course", "book")


class Reference(NamedTuple):
    """A link or a picture: where it leads, the words of a picture, the line."""

    target: str
    text: str
    line: int


@dataclass
class References:
    links: list[Reference] = field(default_factory=list)
    pictures: list[Reference] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


def references(text: str) -> References:
    """All of a guide. What a directive leads to counts as a link, the picture of a figure or a video as a picture."""
    found, document = References(), parse(text)
    _collect(document.tokens, found)
    for one in document.constructs:
        if one.inside:
            _collect(one.inside.tokens, found)
        if one.is_block and one.name in LINKS:
            found.links.append(Reference(one.text, "", one.line))
        if one.is_block and one.name == "figure":
            found.pictures.append(Reference(one.text, one.options.get("alt", ""), one.line))
        if one.is_block and one.name == "video" and "poster" in one.options:
            found.pictures.append(Reference(one.options["poster"], one.options.get("title", ""), one.line))
    return found


def _collect(tokens: list[Token], found: References) -> None:
    for token in tokens:
        if token.type == "heading_open":
            found.anchors.add(str(token.attrGet("id") or ""))
        _inline(token.children or [], token.meta.get("line", 1), found)


def _inline(children: list[Token], line: int, found: References) -> None:
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "link_open":
            found.links.append(Reference(str(child.attrGet("href") or ""), "", line))
        elif child.type == "image":
            found.pictures.append(Reference(str(child.attrGet("src") or ""), child.content, line))
