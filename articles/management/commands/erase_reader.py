"""manage.py erase_reader ADDRESS: all that is kept of a reader, erased. Backups keep it until they are dropped."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import readers


class Command(BaseCommand):
    help = "Erase all that is kept under a mail address. It cannot be undone; see export_reader first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    @transaction.atomic
    def handle(self, *args: Any, address: str, **options: Any) -> None:
        try:
            erased = readers.erase(address)
        except ValidationError as error:
            raise CommandError(f"{address}: {error.message}") from error
        self.stdout.write(", ".join(f"{name}: {number} erased" for name, number in erased.items()))
