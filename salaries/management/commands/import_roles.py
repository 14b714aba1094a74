"""manage.py import_roles FILE [--dry-run]: roles."""

from salaries.importers import RoleImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import roles from a CSV file. Nothing is changed if one row is refused."
    importer_class = RoleImporter
