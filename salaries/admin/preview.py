"""What an upload would do: read and imported by the importer of the commands, then undone.

In: an `Upload`. Out: a `Preview` for the page, a `Result` of the import itself, refused rows. Errors: a file that
cannot be read is part of a preview (`problem`); `carry_out` raises `ImportFailed` or `UnreadableFile`.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from django.contrib.auth.models import User

from salaries.admin.import_choices import Choices
from salaries.admin.import_forms import MOST_BYTES
from salaries.admin.import_kinds import KINDS, Kind, not_allowed
from salaries.importers import ImportFailed, Result, SalaryImporter, UnreadableFile
from salaries.importers.mapping import Mapping
from salaries.importers.reading import Limits, Table, open_table
from salaries.importers.refused_rows import REASON_COLUMN
from salaries.importers.result import RefusedRow
from salaries.importers.salaries import open_for
from salaries.models import Upload

logger = logging.getLogger(__name__)

# What an upload may expand to: a request is answered while somebody waits.
LIMITS = Limits(
    stored_bytes=MOST_BYTES,
    expanded_bytes=5 * MOST_BYTES,
    workbook_expanded_bytes=10 * MOST_BYTES,
    workbook_cells=5_000_000,
    workbook_seconds=30,
)
SHOWN_COLUMNS = 200
SHOWN_TITLES = 50
LOOKED_AT = 50
STARTED = (
    "This upload was confirmed already: it is being imported, or its import was stopped. The list of import runs says "
    "which; if it was stopped, choose the file again."
)
BROKEN = "The import stopped because of an error in this program, and changed nothing. The site’s log says more."


@dataclass
class Column:
    """A column of the file: some of what stands in it, and the fields that it is."""

    name: str
    examples: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


@dataclass
class Preview:
    """How a file is read and what its import would do; `problem` says why there is no `result`."""

    upload: Upload
    choices: Choices
    format: str = ""
    preamble_rows: int = 0
    blank_rows: int = 0
    columns: list[Column] = field(default_factory=list)
    mapping: Mapping | None = None
    # The publisher's format that a file of rates or prices is in.
    published: str = ""
    result: Result | None = None
    problem: str = ""

    @property
    def kind(self) -> Kind:
        return KINDS[self.choices.kind]

    @property
    def is_own_format(self) -> bool:
        return self.mapping is None and not self.published

    @property
    def counts(self) -> list[tuple[str, int, str]]:
        """(what, how many rows, what it means); they add up to the rows of the file."""
        if (result := self.result) is None:
            return []
        return [
            ("Created", result.created_count, "new"),
            ("Updated", result.updated_count, "there already, with other values"),
            ("Unchanged", result.unchanged_count, "there already"),
            ("Refused", result.refused_count, "cannot be taken"),
            ("Left out", result.left_out_count, "not meant to be imported"),
        ]

    @property
    def row_count(self) -> int:
        return sum(count for _, count, _ in self.counts)

    @property
    def titles(self) -> list[tuple[str, int]]:
        return self.result.unmatched_titles.most_common(SHOWN_TITLES) if self.result else []

    @property
    def left_out(self) -> list[tuple[str, int]]:
        return self.result.left_out.most_common() if self.result else []

    @property
    def changes_nothing(self) -> bool:
        result = self.result
        deletes = self.choices.prune and result is not None and result.vanished_count
        return result is not None and not (result.created_count or result.updated_count or deletes or result.made)

    def obstacle(self, user: User) -> str:
        """Why the import cannot be confirmed, in a sentence; empty if it can."""
        if (result := self.result) is None:
            return self.problem
        if self.row_count == result.refused_count + result.left_out_count:
            return "No row of this file can be imported." if self.row_count else "This file has a header and no rows."
        if result.refused_count and not result.takes_others:
            return "Nothing would be imported, because rows are refused and the file is taken whole or not at all."
        if result.refused_count and self.choices.prune:
            return "Nothing can be deleted while rows are refused: a refused row cannot be told from one that vanished."
        if lacking := not_allowed(user, result.made):
            return f"This import would make {', '.join(lacking)}, which you may not add."
        return ""

    def refused_rows(self) -> Iterator[RefusedRow]:
        """The refused rows with their cells. Raises UnreadableFile."""
        if self.result is not None:
            yield from self.result.refused_rows or self.shown_refused_rows(self.result)

    def shown_refused_rows(self, result: Result) -> Iterator[RefusedRow]:
        """The refused rows that a result shows, looked up in the file. (Not every importer keeps all of them.)"""
        found = {n: list(group) for n, group in groupby(result.refusals, key=lambda one: one.row_number)}
        with table_of(self.upload, self.choices) as table:
            for number, cells in table.rows():
                if number in found:
                    yield RefusedRow(number, cells, found[number])


def preview(upload: Upload, user: User) -> Preview:
    """Look at an upload; nothing is changed."""
    seen = Preview(upload, Choices(**upload.choices))
    if upload.started:
        seen.problem = STARTED
        return seen
    try:
        with in_words(upload), table_of(upload, seen.choices) as table:
            describe(table, seen)
            require_all_fields(seen.mapping)
            seen.result = run(upload, seen, table, user, dry_run=True)
            seen.blank_rows = table.blank_rows
    except (UnreadableFile, ImportFailed) as error:
        seen.problem = str(error)
    return seen


def carry_out(upload: Upload, user: User) -> Result:
    """Import an upload. Raises UnreadableFile, ImportFailed."""
    seen = Preview(upload, Choices(**upload.choices))
    with in_words(upload), table_of(upload, seen.choices) as table:
        settle(table, seen)
        return run(upload, seen, table, user, dry_run=False)


@contextmanager
def table_of(upload: Upload, choices: Choices) -> Iterator[Table]:
    """The upload as a table. Raises UnreadableFile."""
    reading: dict[str, Any] = {"name": upload.name, "encoding": choices.encoding, "limits": LIMITS}
    content, kind = io.BytesIO(upload.content), KINDS[choices.kind]
    if kind.takes_choices:
        table = open_for(choices.base(), content, sheet=choices.sheet, **reading)
    else:
        known = [*kind.importer.row_model.model_fields]  # type: ignore[union-attr]
        known += [name for one in getattr(kind.importer, "formats", ()) for name in one.required]
        table = open_table(content, expected=known, sheet=choices.sheet, **reading)
    with table:
        yield table


def settle(table: Table, seen: Preview) -> None:
    """Find out what the columns are. Raises UnreadableFile."""
    kind = seen.kind
    if kind.takes_choices:
        seen.mapping = seen.choices.settle(seen.choices.base(), table.columns)
        return
    formats = getattr(kind.importer, "formats", ())
    seen.published = next((one.name for one in formats if one.recognises(table.columns, table.preamble)), "")


def describe(table: Table, seen: Preview) -> None:
    """Note how the file is read. Raises UnreadableFile."""
    seen.format, seen.preamble_rows = table.format, table.preamble_rows
    seen.columns = [Column(name) for name in table.columns]
    for _, cells in islice(table.rows(), LOOKED_AT):
        for column, cell in zip(seen.columns, cells, strict=False):
            text = cell.strip()[:60]
            if text and text not in column.examples and len(column.examples) < 3:
                column.examples.append(text)
    settle(table, seen)
    if seen.mapping is not None:
        for name, source in seen.mapping.columns.items():
            for column in seen.columns:
                if column.name == source:
                    column.fields.append(name)
    elif not seen.published:
        for column in seen.columns:
            column.fields = [column.name] if column.name != REASON_COLUMN else []


def require_all_fields(mapping: Mapping | None) -> None:
    """Raises UnreadableFile, in the words of the page, for a mapping that does not say all that a record needs."""
    if mapping is None or not (missing := mapping.missing_fields):
        return
    how = (
        "a column for it below, or write a constant"
        if len(missing) == 1
        else "columns for them below, or write constants"
    )
    raise UnreadableFile(f"Nothing says {', '.join(missing)}: choose {how}.")


def run(upload: Upload, seen: Preview, table: Table, user: User, *, dry_run: bool) -> Result:
    """Import, or try to. Raises UnreadableFile, ImportFailed."""
    kind, choices = seen.kind, seen.choices
    if kind.takes_choices:
        return SalaryImporter(seen.mapping, user=user, **choices.options).run(table, dry_run=dry_run)
    reading: dict[str, Any] = {"name": upload.name, "encoding": choices.encoding, "limits": LIMITS}
    return kind.importer(user=user).run(io.BytesIO(upload.content), dry_run=dry_run, sheet=choices.sheet, **reading)


@contextmanager
def in_words(upload: Upload) -> Iterator[None]:
    """Every error as one with a sentence: whoever keeps the site finds the cause of an unexpected one in its log."""
    try:
        yield
    except (UnreadableFile, ImportFailed):
        raise
    except Exception as error:
        logger.exception("import of upload %s (%s)", upload.pk, upload.name)
        raise ImportFailed(BROKEN) from error
