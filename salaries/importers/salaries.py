"""Pay into records: our own format or anybody's file through a mapping, in one transaction, whatever its size.

In: a file. Out: a `Result` and, unless it is a dry run, an `ImportRun`. Rows are read one at a time, checked, staged in
the database and only then compared and written. Errors: `UnreadableFile`, `ImportFailed`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from textwrap import shorten
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from salaries import estimates
from salaries.bulk import in_batches
from salaries.importers import runs
from salaries.importers.base import check_header, in_words
from salaries.importers.doubts import MESSAGES, Doubts
from salaries.importers.lookups import Levels, Places, Roles, make_levels, source_of
from salaries.importers.mapping import Doubt, Mapping
from salaries.importers.reading import Table, UnreadableFile, open_table
from salaries.importers.result import SHOWN, Change, Refusal, Refused, RefusedRow, Result
from salaries.importers.rows import RowReader
from salaries.importers.salary_row import SalaryRow
from salaries.importers.staging import Stage
from salaries.models import CareerLevel, ImportRun, Place, Role, SalaryRecord, Source

Progress = Callable[[Table, int], None]
NAMED: dict[str, type[Model]] = {
    "source_id": Source,
    "place_id": Place,
    "role_id": Role,
    "level_id": CareerLevel,
}
PROGRESS_EVERY = 5_000
DERIVED = ["annual_low_usd", "annual_typical_usd", "annual_high_usd", "exchange_rate_id"]


class SalaryImporter:
    """One import with its choices.

    Without a mapping the file is in our own format, and one refused row refuses the file. Files of others are taken
    without their refused rows, unless `all_or_nothing`; `is_strict` refuses rows that look wrong.
    """

    name = "salaries"

    def __init__(
        self,
        mapping: Mapping | None = None,
        *,
        user: User | None = None,
        create_roles: bool = False,
        is_strict: bool = False,
        prune: bool = False,
        all_or_nothing: bool | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.mapping, self.user, self.progress = mapping, user, progress or (lambda table, rows: None)
        self.create_roles, self.is_strict, self.prune = create_roles, is_strict, prune
        self.all_or_nothing = mapping is None if all_or_nothing is None else all_or_nothing

    def run(self, file: Table | Any, *, dry_run: bool = False, **reading: Any) -> Result:
        """Import an open table, or what `open_for` opens. Raises UnreadableFile, ImportFailed."""
        if not isinstance(file, Table):
            with open_for(self.mapping, file, **reading) as table:
                return self.run(table, dry_run=dry_run)
        check_columns(file, self.mapping)
        result = Result(
            file.file_name, file.sha256, file.format, is_dry_run=dry_run, takes_others=not self.all_or_nothing
        )
        name = self.mapping.name if self.mapping else ""
        with runs.recorded(result, importer=self.name, columns=file.columns, mapping=name, user=self.user):
            self.work(file, result)
        return result

    def work(self, table: Table, result: Result) -> None:
        """All of the work, in one transaction. A dry run and a refused file undo it at the end."""
        result.refused_rows = refused = runs.RefusedRows()
        with transaction.atomic():
            with transaction.atomic():
                runs.wait_for_turn()
                reader = self.reader(table, result)
                stage = Stage(SalaryRecord, reader.names, ["key"], judged=reader.has_judged)
                work = Work(table, reader, stage, result, refused)
                stage.add(self.checked(work))
                self.settle_keys(work)
                self.judge_amounts(work)
                work.forget_unused()
                stage.match()
                self.count(work)
                is_refused = bool(result.refused_count) and self.all_or_nothing
                if result.is_dry_run or is_refused:
                    transaction.set_rollback(True)
                else:
                    self.write(work)
            runs.finish(result, refused, ImportRun.Outcome.REFUSED if is_refused else ImportRun.Outcome.DONE)

    # -- reading ----------------------------------------------------------------------------------------------------
    def reader(self, table: Table, result: Result) -> RowReader:
        """What reads the rows; the mapping's source and levels are made if they are missing."""
        mapping, places = self.mapping, Places(result.made)
        rule = mapping.doubt if mapping else Doubt(currencies=False)
        if self.is_strict:
            rule = rule.model_copy(update={"rows": "refuse"})
        is_constant = bool(mapping and "currency_code" in mapping.constants)
        try:
            source = source_of(mapping, result.made) if mapping else None
            if mapping:
                make_levels(mapping, source, result.made)
            return RowReader(
                table.columns,
                mapping,
                places=places,
                roles=Roles(result.made, create=self.create_roles),
                levels=Levels(),
                sources=dict(Source.objects.values_list("slug", "pk")),
                source=source.pk if source else None,
                doubts=Doubts(rule, places, result, currency_is_constant=is_constant),
            )
        except Refused as error:
            raise UnreadableFile(f"{error.field} {error.value!r}: {error.reason}.") from error
        except ValueError as error:
            raise UnreadableFile(f"Mapping {mapping.name if mapping else ''}: {error}.") from error

    def checked(self, work: Work) -> Iterator[tuple[Any, ...]]:
        """The values of each row that can be read; the others are noted."""
        count, reader = 0, work.reader
        for number, cells in work.table.rows():
            count += 1
            if count % PROGRESS_EVERY == 0:
                self.progress(work.table, count)
            if reader.takes and not reader.takes_row(cells):
                work.result.left_out_count += 1
                continue
            try:
                yield reader.read(number, cells)
            except ValueError as error:
                work.refuse(reader.refused(number, cells, error))
        self.progress(work.table, count)

    def settle_keys(self, work: Work) -> None:
        """Equal rows of others are told apart by their count; a key or an id that stands twice is refused."""
        if self.mapping and self.mapping.key.id is None:
            work.stage.number_repeats()
            return
        column = "key" if self.mapping is None else str(self.mapping.key.id)
        work.refuse_late(
            {
                number: Refusal(number, column, key, f"stands in row {first} already")
                for number, first, key in work.stage.repeats()
            }
        )

    def judge_amounts(self, work: Work) -> None:
        """Amounts that do not fit the others: warned of, kept as drafts or refused."""
        doubts, places = work.reader.doubts, work.reader.places
        suspects = list(doubts.suspects())
        if not suspects or self.mapping is None:
            return
        inside: dict[int, list[int]] = defaultdict(list)
        for place, country in places.country_of.items():
            inside[country].append(place)
        rules = [
            (index, one.role_id, place, one.low_usd, one.high_usd)
            for index, one in enumerate(suspects)
            for place in inside[one.country_id]
        ]
        late: dict[int, Refusal] = {}
        for number, index, amount in list(work.stage.within(rules)):
            kind = suspects[index].kind
            message = MESSAGES[kind].format(places.names[suspects[index].country_id])
            if doubts.rule.rows == "refuse":
                late[number] = Refusal(number, work.reader.amount_column, f"{amount} dollars a year", message)
                continue
            work.result.warn(kind, message, number)
            if doubts.rule.rows == "draft":
                work.stage.amend(number, status="draft", note=f"Check: {message}.")
        work.refuse_late(late)

    # -- comparing and writing --------------------------------------------------------------------------------------
    def count(self, work: Work) -> None:
        """What would be created, changed and left alone, and which records the file does not have."""
        stage, result = work.stage, work.result
        result.created_count = stage.created_count
        matched = stage.row_count - result.created_count
        result.updated_count = stage.count_changed(work.reader.stated) if matched else 0
        result.unchanged_count = matched - result.updated_count
        if self.mapping or self.prune:
            sources = [source for (source,) in stage.distinct("source_id")]
            there = SalaryRecord.objects.filter(source__in=sources).count()
            result.vanished_count = max(0, there - matched)
        if result.updated_count:
            result.changes = [change for _, change in islice(self.changes(work), SHOWN)]

    def changes(self, work: Work) -> Iterator[tuple[SalaryRecord, Change]]:
        """(record with the row's values set but not saved, what that changes), in the file's order."""
        for batch in in_batches(work.stage.changed(work.reader.stated, also=DERIVED), 500):
            records = SalaryRecord.objects.in_bulk([pk for pk, _ in batch])
            for pk, values in batch:
                record, shown = records[pk], {}
                for name, value in values.items():
                    old = getattr(record, name)
                    if old != value and name not in DERIVED:
                        shown[name.removesuffix("_id")] = (work.label(name, old), work.label(name, value))
                    setattr(record, name, value)
                yield record, Change(record.key, shown)

    def write(self, work: Work) -> None:
        """Insert, change and, if asked to, delete; then work out again the estimates that this touches."""
        stage, result, now = work.stage, work.result, timezone.now()
        run = result.run.pk if result.run else None
        with estimates.deferred():
            if result.updated_count:
                self.update(work, f"Import run {run}")
            if self.prune:
                self.delete_vanished(work)
            if result.created_count:
                cells = stage.distinct("place_id", "role_id", "year", new=True)
                estimates.touch(estimates.Cell(*cell) for cell in cells)
                stage.insert(**work.reader.fixed, import_run_id=run, created=now, modified=now)

    def update(self, work: Work, reason: str) -> None:
        """Change records, each with its history."""
        for batch in in_batches((record for record, _ in self.changes(work)), 500):
            estimates.touch(estimates.Cell(*record.cell_before) for record in batch if record.cell_before)
            estimates.touch((estimates.cell_of(record) for record in batch), (record.key for record in batch))
            SalaryRecord.remember_first_versions([record.pk for record in batch])
            bulk_update_with_history(
                batch,
                SalaryRecord,
                [name.removesuffix("_id") for name in (*work.reader.stated, *DERIVED)],
                batch_size=500,
                default_user=self.user,
                default_change_reason=reason,
            )

    def delete_vanished(self, work: Work) -> None:
        """Delete the records of the file's sources that the file does not have."""
        if work.result.refused_count:
            raise runs.ImportFailed(
                "Nothing was deleted or imported: a refused row cannot be told from one that vanished. "
                "Mend the refused rows first, or import without --prune."
            )
        for batch in in_batches(pk for (pk,) in list(work.stage.vanished("source_id"))):
            work.result.pruned_count += len(batch)
            SalaryRecord.objects.filter(pk__in=batch).delete()


