"""manage.py check_guides [--guide SLUG]: the ledger, judged anew; fails where a guide is contradicted or broken.

A table on a terminal, in a pipe a line for each figure: guide:line, verdict, figure, now, at the last review, why; with
tabs between them.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django_rich.management import RichCommand

from articles.claims import ledger, printed
from articles.models import Article, Claim


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
        if self.console.is_terminal:
            self.console.print(printed.table_of(claims))
        else:
            for claim in claims:
                self.stdout.write("\t".join(printed.cells_of(claim)))
        self.stdout.write(printed.in_short(claims))
        if failing := claims.failing().count():
            raise CommandError(f"{failing} contradicted or broken.")
