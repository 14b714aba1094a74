"""The one way a file becomes rows of the database: read, check every row, then save all of them or none.

In: a CSV file and an importer, which says how a row looks and which model it is. Out: a `Result` with what would be or
was created, updated, left alone and refused, and an `ImportRun` that keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, ValidationError

from salaries import estimates
from salaries.importers.table import NumberedRow, Table, read_table
from salaries.models import ImportRejection, ImportRun


class RowModel(BaseModel):
    """A row of a file, checked. An empty cell of a column that may be empty has the field's default."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True)
class Refusal:
    """Why a row cannot be taken; `row_number` as a spreadsheet counts."""

    row_number: int
    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row_number}" + (f", {self.field}" if self.field else "")
        what = f" {self.value!r}" if self.value else ""
        return f"{where}{':' + what if what else ''}: {self.reason}"


class Refused(ValueError):
    """Raised by an importer for a value that only the database can judge, such as an unknown place."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


@dataclass
class Result:
    """What a run did, or would do. `file_rows` = created + updated + unchanged + refused rows."""

    file_name: str
    sha256: str
    created: list[Any] = field(default_factory=list)
    updated: list[Any] = field(default_factory=list)
    unchanged_count: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    run: ImportRun | None = None

    @property
    def refused_count(self) -> int:
        return len({refusal.row_number for refusal in self.refusals})


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
    def read(self, path: Any) -> Table:
        """The rows of the file at `path`. Raises UnreadableFile."""
        fields = self.row_model.model_fields
        required = [name for name, info in fields.items() if info.is_required()]
        return read_table(path, required=required, known=fields)

    def run(self, path: Any, *, dry_run: bool = False) -> Result:
        """Import a file. Nothing is saved if one row is refused. Raises UnreadableFile."""
        started = timezone.now()
        table = self.read(path)
        stated = set(table.columns).union(*(group for group in self.together if group & set(table.columns)))
        self.absent = set(self.row_model.model_fields) - stated
        result = Result(table.file_name, table.sha256)
        with transaction.atomic():
            self.known = {self.key_of(instance): instance for instance in self.existing()}
            self.holders = {
                name: {getattr(one, name): key for key, one in self.known.items() if getattr(one, name) is not None}
                for name in self.unique
            }
            created: list[Planned] = []
            updated: list[Planned] = []
            for row in table.rows:
                try:
                    self.plan(row, created, updated, result)
                except Refused as error:
                    result.refusals.append(Refusal(row.number, error.field, error.value, error.reason))
            result.created = [planned.instance for planned in created]
            result.updated = [planned.instance for planned in updated]
            if not dry_run:
                result.run = self.record(result, started)
                if not result.refusals:
                    self.save(created, updated, result.run)
        return result

    def existing(self) -> models.QuerySet[Any]:
        return self.model._default_manager.all()

    def key_of(self, instance: Any) -> tuple[Any, ...]:
        return tuple(getattr(instance, name) for name in self.key)

    def plan(self, row: NumberedRow, created: list[Planned], updated: list[Planned], result: Result) -> None:
        """Check one row and decide whether it creates, changes or repeats. Raises Refused."""
        checked = self.check(row, result)
        if checked is None:
            return
        values, links = self.values(checked), self.links(checked)
        key = tuple(values[name] for name in self.key)
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            raise Refused(self.key[0], " ".join(str(part) for part in key), f"stands in row {first} already")
        self.refuse_taken(key, values)
        self.claim_unique_values(key, values)
        instance = self.known.get(key)
        if instance is None:
            self.known[key] = instance = self.model(**values)
            created.append(Planned(instance, links))
            return
        # A column that the file leaves out leaves alone what is there.
        values = {name: value for name, value in values.items() if name not in self.absent}
        links = {name: targets for name, targets in links.items() if name not in self.absent}
        if self.differs(instance, values, links):
            for name, value in values.items():
                setattr(instance, name, value)
            updated.append(Planned(instance, links))
        else:
            result.unchanged_count += 1

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

    def check(self, row: NumberedRow, result: Result) -> Any | None:
        """The row as its model, or None with the reasons noted."""
        optional = {name for name, info in self.row_model.model_fields.items() if not info.is_required()}
        given = {name: value for name, value in row.values.items() if value != "" or name not in optional}
        if row.surplus:
            raise Refused("", "", f"has {row.surplus} more values than the header has columns")
        try:
            return self.row_model.model_validate(given)
        except ValidationError as error:
            for problem in error.errors():
                name = str(problem["loc"][0]) if problem["loc"] else ""
                reason = problem["msg"].removeprefix("Value error, ")
                result.refusals.append(Refusal(row.number, name, str(row.values.get(name, "")), reason))
            return None

    def differs(self, instance: Any, values: dict[str, Any], links: dict[str, list[Any]]) -> bool:
        if any(getattr(instance, name) != value for name, value in values.items()):
            return True
        return any(set(getattr(instance, name).all()) != set(targets) for name, targets in links.items())

    def save(self, created: list[Planned], updated: list[Planned], run: ImportRun) -> None:
        """Write what was planned, all of it or nothing."""
        with estimates.deferred():
            for planned in [*created, *updated]:
                self.before_save(planned.instance, run)
                planned.instance.save()
                for name, targets in planned.links.items():
                    getattr(planned.instance, name).set(targets)

    def record(self, result: Result, started: Any) -> ImportRun:
        """Keep the run and its refusals, whether or not anything was saved."""
        run = ImportRun.objects.create(
            importer=self.name,
            file_name=result.file_name[:250],
            sha256=result.sha256,
            outcome=ImportRun.Outcome.REFUSED if result.refusals else ImportRun.Outcome.DONE,
            created_count=0 if result.refusals else len(result.created),
            updated_count=0 if result.refusals else len(result.updated),
            unchanged_count=result.unchanged_count,
            refused_count=result.refused_count,
            started=started,
            user=self.user,
        )
        ImportRejection.objects.bulk_create(
            ImportRejection(run=run, row_number=r.row_number, field=r.field[:60], value=r.value, reason=r.reason)
            for r in result.refusals
        )
        return run

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