@dataclass
class Work:
    """One import while it goes on."""

    table: Table
    reader: RowReader
    stage: Stage
    result: Result
    refused: runs.RefusedRows
    labels: dict[tuple[str, int], str] = field(default_factory=dict)

    def refuse(self, row: RefusedRow) -> None:
        self.result.refuse(row.row_number, row.refusals)
        self.refused.add(row)

    def refuse_late(self, refusals: dict[int, Refusal]) -> None:
        """Refuse rows that could be read; a second look at the file tells what they say."""
        if not refusals:
            return
        self.stage.drop(refusals)
        for number, cells in self.table.rows():
            if number in refusals:
                self.refuse(RefusedRow(number, [cell.strip() for cell in cells], [refusals[number]]))
        self.result.refusals.sort(key=lambda refusal: refusal.row_number)

    def forget_unused(self) -> None:
        """Take back the roles and countries that were made for rows which were refused in the end."""
        candidates: dict[str, tuple[str, QuerySet[Any]]] = {
            "roles": ("role_id", Role.objects.all()),
            "countries": ("place_id", Place.objects.countries()),
        }
        for kind, (column, found) in candidates.items():
            if made := self.result.made.get(kind):
                used = [pk for (pk,) in self.stage.distinct(column)]
                unused = found.filter(name__in=made).exclude(pk__in=used)
                names = set(unused.values_list("name", flat=True))
                unused.delete()
                self.result.made[kind] = [name for name in made if name not in names]
        self.result.made = {kind: names for kind, names in self.result.made.items() if names}

    def label(self, name: str, value: Any) -> str:
        """A value as people read it: the name of what a primary key stands for."""
        if name not in NAMED or value is None:
            return in_words(value)
        if (name, value) not in self.labels:
            self.labels[name, value] = str(NAMED[name]._default_manager.get(pk=value))
        return self.labels[name, value]


