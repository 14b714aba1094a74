"""What imports should reach, and whether they do.

In: the measured runs by label. Out: a printed line for each target: the figure, the target, "met" or "missed". Nothing
fails: a loaded machine may miss what a quiet one meets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bench.processes import Finished

LIMIT = "the database alone"
BULK = "bulk_create"
IMPORT = "import_salaries"
BAD = "  one bad row in a hundred"
MORE = "  1,000 rows more"
MILLION = 1_000_000


class Target(NamedTuple):
    """A bound for a figure. Below `from_rows` it says nothing: start-up weighs too much there, memory too little."""

    figure: str
    words: str
    holds: Callable[[float], bool]
    from_rows: int = 0

    def verdict(self, value: float, rows: int) -> str:
        if rows < self.from_rows:
            return f"(set for {self.from_rows:,} rows)"
        return "met" if self.holds(value) else "missed"


OF_LIMIT = "rows/s, as a share of the database alone"
ON_SQLITE = Target(OF_LIMIT, "≥ 0.50", lambda value: value >= 0.50, MILLION)
ON_POSTGRES = Target(OF_LIMIT, "≥ 0.33", lambda value: value >= 0.33, MILLION)
OF_BULK = Target("rows/s, as a multiple of bulk_create", "≥ 2.5", lambda value: value >= 2.5, 150_000)
MEMORY = Target("peak memory in MB", "< 200", lambda value: value < 200, MILLION)
COST_OF_BAD = Target("time with bad rows, to the clean file", "≤ 1.15", lambda value: value <= 1.15, 150_000)
COST_OF_MORE = Target("time of 1,000 more, to the whole", "≤ 0.10", lambda value: value <= 0.10, MILLION)


def print_targets(rows: int, runs: Mapping[str, Finished], rows_of: Callable[[str], int], *, sqlite: bool) -> None:
    """Print the figures of this size beside their targets; those of a run that failed are left open."""

    def speed(label: str) -> float:
        return rows_of(label) / runs[label].seconds

    def seconds(label: str) -> float:
        return runs[label].seconds

    lines: tuple[tuple[Target, str, Callable[[], float]], ...] = (
        (ON_SQLITE if sqlite else ON_POSTGRES, LIMIT, lambda: speed(IMPORT) / speed(LIMIT)),
        (OF_BULK, BULK, lambda: speed(IMPORT) / speed(BULK)),
        (MEMORY, IMPORT, lambda: runs[IMPORT].peak_mb or 0),
        (COST_OF_BAD, BAD, lambda: seconds(BAD) / seconds(IMPORT)),
        (COST_OF_MORE, MORE, lambda: seconds(MORE) / seconds(IMPORT)),
    )
    for target, beside, figure in lines:
        if runs[IMPORT].problem or runs[beside].problem:
            value, verdict = "-", "not measured"
        else:
            value, verdict = f"{figure():.2f}", target.verdict(figure(), rows)
        print(f"    {target.figure:<42} {value:>8}   target {target.words:<7} {verdict}", flush=True)
