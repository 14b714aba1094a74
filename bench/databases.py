"""Databases to measure in: one is prepared, and every run has a fresh copy of it.

In: a folder for SQLite; for PostgreSQL the address of a database whose server allows to create databases. That database
itself is never touched: scratch databases stand next to it and are dropped at the end.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.processes import run_task


class SqliteScratch:
    """A prepared file and its copies."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self.folder, self.prepared = folder, folder / "prepared.sqlite3"
        prepare(f"sqlite:///{self.prepared}")

    @contextmanager
    def fresh(self, name: str = "run") -> Iterator[str]:
        """The address of a new copy, which is deleted afterwards. Copies at the same time have names of their own."""
        copy = self.folder / f"{name}.sqlite3"
        shutil.copyfile(self.prepared, copy)
        try:
            yield f"sqlite:///{copy}"
        finally:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{copy}{suffix}").unlink(missing_ok=True)

    def drop(self) -> None:
        self.prepared.unlink()


class PostgresScratch:
    """A prepared database and its copies, on the server of `url`."""

    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self.url = url
        self.prepared = f"guide_bench_{os.getpid()}_prepared"
        self.execute("CREATE DATABASE {}", self.prepared)
        try:
            prepare(self.address(self.prepared))
        except BaseException:
            self.drop()
            raise

    def address(self, database: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    def execute(self, statement: str, *databases: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, databases)))

    @contextmanager
    def fresh(self, name: str = "run") -> Iterator[str]:
        """The address of a new copy, which is dropped afterwards. Copies at the same time have names of their own."""
        copy = f"guide_bench_{os.getpid()}_{name}"
        self.execute("CREATE DATABASE {} TEMPLATE {}", copy, self.prepared)
        try:
            yield self.address(copy)
        finally:
            self.execute("DROP DATABASE {} WITH (FORCE)", copy)

    def drop(self) -> None:
        self.execute("DROP DATABASE {} WITH (FORCE)", self.prepared)


def prepare(url: str) -> None:
    """Fill a new database. Raises RuntimeError if that fails."""
    if problem := run_task(url, "prepare").problem:
        raise RuntimeError(f"The bench's database could not be prepared: {problem}")
