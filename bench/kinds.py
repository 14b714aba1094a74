"""The kinds of file that the generated rows can be written as. The bench imports files of one kind: `KIND`, below.

In: generated rows and a folder. Out: a CSV file, and the arguments with which import_salaries reads it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.generate import EMPLOYMENT, LEVELS, TITLES, WORK_MODES, Row

MAPPING = """\
version = 1
title = "Generated for the bench"

[source]
slug = "bench"
publisher = "Bench"
title = "Generated rows"
kind = "survey"

[key]
prefix = "bench"

[constants]
period = "year"

[columns]
year = "year"
level = "level"
employment_type = "employment"
role = "title"
typical = "salary"
currency_code = "currency"
city = "city"
work_mode = "remote"
"""
OWN_COLUMNS = "key source place role level year currency_code period typical employment_type work_mode".split()
ROLES = {title: role for role, titles in TITLES.items() for title in titles}


@dataclass(frozen=True)
class FileKind:
    """How rows are written, and what import_salaries must be told to read them."""

    name: str
    columns: tuple[str, ...]
    cells: Callable[[str, Row], Iterable[str]]
    needs_mapping: bool

    def write(self, path: Path, rows: Iterable[Row]) -> None:
        """A CSV file of these rows. Where rows have keys, they begin with the file's name."""
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(self.columns)
            writer.writerows(self.cells(f"{path.stem}-{number}", row) for number, row in enumerate(rows))

    def arguments(self, folder: Path) -> list[str]:
        """What follows the file on the command line. Writes the mapping into `folder` if one is needed."""
        if not self.needs_mapping:
            return []
        path = folder / "bench.toml"
        path.write_text(mapping(), encoding="utf-8")
        return ["--mapping", str(path)]


def mapping() -> str:
    """The mapping that says what the survey's columns and codes mean."""
    tables = {"level": LEVELS, "employment_type": EMPLOYMENT, "work_mode": WORK_MODES}
    return MAPPING + "".join(
        f"\n[values.{name}]\n" + "".join(f'{code} = "{meaning}"\n' for code, meaning in codes.items())
        for name, codes in tables.items()
    )


def slug_of(name: str) -> str:
    return name.lower().replace(" ", "-")


def own_cells(key: str, row: Row) -> Iterable[str]:
    return (
        key,
        "bench",
        slug_of(row.city),
        ROLES.get(row.title, row.title),
        LEVELS.get(row.level, row.level),
        row.year,
        row.currency,
        "year",
        row.salary,
        EMPLOYMENT[row.employment],
        WORK_MODES[row.remote],
    )


OWN = FileKind("our own format, with keys", tuple(OWN_COLUMNS), own_cells, needs_mapping=False)
FOREIGN = FileKind("a survey's format, without ids", Row._fields, lambda key, row: row, needs_mapping=True)
# What import_salaries is measured with. The limits always read the survey's format.
KIND = FOREIGN
