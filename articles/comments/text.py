"""The Markdown of comments: emphasis, code, quotes, lists and links; no headings, pictures, tables or raw HTML.

In: a text as typed, of anybody. Out: HTML that is safe to show. The parser knows no more than this, and nh3 lets no
more through. A text that is too long to be read in a moment (only an import brings one) is shown as plain paragraphs.
"""

from __future__ import annotations

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from articles.limits import SIGNS

MOST_CHARACTERS = 5_000
MOST_SIGNS = 2_500
RULES = ("blockquote", "fence", "list", "autolink", "backticks", "emphasis", "entity", "escape", "link", "newline")
TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
ATTRIBUTES = {"*": set(), "a": {"href"}, "ol": {"start"}}

markdown = MarkdownIt("zero", {"html": False, "breaks": True}).enable(RULES)


def to_html(text: str) -> SafeString:
    """
    >>> to_html("*Thanks*, [see](https://a.example)")
    '<p><em>Thanks</em>, <a href="https://a.example" rel="nofollow ugc noopener">see</a></p>\\n'
    >>> to_html("# <b>no</b>")
    '<p># &lt;b&gt;no&lt;/b&gt;</p>\\n'
    """
    if len(text) > MOST_CHARACTERS or sum(map(text.count, SIGNS)) > MOST_SIGNS:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308  linebreaks has escaped it
    clean = nh3.clean(
        markdown.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="nofollow ugc noopener",
    )
    return mark_safe(clean)  # noqa: S308  nh3 has cleaned it
