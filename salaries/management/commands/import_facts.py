"""manage.py import_facts FILE [--dry-run]: facts that are not pay."""

from salaries.importers import FactImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import facts that are not pay from a CSV file. Nothing is changed if one row is refused."
    importer_class = FactImporter
