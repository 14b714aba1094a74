"""The text of a WordPress item into Markdown of a guide.

In: HTML, classic or in blocks. Out: `Converted`: Markdown without a single construct of ours, words for a summary, and
what an editor must know. Text that only looks like a figure or a directive is escaped, so that readers see it as it
was typed. Shortcodes stay as text and are counted. Errors: Unconvertible.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

from articles.importers.wxr.tidy import HEADINGS, Found, tidy
from articles.markup import parse

MOST_CHARACTERS = 500_000
MOST_TAGS = 10_000
DEEPEST = 100
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Signs of Markdown and of our own constructs, only where they would mean something: the end of one piece of text may
# meet the beginning of the next.
SIGNS = re.compile(
    r"""[\\`*\[\]|]                    # anywhere
    | (?<!\w)_ | _(?!\w)              # emphasis, not snake_case
    | ~(?=~|\Z) | !(?=\Z)             # struck out; a picture, if a link follows
    | <(?=[A-Za-z/!?]|\Z)             # an address in angle brackets
    | &(?=\#?\w+;)                    # a character by its name
    | \{(?=[\w+:-]|\Z)               # a role
    | (?<!\S):(?=:|\Z)               # a directive
    """,
    re.VERBOSE,
)
LINE_SIGNS = re.compile(r"^(\s*)([#>=+-]|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)
SHORTCODE = re.compile(r"(?<!\[)\[(/?)([a-z][a-z0-9_-]{1,40})((?:\s[^\]\[]*)?)/?\](?!\])", re.I)
CORE_SHORTCODES = {"audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"}
SENTENCE = re.compile(r"^(.{20,}?[.!?…。！？])(?:[\s\"”’)]|$)", re.S)
LONGEST_SUMMARY = 300


class Unconvertible(ValueError):
    """A text that cannot become a guide; the message says why."""


@dataclass
class Converted:
    """Markdown, the first sentence, and what the text held beside."""

    markdown: str
    first_sentence: str
    found: Found
    shortcodes: Counter[str]


def literally(text: str) -> str:
    """Words as Markdown that shows them as they are, without a figure or a sign in them."""
    return LINE_SIGNS.sub(_as_text, SIGNS.sub(lambda found: "\\" + found[0], text))


class GuideConverter(MarkdownConverter):
    """Markdown as guides have it, with our own constructs escaped."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return literally(text or "")

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A fence longer than any in the code."""
        if not text:
            return ""
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}\n{text.strip(chr(10))}\n{fence}\n\n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = self.escape(" ".join(str(el.get("alt") or "").split()), parent_tags)
        return f"![{words}]({el['src']})"

    def convert_note_mark(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"[^{el['number']}]"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Blocks inside a link stay; the link then stands for each of them as text."""
        if "\n" in text.strip():
            return f"{text.rstrip()} [{self.escape(str(el['href']), parent_tags)}]({el['href']})\n\n"
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]


def _as_text(found: re.Match[str]) -> str:
    """A sign at the beginning of a line; of a numbered list the sign is the point behind the number."""
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign[0].isdigit() else f"{space}\\{sign}"


def to_markdown(html: str, footnotes: Mapping[str, str] | None = None) -> Converted:
    """Convert a text and the notes that stand beside it by id.

    Raises Unconvertible for one that is too long, or has too many tags or levels of them.
    """
    notes = footnotes or {}
    if len(html) + sum(map(len, notes.values())) > MOST_CHARACTERS:
        raise Unconvertible(f"has more than {MOST_CHARACTERS:,} characters")
    if html.count("<") > MOST_TAGS:
        raise Unconvertible(f"has more than {MOST_TAGS:,} tags")
    html = CONTROLS.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    soup = parse_html(html)
    if depth_of(soup) > DEEPEST:
        raise Unconvertible(f"has elements nested more than {DEEPEST} deep")
    shortcodes = count_shortcodes(soup.get_text())
    numbers = number_notes(soup, notes)
    found = tidy(soup, is_classic="<!-- wp:" not in html)
    if numbers:
        found.drawn_blocks.pop("footnotes", None)
    options: dict[str, Any] = {
        "heading_style": ATX,
        "bullets": "-",
        "newline_style": BACKSLASH,
        "keep_inline_images_in": ["a", "td", "th", "caption", "figcaption", "li", "p", *HEADINGS],
    }
    converter = GuideConverter(**options)
    markdown = converter.convert_soup(soup)
    for identifier, number in numbers.items():
        note = " ".join(converter.convert_soup(parse_note(notes[identifier])).split())
        markdown += f"\n\n[^{number}]: {note}"
    markdown = CONTROLS.sub("", markdown)
    markdown = "\n".join(line.rstrip(" \t") for line in markdown.split("\n"))
    markdown = re.sub(r"\n{3,}", "\n\n", markdown).strip()
    if left := parse(markdown).every_construct:
        raise Unconvertible(f"reads like {left[0]} in line {left[0].line} and could not be escaped")
    return Converted(markdown, first_sentence(soup), found, shortcodes)


def number_notes(soup: BeautifulSoup, notes: Mapping[str, str]) -> dict[str, int]:
    """Put a mark of ours where the text points to a note; {id: number}, in the order of the text."""
    numbers: dict[str, int] = {}
    for typed in soup.find_all("note-mark"):
        typed.unwrap()
    for mark in soup.select("sup[data-fn]"):
        identifier = str(mark["data-fn"])
        if identifier in notes:
            number = numbers.setdefault(identifier, len(numbers) + 1)
            mark.replace_with(soup.new_tag("note-mark", attrs={"number": str(number)}))
    return numbers


def parse_note(html: str) -> BeautifulSoup:
    """A note as one paragraph, with nothing in it that Markdown cannot say. Raises Unconvertible."""
    soup = parse_html(html)
    if html.count("<") > MOST_TAGS or depth_of(soup) > DEEPEST:
        raise Unconvertible("has a footnote with too many tags")
    tidy(soup, is_classic=False)
    return soup


def parse_html(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(html, "html.parser")


def plain(html: str) -> str:
    """The words of a piece of HTML on one line.

    >>> plain("Markup: <em>With</em> <b>Mark<sup>up</sup></b> &amp; more")
    'Markup: With Markup & more'
    """
    return " ".join(CONTROLS.sub("", parse_html(html).get_text()).split())


def depth_of(soup: BeautifulSoup) -> int:
    """How deep elements are nested, found without recursion."""
    deepest, level = 0, [(soup, 0)]
    while level:
        tag, depth = level.pop()
        deepest = max(deepest, depth)
        level.extend((child, depth + 1) for child in tag.children if isinstance(child, Tag))  # type: ignore[misc]
    return deepest


def count_shortcodes(text: str) -> Counter[str]:
    """Shortcodes by name. A bare word in brackets is one only if WordPress knows it, or if something closes it.

    >>> count_shortcodes('[gallery ids="1,2"] [top] [box]x[/box] [[gallery]]')
    Counter({'gallery': 1, 'box': 1})
    """
    calls = [found.groups() for found in SHORTCODE.finditer(text)]
    closed = {name.lower() for slash, name, _ in calls if slash}
    return Counter(
        name.lower()
        for slash, name, rest in calls
        if not slash and (name.lower() in CORE_SHORTCODES | closed or "=" in rest)
    )


def shorten(text: str) -> str:
    """At most 300 characters, ended at a word."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def first_sentence(soup: BeautifulSoup) -> str:
    """The first sentence of the first paragraph that has one; else the first paragraph with words, or the text."""
    first = ""
    for tag in [*soup.find_all("p"), soup]:
        words = " ".join(SHORTCODE.sub("", CONTROLS.sub("", tag.get_text(" "))).split())
        if len(words) < 2 or words.startswith(("http://", "https://")):
            continue
        if tag is not soup and (sentence := SENTENCE.match(words)):
            return shorten(sentence.group(1))
        first = first or words
    return shorten(first)
