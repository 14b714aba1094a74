"""manage.py import_places FILE [--dry-run]: regions, countries and cities."""

from salaries.importers import PlaceImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import regions, countries and cities from a CSV file. Nothing is changed if one row is refused."
    importer_class = PlaceImporter
