"""The links and pictures of a guide, each with its line.

In: the text of a guide. Out: `References`, those inside its notes too, and the anchors of its headings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

from articles.markup import parse, tokens_of


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
    found = References()
    _collect(text, 0, found)
    for one in parse(text).constructs:
        if one.is_block and one.name == "note":
            _collect(one.content, one.line + len(one.options), found)
    return found


def _collect(text: str, above: int, found: References) -> None:
    """Add those of a piece of text that has `above` lines of the guide above it."""
    line = 1
    for token in tokens_of(text):
        line = token.map[0] + 1 if token.map else line
        if token.type == "heading_open":
            found.anchors.add(str(token.attrGet("id") or ""))
        _inline(token.children or [], above + line, found)


def _inline(children: list[Token], line: int, found: References) -> None:
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "link_open":
            found.links.append(Reference(str(child.attrGet("href") or ""), "", line))
        elif child.type == "image":
            found.pictures.append(Reference(str(child.attrGet("src") or ""), child.content, line))