def open_for(mapping: Mapping | None, file: Any, *, encoding: str = "", sheet: str = "", **reading: Any) -> Table:
    """The file as a table, opened as the mapping says unless the person says otherwise. Raises UnreadableFile."""
    expected = list(mapping.columns.values()) if mapping else list(SalaryRow.model_fields)
    if mapping:
        encoding, sheet = encoding or mapping.encoding, sheet or mapping.sheet
    return open_table(file, expected=expected, encoding=encoding, sheet=sheet, **reading)


def check_columns(table: Table, mapping: Mapping | None) -> None:
    """Raises UnreadableFile for a header that is not ours, or not the mapping's."""
    if mapping is None:
        required = {name for name, info in SalaryRow.model_fields.items() if info.is_required()}
        check_header(table, required, set(SalaryRow.model_fields))
        return
    columns = [column for column in table.columns if column]
    if repeated := sorted({column for column in columns if columns.count(column) > 1}):
        raise UnreadableFile(f"{table.file_name}: the header names {', '.join(repeated)} twice.")
    rule = mapping.key
    wanted = [*mapping.columns.values(), *mapping.take, *rule.columns, *([rule.id] if rule.id is not None else [])]
    if missing := sorted({column for column in wanted if column not in table.columns}):
        raise UnreadableFile(
            f"{table.file_name}: the mapping names columns that the file does not have: {', '.join(missing)}. "
            f"It has {listed(table.columns)}."
        )
    if mapping.missing_fields:
        raise UnreadableFile(
            f"Mapping {mapping.name}: nothing says {', '.join(mapping.missing_fields)}: name a column or a constant."
        )


def listed(columns: Sequence[str]) -> str:
    """The first columns of a file in a line, whatever they are called."""
    names = [shorten(column, 40, placeholder="…") or "(no name)" for column in columns[:30]]
    return ", ".join([*names, *(["…"] if len(columns) > 30 else [])])
