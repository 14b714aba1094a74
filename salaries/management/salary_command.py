"""What import_salaries and inspect_salaries have in common: the file, how it is read, and what is said of it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from salaries.importers import Result
from salaries.importers.guess import parse_constants, settle_mapping
from salaries.importers.mapping import Mapping, load_mapping, shipped_names
from salaries.importers.reading import Table
from salaries.importers.salaries import open_for
from salaries.management.import_command import ImportCommand

# What looked wrong, the most telling first; how often it did decides among equals.
SHOWN = 20


class SalaryCommand(ImportCommand):
    """A command over one file of pay."""

    where_all_refused_rows_are = "; --refused FILE writes them all"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        names = ", ".join(shipped_names())
        parser.add_argument("--mapping", default="", help=f"which column is what: a TOML file, or one of {names}")
        parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="a constant for all rows")
        parser.add_argument(
            "--save-mapping", default="", metavar="FILE", help="write the mapping in use to a TOML file"
        )
        parser.add_argument("--create-roles", action="store_true", help="make a role of each title that no role has")
        parser.add_argument("--strict", action="store_true", help="refuse rows that look wrong instead of warning")

    @contextmanager
    def opened(self, file: str, options: dict[str, Any]) -> Iterator[tuple[Table, Mapping | None]]:
        """The file, and how it is read. Raises UnreadableFile."""
        mapping = load_mapping(options["mapping"]) if options["mapping"] else None
        with open_for(mapping, file, encoding=options["encoding"], sheet=options["sheet"]) as table:
            mapping = settle_mapping(mapping, table.columns, parse_constants(options["set"]))
            if mapping and options["save_mapping"]:
                Path(options["save_mapping"]).write_text(mapping.to_toml(), "utf-8")
            yield table, mapping

    def describe(self, table: Table, mapping: Mapping | None) -> None:
        """How the file was understood."""
        skipped = f", {table.preamble_rows} rows above the header" if table.preamble_rows else ""
        self.say(f"{table.file_name}: {table.format}{skipped}")
        if mapping is None:
            self.say("our own format")
            return
        field_of = {column: field for field, column in mapping.columns.items()}
        for column in table.columns:
            self.say(f"  {column or '(no name)'} → {field_of.get(column, '–')}")
        for field, value in mapping.constants.items():
            self.say(f"  {field} = {value}")

    def require_all_fields(self, mapping: Mapping) -> None:
        """Raises CommandError for a mapping that leaves out what every record has."""
        if missing := mapping.missing_fields:
            raise CommandError(f"Nothing says {', '.join(missing)}: use --set FIELD=VALUE, or a mapping.")

    def print_findings(self, result: Result) -> None:
        """Warnings, titles without a role, and what was made."""
        warnings = result.warnings
        for warned in warnings[:SHOWN]:
            self.say(f"warning: {warned}")
        if more := warnings[SHOWN:]:
            self.say(f"and {len(more):,} more kinds of warning, for {sum(one.count for one in more):,} rows")
        for title, count in result.unmatched_titles.most_common(SHOWN):
            self.say(f"no role is called {title} ({count:,} {'row' if count == 1 else 'rows'})")
        if (more_titles := len(result.unmatched_titles) - SHOWN) > 0:
            self.say(f"and {more_titles} more titles; --create-roles makes roles of them all")
        for kind, names in result.made.items():
            self.say(f"{kind} {'that would be made' if result.is_dry_run else 'made'}: {', '.join(names)}")
        if result.vanished_count:
            fate = f"{result.pruned_count:,} deleted" if result.pruned_count else "they stay; --prune deletes them"
            self.say(f"{result.vanished_count:,} records of these sources are not in the file ({fate})")


def check_writable(path: str) -> None:
    """Raises OSError now for a file that could not be written when everything else is done."""
    with Path(path).open("a", encoding="utf-8"):
        pass


def in_a_sentence(error: Exception) -> str:
    """The error for whoever runs the command, without its number.

    >>> in_a_sentence(FileNotFoundError(2, "No such file or directory", "nowhere/a.csv"))
    'nowhere/a.csv: No such file or directory.'
    """
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return str(error)
