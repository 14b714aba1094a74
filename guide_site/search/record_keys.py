"""Records by their key, or by a part of it with a hyphen, as keys have them.

In: a question. Out: published records. Words without a hyphen ask the unique index for one key and nothing else, so
that most questions cost a million records nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from salaries.models import SalaryRecord
from salaries.models.record import SalaryRecordQuerySet

MOST = 200
PART = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)+-?")


@dataclass(frozen=True)
class RecordKeys:
    """Keys of records, that which is the question first; at most 200."""

    exact: list[str]
    others: list[str]

    def __len__(self) -> int:
        return len(self.exact) + len(self.others)


def keys_of(text: str) -> RecordKeys:
    words = text.lower().split()
    published = SalaryRecord.objects.published()
    whole = {text.strip(), "-".join(words)}
    exact = list(published.filter(key__in=whole).values_list("key", flat=True)[:1]) if words else []
    if not any(PART.fullmatch(word) for word in words):
        return RecordKeys(exact, [])
    found = published.exclude(key__in=exact)
    for word in words:
        found = found.filter(key__icontains=word)
    # The first that come to hand, along the primary key: a list of all is at /salaries/.
    return RecordKeys(exact, sorted(found.order_by("pk").values_list("key", flat=True)[: MOST - len(exact)]))


def records_of(keys: list[str]) -> list[SalaryRecord]:
    """The records, in the order of their keys as given."""
    records: SalaryRecordQuerySet = SalaryRecord.objects.published().with_relations()
    found = {record.key: record for record in records.filter(key__in=keys)}
    return [found[key] for key in keys if key in found]
