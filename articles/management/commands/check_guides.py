"""manage.py check_guides [--guide SLUG] [--strict]: the ledger, judged anew, and what figures of a guide disagree.

Fails where a claim is contradicted or broken; with --strict also where figures disagree. Tables on a terminal, in a
pipe a line for each figure (`articles.claims.printed`) and disagreement (`articles.contradictions.printed`), with tabs.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django_rich.management import RichCommand

from articles.claims import ledger, printed
from articles.contradictions import contradictions_of
from articles.contradictions import printed as disagreements
from articles.models import Article, Claim


class Command(RichCommand):
    help = "Judge every figure of the guides against the records, and print the ledger and what figures disagree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--guide", metavar="SLUG", help="only this guide; else all that are not retired")
        parser.add_argument("--strict", action="store_true", help="also fail where the figures of a guide disagree")

    def handle(self, *args: Any, guide: str | None, strict: bool, **options: Any) -> None:
        guides = Article.objects.filter(slug=guide) if guide else Article.objects.exclude(status=Article.Status.RETIRED)
        if guide and not guides:
            raise CommandError(f"There is no guide {guide!r}.")
        with transaction.atomic():
            for article in guides:
                ledger.write(article)
        claims = Claim.objects.filter(article__in=guides).with_relations().order_by("article__slug", "position")
        self._print(printed.table_of(claims), map(printed.cells_of, claims))
        found = contradictions_of(guides.order_by("slug"))
        for article, its in found.items():
            self._print(disagreements.table_of(article, its), (disagreements.cells_of(article, one) for one in its))
        self.stdout.write(printed.in_short(claims))
        failing = claims.failing().count()
        problems = [f"{failing} contradicted or broken"] * bool(failing) + [disagreements.in_short(found)] * strict
        if any(problems):
            raise CommandError(f"{'; '.join(filter(None, problems))}.")

    def _print(self, table: Any, lines: Any) -> None:
        if self.console.is_terminal:
            self.console.print(table)
        for cells in () if self.console.is_terminal else lines:
            self.stdout.write("\t".join(cells))
