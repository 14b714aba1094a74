"""Imports that are killed, and imports that meet: the database is as before or as after, never in between.

Each import runs in a process of its own on an SQLite file of its own, whatever database the tests use.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from salaries.importers.runs import BUSY
from salaries.management.import_command import TAKEN_WITHOUT_SOME

ROWS = 3_000
SEED = 20261124
# Runs a command, and kills itself before or after one of its statements; it waits for locks for a second only.
DRIVER = """
import os, signal, sys
import django
django.setup()
from django.core.management import CommandError, call_command
from django.db import connection

connection.settings_dict["OPTIONS"]["timeout"] = float(sys.argv[1])
last, before, count = int(sys.argv[2]), sys.argv[3] == "before", 0

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

def counting(execute, sql, parameters, many, context):
    global count
    count += 1
    if count == last and before:
        kill()
    result = execute(sql, parameters, many, context)
    if count == last:
        kill()
    return result

code = 0
with connection.execute_wrapper(counting):
    try:
        call_command(*sys.argv[4:])
    except CommandError as error:
        print(error, file=sys.stderr)
        code = error.returncode
print(f"statements: {count}")
sys.exit(code)
"""
NEVER = "0"
PATIENT, IMPATIENT = "20", "0.2"
MAPPING = """
version = 1
source = {slug = "board", publisher = "A job board", title = "Pay as advertised", kind = "job-ads"}
constants = {period = "year"}
columns = {role = "Title", country = "Country", typical = "Salary", currency_code = "Currency", year = "Year"}
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A database that holds the sample."""
    path = tmp_path_factory.mktemp("prepared") / "site.sqlite3"
    for command in (["migrate", "--verbosity", "0"], ["load_sample"]):
        done = start(path, *command).communicate(timeout=120)
        assert done[1] == ""
    return path


@pytest.fixture
def site(prepared, tmp_path) -> Path:
    """A fresh copy of it."""
    return fresh(prepared, tmp_path / "site.sqlite3")


def fresh(prepared: Path, path: Path) -> Path:
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copy(prepared, path)
    return path


@pytest.fixture
def order(tmp_path) -> list[str]:
    """The command that imports a few thousand rows, a hundredth of them bad."""
    dice = random.Random(SEED)
    lines = ["Title,Country,Salary,Currency,Year"]
    for number in range(ROWS):
        country, currency = dice.choice([("Japan", "JPY"), ("India", "INR"), ("Singapore", "SGD"), ("Germany", "EUR")])
        year = "1066" if number % 100 == 99 else dice.choice([2024, 2025, 2026])
        lines.append(f"Role {dice.randrange(20)},{country},{dice.randrange(40_000, 90_000)},{currency},{year}")
    (tmp_path / "found.csv").write_text("\n".join(lines), "utf-8")
    (tmp_path / "board.toml").write_text(MAPPING, "utf-8")
    return ["import_salaries", str(tmp_path / "found.csv"), "--mapping", str(tmp_path / "board.toml"), "--create-roles"]


def start(path: Path, *command: str, statement: str = NEVER, when: str = "before", patience: str = PATIENT):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{path}", "DJANGO_SETTINGS_MODULE": "guide_site.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, patience, statement, when, *command],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def query(path: Path, statement: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def state(path: Path) -> dict[str, list[tuple]]:
    """All that an import may change, its run aside."""
    tables = (
        "salaryrecord historicalsalaryrecord estimate place role source careerlevel publishedversion importrejection"
    )
    found = {name: query(path, f"SELECT * FROM salaries_{name} ORDER BY id") for name in tables.split()}
    return found | {
        "indexes": query(path, "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"),
        "check": query(path, "PRAGMA integrity_check"),
    }


def runs(path: Path) -> list[tuple]:
    """(outcome, rows created) of the runs over the file."""
    return query(
        path, "SELECT outcome, created_count FROM salaries_importrun WHERE file_name = 'found.csv' ORDER BY id"
    )


def test_an_import_killed_at_any_statement_leaves_everything_as_it_was(prepared, site, order):
    before = state(site)
    out, _ = start(site, *order).communicate(timeout=60)
    statements = int(out.split("statements: ")[1])
    created = ROWS - ROWS // 100
    assert runs(site) == [("done", created)]
    dice = random.Random(SEED)
    moments = {statements, *dice.sample(range(2, statements), 7)}
    for moment in sorted(moments):
        fresh(prepared, site)
        when = dice.choice(["before", "after"])
        killed = start(site, *order, statement=str(moment), when=when)
        killed.communicate(timeout=60)
        assert killed.returncode == -signal.SIGKILL, (moment, when)
        assert state(site) == before, (moment, when)
        assert runs(site) in ([], [("failed", 0)]), (moment, when)
    assert runs(site) == [("failed", 0)]
    start(site, *order).communicate(timeout=60)
    assert runs(site) == [("failed", 0), ("done", created)]
    assert query(site, "SELECT COUNT(*) FROM salaries_salaryrecord WHERE key LIKE 'board-%'") == [(created,)]


def test_an_import_killed_at_any_time_leaves_what_was_or_all_that_is_new(prepared, site, order):
    before = state(site)
    dice = random.Random(SEED)
    for _ in range(4):
        fresh(prepared, site)
        process = start(site, *order)
        try:
            process.wait(timeout=dice.uniform(0.6, 1.6))
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        if [outcome for outcome, _ in runs(site)] == ["done"]:
            assert query(site, "SELECT COUNT(*) FROM salaries_salaryrecord WHERE key LIKE 'board-%'") == [(2_970,)]
        else:
            assert state(site) == before
            assert runs(site) in ([], [("failed", 0)])


def test_of_two_imports_at_once_the_second_waits(site, order):
    first, second = start(site, *order), start(site, *order)
    for process in (first, second):
        process.communicate(timeout=120)
        assert process.returncode == TAKEN_WITHOUT_SOME
    assert sorted(runs(site)) == [("done", 0), ("done", 2_970)]
    assert query(site, "SELECT COUNT(*) FROM salaries_salaryrecord WHERE key LIKE 'board-%'") == [(2_970,)]


def test_an_import_that_cannot_wait_says_so_and_changes_nothing(site, order):
    before = state(site)
    other = sqlite3.connect(site, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        process = start(site, *order, patience=IMPATIENT)
        _, err = process.communicate(timeout=60)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert (process.returncode, err.splitlines()[-1]) == (1, BUSY)
    assert (state(site), runs(site)) == (before, [])
