"""How a run is kept: written down as failed before the work, as done together with it; one at a time.

In: what is about to be imported. Out: an `ImportRun`, and its refused rows. Errors: `ImportFailed`, a sentence for
whoever runs the import.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from tempfile import TemporaryFile

from django.contrib.auth.models import User
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from salaries.bulk import insert_many
from salaries.importers.result import Refusal, RefusedRow, Result
from salaries.models import ImportRejection, ImportRun

# Any number that no other advisory lock of the site has.
LOCK = 0x1A9057
PATIENCE_SECONDS = 20
BUSY = "Another import or a long change is under way; this one changed nothing. Try again when it is finished."


class ImportFailed(Exception):
    """The import could not be carried out; the message says why."""


@contextmanager
def recorded(result: Result, *, importer: str, columns: list[str], mapping: str, user: User | None) -> Iterator[None]:
    """A run of `importer`, failed until `finish` says otherwise. A dry run leaves no trace."""
    run = ImportRun(
        importer=importer,
        file_name=result.file_name[:250],
        sha256=result.sha256,
        mapping=mapping,
        columns=columns,
        user=user,
    )
    try:
        if not result.is_dry_run:
            run.save()
            result.run = run
        yield
    except DatabaseError as error:
        reason = BUSY if is_busy(error) else f"The database stopped the import: {str(error).strip()}"
        note_failure(run, reason)
        raise ImportFailed(reason) from error
    except BaseException as error:
        note_failure(run, str(error) or type(error).__name__)
        raise


def is_busy(error: DatabaseError) -> bool:
    return isinstance(error, OperationalError) and ("locked" in str(error) or "lock timeout" in str(error))


def note_failure(run: ImportRun, reason: str) -> None:
    """Say why a run failed; if the database cannot even take that, the run stays failed without a reason."""
    if run.pk is None or connection.needs_rollback:
        return
    run.outcome, run.message, run.finished = ImportRun.Outcome.FAILED, reason[:2_000], timezone.now()
    try:
        run.save()
    except DatabaseError:
        return


def wait_for_turn() -> None:
    """Within a transaction: wait for another import to end, not for ever. SQLite's transactions wait by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute("SET LOCAL lock_timeout = 0")


def finish(result: Result, refused: Iterable[RefusedRow], outcome: str) -> None:
    """Keep the counts, the warnings and the refused rows, in the transaction of the work itself."""
    run = result.run
    if run is None:
        return
    insert_many(ImportRejection, (rejection for row in refused for rejection in rejections(run, row)))
    is_done = outcome == ImportRun.Outcome.DONE
    run.outcome, run.finished = outcome, timezone.now()
    run.created_count = result.created_count if is_done else 0
    run.updated_count = result.updated_count if is_done else 0
    run.unchanged_count, run.refused_count = result.unchanged_count, result.refused_count
    run.left_out_count, run.vanished_count = result.left_out_count, result.vanished_count
    run.pruned_count = result.pruned_count if is_done else 0
    run.warnings = [asdict(warned) for warned in result.warnings[:100]]
    run.save()


def rejections(run: ImportRun, row: RefusedRow) -> Iterator[ImportRejection]:
    """One for each refused value; the first keeps the row as the file has it."""
    for index, refusal in enumerate(row.refusals):
        yield ImportRejection(
            run=run,
            row_number=row.row_number,
            field=readable(refusal.field)[:60],
            value=readable(refusal.value),
            reason=refusal.reason,
            cells=[readable(cell) for cell in row.cells] if index == 0 else None,
        )


def readable(text: str) -> str:
    """Text that every database can keep."""
    return text.replace("\0", "�").encode("utf-8", "replace").decode()


class RefusedRows:
    """Refused rows on disk until the run is written: there can be as many as the file has rows."""

    def __init__(self) -> None:
        self.file = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed with the object

    def add(self, row: RefusedRow) -> None:
        self.file.write(json.dumps([row.row_number, list(row.cells), [vars(one) for one in row.refusals]]) + "\n")

    def __iter__(self) -> Iterator[RefusedRow]:
        self.file.seek(0)
        for line in self.file:
            number, cells, refusals = json.loads(line)
            yield RefusedRow(number, cells, [Refusal(**one) for one in refusals])
