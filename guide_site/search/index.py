"""Writes the index.

In: things that are new or have changed, or the keys of what is gone. Out: their entries, in the transaction of the
change. `rebuild` makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import connection, models, transaction

from guide_site.search.engines import lock, settle
from guide_site.search.entries import INDEXED, guide_words
from guide_site.search.models import SearchEntry
from guide_site.search.words import distinct, words_of
from salaries.bulk import in_batches

KEY = ["thing", "object_id"]
WRITTEN = [field.name for field in SearchEntry._meta.fields if field.name not in {"id", *KEY}]
BATCH = 200


def write(model: type[models.Model], keys: Collection[Any]) -> None:
    """Make the entries of these rows anew; what has no page, or is not there any more, has none."""
    make, rows = INDEXED[model]
    written = _save(make(one) for one in rows().filter(pk__in=keys))
    forget(model, set(keys) - written)


def forget(model: type[models.Model], keys: Collection[Any]) -> None:
    if keys:
        SearchEntry.objects.filter(thing=model._meta.model_name, object_id__in=keys).delete()


def write_lead(guides: Iterable[Any]) -> None:
    """The author and topics of guides whose text has not changed: that is not read again."""
    found = {guide.pk: guide for guide in guides}
    entries = list(SearchEntry.objects.filter(thing="article", object_id__in=found).defer("text", "text_words"))
    for entry in entries:
        guide = found[entry.object_id]
        entry.lead_words = distinct(words_of(f"{guide.summary} {guide_words(guide)}"))
    SearchEntry.objects.bulk_update(entries, ["lead_words"], batch_size=BATCH)


def rebuild() -> Iterator[tuple[str, int]]:
    """Make the whole index anew in one transaction, during which readers go on with the old one on PostgreSQL.

    Yields the name of each kind of thing with the number of its entries, when they are written.
    """
    with transaction.atomic():
        lock(connection)
        things = [model._meta.model_name for model in INDEXED]
        SearchEntry.objects.exclude(thing__in=things).delete()
        for model, (make, rows) in INDEXED.items():
            written = _save(make(one) for one in rows().iterator(chunk_size=BATCH))
            stale = SearchEntry.objects.filter(thing=model._meta.model_name).values_list("object_id", flat=True)
            forget(model, set(stale) - written)
            yield str(model._meta.verbose_name_plural), len(written)
        settle(connection)


def _save(entries: Iterable[SearchEntry | None]) -> set[Any]:
    """Insert or overwrite; which objects have an entry now."""
    written: set[Any] = set()
    for batch in in_batches((entry for entry in entries if entry), BATCH):
        SearchEntry.objects.bulk_create(batch, update_conflicts=True, unique_fields=KEY, update_fields=WRITTEN)
        written |= {entry.object_id for entry in batch}
    return written
