"""Rows a second and memory of import_salaries, next to two limits measured in the same run.

The first limit is the database alone (`bench.limits`), the second Django's bulk_create. Also: what one bad row in a
hundred costs, and what adding 1,000 rows costs. Every run has a fresh copy of the database and a process of its own,
and the runs take turns, so that a machine that slows down halfway slows down all of them.

In: sizes, and the address of a PostgreSQL database if there is one. Out: tables with the targets of the project beside
the figures. A run that fails, or that stores another number of rows than it should, is shown with the reason.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench import limits
from bench.databases import PostgresScratch, SqliteScratch
from bench.generate import SEED, generated_rows
from bench.kinds import FOREIGN, KIND
from bench.processes import Finished, run_task
from bench.targets import BAD, BULK, IMPORT, LIMIT, MORE, print_targets

SIZES = (150_000, 1_000_000)
MORE_ROWS = 1_000
BULK_ROWS = 150_000  # of bulk_create at most: its rows/s is taken to be the same beyond


def measure(sizes: tuple[int, ...], database_url: str) -> None:
    """Measure on SQLite and, if `database_url` is PostgreSQL's, there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_on(SqliteScratch(folder), sizes, folder)
        if database_url.startswith("postgres"):
            measure_on(PostgresScratch(database_url), sizes, folder)
        else:
            print("\nPostgreSQL: not measured. DATABASE_URL names no PostgreSQL database.")


def measure_on(scratch: SqliteScratch | PostgresScratch, sizes: tuple[int, ...], folder: Path) -> None:
    try:
        for rows in sizes:
            rounds = 3 if rows <= BULK_ROWS else 1
            turns = "once each" if rounds == 1 else f"medians of {rounds} rounds that take turns"
            print(f"\nImports on {scratch.name}: {rows:,} generated rows, {KIND.name}; {turns}", flush=True)
            if rows > BULK_ROWS:
                print(f"  (bulk_create of {BULK_ROWS:,} rows; its rows/s is taken to be the same beyond)")
            files = Files(folder, rows)
            runs: dict[str, list[Finished]] = defaultdict(list)
            for _ in range(rounds):
                for label, finished in one_round(scratch, files).items():
                    runs[label].append(finished)
            middling = {label: median(found) for label, found in runs.items()}
            for label, finished in middling.items():
                print_run(label, files.rows_of(label), finished)
            print_targets(rows, middling, files.rows_of, sqlite=scratch.name == SqliteScratch.name)
    finally:
        scratch.drop()


class Files:
    """The files of one size, and how many rows each should store."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.rows = rows
        self.survey, self.clean = folder / "survey.csv", folder / "clean.csv"
        self.bad, self.more = folder / "bad.csv", folder / "more.csv"
        self.arguments = KIND.arguments(folder)
        FOREIGN.write(self.survey, generated_rows(rows))
        KIND.write(self.clean, generated_rows(rows))
        KIND.write(self.bad, generated_rows(rows, bad_share=0.01))
        KIND.write(self.more, generated_rows(MORE_ROWS, seed=SEED + 2))
        pairs = zip(generated_rows(rows), generated_rows(rows, bad_share=0.01), strict=True)
        self.good_rows = sum(one == other for one, other in pairs)

    def rows_of(self, label: str) -> int:
        return {BULK: min(self.rows, BULK_ROWS), MORE: MORE_ROWS}.get(label, self.rows)


def one_round(scratch: SqliteScratch | PostgresScratch, files: Files) -> dict[str, Finished]:
    """Each run once, in turn."""
    found: dict[str, Finished] = {}
    with scratch.fresh() as url:
        found[LIMIT] = storing(files.rows, lambda: limits.load(url, files.survey))
    with scratch.fresh() as url:
        found[IMPORT] = storing(files.rows, lambda: run_task(url, "import", str(files.clean), *files.arguments))
        # On top of the rows of the first import. Of these some are there already, by chance.
        found[MORE] = storing(None, lambda: run_task(url, "import", str(files.more), *files.arguments))
    with scratch.fresh() as url:
        found[BAD] = storing(files.good_rows, lambda: run_task(url, "import", str(files.bad), *files.arguments))
    with scratch.fresh() as url:
        count = files.rows_of(BULK)
        found[BULK] = storing(count, lambda: run_task(url, "bulk-create", str(files.survey), str(count)))
    return found


def storing(rows: int | None, run: Callable[[], Finished]) -> Finished:
    """The run, with a problem if it stored another number of rows. None: any number will do."""
    os.sync()  # what earlier runs left to be written is not for this one to wait for
    finished = run()
    if finished.problem or rows in (None, finished.records):
        return finished
    return replace(finished, problem=f"stored {finished.records:,} rows instead of {rows:,}")


def median(runs: list[Finished]) -> Finished:
    """The middling time and the highest memory; or the first run that failed."""
    if failed := [run for run in runs if run.problem]:
        return failed[0]
    memory = [run.peak_mb for run in runs if run.peak_mb is not None]
    seconds = statistics.median(run.seconds for run in runs)
    return replace(runs[0], seconds=seconds, peak_mb=max(memory) if memory else None)


def print_run(label: str, rows: int, finished: Finished) -> None:
    if finished.problem:
        print(f"  {label:<34} {finished.problem}")
        return
    memory = "" if finished.peak_mb is None else f"{finished.peak_mb:6,.0f} MB at most"
    print(f"  {label:<34} {finished.seconds:8.2f} s {rows / finished.seconds:9,.0f} rows/s {memory}", flush=True)
