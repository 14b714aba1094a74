"""manage.py import_sources FILE [--dry-run]: sources."""

from salaries.importers import SourceImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import sources from a CSV file. Nothing is changed if one row is refused."
    importer_class = SourceImporter
