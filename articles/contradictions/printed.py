"""Contradictions as text: a line for each, or a table for a terminal.

In: a guide and its contradictions. Out: cells, a table, a sentence. No queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from articles.contradictions.finding import Contradiction
from articles.models import Article

VERDICT = "disagree"
COLUMNS = ("kind", "what disagrees", "compared", "arithmetic", "what may be behind it")


def cells_of(article: Article, one: Contradiction) -> tuple[str, ...]:
    """One line of a pipe: guide, “disagree”, kind, sentence, keys of what is compared, arithmetic, reading."""
    cells = (article.slug, VERDICT, one.kind, one.sentence, " ".join(one.keys), "; ".join(one.steps), one.reading)
    return tuple(" ".join(cell.split()) for cell in cells)


def table_of(article: Article, found: Iterable[Contradiction]) -> Table:
    found = list(found)
    title = f"{escape(article.slug)}: where the sources disagree ({len(found)})"
    table = Table(*COLUMNS, title=title, title_justify="left")
    for one in found:
        cells = (one.kind, one.sentence, "\n".join(one.keys), "\n".join(one.steps), f"{one.reading}. {one.explanation}")
        table.add_row(*map(escape, cells))
    return table


def in_short(found: Mapping[Article, Sequence[Contradiction]]) -> str:
    """How many there are; empty if there are none."""
    count = sum(map(len, found.values()))
    return f"figures that disagree: {count}, in guides: {len(found)}" if count else ""
