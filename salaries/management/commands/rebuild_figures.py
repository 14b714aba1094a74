"""manage.py rebuild_figures: everything derived, worked out again from records and rates.

Needed when time alone changes a figure: a year that has ended converts at its average from then on, and older pay makes
an estimate less sure. And after an upgrade that keeps more with each estimate.
"""

from typing import Any

from django.core.management.base import BaseCommand

from salaries import estimates
from salaries.conversion import reconvert
from salaries.models import SalaryRecord


class Command(BaseCommand):
    help = "Convert every record again and work out every estimate again, in one transaction."

    def handle(self, *args: Any, **options: Any) -> None:
        with estimates.deferred():
            records = SalaryRecord.objects.select_related("exchange_rate").iterator()
            changed = sum(1 for _ in reconvert(records))
            estimates.rebuild()
        self.stdout.write(f"{changed} records have new figures in US dollars; all estimates are rebuilt.")
