"""The XML of a WordPress export into items.

In: a file. Out: an `Export` with plain text in every field, nothing interpreted: HTML stays HTML, serialised PHP is
counted and never read. Errors: UnreadableFile. The file is parsed as a stream; it can declare no entities, and nothing
that it points to is opened. Both spellings of WordPress's namespace (http and https, any version) mean the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from salaries.importers.reading import UnreadableFile

MOST_BYTES = 256 * 1024 * 1024
MOST_ITEMS = 50_000
BEGINNING = 64 * 1024
WORDPRESS = re.compile(r"^\{https?://wordpress\.org/export/[\d.]+/(excerpt/)?\}")
PREFIXES = {"{http://purl.org/rss/1.0/modules/content/}": "content:", "{http://purl.org/dc/elements/1.1/}": "dc:"}
# Bytes that XML does not allow, though exports of old sites hold them; UTF-8 uses them for nothing else.
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
SERIALISED = re.compile(r"^(?:[aOCs]:\d+:|[bid]:-?[\d.]+;)")


@dataclass
class Comment:
    """A reader's comment, or a pingback or trackback. `parent` is the id of the comment that it answers."""

    kind: str
    approved: str  # 1, 0, spam, trash
    key: str = ""
    parent: str = ""
    author: str = ""
    email: str = ""
    date_gmt: str = ""
    date: str = ""
    content: str = ""


@dataclass
class Item:
    """One item of the file, numbered from 1."""

    number: int
    kind: str
    title: str
    link: str
    guid: str
    post_id: str
    slug: str
    status: str
    creator: str
    content: str
    excerpt: str
    password: str
    date: str
    date_gmt: str
    published: str
    attachment: str
    is_sticky: bool
    terms: list[tuple[str, str]]
    comments: list[Comment]
    meta_count: int
    serialised_count: int
    footnotes: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.kind} {self.title.strip()!r}" if self.title.strip() else f"{self.kind} without a title"


@dataclass
class Export:
    """A whole file."""

    file_name: str
    sha256: str = ""
    site_title: str = ""
    site_url: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    dropped_controls: int = 0


class Clean:
    """A file without control characters, that counts them and takes its fingerprint on the way."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest, self.dropped = file, sha256(), 0

    def read(self, size: int = -1) -> bytes:
        while chunk := self.file.read(size):
            self.digest.update(chunk)
            if kept := chunk.translate(None, CONTROLS):
                self.dropped += len(chunk) - len(kept)
                return kept
            self.dropped += len(chunk)
        return b""


def is_export(path: Path) -> bool:
    """Whether a file is an export of WordPress, told by its beginning."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        beginning = file.read(BEGINNING)
    return b"<rss" in beginning and b"wordpress.org/export/" in beginning


def read_export(path: Path) -> Export:
    """The file at `path`. Raises UnreadableFile."""
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableFile(f"{path}: is larger than {MOST_BYTES // 1024 // 1024} MB; export it in parts.")
    export = Export(path.name)
    with path.open("rb") as file:
        source = Clean(file)
        try:
            for item in _items(source, export):
                if len(export.items) == MOST_ITEMS:
                    raise UnreadableFile(f"{path}: has more than {MOST_ITEMS:,} items; export it in parts.")
                export.items.append(item)
        except DefusedXmlException:
            raise UnreadableFile(f"{path}: declares a document type or entities; an export does not.") from None
        except (ParseError, ValueError, LookupError) as error:
            raise UnreadableFile(f"{path}: is not well-formed XML ({error}).") from error
        export.sha256, export.dropped_controls = source.digest.hexdigest(), source.dropped
    return export


