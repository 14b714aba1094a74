"""Which values an indexed column has, without reading the table.

In: a model and the first column of one of its indexes, or a later one and values of those before it. Out: its values,
in order. SELECT DISTINCT reads all of the index; this asks for the next larger value, and so makes one step for each
value, however many rows have it.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models


def distinct_values(model: type[models.Model], column: str, **fixed: Any) -> list[Any]:
    """The values of `column`, which must hold no nulls and lead an index, or follow the `fixed` columns in one."""
    quote = connection.ops.quote_name
    table, name = quote(model._meta.db_table), quote(column)
    given = "".join(f"{quote(other)} = %s AND " for other in fixed)
    steps = (
        "WITH RECURSIVE found(value) AS (SELECT min({name}) FROM {table} WHERE {given} TRUE UNION ALL"
        " SELECT (SELECT min({name}) FROM {table} WHERE {given} {name} > found.value) FROM found"
        " WHERE found.value IS NOT NULL) SELECT value FROM found WHERE value IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(steps.format(name=name, table=table, given=given), [*fixed.values()] * 2)
        return sorted(value for (value,) in cursor.fetchall())
