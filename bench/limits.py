"""The first limit: how fast the database itself takes the same rows, without Python, checks and estimates.

In: a fresh copy of the prepared database, and a survey's file. The indexes of the records' table are dropped before the
clock starts, as they stand there at the time. Measured: the file into a table of text (sqlite3 .import, COPY), one
INSERT … SELECT that looks up names, numbers repeated rows, makes keys and US dollars, then the indexes again.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.generate import EMPLOYMENT, WORK_MODES, Row
from bench.processes import Finished, run_sqlite

TABLE = "salaries_salaryrecord"
COUNT = f"SELECT count(*) FROM {TABLE}"
NO_SQLITE = "not measured: there is no sqlite3 on the command line"


def load(url: str, file: Path) -> Finished:
    """Measure the limit in this database."""
    if not url.startswith("sqlite"):
        return load_postgres(url, file)
    if not shutil.which("sqlite3"):
        return Finished(problem=NO_SQLITE)
    return load_sqlite(Path(urlsplit(url).path), file)


def load_sqlite(database: Path, file: Path) -> Finished:
    connection = sqlite3.connect(database)
    before = counted(connection.execute(COUNT))
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", [TABLE]
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    connection.close()
    script = [
        "PRAGMA synchronous = NORMAL;",
        "BEGIN;",
        ".mode csv",
        f'.import "{file}" staging',
        f"{normalise('rowid')};",
        *(f"{ddl};" for _, ddl in indexes),
        "DROP TABLE staging;",
        "COMMIT;",
        f"SELECT count(*) - {before} FROM {TABLE};",
    ]
    return run_sqlite(database, "\n".join(script))


def load_postgres(url: str, file: Path) -> Finished:
    columns = ", ".join(f"{name} text" for name in Row._fields)
    with psycopg.connect(url) as connection:
        before = counted(connection.execute(COUNT))
        again = drop_indexes(connection)
        connection.commit()
        start = time.perf_counter()
        connection.execute(f"CREATE TEMP TABLE staging ({columns}, line bigint GENERATED ALWAYS AS IDENTITY)")
        copying = f"COPY staging ({', '.join(Row._fields)}) FROM STDIN (FORMAT csv, HEADER)"
        with file.open("rb") as content, connection.cursor().copy(copying) as copy:
            while block := content.read(1 << 16):
                copy.write(block)
        connection.execute(normalise("line"))
        for statement in again:
            connection.execute(statement)
        connection.commit()
        seconds = time.perf_counter() - start
        records = counted(connection.execute(COUNT)) - before
    return Finished(seconds, records)


def counted(cursor: sqlite3.Cursor | psycopg.Cursor) -> int:
    return next(count for (count,) in cursor.fetchall())


def drop_indexes(connection: psycopg.Connection) -> list[str]:
    """Drop keys, foreign keys and indexes of the records' table; returns the statements that bring them back."""
    # Foreign keys first, also those of other tables that point here: they rest on the primary key.
    constraints = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE (conrelid = %(table)s::regclass AND contype IN ('p', 'u', 'f'))"
        " OR (confrelid = %(table)s::regclass AND contype = 'f')"
        " ORDER BY contype = 'f' DESC",
        {"table": TABLE},
    ).fetchall()
    for table, name, _ in constraints:
        connection.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(*map(sql.Identifier, (table, name))))
    # What is left does not belong to a constraint.
    indexes = connection.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [TABLE]).fetchall()
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return [
        *(definition for _, definition in indexes),
        *(
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
            for table, name, definition in reversed(constraints)
        ),
    ]


def normalise(line: str) -> str:
    """The statement that makes records of the table of text. `line` numbers its rows.

    A key is the line that a row stands in first, and which of its repetitions this is.
    """
    return f"""
        INSERT INTO {TABLE} (
            key, source_id, place_id, role_id, level_id, year, currency_code, period, typical, qualifier, population,
            employment_type, work_mode, basis, quote, note, status, created, modified, annual_typical_usd,
            exchange_rate_id
        )
        SELECT
            'bench-' || min(staging.{line}) OVER same || '-' || row_number() OVER same, source.id, city.id, title.id,
            level.id, CAST(staging.year AS integer), staging.currency, 'year', CAST(staging.salary AS decimal),
            'exact', 'unspecified', {choose("employment", EMPLOYMENT)}, {choose("remote", WORK_MODES)}, 'unstated',
            '', '', 'published', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP,
            round(CAST(staging.salary AS decimal) / rate.units, 2), rate.id
        FROM staging
        JOIN bench_name city ON city.kind = 'city' AND city.name = staging.city
        JOIN bench_name title ON title.kind = 'title' AND title.name = staging.title
        JOIN bench_name level ON level.kind = 'level' AND level.name = staging.level
        JOIN bench_name source ON source.kind = 'source' AND source.name = 'bench'
        JOIN bench_rate rate ON rate.currency = staging.currency AND rate.year = staging.year
        WINDOW same AS (PARTITION BY {", ".join(f"staging.{name}" for name in Row._fields)} ORDER BY staging.{line})
    """


def choose(column: str, meanings: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{code}' THEN '{meaning}'" for code, meaning in meanings.items())
    return f"CASE staging.{column} {cases} END"
