"""What pages and files should reach, and whether they do.

In: medians in seconds by label, for each number of records. Out: a printed line for each target, as for imports.
"""

from __future__ import annotations

from collections.abc import Mapping

from bench.targets import Target

CONSTANT = "a constant page of 20 KB"
COLD, KEPT = "/cities/, made anew", "/cities/, kept"
JSON_COLD, JSON_KEPT = "/cities.json, made anew", "/cities.json, kept"
OUTSIDE_COLD, OUTSIDE_KEPT = "outside the estimates, made anew", "outside the estimates, kept"
# Made anew, to the constant page: how many times as long at most.
OTHERS = {"/": 15, "/articles/ml-careers-asia-2026/": 60, "/levels/": 20, "/salaries/": 25}
RAW, COVERING = "raw SQL: the stored estimates", "raw SQL: the covering index"

Medians = Mapping[str, float]


def made_anew(address: str) -> str:
    return f"{address}, made anew"


def at_most(figure: str, bound: float) -> Target:
    return Target(figure, f"≤ {bound:g}", lambda value: value <= bound)


def print_page_targets(medians: Medians) -> None:
    """The targets of one size."""
    constant, limit = medians[CONSTANT], medians[COVERING] + medians[KEPT]
    for target, value in (
        (at_most("/cities/ kept, to the constant page", 2), medians[KEPT] / constant),
        (at_most("/cities/ made anew, to the constant page", 20), medians[COLD] / constant),
        (at_most("/cities.json kept, to the constant page", 2), medians[JSON_KEPT] / constant),
        (at_most("outside kept, to covering index + page", 2), medians[OUTSIDE_KEPT] / limit),
        (at_most("outside made anew, to the same", 2), medians[OUTSIDE_COLD] / limit),
        # The same with the page's own part made anew as well.
        (
            at_most("outside made anew, to index + page made anew", 2),
            medians[OUTSIDE_COLD] / (medians[COVERING] + medians[COLD]),
        ),
        *((at_most(made_anew(other), bound), medians[made_anew(other)] / constant) for other, bound in OTHERS.items()),
    ):
        print_target(target, value)


def print_growth(few: int, many: int, medians: Mapping[int, Medians]) -> None:
    """What more records cost."""
    print(f"\n  {many:,} records against {few:,}")
    for label in (KEPT, COLD, JSON_KEPT, JSON_COLD, *map(made_anew, OTHERS)):
        print_target(at_most(label, 1.2), medians[many][label] / medians[few][label])


def print_export(rows_a_second: float, raw_rows_a_second: float) -> None:
    target = Target("/salaries.csv rows/s, to csv.writer's", "≥ 0.5", lambda value: value >= 0.5)
    print_target(target, rows_a_second / raw_rows_a_second)


def print_memory(most: float, constant: float) -> None:
    print_target(at_most("peak memory, to the constant's worker", 1.5), most / constant)


def print_target(target: Target, value: float) -> None:
    verdict = target.verdict(value, 0)
    print(f"    {target.figure:<45} {value:>8.2f}   target {target.words:<7} {verdict}", flush=True)
