"""manage.py import_rates FILE [--dry-run]: exchange rates."""

from salaries.importers import RateImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import exchange rates from a CSV file. Nothing is changed if one row is refused."
    importer_class = RateImporter
