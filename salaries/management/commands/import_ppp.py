"""manage.py import_ppp FILE [--dry-run]: purchasing power parities."""

from salaries.importers import PppImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import purchasing power parities from a CSV file. Nothing is changed if one row is refused."
    importer_class = PppImporter
