"""Records as rows of plain values, many thousands a second: what files of records are made of.

In: a queryset of records. Out: tuples in the order of `RECORD_LOOKUPS`, amounts as text. Records are read in one pass,
without joins for what they refer to and without a `Decimal` for each amount: each place, role, level, rate, source and
import is read once, when the first record names it, and the database writes the amounts. Memory grows with the number
of these things, not with the number of records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db.models import CharField, DecimalField, Func, Model, QuerySet, TextField

from salaries.cell_text import SUSPECT, cell, plain
from salaries.columns import RECORD_LOOKUPS
from salaries.models import SalaryRecord

ROWS_AT_A_TIME = 1_000

Cells = tuple[Any, ...]
Form = Callable[[Any], Any]


class AmountAsText(Func):
    """An amount with its two decimals, the same text on every database."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Of NULL, printf makes 0.00. An amount has fifteen digits at most: SQLite's doubles keep all of them.
        template = "CASE WHEN %(expressions)s IS NOT NULL THEN PRINTF('%%%%.2f', %(expressions)s) END"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="(%(expressions)s)::text", **context)


class Related:
    """What records refer to by one of their columns, in the form that its cells have in the file."""

    def __init__(self, relation: str, form: Form) -> None:
        self.model: type[Model] = SalaryRecord._meta.get_field(relation).related_model  # type: ignore[assignment]
        self.lookups = [name.partition("__")[2] for name in RECORD_LOOKUPS if name.startswith(f"{relation}__")]
        self.form = form
        self.nothing: Cells = (None,) * len(self.lookups)
        self.known: dict[int | None, Cells] = {None: self.nothing}

    def learn(self, ids: set[int | None]) -> None:
        """Reads those that no record named before."""
        if new := ids - self.known.keys():
            found = self.model._default_manager.filter(pk__in=new).values_list("pk", *self.lookups)
            # What is deleted while the file is being read is not found any more.
            self.known |= dict.fromkeys(new, self.nothing) | {pk: tuple(map(self.form, row)) for pk, *row in found}


OWN = [name for name in RECORD_LOOKUPS if "__" not in name]
RELATIONS = list(dict.fromkeys(name.partition("__")[0] for name in RECORD_LOOKUPS if "__" in name))
# Where each column stands once a record's own values, its keys and the cells of what it refers to are put in a line.
_IN_LINE = [
    *OWN,
    *(f"{relation}_id" for relation in RELATIONS),
    *(name for relation in RELATIONS for name in RECORD_LOOKUPS if name.startswith(f"{relation}__")),
]
in_order = itemgetter(*(_IN_LINE.index(name) for name in RECORD_LOOKUPS))


def _is(name: str, kind: Any) -> bool:
    field = SalaryRecord._meta.get_field(name.removesuffix("_id"))
    return isinstance(field, kind) and not field.choices


READ = [AmountAsText(name) if _is(name, DecimalField) else name for name in OWN]
# Text that people write, unlike the choices that we give.
FREE = [OWN.index(name) for name in OWN if _is(name, CharField | TextField)]


def harmless(value: Any) -> Any:
    return cell(plain(value))


def record_rows(records: QuerySet[SalaryRecord]) -> Iterator[Cells]:
    """The rows of the records, in their order."""
    return _rows(records, plain, ())


def record_cells(records: QuerySet[SalaryRecord]) -> Iterator[Cells]:
    """The same, with nothing in them that a spreadsheet would run."""
    return _rows(records, harmless, FREE)


def _rows(records: QuerySet[SalaryRecord], form: Form, free: Iterable[int]) -> Iterator[Cells]:
    related = [Related(relation, form) for relation in RELATIONS]
    ids = [f"{relation}_id" for relation in RELATIONS]
    lines = records.values_list(*READ, *ids).iterator(chunk_size=ROWS_AT_A_TIME)
    while piece := list(islice(lines, ROWS_AT_A_TIME)):
        for at, things in enumerate(related, start=len(OWN)):
            things.learn({line[at] for line in piece})
        for place in free:
            for number, line in enumerate(piece):
                if line[place][:1] in SUSPECT:
                    piece[number] = (*line[:place], cell(line[place]), *line[place + 1 :])
        yield from _joined(piece, [things.known for things in related])


def _joined(piece: list[Cells], known: list[dict[int | None, Cells]]) -> Iterator[Cells]:
    first, count = len(OWN), len(known)
    for line in piece:
        cells = line
        for number in range(count):
            cells += known[number][line[first + number]]
        yield in_order(cells)
