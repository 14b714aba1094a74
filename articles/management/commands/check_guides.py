"""manage.py check_guides [--guide SLUG]: the ledger, judged anew; fails where a guide is contradicted or broken.

A table on a terminal, in a pipe a line for each figure: guide:line, verdict, figure, now, at the last review, why; with
tabs between them.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django_rich.management import RichCommand
from rich.markup import escape
from rich.table import Table

from articles.claims import ledger
from articles.models import Article, Claim

COLUMNS = ("where", "verdict", "figure", "now", "at the last review", "why")
STYLES = {"holds": "green", "drifted": "yellow", "contradicted": "red", "unsourced": "yellow", "broken": "bold red"}


class Command(RichCommand):
    help = "Judge every figure of the guides against the records, and print the ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--guide", metavar="SLUG", help="only this guide; else all that are not retired")

    def handle(self, *args: Any, guide: str | None, **options: Any) -> None:
        guides = Article.objects.filter(slug=guide) if guide else Article.objects.exclude(status=Article.Status.RETIRED)
        if guide and not guides:
            raise CommandError(f"There is no guide {guide!r}.")
        with transaction.atomic():
            for article in guides:
                ledger.write(article)
        claims = Claim.objects.filter(article__in=guides).with_relations().order_by("article__slug", "position")
        self.show(list(claims))
        if failing := claims.failing().count():
            raise CommandError(f"{failing} contradicted or broken.")

    def show(self, claims: list[Claim]) -> None:
        rows = [line_of(claim) for claim in claims]
        if self.console.is_terminal:
            table = Table(*COLUMNS)
            for claim, row in zip(claims, rows, strict=True):
                table.add_row(*map(escape, row), style=STYLES[claim.verdict] if claim.verdict != "holds" else None)
            self.console.print(table)
        else:
            for row in rows:
                self.stdout.write("\t".join(" ".join(cell.split()) for cell in row))
        counts = Counter(claim.verdict for claim in claims)
        accepted = sum(claim.is_accepted for claim in claims)
        parts = [f"{counts[verdict]} {verdict}" for verdict in Claim.Verdict.values]
        self.stdout.write(f"{len(claims)} figures: {', '.join(parts)} ({accepted} of the contradicted accepted)")


def line_of(claim: Claim) -> tuple[str, ...]:
    why = f"accepted: {claim.accepted_note}" if claim.is_accepted else claim.reason
    written = claim.text if claim.kind == Claim.Kind.NUMBER else f"{{{claim.kind}}}`{claim.text}`"
    moved = claim.reviewed_value if claim.has_moved else ""
    return f"{claim.article.slug}:{claim.line}", claim.verdict, written, claim.value, moved, why
