"""Runs tasks of bench.tasks and SQLite's command line in processes of their own.

In: what to run and the database. Out: a `Finished` with the time and the memory that it took, or, if it failed, why.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
# The line of a traceback that names the error: django.db.utils.OperationalError: no such table …
ERROR = re.compile(r"^[a-z]\w*(\.\w+)+: .*$", re.MULTILINE)


@dataclass(frozen=True)
class Finished:
    """A run that came to its end. `records` were added; a problem means that the figures say nothing."""

    seconds: float = 0.0
    records: int = 0
    peak_mb: float | None = None
    problem: str = ""


def environment_of(database_url: str, *, settings: str = "guide_site.settings") -> dict[str, str]:
    """The variables of a process that serves or fills a database."""
    return os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "",  # Django keeps every query in debug mode
    }


def run_task(database_url: str, *arguments: str) -> Finished:
    """Run a task on a database, in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.tasks", *arguments],
        cwd=ROOT,
        env=environment_of(database_url),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        return Finished(problem=reason(done))
    return Finished(**json.loads(last_line(done.stdout))) if arguments[0] != "prepare" else Finished()


def run_sqlite(database: Path, script: str) -> Finished:
    """Feed a script to sqlite3. The last line that it prints is how many records were added."""
    start = time.perf_counter()
    done = subprocess.run(["sqlite3", "-bail", str(database)], input=script, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        return Finished(problem=reason(done))
    return Finished(seconds, int(last_line(done.stdout)))


def reason(done: subprocess.CompletedProcess[str]) -> str:
    """Why a process failed, in a line."""
    errors = [found.group() for found in ERROR.finditer(done.stderr)]
    return errors[-1] if errors else last_line(done.stderr) or f"exit code {done.returncode}"


def last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""
