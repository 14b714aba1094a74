"""The text part of a letter.

In: the HTML that mail programs show. Out: the same as plain text: figures as words, other links with their addresses
behind them, tables in columns of bars.
"""

from __future__ import annotations

import re
from typing import Any

from markdownify import MarkdownConverter


class PlainText(MarkdownConverter):
    """Markdown, as people write it in mails, with nothing escaped."""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A figure is a word of its sentence; its receipt is a click away in the other part."""
        address = str(el.get("href") or "")
        is_figure = "figure" in (el.get("class") or []) or el.find_parent(class_="row") or el.find_parent("table")
        return text if is_figure or not text.strip() or text == address else f"{text} ({address})"


def plain_text(html: str) -> str:
    text = PlainText(bullets="-", escape_asterisks=False, escape_underscores=False).convert(html)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
