"""A guide as words alone, for whoever looks for words in it.

In: Markdown. Out: its passages in their order, one on each line, then those of its directives that hold text. A figure
that comes from a record is an ellipsis: it would be old as soon as the record changed.
"""

from __future__ import annotations

from articles.claims.prose import said_by
from articles.markup import Document, parse


def plain_text(text: str) -> str:
    """
    >>> plain_text("# Pay\\n\\nIt is **good**: {pay}`some-key`, {check}`3x | a@b / c@d` more.")
    'Pay\\nIt is good: …, 3x more.'
    """
    return "\n".join(line for line in _passages(parse(text)) if line)


def _passages(document: Document) -> list[str]:
    found = [
        "".join(said_by(piece, "…") if piece.construct else piece.text for piece in passage).strip()
        for passage in document.passages
    ]
    for construct in document.constructs:
        if construct.inside:
            found += [construct.text, *_passages(construct.inside)]
    return found
