"""manage.py import_rates FILE | --bundled: exchange rates, in our own format or as a central bank publishes them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from salaries.importers import RateImporter
from salaries.importers.published import bundled_ecb_file
from salaries.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import exchange rates: our own CSV, or a file of the ECB, the Federal Reserve or the World Bank."
    importer_class = RateImporter
    file_is_optional = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--bundled", action="store_true", help="the ECB's rates that came with this installation")

    def handle(self, *args: Any, file: Any, **options: Any) -> None:
        if bool(file) == options["bundled"]:
            raise CommandError("Give either a file or --bundled.")
        super().handle(*args, file=file or str(bundled_ecb_file()), **options)
