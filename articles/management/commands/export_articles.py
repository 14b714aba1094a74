"""manage.py export_articles FOLDER [--guide SLUG …]: guides as import_articles reads them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.exporting import export_articles
from articles.models import Article


class Command(BaseCommand):
    help = "Write each guide as a Markdown file with front matter, drafts too. What is right already is not touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="where to; it is made if it does not exist")
        parser.add_argument("--guide", action="append", default=[], metavar="SLUG", help="only this; may be repeated")

    def handle(self, *args: Any, folder: str, guide: list[str], **options: Any) -> None:
        articles = Article.objects.filter(slug__in=guide) if guide else Article.objects.all()
        if unknown := sorted(set(guide) - set(articles.values_list("slug", flat=True))):
            raise CommandError(f"There is no guide {', '.join(unknown)}.")
        try:
            written = list(export_articles(Path(folder), articles))
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror}.") from error
        changed = sum(one.is_new for one in written)
        others = len(set(Path(folder).rglob("*.md")) - {one.path for one in written})
        self.stdout.write(f"{folder}: {changed} written, {len(written) - changed} right already")
        if others and not guide:
            self.stdout.write(f"{folder}: {others} other Markdown files in it are no guides of this site; they stay")
        problems = [f"{one.path.name}: {one.problem}" for one in written if one.problem]
        if problems:
            raise CommandError("\n".join(["import_articles would not take these as they are:", *problems]))
