"""manage.py import_skills FILE [--dry-run]: skills and tools."""

from salaries.importers import SkillImporter
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import skills and tools from a CSV file. Nothing is changed if one row is refused."
    importer_class = SkillImporter
