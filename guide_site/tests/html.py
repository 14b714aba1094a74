"""Reads pages as tests need them: tables as rows of text, links, and all that is written.

In: HTML. Out: text with each run of white space, also the unbreakable kind, as one space.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

NOT_READ = {"script", "style", "title", "desc"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Table:
    """`rows` are those of the body."""

    caption: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def column(self, number: int) -> list[str]:
        return [row[number] for row in self.rows]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.starts: dict[str, int] = {}
        self.addresses: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append(tag)
        self.starts[tag] = len(self.words)
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr" and "tbody" in self.open:
            self.tables[-1].rows.append([])
        elif tag == "a":
            self.addresses.append((dict(attrs).get("href") or "", len(self.words)))

    def handle_data(self, data: str) -> None:
        if not NOT_READ & set(self.open):
            self.words.extend(data.split())

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        text = " ".join(self.words[self.starts[tag] :])
        if tag == "caption":
            self.tables[-1].caption = text
        elif tag in {"td", "th"} and "tbody" in self.open:
            self.tables[-1].rows[-1].append(text)
        elif tag in {"td", "th"} and "thead" in self.open:
            self.tables[-1].head.append(text)
        elif tag == "a":
            address, start = self.addresses.pop()
            self.links.append((address, " ".join(self.words[start:])))


def read(response) -> Reader:
    """What a response holds; it must have been answered with 200."""
    assert response.status_code == 200, (response.status_code, response.request["PATH_INFO"])
    reader = Reader()
    reader.feed(response.content.decode())
    return reader


def tables(response) -> list[Table]:
    return read(response).tables


def links(response) -> list[tuple[str, str]]:
    """(address, text) of every link."""
    return read(response).links


def text(response) -> str:
    return " ".join(read(response).words)
