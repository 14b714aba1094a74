"""The first records of a place, role or level, without putting a million of them in order.

In: records. Out: at most fifty. Where there are few they come in the order of every list; where there are many, the
latest come first.
"""

from __future__ import annotations

from salaries.models import SalaryRecord
from salaries.models.record import SalaryRecordQuerySet

SHOWN = 50
MOST_SORTED = 2_000


def first_records(found: SalaryRecordQuerySet) -> list[SalaryRecord]:
    """Two queries: are there more than can be sorted, and the records."""
    if found.order_by()[MOST_SORTED : MOST_SORTED + 1].exists():
        found = found.order_by("-pk")
    return list(found.with_relations()[:SHOWN])
