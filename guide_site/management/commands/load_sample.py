"""manage.py load_sample [--if-empty]: the sample content, through the same commands that anyone would use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import Article
from salaries.models import Place

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
IN_ORDER = ("places", "roles", "skills", "sources", "levels", "rates", "ppp", "salaries", "facts")


class Command(BaseCommand):
    help = "Import the sample places, records and guides, all of it or nothing. Doing it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only on a site without places and guides")

    @transaction.atomic
    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        if if_empty and (Place.objects.exists() or Article.objects.exists()):
            return
        for name in IN_ORDER:
            call_command(f"import_{name}", str(SAMPLE / f"{name}.csv"), stdout=self.stdout, stderr=self.stderr)
        call_command("import_articles", str(SAMPLE / "articles"), stdout=self.stdout, stderr=self.stderr)
