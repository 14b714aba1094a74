"""HTML as WordPress stores it into HTML that Markdown can say.

In: a parsed text, changed in place. Out: `Found`: what became a link or could not be taken, with counts. Classic texts
have no paragraphs: blank lines stand for them, as WordPress itself reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from bs4 import BeautifulSoup, Comment, NavigableString, PageElement, Tag

BLOCKS = set(
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr iframe li main nav ol p pre section summary table tbody td tfoot th thead tr ul video audio".split()
)
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
SILENT = ["script", "style", "template", "head", "title", "meta", "link", "noscript"]
MEDIA = ["iframe", "embed", "object", "video", "audio"]
FIELDS = ["input", "select", "textarea", "button"]
SAFE_ADDRESS = re.compile(r"^(?:https?:|mailto:|/|#|\?|[^:]*(?:[/?#]|$))", re.I)
LONE_ADDRESS = re.compile(r"^https?://\S+$")
# What would end the address of a Markdown link before its time, or begin something else in it.
ADDRESS_TRAPS = re.compile(r"[\s()<>\\`\"'\[\]|*{}]")
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
# A block that WordPress draws when the page is read; its text is not in the file.
DRAWN_BLOCK = re.compile(r"^\s*wp:([a-z][\w/-]*)\b.*/\s*$", re.S)
SUPERSCRIPTS = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
SUBSCRIPTS = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")


@dataclass
class Found:
    """What a text holds beside what Markdown can say."""

    drawn_blocks: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    pictures_without_words: int = 0
    bad_addresses: int = 0
    form_fields: int = 0
    scripts: int = 0
    page_breaks: int = 0
    has_more: bool = False


def tidy(soup: BeautifulSoup, *, is_classic: bool) -> Found:
    """Bring a text into shape; the order of the steps matters."""
    found = Found()
    _comments(soup, found)
    found.scripts = len(soup.find_all(["script", "style"]))
    for tag in soup.find_all(SILENT):
        tag.decompose()
    found.form_fields = len(soup.find_all(FIELDS))
    _media(soup, found)
    _pictures(soup, found)
    _links(soup, found)
    if is_classic:
        for container in [*soup.find_all(["blockquote", "div"]), soup]:
            _paragraphs(container, soup)
    _numbers(soup)
    _lone_addresses(soup, found)
    _same_within_same(soup)
    _last_breaks(soup)
    _headings(soup)
    _definitions(soup)
    _small_figures(soup)
    return found


def _comments(soup: BeautifulSoup, found: Found) -> None:
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        words = comment.strip()
        if words == "nextpage":
            found.page_breaks += 1
            comment.replace_with(soup.new_tag("hr"))
            continue
        found.has_more = found.has_more or words.startswith("more")
        if drawn := DRAWN_BLOCK.match(comment):
            found.drawn_blocks[drawn.group(1)] += 1
        comment.extract()


def _media(soup: BeautifulSoup, found: Found) -> None:
    """Players and frames contact others before anybody asks them to: links instead."""
    for tag in soup.find_all(MEDIA):
        if tag.decomposed:
            continue
        sources = [tag, *tag.find_all("source")]
        address = next((str(one.get(name)) for one in sources for name in ("src", "data") if one.get(name)), "")
        if not SAFE_ADDRESS.match(address) or not address:
            found.bad_addresses += 1
            tag.decompose()
            continue
        found.media.append(address)
        paragraph = soup.new_tag("p")
        paragraph.append(_link(soup, address))
        tag.replace_with(paragraph)
    for wrapper in soup.select(".wp-block-embed__wrapper"):
        address = wrapper.get_text().strip()
        if LONE_ADDRESS.match(address):
            found.media.append(address)
            wrapper.clear()
            wrapper.append(_link(soup, address))


def _link(soup: BeautifulSoup, address: str) -> Tag:
    link = soup.new_tag("a", href=address)
    link.string = address
    return link


def _pictures(soup: BeautifulSoup, found: Found) -> None:
    for picture in soup.find_all("img"):
        address = str(picture.get("src") or "").strip()
        if not address or not SAFE_ADDRESS.match(address):
            found.bad_addresses += bool(address)
            picture.replace_with(NavigableString(str(picture.get("alt") or "")))
            continue
        found.pictures.append(address)
        found.pictures_without_words += not str(picture.get("alt") or "").strip()
        picture["src"] = encode(address)


def _links(soup: BeautifulSoup, found: Found) -> None:
    for link in soup.find_all("a"):
        address = str(link.get("href") or "").strip()
        if not address or not SAFE_ADDRESS.match(address):
            found.bad_addresses += bool(address)
            link.unwrap()
            continue
        found.links.append(address)
        link["href"] = encode(address)
        if title := " ".join(str(link.get("title") or "").split()):
            link["title"] = title


def encode(address: str) -> str:
    """An address that can stand in a Markdown link.

    >>> encode("https://example.org/a b(1)?x={y}")
    'https://example.org/a%20b%281%29?x=%7By%7D'
    """
    return ADDRESS_TRAPS.sub(lambda found: quote(found[0], safe=""), address)


def _paragraphs(container: Tag, soup: BeautifulSoup) -> None:
    """Loose text of a classic post: a blank line begins a paragraph, a line break breaks the line."""
    loose: list[PageElement] = []
    if container is not soup and not any(isinstance(one, str) and BLANK_LINE.search(one) for one in container.contents):
        return
    children = [child.extract() for child in list(container.contents)]

    def flush() -> None:
        if any(isinstance(one, Tag) or str(one).strip() for one in loose):
            paragraph = soup.new_tag("p")
            for index, one in enumerate(loose):
                if isinstance(one, Tag):
                    paragraph.append(one)
                    continue
                text = str(one)
                text = text.lstrip() if index == 0 else text
                lines = (text.rstrip() if index == len(loose) - 1 else text).split("\n")
                for number, line in enumerate(lines):
                    if number:
                        paragraph.append(soup.new_tag("br"))
                    paragraph.append(NavigableString(line))
            container.append(paragraph)
        loose.clear()

    for child in children:
        if isinstance(child, NavigableString):
            for number, part in enumerate(BLANK_LINE.split(str(child))):
                if number:
                    flush()
                if part:
                    loose.append(NavigableString(part))
        elif isinstance(child, Tag) and (child.name in BLOCKS or child.find(["p", "div", "h2", "pre", "ul", "ol"])):
            flush()
            container.append(child)
        else:
            loose.append(child)
    flush()


def _numbers(soup: BeautifulSoup) -> None:
    """Widths of cells and first numbers of lists, where they are numbers of a usual size."""
    for tag in soup.find_all(["td", "th", "ol"]):
        for name, digits in (("colspan", 2), ("rowspan", 2), ("start", 6)):
            value = str(tag.get(name) or "")
            if value and not (value.isascii() and value.isdecimal() and len(value) <= digits):
                del tag[name]


def _lone_addresses(soup: BeautifulSoup, found: Found) -> None:
    """A web address alone in a paragraph: WordPress embeds what it finds there, a guide links to it."""
    for paragraph in soup.find_all("p"):
        address = paragraph.get_text().strip()
        if LONE_ADDRESS.match(address) and paragraph.find("a") is None:
            found.media.append(address)
            paragraph.clear()
            paragraph.append(_link(soup, address))


def _same_within_same(soup: BeautifulSoup) -> None:
    """Bold within bold is bold once; in Markdown it would end the outer one."""
    for tags in (["b", "strong"], ["em", "i"], ["del", "s"], ["code", "kbd", "samp", "tt"]):
        for tag in soup.find_all(tags):
            if tag.find_parent(tags):
                tag.unwrap()


def _last_breaks(soup: BeautifulSoup) -> None:
    """A line break that ends a block breaks nothing, and Markdown would show its backslash."""
    for line_break in reversed(soup.find_all("br")):
        following = line_break.next_sibling
        while isinstance(following, NavigableString) and not following.strip():
            following = following.next_sibling
        if following is None or (isinstance(following, Tag) and following.name in BLOCKS):
            line_break.decompose()


def _headings(soup: BeautifulSoup) -> None:
    """The title of a guide is its only heading of the first level."""
    if soup.find("h1") is None:
        return
    for heading in soup.find_all(HEADINGS):
        heading.name = HEADINGS[min(HEADINGS.index(heading.name) + 1, 5)]


def _definitions(soup: BeautifulSoup) -> None:
    """Terms and what they mean: a list, with the term in bold."""
    for term in soup.find_all("dt"):
        term.name = "p"
        term.wrap(soup.new_tag("li"))
        bold = soup.new_tag("strong")
        bold.extend([child.extract() for child in list(term.contents)])
        term.append(bold)
    for meaning in soup.find_all("dd"):
        meaning.name = "li"
    for definitions in soup.find_all("dl"):
        definitions.name = "ul"


def _small_figures(soup: BeautifulSoup) -> None:
    """Raised and lowered figures stay so where there are letters for it: m², and otherwise stand in brackets."""
    _letters(soup, "sup", lambda text: text.translate(SUPERSCRIPTS), re.compile(r"^[0-9+\-()n]+$"), "^")
    _letters(soup, "sub", lambda text: text.translate(SUBSCRIPTS), re.compile(r"^[0-9+\-()]+$"), "_")


def _letters(
    soup: BeautifulSoup, name: str, change: Callable[[str], str], possible: re.Pattern[str], sign: str
) -> None:
    for tag in soup.find_all(name):
        text = tag.get_text()
        if possible.match(text) and tag.find("a") is None:
            tag.replace_with(NavigableString(change(text)))
        elif text.strip() and tag.find("a") is None:
            tag.insert(0, NavigableString(f"{sign}("))
            tag.append(NavigableString(")"))
