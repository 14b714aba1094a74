"""manage.py import_salaries FILE [--dry-run]: salary records."""

from salaries.importers import SalaryImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import salary records from a CSV file. Nothing is changed if one row is refused."
    importer_class = SalaryImporter
