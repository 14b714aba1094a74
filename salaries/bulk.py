"""Many rows at once, without a model instance's signals and at the speed of the database driver.

For derived rows and the log of imports, which nothing else listens to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

T = TypeVar("T")
BATCH = 2_000


def in_batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Lists of at most `size` rows, in order."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def insert_many(model: type[models.Model], instances: Iterable[Any]) -> None:
    """Insert unsaved instances; their primary keys are not read back."""
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    table, marks = quote(model._meta.db_table), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        for batch in in_batches(instances):
            rows = [
                [field.get_db_prep_save(field.pre_save(one, add=True), connection) for field in fields] for one in batch
            ]
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608  own names


def update_many(model: type[models.Model], names: Sequence[str], instances: Iterable[Any]) -> None:
    """Write the fields with these attribute names back, of saved instances."""
    fields = [field for field in model._meta.local_concrete_fields if field.attname in names]
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE id = %s"  # noqa: S608  our own names
    with connection.cursor() as cursor:
        for batch in in_batches(instances):
            cursor.executemany(
                statement,
                [
                    [*[field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields], one.pk]
                    for one in batch
                ],
            )
