"""The ledger as text: a line for each figure, a table for a terminal, and a sentence on all of them.

In: claims. Out: cells, a table, a sentence. No queries, if the claims come with their guides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.markup import escape
from rich.table import Table

from articles.models import Claim

COLUMNS = ("where", "verdict", "figure", "now", "at the last review", "why")
STYLES = {"drifted": "yellow", "contradicted": "red", "unsourced": "yellow", "broken": "bold red"}


def cells_of(claim: Claim) -> tuple[str, ...]:
    """One figure, in the order of COLUMNS, each on one line."""
    why = f"accepted: {claim.accepted_note}" if claim.is_accepted else claim.reason
    written = claim.text if claim.kind == Claim.Kind.NUMBER else f"{{{claim.kind}}}`{claim.text}`"
    moved = claim.reviewed_value if claim.has_moved else ""
    cells = (f"{claim.article.slug}:{claim.line}", claim.verdict, written, claim.value, moved, why)
    return tuple(" ".join(cell.split()) for cell in cells)


def table_of(claims: Iterable[Claim]) -> Table:
    table = Table(*COLUMNS)
    for claim in claims:
        table.add_row(*map(escape, cells_of(claim)), style=STYLES.get(claim.verdict))
    return table


def in_short(claims: Iterable[Claim]) -> str:
    """How many there are of each verdict."""
    claims = list(claims)
    counts = Counter(claim.verdict for claim in claims)
    accepted = sum(claim.is_accepted for claim in claims)
    parts = [f"{counts[verdict]} {verdict}" for verdict in Claim.Verdict.values]
    return f"{len(claims)} figures: {', '.join(parts)} ({accepted} of the contradicted accepted)"
