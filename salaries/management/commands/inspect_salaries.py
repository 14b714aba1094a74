"""manage.py inspect_salaries FILE: what a file holds, how its columns would be read, and what would be refused."""

from typing import Any

from django.core.management.base import CommandError

from salaries.importers import ImportFailed, SalaryImporter, UnreadableFile
from salaries.importers.inspection import inspect
from salaries.management.salary_command import SalaryCommand, in_a_sentence


class Command(SalaryCommand):
    help = "Look at a file of pay: columns, guesses, notation, and what would be refused. Changes nothing."

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            with self.opened(str(file), options) as (table, mapping):
                self.describe(table, mapping)
                for column in inspect(table):
                    self.say(f"  {column}")
                if mapping:
                    self.require_all_fields(mapping)
                importer = SalaryImporter(mapping, create_roles=options["create_roles"], is_strict=options["strict"])
                result = importer.run(table, dry_run=True)
        except (UnreadableFile, ImportFailed, OSError) as error:
            raise CommandError(in_a_sentence(error)) from error
        self.print_findings(result)
        for refusal in result.refusals:
            self.say(f"would refuse {refusal}")
        self.say(
            f"{result.created_count} would be created, {result.updated_count} updated, {result.unchanged_count} are "
            f"unchanged, {result.refused_count} would be refused, {result.left_out_count} left out"
        )
