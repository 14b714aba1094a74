"""The one way a file becomes rows of the database: read, check every row, then save all of them or none.

In: a CSV file and an importer, which says how a row looks and which model it is. Out: a `Result` with what would be or
was created, updated, left alone and refused, and an `ImportRun` that keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from django.contrib.auth.models import User
from django.db import models, transaction
from pydantic import BaseModel, ConfigDict, ValidationError

from salaries import estimates
from salaries.importers import runs
from salaries.importers.reading import Table, UnreadableFile, open_table
from salaries.importers.reading.formulas import restore
from salaries.importers.refused_rows import REASON_COLUMN
from salaries.importers.result import SHOWN, Change, Refusal, Refused, RefusedRow, Result
from salaries.models import ImportRun


class RowModel(BaseModel):
    """A row of a file, checked. An empty cell of a column that may be empty has the field's default."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class NumberedRow(NamedTuple):
    """A row as {column: cell}, numbered as a spreadsheet counts; `surplus` cells lie beyond the header."""

    number: int
    values: dict[str, Any]
    surplus: int = 0


class Rows(NamedTuple):
    """A file's name, its fingerprint, its header and its rows."""

    file_name: str
    sha256: str
    columns: list[str]
    rows: list[NumberedRow]


@dataclass
class Planned:
    """A checked row: the object as it will be, and the names that it is linked with (many-to-many)."""

    instance: Any
    links: dict[str, list[Any]]


