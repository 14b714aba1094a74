"""manage.py import_articles PATH… [--dry-run]: guides from Markdown files with front matter."""

from argparse import ArgumentParser

from articles.importers import ArticleImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import guides from Markdown files or folders of them. Nothing is changed if one file is refused."
    importer_class = ArticleImporter

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        file = next(action for action in parser._actions if action.dest == "file")
        file.nargs, file.metavar, file.help = "+", "path", "Markdown files, or folders that hold some"
