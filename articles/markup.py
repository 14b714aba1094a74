"""Markdown into HTML: CommonMark with roles and directives in the MyST manner.

In: the text of a guide. Out: sanitised HTML with empty slots, the constructs that fill them (`articles.figures`), and
the passages that `articles.claims` reads.
Nobody can type a slot: raw HTML is off, and only this module makes the attribute that marks one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from articles.limits import too_much

DIRECTIVE = re.compile(r"^\{([a-z-]+)\}\s*(.*)$")
OPTION = re.compile(r"^:([a-z-]+):\s*(.*)$")
SLOT = re.compile(r'<(span|div) data-slot="(\d+)"></\1>')
BACK = 'class="footnote-backref">'
ALIGNED = re.compile(r"text-align:(center|right)")
# Directives whose content is Markdown with figures. They do not stand inside one another.
HOLDERS = frozenset({"note", "warning", "pull", "figure", "video", "course", "book"})

NOT_READ = "<p>This text is too long to be shown.</p>"
TAGS = nh3.ALLOWED_TAGS | {"section"}
ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "div": {"data-slot"},
    "span": {"data-slot"},
    "img": {"src", "alt", "title", "width", "height"},
    "code": {"class"},
    "ol": {"start", "class"},
    "section": {"class"},
    "li": {"id", "class"},
    "sup": {"class"},
    "th": {"class", "scope"},
    "td": {"class"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}


class GuideError(ValueError):
    """A construct that cannot be shown, with the line that it stands in."""

    def __init__(self, line: int, construct: str, reason: str) -> None:
        super().__init__(f"line {line}, {construct}: {reason}")
        self.line, self.construct, self.reason = line, construct, reason


@dataclass
class Construct:
    """One role or directive: its name, what it is about, its options, the line it stands in.

    `above` are the lines of the guide before its content; `inside` is that content, where it is Markdown.
    """

    name: str
    text: str
    line: int
    is_block: bool = False
    options: dict[str, str] = field(default_factory=dict)
    content: str = ""
    above: int = 0
    inside: Document | None = None

    def __str__(self) -> str:
        return f":::{{{self.name}}}" if self.is_block else f"{{{self.name}}}`{self.text}`"


class Piece(NamedTuple):
    """A part of a passage: words, or a role."""

    line: int
    text: str = ""
    construct: Construct | None = None


@dataclass
class Document:
    """A parsed guide: HTML with slots, what belongs in them, the headings of its second level, and its passages.

    A passage is a paragraph, a heading, a cell of a table: words and roles in their order. Code and addresses are none.
    `problems` say why a text is not read at all; `tokens` are for those who look for links and pictures.
    """

    html: str
    constructs: list[Construct]
    contents: list[dict[str, str]]
    passages: list[list[Piece]]
    problems: list[GuideError] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list, repr=False)

    @property
    def every_construct(self) -> list[Construct]:
        """Those of the text and those inside its directives."""
        return self.constructs + [inner for one in self.constructs if one.inside for inner in one.inside.constructs]


def parse(text: str) -> Document:
    """Markdown to sanitised HTML and constructs. Never raises on any text."""
    if reason := too_much(text):
        return Document(NOT_READ, [], [], [], [GuideError(1, "the text", reason)])
    seen: Counter[str] = Counter()
    document = _parse(text, seen)
    for one in document.constructs:
        if one.is_block and one.name in HOLDERS:
            one.inside = _parse(one.content, seen, one)
    return document


def _parse(text: str, seen: Counter[str], holder: Construct | None = None) -> Document:
    """A text, or what a directive holds: `seen` keeps the anchors of both apart, the holder's line their footnotes."""
    constructs: list[Construct] = []
    markdown = _markdown(constructs, seen)
    env: dict[str, object] = {"docId": f"n{holder.line}"} if holder else {}
    tokens = markdown.parse(text, env)
    _number_lines(tokens, holder.above if holder else 0)
    _align(tokens)
    contents = [
        {"anchor": str(opening.attrGet("id") or ""), "title": _plain(inline)}
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open" and opening.tag == "h2"
    ]
    html = markdown.renderer.render(tokens, markdown.options, env)
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None)
    passages = [_passage(token) for token in tokens if token.type == "inline"]
    return Document(_reachable(clean), constructs, contents, passages, tokens=tokens)