class Importer:
    """Subclasses name the row, the model and its key, and turn a row into field values."""

    name: ClassVar[str]
    row_model: ClassVar[type[RowModel]]
    model: ClassVar[type[models.Model]]
    key: ClassVar[tuple[str, ...]] = ("slug",)
    # Fields besides the key that no two objects share.
    unique: ClassVar[tuple[str, ...]] = ()
    # Columns that make one statement together: a file that has one of them states them all.
    together: ClassVar[tuple[frozenset[str], ...]] = ()
    # What the run says that the file was read through; empty for our own formats.
    mapping: ClassVar[str] = ""

    def __init__(self, *, user: User | None = None) -> None:
        self.user = user
        self.known: dict[tuple[Any, ...], Any] = {}
        self.absent: set[str] = set()
        self.holders: dict[str, dict[Any, tuple[Any, ...]]] = {}
        self.seen: dict[tuple[Any, ...], int] = {}
        self.looked_up: dict[tuple[type[models.Model], str], dict[Any, Any]] = {}

    # -- what subclasses say ----------------------------------------------------------------------------------------
    def values(self, row: Any) -> dict[str, Any]:
        """Field values of the model for a checked row. Raises Refused."""
        return row.model_dump()

    def links(self, row: Any) -> dict[str, list[Any]]:
        """Many-to-many values by field name. Raises Refused."""
        return {}

    def before_save(self, instance: Any, run: ImportRun) -> None:
        """A last word on a new or changed object."""

    # -- what they all share ----------------------------------------------------------------------------------------
    def read(self, path: Any, **reading: Any) -> Rows:
        """The rows of the file at `path`; `reading` is what `open_table` takes. Raises UnreadableFile."""
        fields = self.row_model.model_fields
        with open_table(path, expected=list(fields), **reading) as table:
            check_header(table, {name for name, info in fields.items() if info.is_required()}, set(fields))
            rows = [
                NumberedRow(
                    number, own_cells(table, cells), sum(1 for one in cells[len(table.columns) :] if one.strip())
                )
                for number, cells in table.rows()
            ]
            return Rows(table.file_name, table.sha256, [c for c in table.columns if c != REASON_COLUMN], rows)

    def run(self, path: Any, *, dry_run: bool = False, **reading: Any) -> Result:
        """Import a file. Nothing is saved if one row is refused. Raises UnreadableFile, ImportFailed."""
        file = self.read(path, **reading)
        stated = set(file.columns).union(*(group for group in self.together if group & set(file.columns)))
        self.absent = set(self.row_model.model_fields) - stated
        result = Result(file.file_name, file.sha256, is_dry_run=dry_run)
        recorded = runs.recorded(result, importer=self.name, columns=file.columns, mapping=self.mapping, user=self.user)
        with recorded, transaction.atomic():
            runs.wait_for_turn()
            self.take(file, result)
        return result

    def take(self, file: Rows, result: Result) -> None:
        """Check every row, then write all of them or none."""
        self.known = {self.key_of(instance): instance for instance in self.existing()}
        self.holders = {
            name: {getattr(one, name): key for key, one in self.known.items() if getattr(one, name) is not None}
            for name in self.unique
        }
        created: list[Planned] = []
        updated: list[Planned] = []
        refused: list[RefusedRow] = []
        for row in file.rows:
            if reasons := self.plan(row, created, updated, result):
                result.refuse(row.number, reasons)
                refused.append(
                    RefusedRow(row.number, [str(row.values.get(name, "")) for name in file.columns], reasons)
                )
        result.created_count, result.updated_count = len(created), len(updated)
        is_refused = bool(refused) and not result.takes_others
        outcome = ImportRun.Outcome.REFUSED if is_refused else ImportRun.Outcome.DONE
        if result.run and not is_refused:
            self.save(created, updated, result.run)
        result.refused_rows = refused
        runs.finish(result, refused, outcome)

    def existing(self) -> models.QuerySet[Any]:
        return self.model._default_manager.all()

    def key_of(self, instance: Any) -> tuple[Any, ...]:
        return tuple(getattr(instance, name) for name in self.key)

    def plan(self, row: NumberedRow, created: list[Planned], updated: list[Planned], result: Result) -> list[Refusal]:
        """Check one row and decide whether it creates, changes or repeats; or why it is refused."""
        try:
            checked, problems = self.check(row)
            if checked is None:
                return problems
            values, links = self.values(checked), self.links(checked)
            key = tuple(values[name] for name in self.key)
            first = self.seen.setdefault(key, row.number)
            if first != row.number:
                raise Refused(self.key[0], " ".join(str(part) for part in key), f"stands in row {first} already")
            self.refuse_taken(key, values)
            self.claim_unique_values(key, values)
        except Refused as error:
            return [Refusal(row.number, error.field, error.value, error.reason)]
        instance = self.known.get(key)
        if instance is None:
            self.known[key] = instance = self.model(**values)
            created.append(Planned(instance, links))
            return []
        # A column that the file leaves out leaves alone what is there.
        values = {name: value for name, value in values.items() if name not in self.absent}
        links = {name: targets for name, targets in links.items() if name not in self.absent}
        changed = self.changes(instance, values, links)
        if not changed:
            result.unchanged_count += 1
            return []
        if len(result.changes) < SHOWN:
            result.changes.append(Change(" ".join(str(part) for part in key), changed))
        for name, value in values.items():
            setattr(instance, name, value)
        updated.append(Planned(instance, links))
        return []

    def refuse_taken(self, key: tuple[Any, ...], values: dict[str, Any]) -> None:
        """What must be unique beside the key, such as a name, is not another row's."""
        unique = [field.name for field in self.model._meta.fields if field.unique and field.name not in self.key]
        for name in unique:
            if (value := values.get(name)) is None:
                continue
            for other, instance in self.known.items():
                if other != key and getattr(instance, name) == value:
                    raise Refused(name, str(value), f"is taken by {' '.join(str(part) for part in other)}")

    def claim_unique_values(self, key: tuple[Any, ...], values: dict[str, Any]) -> None:
        """Note which object has which unique value from this row on. Raises Refused if another has it."""
        for name in self.unique:
            if (value := values[name]) is None:
                continue
            holder = self.holders[name].setdefault(value, key)
            if holder != key:
                raise Refused(name, str(value), f"is taken by {' '.join(str(part) for part in holder)}")

    def check(self, row: NumberedRow) -> tuple[Any | None, list[Refusal]]:
        """The row as its model, or the reasons why it is none. Raises Refused for a row that is too long."""
        optional = {name for name, info in self.row_model.model_fields.items() if not info.is_required()}
        given = {name: value for name, value in row.values.items() if value != "" or name not in optional}
        if row.surplus:
            raise Refused("", "", f"has {row.surplus} more values than the header has columns")
        try:
            return self.row_model.model_validate(given), []
        except ValidationError as error:
            problems = []
            for problem in error.errors():
                name = str(problem["loc"][0]) if problem["loc"] else ""
                reason = problem["msg"].removeprefix("Value error, ")
                problems.append(Refusal(row.number, name, str(row.values.get(name, "")), reason))
            return None, problems

    def changes(self, instance: Any, values: dict[str, Any], links: dict[str, list[Any]]) -> dict[str, tuple[str, str]]:
        """{field: (old, new)} of what a row changes, as text."""
        now = {name: (getattr(instance, name), value) for name, value in values.items()}
        changed = {name: (in_words(old), in_words(new)) for name, (old, new) in now.items() if old != new}
        for name, targets in links.items():
            # By name: a target that this run makes is not in the database yet.
            old, new = ({str(one) for one in ones} for ones in (getattr(instance, name).all(), targets))
            if old != new:
                changed[name] = (in_words(sorted(old)), in_words(sorted(new)))
        return changed

    def save(self, created: list[Planned], updated: list[Planned], run: ImportRun) -> None:
        """Write what was planned, all of it or nothing."""
        with estimates.deferred():
            for planned in [*created, *updated]:
                self.before_save(planned.instance, run)
                planned.instance.save()
                for name, targets in planned.links.items():
                    getattr(planned.instance, name).set(targets)

    def require(self, model: type[models.Model], field: str, value: str, *, by: str = "slug") -> Any:
        """As `find`, refusing an empty cell."""
        if not value:
            raise Refused(field, "", "is needed")
        return self.find(model, field, value, by=by)

    def find(self, model: type[models.Model], field: str, value: str, *, by: str = "slug") -> Any:
        """The object that a row names; None for an empty cell. Raises Refused for one that does not exist."""
        if not value:
            return None
        known = self.looked_up.get((model, by))
        if known is None:
            known = {getattr(one, by): one for one in model._default_manager.all()}
            self.looked_up[model, by] = known
        if value not in known:
            raise Refused(field, value, f"there is no {model._meta.verbose_name} with this {by.replace('_', ' ')}")
        return known[value]


def in_words(value: Any) -> str:
    """A value as the change of a row shows it."""
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def own_cells(table: Table, cells: list[str]) -> dict[str, str]:
    """{column: cell} of a row in our own format; of a file of refused rows without the reasons."""
    row = {column: restore(cell.strip()) for column, cell in zip(table.columns, cells, strict=False)}
    row.pop(REASON_COLUMN, None)
    return row


def check_header(table: Table, required: set[str], known: set[str]) -> None:
    """Raises UnreadableFile for a header that is not that of the format."""
    columns = table.columns
    if repeated := sorted({column for column in columns if columns.count(column) > 1}):
        raise UnreadableFile(f"{table.file_name}: the header names {', '.join(repeated)} twice.")
    if missing := sorted(required - set(columns)):
        raise UnreadableFile(f"{table.file_name}: the header lacks {', '.join(missing)}.")
    if unknown := sorted(set(columns) - known - {REASON_COLUMN}):
        raise UnreadableFile(f"{table.file_name}: the header names unknown columns: {', '.join(unknown)}.")
