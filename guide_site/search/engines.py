"""What differs between databases: FTS5 on SQLite, text search vectors on PostgreSQL. Both keep themselves in step.

In: terms of a–z and 0–9, and where they must stand: in the names, in the lead (names and summary), anywhere. Out: a
condition on `SearchEntry`; the tables, triggers and columns behind it. Both databases are given the same words and only
asked which rows have them, so they agree; the order of results is worked out from that (`models`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func

from guide_site.search.words import Term

ENTRIES, WORDS = "guide_site_searchentry", "guide_site_searchwords"
COLUMNS = ("names", "lead_words", "text_words")
# {where: columns of FTS5, vector of PostgreSQL}
NAMES, LEAD, ANYWHERE = "names", "lead", "anywhere"
PLACES = {
    NAMES: (COLUMNS[:1], "names_vector"),
    LEAD: (COLUMNS[:2], "lead_vector"),
    ANYWHERE: (COLUMNS, "text_vector"),
}


def _row(name: str) -> str:
    return ", ".join(f"{name}.{column}" for column in COLUMNS)


_INTO = f"INSERT INTO {WORDS}(rowid, {', '.join(COLUMNS)})"
_OUT = f"INSERT INTO {WORDS}({WORDS}, rowid, {', '.join(COLUMNS)}) VALUES ('delete', old.id, {_row('old')});"
_IN = f"{_INTO} VALUES (new.id, {_row('new')});"
TRIGGERS = {"insert": _IN, "delete": _OUT, "update": f"{_OUT} {_IN}"}
# Only which row and column has a word is kept, not where in the text it stands.
SQLITE = (
    f"DROP TABLE IF EXISTS {WORDS}",
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5({', '.join(COLUMNS)}, content='{ENTRIES}', content_rowid='id', "
    "detail=column, tokenize='ascii', prefix='2 3')",
    *(
        statement
        for event, work in TRIGGERS.items()
        for statement in (
            f"DROP TRIGGER IF EXISTS {WORDS}_{event}",
            f"CREATE TRIGGER {WORDS}_{event} AFTER {event.upper()} ON {ENTRIES} BEGIN {work} END",
        )
    ),
    f"INSERT INTO {WORDS}({WORDS}) VALUES ('rebuild')",
)
# A cast takes the words as they are; to_tsvector would parse them by rules and dictionaries of its own.
_NAMES = "translate(names, '|', ' ')::tsvector"
_VECTORS = {
    "names_vector": _NAMES,
    "lead_vector": f"{_NAMES} || lead_words::tsvector",
    "text_vector": f"{_NAMES} || lead_words::tsvector || text_words::tsvector",
}
POSTGRESQL = (
    *(
        f"ALTER TABLE {ENTRIES} ADD COLUMN IF NOT EXISTS {name} tsvector GENERATED ALWAYS AS ({made}) STORED"
        for name, made in _VECTORS.items()
    ),
    f"CREATE INDEX IF NOT EXISTS {WORDS} ON {ENTRIES} USING gin (text_vector)",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what the database needs besides the table; on SQLite anew, filled from the table."""
    statements = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def settle(connection: BaseDatabaseWrapper) -> None:
    """After all entries were written: SQLite's index anew, what PostgreSQL's planner knows of its own."""
    if connection.vendor == "sqlite":
        install(connection)
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {ENTRIES}")


def lock(connection: BaseDatabaseWrapper) -> None:
    """Within a transaction: until it ends nobody else writes to the index. SQLite's transactions see to that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {ENTRIES} IN SHARE ROW EXCLUSIVE MODE")


class Has(Func):
    """Whether an entry has all the terms in one place."""

    output_field: models.Field[Any, Any] = BooleanField()

    def __init__(self, terms: Sequence[Term], where: str) -> None:
        super().__init__(F("pk"))
        self.terms, self.where = terms, where

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        key, params = compiler.compile(self.source_expressions[0])
        words = " AND ".join(f'"{term.word}"{"*" * term.is_beginning}' for term in self.terms)
        columns = " ".join(PLACES[self.where][0])
        found = f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s"
        return f"{key} IN ({found})", [*params, f"{{{columns}}} : ({words})"]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        alias = connection.ops.quote_name(self.source_expressions[0].alias)  # type: ignore[attr-defined]
        words = " & ".join(f"{term.word}{':*' * term.is_beginning}" for term in self.terms)
        return f"{alias}.{PLACES[self.where][1]} @@ %s::tsquery", [words]


class Bytewise(Func):
    """A text as it is ordered by its letters' numbers, whatever the language of the database."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **context)
