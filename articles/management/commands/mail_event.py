"""manage.py mail_event bounce|complaint ADDRESS…: mail that came back for good, or was called spam.

With - addresses are read from standard input, one a line. Addresses that are not subscribers are counted, no error.
"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.newsletter.events import KINDS, record


class Command(BaseCommand):
    help = "Stop mail to addresses from which it came back, or whose owners called it spam."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("event", choices=sorted(KINDS))
        parser.add_argument("address", nargs="+", help="addresses, or - for standard input")

    def handle(self, *args: Any, event: str, address: list[str], **options: Any) -> None:
        lines = (line.strip() for line in sys.stdin) if address == ["-"] else address
        known = [record(event, one) for one in lines if one]
        self.stdout.write(f"{known.count(True)} recorded, {known.count(False)} unknown")
