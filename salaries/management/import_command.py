"""What every import command has in common: a file, --dry-run, a printed result, an exit code."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import CommandError
from django_rich.management import RichCommand
from rich.markup import escape

from salaries.importers import Importer, ImportFailed, Result, UnreadableFile
from salaries.importers.money import MoneyImporter

# Exit codes beside 0 and 1: the file was imported without its refused rows.
TAKEN_WITHOUT_SOME = 3


class ImportCommand(RichCommand):
    """Subclasses name their importer."""

    importer_class: ClassVar[type[Importer | MoneyImporter]]
    file_is_optional: ClassVar[bool] = False
    where_all_refused_rows_are: ClassVar[str] = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?" if self.file_is_optional else None,
            help="a file as docs/data-formats.md describes it, or - for standard input",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument(
            "--encoding", default="", help="how the text is encoded, if that is not found: windows-1251"
        )
        parser.add_argument("--sheet", default="", help="the sheet of a workbook, by name or number from 1")

    def handle(self, *args: Any, file: Any, dry_run: bool, encoding: str, sheet: str, **options: Any) -> None:
        try:
            result = self.importer_for(file).run(
                file if isinstance(file, list) else str(file), dry_run=dry_run, encoding=encoding, sheet=sheet
            )
        except (UnreadableFile, ImportFailed) as error:
            raise CommandError(str(error)) from error
        self.print_result(result)

    def importer_for(self, file: Any) -> Importer | MoneyImporter:
        """What imports this file; a command that reads several formats looks into it. Raises UnreadableFile."""
        return self.importer_class()

    def say(self, text: str) -> None:
        self.console.print(escape(text), soft_wrap=True, highlight=False)

    def print_result(self, result: Result) -> None:
        """Reasons on the error stream, counts on the other. Raises CommandError where rows were refused."""
        for line in result.report:
            self.say(line)
        for note in result.notes:
            self.say(f"{result.file_name}: {note}")
        for reason, count in result.left_out.most_common():
            self.say(f"{result.file_name}: {count:,} rows left out: {reason}")
        for refusal in result.refusals:
            self.stderr.write(f"{result.file_name}, {refusal}")
        if more := result.refused_count - len({refusal.row_number for refusal in result.refusals}):
            self.stderr.write(f"{result.file_name}: and {more:,} more refused rows{self.where_all_refused_rows_are}")
        if result.is_dry_run:
            for change in result.changes:
                self.say(f"would change {change}")
        counts = (
            f"{result.created_count} created, {result.updated_count} updated, "
            f"{result.unchanged_count} unchanged, {result.refused_count} refused"
        )
        if result.left_out_count:
            counts += f", {result.left_out_count} left out"
        if result.refused_count and not result.takes_others:
            raise CommandError(f"{result.file_name}: nothing was imported. Without the refused rows: {counts}.")
        suffix = f" (run {result.run.pk})" if result.run else " (dry run, nothing was changed)"
        if result.refused_count:
            taken = "would be imported" if result.is_dry_run else "imported"
            raise CommandError(
                f"{result.file_name}: {taken} without the refused rows: {counts}{suffix}",
                returncode=TAKEN_WITHOUT_SOME,
            )
        self.say(f"{result.file_name}: {counts}{suffix}")
