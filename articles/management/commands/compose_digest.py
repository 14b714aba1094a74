"""manage.py compose_digest [--days N]: drafts of the week's letter, for an editor to read and to schedule."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.newsletter.digest import compose


class Command(BaseCommand):
    help = "Draft the week's letter from new guides, corrections, and figures that changed since the last one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, help="what came in so many days; else since the last digest, or seven")

    def handle(self, *args: Any, days: int | None, **options: Any) -> None:
        drafts = compose(since=timezone.now() - datetime.timedelta(days=days) if days else None)
        for issue in drafts:
            self.stdout.write(f"Draft {issue.pk} for {issue.get_audience_display().lower()}: {issue.subject}")
        if not drafts:
            self.stdout.write("Nothing happened: no draft.")
