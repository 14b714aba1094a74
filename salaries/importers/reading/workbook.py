"""XLSX workbooks: looked through before they are read, then read in a process of their own.

In: the path of a workbook, the sheet that is wanted. Out: a temporary CSV file with the rows of that sheet, and the
sheet's name. Formulas are their values, error values (#N/A) are text. Raises UnreadableFile.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from . import sheet_process
from .archives import MISLED, check_entry, open_zip, workbook_kind
from .header import folded
from .limits import MEGABYTE, Limits, UnreadableFile, in_words

MARKUP = (".xml", ".rels")


def sheet_as_csv(
    path: Path, *, name: str, sheet: str | int, expected: Collection[str], limits: Limits
) -> tuple[Path, str]:
    """The rows of one sheet in a temporary CSV file, which the caller removes, and the sheet's name."""
    look_through(path, name, limits)
    options = {
        "sheet": sheet,
        "expected": [folded(column) for column in expected],
        "columns": limits.columns,
        "cells": limits.workbook_cells,
        "memory_bytes": limits.workbook_memory_bytes,
        "file_bytes": limits.expanded_bytes,
    }
    handle, rows = tempfile.mkstemp(prefix="table-", suffix=".csv")
    try:
        with os.fdopen(handle, "wb") as output:
            finished = subprocess.run(  # noqa: S603 - our own program, and a path that no shell reads
                [sys.executable, "-P", sheet_process.__file__, str(path.absolute()), json.dumps(options)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.PIPE,
                timeout=limits.workbook_seconds,
                check=False,
            )
        answer = _answer(finished.stderr)
        if finished.returncode or "sheet" not in answer:
            reason = answer.get("error") or "the workbook is damaged or needs more memory than it may have"
            raise UnreadableFile(f"{name}: {reason}.")
    except BaseException as error:
        Path(rows).unlink(missing_ok=True)
        if isinstance(error, subprocess.TimeoutExpired):
            raise UnreadableFile(f"{name}: reading the workbook takes too long.") from error
        raise
    return Path(rows), answer["sheet"]


def look_through(path: Path, name: str, limits: Limits) -> None:
    """Unpack every part without keeping it: whole, no larger than allowed, no entity declarations."""
    total = 0
    most = limits.expanded_at_most(path.stat().st_size, limits.workbook_expanded_bytes)
    with path.open("rb") as raw, open_zip(raw, name, limits) as archive:
        if not workbook_kind(archive, name):
            raise UnreadableFile(f"{name} is not an XLSX workbook: save it as XLSX or CSV.")
        for entry in archive.infolist():
            check_entry(entry, name)
            is_markup = entry.filename.endswith(MARKUP)
            tail = b""
            try:
                with archive.open(entry) as part:
                    while block := part.read(MEGABYTE):
                        total += len(block)
                        if total > most:
                            raise UnreadableFile(f"{name} expands to more than {in_words(most)}: it is not read.")
                        if is_markup and (b"<!DOCTYPE" in tail + block or b"<!ENTITY" in tail + block):
                            raise UnreadableFile(f"{name} declares XML entities, which no spreadsheet writes.")
                        tail = block[-16:]
            except UnreadableFile:
                raise
            except MISLED as error:
                raise UnreadableFile(f"{name} is a damaged or cut-off workbook: {error}.") from error


def _answer(output: bytes) -> dict[str, str]:
    """What the program said last, {} if it was stopped before it could."""
    with contextlib.suppress(ValueError, IndexError):
        answer = json.loads(output.splitlines()[-1])
        if isinstance(answer, dict):
            return answer
    return {}
