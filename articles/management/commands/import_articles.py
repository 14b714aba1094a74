"""manage.py import_articles PATH… [--dry-run]: guides from Markdown with front matter, or from a WordPress export."""

from argparse import ArgumentParser
from typing import Any

from articles.importers import ArticleImporter, importer_for
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = (
        "Import guides from Markdown files or folders of them (all or none), or from an export of WordPress (a report "
        "says what became of each item). Nothing is fetched from the network."
    )
    importer_class = ArticleImporter

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        file = next(action for action in parser._actions if action.dest == "file")
        file.nargs, file.metavar = "+", "path"
        file.help = "Markdown files, folders that hold some, or one export of WordPress (WXR)"

    def importer_for(self, file: Any) -> ArticleImporter:
        return importer_for(file)