def _reachable(html: str) -> str:
    """Tables and code that are wider than the page are scrolled, by keyboard too; ways back from footnotes have a name.

    The sanitiser has escaped every "<" of the text, in attributes too, so that these tags are real ones.
    """
    html = html.replace("<table>", '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>')
    html = html.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return html.replace(BACK, f'{BACK[:-1]} aria-label="Back to the text">')


def fill(html: str, fillings: list[str]) -> str:
    """Put what was made of each construct into its slot."""
    return SLOT.sub(lambda match: fillings[int(match.group(2))], html)


def _markdown(constructs: list[Construct], seen: Counter[str]) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])
    markdown.use(myst_role_plugin).use(colon_fence_plugin).use(footnote_plugin)
    markdown.use(anchors_plugin, min_level=2, max_level=3, slug_func=_anchors(seen))

    def slot(construct: Construct, tag: str) -> str:
        constructs.append(construct)
        return f'<{tag} data-slot="{len(constructs) - 1}"></{tag}>'

    def role(self, tokens: list[Token], index: int, options, env) -> str:
        token = tokens[index]
        token.meta["construct"] = Construct(token.meta["name"], token.content.strip(), token.meta.get("line", 1))
        return slot(token.meta["construct"], "span")

    def directive(self, tokens: list[Token], index: int, options, env) -> str:
        return slot(_directive(tokens[index]), "div")

    markdown.add_render_rule("myst_role", role)
    markdown.add_render_rule("colon_fence", directive)
    return markdown


def _anchors(seen: Counter[str]) -> Callable[[str], str]:
    """Names for headings. Equal ones are numbered here, for the plugin would count from one for each of them."""

    def anchor(title: str) -> str:
        slug = slugify(title) or "section"
        seen[slug] += 1
        return slug if seen[slug] == 1 else f"{slug}-{seen[slug] - 1}"

    return anchor


def _directive(token: Token) -> Construct:
    line = token.meta.get("line", 1)
    match = DIRECTIVE.match(token.info.strip())
    if match is None:
        return Construct(token.info.strip(), "", line, is_block=True)
    options: dict[str, str] = {}
    lines = token.content.splitlines()
    first = 0
    while first < len(lines) and (option := OPTION.match(lines[first])):
        options[option.group(1)] = option.group(2).strip()
        first += 1
    content = "\n".join(lines[first:])
    return Construct(match.group(1), match.group(2).strip(), line, True, options, content, above=line + first)


def _number_lines(tokens: list[Token], above: int) -> None:
    """Tell each token and role the line of the guide that it stands in; `above` are the lines before this text.

    The parser only numbers blocks, and of a table only its rows.
    """
    line = above + 1
    for token in tokens:
        line = above + token.map[0] + 1 if token.map else line
        token.meta["line"] = line
        at = line
        for child in token.children or []:
            child.meta["line"] = at
            if child.type in {"softbreak", "hardbreak"}:
                at += 1


def _align(tokens: list[Token]) -> None:
    """Columns of a table are aligned by classes, for inline styles are refused; headings say that they are some."""
    for token in tokens:
        if token.type not in {"th_open", "td_open"}:
            continue
        if aligned := ALIGNED.fullmatch(str(token.attrs.pop("style", ""))):
            token.attrs["class"] = {"center": "middle", "right": "end"}[aligned[1]]
        if token.type == "th_open":
            token.attrs["scope"] = "col"


def _passage(inline: Token) -> list[Piece]:
    """What is said in words and roles; an empty piece of code keeps apart what stands around it."""
    pieces = []
    for child in inline.children or []:
        line = child.meta.get("line", 1)
        if child.type == "myst_role":
            pieces.append(Piece(line, construct=child.meta.get("construct")))
        elif child.type in {"text", "softbreak", "hardbreak", "code_inline"}:
            pieces.append(Piece(line, child.content if child.type == "text" else " "))
    return pieces


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [] if child.type in {"text", "code_inline"})
