"""manage.py import_levels FILE [--dry-run]: career levels."""

from salaries.importers import LevelImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import career levels from a CSV file. Nothing is changed if one row is refused."
    importer_class = LevelImporter
