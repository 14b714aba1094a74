"""The first records of a place, role or level, without putting a million of them in order.

In: records, whatever their status. Out: at most fifty published ones, in the order of every list. Where there are more
than two thousand, the fifty are of two thousand that come to hand first; the list of records has them all.
"""

from __future__ import annotations

from salaries.models import SalaryRecord
from salaries.models.record import SalaryRecordQuerySet

SHOWN = 20
MOST_READ = 2_000


def first_records(found: SalaryRecordQuerySet, shown: int = SHOWN) -> list[SalaryRecord]:
    """Two queries, each with one condition, so that a database without statistics cannot choose an index wrongly."""
    at_hand = found.order_by().values_list("pk", "status")[:MOST_READ]
    published = [pk for pk, status in at_hand if status == SalaryRecord.Status.PUBLISHED]
    return list(SalaryRecord.objects.filter(pk__in=published).with_relations()[:shown])
