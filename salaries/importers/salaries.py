"""Pay into records: our own format or anybody's file through a mapping, in one transaction, whatever its size.

In: a file. Out: a `Result` and, unless it is a dry run, an `ImportRun`. Rows are read one at a time, checked, staged in
the database and only then compared and written. Errors: `UnreadableFile`, `ImportFailed`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
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
from salaries.importers.refused_rows import REASON_COLUMN
from salaries.importers.result import SHOWN, Change, Refusal, Refused, RefusedRow, Result
from salaries.importers.rows import Memo, RowReader
from salaries.importers.salary_row import SalaryRow
from salaries.importers.staging import Stage
from salaries.models import CareerLevel, ImportRun, Place, PublishedVersion, Role, SalaryRecord, Source

Progress = Callable[[Table, int], None]
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
        self.labels: dict[str, Callable[[Any], str]] = defaultdict(lambda: in_words)
        for name, model in {"source_id": Source, "place_id": Place, "role_id": Role, "level_id": CareerLevel}.items():
            self.labels[name] = Memo(
                lambda pk, model=model: str(model._default_manager.get(pk=pk)) if pk else ""
            ).__getitem__

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
        refused = result.refused_rows = runs.RefusedRows()
        with transaction.atomic():
            with transaction.atomic():
                runs.wait_for_turn()
                reader = self.reader(table, result)
                stage = Stage(SalaryRecord, reader.names, ["key"])
                stage.add(self.checked(table, reader, result, refused))
                self.settle_keys(table, reader, stage, result, refused)
                self.judge_amounts(table, reader, stage, result, refused)
                stage.match()
                self.count(reader, stage, result)
                is_refused = bool(result.refused_count) and self.all_or_nothing
                if result.is_dry_run or is_refused:
                    transaction.set_rollback(True)
                else:
                    self.write(reader, stage, result)
            runs.finish(result, refused, ImportRun.Outcome.REFUSED if is_refused else ImportRun.Outcome.DONE)

    # -- reading ----------------------------------------------------------------------------------------------------
    def reader(self, table: Table, result: Result) -> RowReader:
        mapping = self.mapping
        places = Places(result.made)
        try:
            source = source_of(mapping, result.made) if mapping else None
            if mapping:
                make_levels(mapping, source, result.made)
        except ValueError as error:
            raise UnreadableFile(f"Mapping {mapping.name if mapping else ''}: {error}.") from error
        sources = dict(Source.objects.values_list("slug", "pk"))
        rule = mapping.doubt if mapping else Doubt(currencies=False)
        if self.is_strict:
            rule = rule.model_copy(update={"rows": "refuse"})
        try:
            return RowReader(
                table.columns,
                mapping,
                places=places,
                roles=Roles(result.made, create=self.create_roles),
                levels=Levels(),
                sources=sources,
                source=source.pk if source else None,
                doubts=Doubts(
                    rule, places, result, currency_is_constant=bool(mapping and "currency_code" in mapping.constants)
                ),
            )
        except Refused as error:
            raise UnreadableFile(f"{error.field} {error.value!r}: {error.reason}.") from error

    def checked(
        self, table: Table, reader: RowReader, result: Result, refused: runs.RefusedRows
    ) -> Iterator[tuple[Any, ...]]:
        """The values of each row that can be read; the others are noted."""
        count = 0
        for number, cells in table.rows():
            count += 1
            if count % 5_000 == 0:
                self.progress(table, count)
            if reader.takes and not reader.takes_row(cells):
                result.left_out_count += 1
                continue
            try:
                yield reader.read(number, cells)
            except ValueError as error:
                row = reader.refused(number, cells, error)
                result.refuse(number, row.refusals)
                refused.add(row)
        self.progress(table, count)

    def settle_keys(
        self, table: Table, reader: RowReader, stage: Stage, result: Result, refused: runs.RefusedRows
    ) -> None:
        """Equal rows of others are told apart by their count; a key or an id that stands twice is refused."""
        if self.mapping and self.mapping.key.id is None:
            stage.number_repeats()
            return
        found = {number: (first, key) for number, first, key in stage.repeats()}
        field = self.mapping.key.id if self.mapping and self.mapping.key.id is not None else "key"
        self.refuse_late(
            table,
            stage,
            result,
            refused,
            {
                number: Refusal(number, field, key, f"stands in row {first} already")
                for number, (first, key) in found.items()
            },
        )

    def refuse_late(
        self,
        table: Table,
        stage: Stage,
        result: Result,
        refused: runs.RefusedRows,
        refusals: dict[int, Refusal],
    ) -> None:
        """Refuse rows that could be read; a second look at the file tells what they say."""
        if not refusals:
            return
        stage.drop(refusals)
        for number, cells in table.rows():
            if number in refusals:
                row = RefusedRow(number, [cell.strip() for cell in cells], [refusals[number]])
                result.refuse(number, row.refusals)
                refused.add(row)
        result.refusals.sort(key=lambda refusal: refusal.row_number)

    def judge_amounts(
        self, table: Table, reader: RowReader, stage: Stage, result: Result, refused: runs.RefusedRows
    ) -> None:
        """Amounts that do not fit the others: warned of, kept as drafts or refused."""
        doubts = reader.doubts
        suspects = list(doubts.suspects())
        if not suspects or (self.mapping is None and not self.is_strict):
            return
        countries: dict[int, list[int]] = {}
        for place, country in reader.places.country_of.items():
            countries.setdefault(country, []).append(place)
        rules = [
            (index, one.role_id, place, one.low_usd, one.high_usd)
            for index, one in enumerate(suspects)
            for place in countries.get(one.country_id, [])
        ]
        late: dict[int, Refusal] = {}
        for number, index, amount in list(stage.within(rules)):
            message = MESSAGES[suspects[index].kind].format(reader.places.names[suspects[index].country_id])
            if doubts.rule.rows == "refuse":
                late[number] = Refusal(number, reader.amount_column, f"{amount} US dollars a year", message)
            else:
                result.warn(suspects[index].kind, message, number)
                if doubts.rule.rows == "draft":
                    stage.amend(number, status="draft", note=f"Check: {message}.")
        self.refuse_late(table, stage, result, refused, late)

    # -- comparing and writing --------------------------------------------------------------------------------------
    def count(self, reader: RowReader, stage: Stage, result: Result) -> None:
        result.created_count = stage.created_count
        matched = stage.row_count - result.created_count
        result.updated_count = stage.count_changed(reader.stated) if matched else 0
        result.unchanged_count = matched - result.updated_count
        sources = stage.distinct("source_id")
        there = SalaryRecord.objects.filter(source__in=[source for (source,) in sources]).count()
        result.vanished_count = max(0, there - matched) if self.mapping or self.prune else 0
        if result.updated_count:
            result.changes = [change for _, change in zip(range(SHOWN), self.changes(reader, stage), strict=False)]

    def changes(self, reader: RowReader, stage: Stage) -> Iterator[tuple[SalaryRecord, Change]]:
        """(record with the row's values set but not saved, what that changes), in the file's order."""
        for batch in in_batches(stage.changed([*reader.stated, *DERIVED]), 500):
            records = SalaryRecord.objects.in_bulk([pk for pk, _ in batch])
            for pk, values in batch:
                record = records[pk]
                changed = {
                    name: (getattr(record, name), value)
                    for name, value in values.items()
                    if getattr(record, name) != value and name not in DERIVED
                }
                for name, value in values.items():
                    setattr(record, name, value)
                shown = {
                    name.removesuffix("_id"): tuple(map(self.labels[name], both)) for name, both in changed.items()
                }
                yield record, Change(record.key, shown)

    def write(self, reader: RowReader, stage: Stage, result: Result) -> None:
        """Insert, change and, if asked to, delete; then work out again the estimates that this touches."""
        run, now = result.run, timezone.now()
        with estimates.deferred():
            if result.updated_count:
                self.update(reader, stage, run)
            if self.prune:
                self.delete_vanished(stage, result)
            if result.created_count:
                estimates.touch(
                    estimates.Cell(*cell) for cell in stage.distinct("place_id", "role_id", "year", new=True)
                )
                stage.insert(**reader.fixed, import_run_id=run.pk if run else None, created=now, modified=now)
            if not (result.created_count or result.updated_count or result.pruned_count) and result.made:
                PublishedVersion.advance()

    def update(self, reader: RowReader, stage: Stage, run: ImportRun | None) -> None:
        """Change records, each with its history."""
        for batch in in_batches((record for record, _ in self.changes(reader, stage)), 500):
            estimates.touch(estimates.Cell(*record.cell_before) for record in batch if record.cell_before)
            estimates.touch(estimates.cell_of(record) for record in batch)
            SalaryRecord.remember_first_versions([record.pk for record in batch])
            bulk_update_with_history(
                batch,
                SalaryRecord,
                [*reader.stated, *DERIVED],
                batch_size=500,
                default_user=self.user,
                default_change_reason=f"Import run {run.pk}" if run else "",
            )

    def delete_vanished(self, stage: Stage, result: Result) -> None:
        """Delete the records of the file's sources that the file does not have."""
        sources = [source for (source,) in stage.distinct("source_id")]
        kept = {key for (key,) in stage.distinct("key")} if result.vanished_count else set()
        records = SalaryRecord.objects.filter(source__in=sources).order_by("pk")
        for batch in in_batches(records.values_list("pk", "key").iterator(), 2_000):
            gone = [pk for pk, key in batch if key not in kept]
            if gone:
                result.pruned_count += len(gone)
                SalaryRecord.objects.filter(pk__in=gone).delete()


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
        check_header(table, required, {*SalaryRow.model_fields, REASON_COLUMN})
        return
    columns = [column for column in table.columns if column]
    if repeated := sorted({column for column in columns if columns.count(column) > 1}):
        raise UnreadableFile(f"{table.file_name}: the header names {', '.join(repeated)} twice.")
    rule = mapping.key
    wanted = [*mapping.columns.values(), *mapping.take, *rule.columns, *([rule.id] if rule.id is not None else [])]
    if missing := sorted({column for column in wanted if column not in table.columns}):
        raise UnreadableFile(
            f"{table.file_name}: the mapping names columns that the file does not have: {', '.join(missing)}. "
            f"It has {', '.join(column or '(no name)' for column in table.columns)}."
        )
    if mapping.missing_fields:
        raise UnreadableFile(
            f"Mapping {mapping.name}: nothing says {', '.join(mapping.missing_fields)}: name a column or a constant."
        )
