"""What every import command has in common: a file, --dry-run, a printed result, an exit code."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandError
from django_rich.management import RichCommand
from rich.markup import escape

from salaries.importers import Importer, Result, UnreadableFile


class ImportCommand(RichCommand):
    """Subclasses name their importer."""

    importer_class: ClassVar[type[Importer]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file as docs/data-formats.md describes it")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            result = self.importer_class().run(file, dry_run=dry_run)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        self.print_result(result)

    def print_result(self, result: Result) -> None:
        for refusal in result.refusals:
            self.stderr.write(f"{result.file_name}, {refusal}")
        counts = (
            f"{len(result.created)} created, {len(result.updated)} updated, "
            f"{result.unchanged_count} unchanged, {result.refused_count} refused"
        )
        if result.refusals:
            raise CommandError(f"{result.file_name}: nothing was imported. Without the refused rows: {counts}.")
        suffix = f" (run {result.run.pk})" if result.run else " (dry run, nothing was changed)"
        self.console.print(escape(f"{result.file_name}: {counts}{suffix}"), soft_wrap=True, highlight=False)
