"""manage.py export_reader ADDRESS: all that is kept of a reader, as JSON, to be handed over."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from articles import readers


class Command(BaseCommand):
    help = "Print all that is kept under a mail address, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        try:
            kept = readers.export(address)
        except ValidationError as error:
            raise CommandError(f"{address}: {error.message}") from error
        self.stdout.write(json.dumps(kept, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
