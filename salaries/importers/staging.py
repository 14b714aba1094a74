"""The checked rows of a file in a temporary table, compared with what is there and written, all in SQL.

In: tuples of database values, each with its row number. Out: which would be created, changed or repeated, and the
writing of them. Memory does not grow with the file; nothing is visible before the transaction ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from salaries.bulk import in_batches

# From this many new rows on, if they outnumber those that are there, indexes are made anew, not kept up.
MANY = 20_000
# What PostgreSQL may use to sort and count a file's keys.
SORTING_MEMORY = "128MB"


class Stage:
    """Rows of one file for one model; `fields` are the model's attribute names, `key` one or more of them."""

    def __init__(
        self, model: type[models.Model], fields: Sequence[str], key: Sequence[str], *, judged: bool = False
    ) -> None:
        """With `judged` each row ends with an amount of its own for `within`, in a unit that all rows share."""
        self.model, self.fields, self.key = model, list(fields), list(key)
        self.is_postgres = connection.vendor == "postgresql"
        self.row_count, self.has_judged = 0, judged
        self.table = connection.ops.quote_name(model._meta.db_table)
        declared = ", ".join(f"{self.column(name)} {self.field(name).db_type(connection)}" for name in self.fields)
        if self.is_postgres:
            self.execute(f"SET LOCAL work_mem = '{SORTING_MEMORY}'")
        self.execute("DROP TABLE IF EXISTS staged_row")
        if self.has_judged:
            declared += ", judged numeric"
        self.execute(f"CREATE TEMPORARY TABLE staged_row (row_number integer, record_id bigint, {declared})")

    def field(self, name: str) -> Any:
        return next(field for field in self.model._meta.local_concrete_fields if field.attname == name)

    def column(self, name: str) -> str:
        return str(connection.ops.quote_name(self.field(name).column))

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Rows as (row number, *values in the order of `fields`); decimals and dates may be text."""
        columns = ["row_number", *map(self.column, self.fields), *(["judged"] if self.has_judged else [])]
        names = ", ".join(columns)
        for batch in in_batches(rows):
            self.row_count += len(batch)
            with connection.cursor() as cursor:
                if self.is_postgres:
                    with cursor.copy(f"COPY staged_row ({names}) FROM STDIN") as copy:
                        for row in batch:
                            copy.write_row(row)
                else:
                    marks = ", ".join(["%s"] * len(columns))
                    cursor.executemany(f"INSERT INTO staged_row ({names}) VALUES ({marks})", batch)

    # -- sameness ---------------------------------------------------------------------------------------------------
    def number_repeats(self) -> None:
        """Give the second and later rows of the same key a key of their own: "…-2", "…-3", in the file's order."""
        (key,) = map(self.column, self.key)
        at = "ctid" if self.is_postgres else "rowid"
        again = f"SELECT {key} FROM staged_row GROUP BY {key} HAVING COUNT(*) > 1"
        numbered = (
            f"SELECT {at} AS at, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY row_number) AS place FROM staged_row "
            f"WHERE {key} IN ({again})"
        )
        repeated = f"SELECT * FROM ({numbered}) AS numbered WHERE place > 1"
        self.execute(
            f"UPDATE staged_row SET {key} = {key} || '-' || repeated.place "
            f"FROM ({repeated}) AS repeated WHERE repeated.at = staged_row.{at}"
        )

    def repeats(self) -> Iterator[tuple[Any, ...]]:
        """(row number, number of the first row with its key, *key) of each row whose key stands above it already."""
        keys = ", ".join(map(self.column, self.key))
        first = f"MIN(row_number) OVER (PARTITION BY {keys})"
        found = f"SELECT row_number, {first} AS first, {keys} FROM staged_row"
        return self.query(f"SELECT * FROM ({found}) AS found WHERE row_number > first ORDER BY row_number")

    def drop(self, row_numbers: Iterable[int]) -> None:
        """Take rows out again."""
        for batch in in_batches(row_numbers):
            self.row_count -= len(batch)
            marks = ", ".join(["%s"] * len(batch))
            self.execute(f"DELETE FROM staged_row WHERE row_number IN ({marks})", batch)

    def match(self) -> None:
        """Find for each row the record that is there already."""
        if self.model._default_manager.exists():
            same = " AND ".join(f"record.{column} = staged_row.{column}" for column in map(self.column, self.key))
            self.execute(
                f"UPDATE staged_row SET record_id = record.id FROM {self.table} AS record WHERE {same}"
                if self.is_postgres
                else f"UPDATE staged_row SET record_id = (SELECT id FROM {self.table} AS record WHERE {same})"
            )
        if self.is_postgres:
            self.execute("ANALYZE staged_row")

    # -- what would happen ------------------------------------------------------------------------------------------
    @property
    def created_count(self) -> int:
        return int(self.value("SELECT COUNT(*) FROM staged_row WHERE record_id IS NULL"))

    def changed_rows(self, stated: Sequence[str]) -> str:
        """SQL of the rows that differ from their records in one of the `stated` fields."""
        unlike = "IS DISTINCT FROM" if self.is_postgres else "IS NOT"
        differs = " OR ".join(f"record.{c} {unlike} staged_row.{c}" for c in map(self.column, stated)) or "1 = 0"
        return f"FROM staged_row JOIN {self.table} AS record ON record.id = staged_row.record_id WHERE ({differs})"

    def count_changed(self, stated: Sequence[str]) -> int:
        return int(self.value(f"SELECT COUNT(*) {self.changed_rows(stated)}"))

    def changed(self, stated: Sequence[str], also: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, Any]]]:
        """(primary key of the record, {field: new value}) of each row that changes one of the `stated` fields.

        In the file's order, with the values of `also`, and in pages, so that the records may be written meanwhile.
        """
        names = [*stated, *also]
        columns = ", ".join(f"staged_row.{self.column(name)}" for name in names)
        found = [self.field(name) for name in names]
        fields = [field.target_field if field.is_relation else field for field in found]
        after = 0
        while page := list(
            self.query(
                f"SELECT staged_row.row_number, record.id, {columns} {self.changed_rows(stated)} "
                "AND staged_row.row_number > %s ORDER BY staged_row.row_number LIMIT 500",
                [after],
            )
        ):
            after = page[-1][0]
            for _, pk, *values in page:
                yield pk, {n: field.to_python(value) for n, field, value in zip(names, fields, values, strict=True)}

    def vanished(self, owner: str) -> Iterator[tuple[int]]:
        """Primary keys of the records of the file's owners, such as its sources, that no row matches."""
        column = self.column(owner)
        return self.query(
            f"SELECT record.id FROM {self.table} AS record "
            f"WHERE record.{column} IN (SELECT DISTINCT {column} FROM staged_row) "
            "AND record.id NOT IN (SELECT record_id FROM staged_row WHERE record_id IS NOT NULL)"
        )

    def distinct(self, *names: str, new: bool = False) -> list[tuple[Any, ...]]:
        """The different values of fields, of all rows or of those that no record matches."""
        where = "WHERE record_id IS NULL" if new else ""
        return list(self.query(f"SELECT DISTINCT {', '.join(map(self.column, names))} FROM staged_row {where}"))

    def within(self, rules: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, int, Any]]:
        """(row number, index of the rule, amount) of the rows of pay that fall under a rule.

        Rules are (index, role, place, least, below), with amounts in annual US dollars or in the unit of `judged`.
        """
        amount = "staged_row.judged" if self.has_judged else "staged_row.annual_typical_usd"
        self.execute("DROP TABLE IF EXISTS staged_rule")
        self.execute(
            "CREATE TEMPORARY TABLE staged_rule "
            "(number integer, role_id bigint, place_id bigint, least decimal(15, 2), below decimal(15, 2))"
        )
        with connection.cursor() as cursor:
            rows = [(index, role, place, str(least), str(below)) for index, role, place, least, below in rules]
            cursor.executemany("INSERT INTO staged_rule VALUES (%s, %s, %s, %s, %s)", rows)
        self.execute("CREATE INDEX staged_rule_cell ON staged_rule (role_id, place_id)")
        return self.query(
            f"SELECT staged_row.row_number, staged_rule.number, {amount} FROM staged_row "
            "JOIN staged_rule "
            "ON staged_rule.role_id = staged_row.role_id AND staged_rule.place_id = staged_row.place_id "
            f"AND {amount} >= staged_rule.least AND {amount} < staged_rule.below "
            "ORDER BY staged_row.row_number"
        )

    def amend(self, row_number: int, *, status: str, note: str) -> None:
        """Change the status of one row of pay and add to its note."""
        self.execute(
            "UPDATE staged_row SET status = %s, note = TRIM(note || ' ' || %s) WHERE row_number = %s",
            [status, note, row_number],
        )

    # -- writing ----------------------------------------------------------------------------------------------------
    def insert(self, **constants: Any) -> None:
        """Write the rows that no record matches, with the same `constants` for all of them."""
        names = ", ".join([*map(self.column, self.fields), *map(self.column, constants)])
        values = ", ".join([*map(self.column, self.fields), *["%s"] * len(constants)])
        prepared = [self.field(name).get_db_prep_save(value, connection) for name, value in constants.items()]
        with self.indexes_last():
            self.execute(
                f"INSERT INTO {self.table} ({names}) SELECT {values} FROM staged_row WHERE record_id IS NULL "
                "ORDER BY row_number",
                prepared,
            )
        if self.row_count < MANY:
            return
        if not self.is_postgres:
            self.execute("PRAGMA analysis_limit = 400")  # rows of each index that it looks at: milliseconds
        self.execute(f"ANALYZE {self.table}")  # or queries are planned as if the table were still as small as it was
        if self.is_postgres:
            # Estimates are read from an index alone, once the table is known to hold nothing that some may not see.
            # PostgreSQL finds that out by itself within minutes, and meanwhile visits each record.
            transaction.on_commit(lambda: self.execute(f"VACUUM (SKIP_LOCKED) {self.table}"), robust=True)

    def update(self, stated: Sequence[str]) -> None:
        """Set the `stated` fields of the records that differ, for models that keep no history."""
        columns = [self.column(name) for name in stated]
        self.execute("DROP TABLE IF EXISTS changed_record")
        self.execute(f"CREATE TEMPORARY TABLE changed_record AS SELECT record.id {self.changed_rows(stated)}")
        if not columns or not self.value("SELECT COUNT(*) FROM changed_record"):
            return
        settings = ", ".join(f"{column} = staged_row.{column}" for column in columns)
        self.execute(
            f"UPDATE {self.table} SET {settings} FROM staged_row "
            f"WHERE staged_row.record_id = {self.table}.id AND {self.table}.id IN (SELECT id FROM changed_record)"
        )

    def touched(self, *names: str) -> set[tuple[Any, ...]]:
        """The different values of fields among the rows that were inserted or, by `update`, changed."""
        columns = ", ".join(map(self.column, names))
        where = "record_id IS NULL OR record_id IN (SELECT id FROM changed_record)"
        fields = [self.field(name) for name in names]
        rows = self.query(f"SELECT DISTINCT {columns} FROM staged_row WHERE {where}")
        return {tuple(field.to_python(value) for field, value in zip(fields, row, strict=True)) for row in rows}

    @contextmanager
    def indexes_last(self) -> Iterator[None]:
        """Where most of the table is new, making its indexes afterwards, and its foreign keys, is far quicker.

        On SQLite readers go on with what was. On PostgreSQL they wait until the import ends, which is why a table that
        holds more than is added keeps its indexes.
        """
        is_mostly_new = self.row_count >= MANY and self.model._default_manager.count() < self.created_count
        if not is_mostly_new:
            yield
            return
        drop, make = self.postgres_definitions() if self.is_postgres else self.sqlite_definitions()
        for statement in drop:
            self.execute(statement)
        yield
        for statement in make:
            self.execute(statement)

    def sqlite_definitions(self) -> tuple[list[str], list[str]]:
        """What drops the indexes of the table, and what makes them again."""
        found = list(
            self.query(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
                [self.model._meta.db_table],
            )
        )
        return [f"DROP INDEX {connection.ops.quote_name(name)}" for name, _ in found], [made for _, made in found]

    def postgres_definitions(self) -> tuple[list[str], list[str]]:
        """The same, and its foreign keys: each of them is otherwise looked up for each row when the import ends."""
        keys = list(
            self.query(
                "SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE conrelid = %s::regclass AND contype = 'f'",
                [self.model._meta.db_table],
            )
        )
        indexes = list(
            self.query(
                "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
                "WHERE indrelid = %s::regclass "
                "AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE conrelid = indrelid)",
                [self.model._meta.db_table],
            )
        )
        # What is still to be checked is checked now: a table with open checks cannot be altered.
        drop = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]
        drop += [f"ALTER TABLE {self.table} DROP CONSTRAINT {name}" for name, _ in keys]
        drop += [f"DROP INDEX {name}" for name, _ in indexes]
        make = [f"SET LOCAL maintenance_work_mem = '{SORTING_MEMORY}'", *(made for _, made in indexes)]
        make += [f"ALTER TABLE {self.table} ADD CONSTRAINT {name} {made}" for name, made in keys]
        return drop, make

    # -- plain SQL --------------------------------------------------------------------------------------------------
    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, list(parameters) or None)

    def query(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows in blocks; finish one query before the next change of the rows that it reads."""
        with connection.cursor() as cursor:
            cursor.execute(statement, list(parameters) or None)
            while rows := cursor.fetchmany(2_000):
                yield from rows

    def value(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        return next(self.query(statement, parameters))[0]
