"""manage.py import_salaries FILE [--mapping NAME_OR_PATH] …: pay, from our own format or from anybody's file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from salaries.importers import ImportFailed, SalaryImporter, UnreadableFile
from salaries.importers.refused_rows import write_refused_rows
from salaries.management.progress import ImportProgress
from salaries.management.salary_command import SalaryCommand, check_writable, in_a_sentence


class Command(SalaryCommand):
    help = "Import salary records. Our own format is taken whole or not at all; for other files see --mapping."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--yes", action="store_true", help="import with columns that were guessed")
        parser.add_argument(
            "--prune", action="store_true", help="delete records of the file's sources that it does not have"
        )
        parser.add_argument(
            "--refused", default="", metavar="FILE", help="write the refused rows with their reasons as CSV"
        )
        whole = parser.add_mutually_exclusive_group()
        whole.add_argument(
            "--all-or-nothing", action="store_true", default=None, help="one refused row refuses the file"
        )
        whole.add_argument("--skip-refused", action="store_false", dest="all_or_nothing", help="import the other rows")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        try:
            with self.opened(str(file), options) as (table, mapping), ImportProgress(self.console) as progress:
                if mapping and (dry_run or mapping.is_guess):
                    self.describe(table, mapping)
                    self.require_all_fields(mapping)
                if mapping and mapping.is_guess and not (dry_run or options["yes"]):
                    raise CommandError("The columns were guessed: add --yes if they are right, or see --save-mapping.")
                if options["refused"]:
                    check_writable(options["refused"])
                importer = SalaryImporter(
                    mapping,
                    create_roles=options["create_roles"],
                    is_strict=options["strict"],
                    prune=options["prune"],
                    all_or_nothing=options["all_or_nothing"],
                    progress=progress,
                )
                result = importer.run(table, dry_run=dry_run)
                if options["refused"]:
                    with Path(options["refused"]).open("w", encoding="utf-8", newline="") as output:
                        write_refused_rows(output, table.columns, result.refused_rows)
        except (UnreadableFile, ImportFailed, OSError) as error:
            raise CommandError(in_a_sentence(error)) from error
        self.print_findings(result)
        self.print_result(result)
