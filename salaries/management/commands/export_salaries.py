"""manage.py export_salaries [FILE] [--source SLUG …]: records as import_salaries reads them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salaries.exporting import export_salaries
from salaries.models import SalaryRecord, Source


class Command(BaseCommand):
    help = "Write salary records as CSV, to a file or to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="where to; standard output if left out")
        parser.add_argument("--source", action="append", default=[], help="only of this source; may be repeated")
        parser.add_argument("--published", action="store_true", help="without drafts and withdrawn records")

    def handle(self, *args: Any, file: str, source: list[str], published: bool, **options: Any) -> None:
        records = SalaryRecord.objects.published() if published else SalaryRecord.objects.all()
        if unknown := sorted(set(source) - set(Source.objects.values_list("slug", flat=True))):
            raise CommandError(f"There is no source {', '.join(unknown)}.")
        if source:
            records = records.filter(source__slug__in=source)
        if file == "-":
            for line in export_salaries(records):
                self.stdout.write(line, ending="")
            return
        try:
            with Path(file).open("w", encoding="utf-8", newline="") as output:
                output.writelines(export_salaries(records))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
