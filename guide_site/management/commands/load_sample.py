"""manage.py load_sample: the sample content, through the same commands that anyone would use."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
IN_ORDER = ("places", "roles", "skills", "sources", "levels", "rates", "ppp", "salaries", "facts")


class Command(BaseCommand):
    help = "Import the sample places, records and guides. Doing it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in IN_ORDER:
            call_command(f"import_{name}", str(SAMPLE / f"{name}.csv"), stdout=self.stdout, stderr=self.stderr)
        call_command("import_articles", str(SAMPLE / "articles"), stdout=self.stdout, stderr=self.stderr)
