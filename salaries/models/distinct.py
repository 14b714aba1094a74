"""Which values an indexed column has, without reading the table.

In: a model and the first column of one of its indexes. Out: its values, in order. SELECT DISTINCT reads all of the
index; this asks for the next larger value, and so makes one step for each value, however many rows have it.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models


def distinct_values(model: type[models.Model], column: str) -> list[Any]:
    """The values of `column`, which must lead an index and hold no nulls."""
    table, name = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(column)
    steps = (
        "WITH RECURSIVE found(value) AS (SELECT min({name}) FROM {table} UNION ALL"
        " SELECT (SELECT min({name}) FROM {table} WHERE {name} > found.value) FROM found WHERE found.value IS NOT NULL)"
        " SELECT value FROM found WHERE value IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(steps.format(name=name, table=table))
        return sorted(value for (value,) in cursor.fetchall())
