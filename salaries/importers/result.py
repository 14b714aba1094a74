"""What an import did, or would do: counts that add up to the file's rows, changes, refusals and warnings.

Lists hold the first of each, counts are complete; a file of a million bad rows does not fill the memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from salaries.models import ImportRun

# How many refusals and changes a result holds to be shown; all refusals are kept with the run.
SHOWN = 200
MOST_TITLES = 5_000
# The kinds of warning, the most telling first.
KINDS = ["monthly", "outlier", "published-usd", "estimated-year", "currency", "guide"]


@dataclass(frozen=True)
class Refusal:
    """Why a row cannot be taken; `row_number` as a spreadsheet counts, `field` as the file calls it."""

    row_number: int
    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row_number}" + (f", {self.field}" if self.field else "")
        what = f" {self.value!r}" if self.value else ""
        return f"{where}{':' + what if what else ''}: {self.reason}"


class Refused(ValueError):
    """Raised for a value that only its row or the database can judge, such as an unknown place."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


@dataclass(frozen=True)
class RefusedRow:
    """A refused row as the file has it, with everything that is wrong with it."""

    row_number: int
    cells: Sequence[str]
    refusals: Sequence[Refusal]


@dataclass(frozen=True)
class Change:
    """What a row changes: {field: (old, new)}, both as text."""

    key: str
    fields: dict[str, tuple[str, str]]

    def __str__(self) -> str:
        return f"{self.key}: " + ", ".join(
            f"{name} {old or '–'} → {new or '–'}" for name, (old, new) in self.fields.items()
        )


@dataclass
class Warned:
    """Rows that look wrong in the same way."""

    kind: str
    message: str
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        numbers = ", ".join(map(str, self.rows)) + (" …" if self.count > len(self.rows) else "")
        return f"{self.message} ({self.count:,} {'row' if self.count == 1 else 'rows'}: {numbers})"


@dataclass
class Result:
    """Created + updated + unchanged + refused + left out = the rows of the file."""

    file_name: str
    sha256: str = ""
    format: str = ""
    created_count: int = 0
    updated_count: int = 0
    unchanged_count: int = 0
    refused_count: int = 0
    left_out_count: int = 0
    vanished_count: int = 0
    pruned_count: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    warned: dict[tuple[str, str], Warned] = field(default_factory=dict)
    unmatched_titles: Counter[str] = field(default_factory=Counter)
    made: dict[str, list[str]] = field(default_factory=dict)
    # What was skipped on purpose, in words; and rows left out, by reason.
    notes: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    # A line for each item, of formats that are reported item by item.
    report: list[str] = field(default_factory=list)
    is_dry_run: bool = False
    # Whether the other rows are imported if some are refused.
    takes_others: bool = False
    # All refused rows with their cells; iterable more than once.
    refused_rows: Iterable[RefusedRow] = ()
    run: ImportRun | None = None

    def refuse(self, row_number: int, refusals: Sequence[Refusal]) -> None:
        """Count a refused row, and keep its reasons if there is room to show them."""
        self.refused_count += 1
        if len(self.refusals) < SHOWN:
            self.refusals.extend(refusals)

    def warn(self, kind: str, message: str, row_number: int) -> None:
        """Count a row that looks wrong."""
        found = self.warned.get((kind, message))
        if found is None:
            found = self.warned[kind, message] = Warned(kind, message)
        found.count += 1
        if len(found.rows) < 10:
            found.rows.append(row_number)

    @property
    def warnings(self) -> list[Warned]:
        """What looked wrong: the most telling kinds first, then the most frequent."""
        return sorted(self.warned.values(), key=lambda warned: (KINDS.index(warned.kind), -warned.count))

    def count_unmatched(self, title: str) -> None:
        """Count a title that no role has; past some thousands, new ones are not told apart any more."""
        if title in self.unmatched_titles or len(self.unmatched_titles) < MOST_TITLES:
            self.unmatched_titles[title] += 1

    @property
    def is_taken(self) -> bool:
        """Whether the rows that were not refused are in the database now."""
        return self.run is not None and self.run.outcome == ImportRun.Outcome.DONE