def _items(source: Clean, export: Export) -> Iterator[Item]:
    """The items one after another; what the file says of the site and its authors goes into `export`."""
    path: list[str] = []
    parents: list[Element] = []
    number = 0
    for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(short_name(element.tag))
            parents.append(element)
            continue
        name = path.pop()
        parents.pop()
        if path != ["rss", "channel"]:
            continue
        if name == "item":
            number += 1
            yield _item(element, number)
        elif name == "wp:author":
            said = texts(element)
            export.authors[said.get("wp:author_login", "")] = said.get("wp:author_display_name", "")
        elif name == "title":
            export.site_title = (element.text or "").strip()
        elif name == "wp:base_blog_url" or (name == "link" and not export.site_url):
            export.site_url = (element.text or "").strip()
        parents[-1].remove(element)


def short_name(tag: str) -> str:
    """A tag with the prefix that WordPress gives it.

    >>> short_name("{https://wordpress.org/export/1.2/}status"), short_name("title")
    ('wp:status', 'title')
    >>> short_name("{http://wordpress.org/export/1.1/excerpt/}encoded")
    'excerpt:encoded'
    """
    if found := WORDPRESS.match(tag):
        return ("excerpt:" if found.group(1) else "wp:") + tag[found.end() :]
    for namespace, prefix in PREFIXES.items():
        if tag.startswith(namespace):
            return prefix + tag.removeprefix(namespace)
    return tag


def texts(element: Element) -> dict[str, str]:
    """{name: text} of an element's children; the first of a name counts."""
    found: dict[str, str] = {}
    for child in element:
        found.setdefault(short_name(child.tag), child.text or "")
    return found


def _item(element: Element, number: int) -> Item:
    said = texts(element)
    children = [(short_name(child.tag), child) for child in element]
    comments = [texts(child) for name, child in children if name == "wp:comment"]
    metas = [texts(child) for name, child in children if name == "wp:postmeta"]
    meta = [one.get("wp:meta_value", "") for one in metas]
    notes = next((one.get("wp:meta_value", "") for one in metas if one.get("wp:meta_key") == "footnotes"), "")
    return Item(
        number=number,
        kind=said.get("wp:post_type", "").strip() or "post",
        title=said.get("title", ""),
        link=said.get("link", "").strip(),
        guid=said.get("guid", "").strip(),
        post_id=said.get("wp:post_id", "").strip(),
        slug=said.get("wp:post_name", "").strip(),
        status=said.get("wp:status", "").strip(),
        creator=said.get("dc:creator", "").strip(),
        content=said.get("content:encoded", ""),
        excerpt=said.get("excerpt:encoded", ""),
        password=said.get("wp:post_password", ""),
        date=said.get("wp:post_date", "").strip(),
        date_gmt=said.get("wp:post_date_gmt", "").strip(),
        published=said.get("pubDate", "").strip(),
        attachment=said.get("wp:attachment_url", "").strip(),
        is_sticky=said.get("wp:is_sticky", "").strip() == "1",
        terms=[
            (child.get("domain") or "category", (child.text or "").strip())
            for name, child in children
            if name == "category"
        ],
        comments=[_comment(one) for one in comments],
        meta_count=len(meta),
        serialised_count=sum(1 for value in meta if SERIALISED.match(value)),
        footnotes=footnotes_in(notes),
    )


def _comment(said: dict[str, str]) -> Comment:
    def line(name: str) -> str:
        return said.get(f"wp:comment_{name}", "").strip()

    return Comment(
        kind=line("type") or "comment",
        approved=line("approved") or "1",
        key=line("id"),
        parent=line("parent"),
        author=line("author"),
        email=line("author_email"),
        date_gmt=line("date_gmt"),
        date=line("date"),
        content=said.get("wp:comment_content", ""),
    )


def footnotes_in(text: str) -> dict[str, str]:
    """{id: HTML} of the notes that WordPress keeps beside a text.

    >>> footnotes_in('[{"id":"a1","content":"A note"}]'), footnotes_in("[{]")
    ({'a1': 'A note'}, {})
    """
    try:
        notes = json.loads(text) if text else []
        return {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}
