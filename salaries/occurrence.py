"""Which places have records of which kinds, for each role, year and level: what the choices of a comparison count with.

In: stored estimates (`Estimate.made_of`), read when they are first asked for. Out: sets of places, each a whole number
with a bit for every place: thousands of cells fit into little memory, and are joined and counted at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TypeAlias

from django.db.models import Q

from salaries.models import Estimate
from salaries.stated import LevelId

# A role, a year and a level; without a level (None) it is any level.
Cell: TypeAlias = tuple[int, int, LevelId]
# A source, employers, an employment type and a way of working, as in `Part`.
Combination: TypeAlias = tuple[int, str, str, str]
# What is narrowed: (the position in a combination, the values that are let through).
Narrowed: TypeAlias = Collection[tuple[int, Collection[int | str]]]


class Occurrence:
    """Of the stored estimates as they are while one version is published."""

    def __init__(self, places: Iterable[int]) -> None:
        self.bits = {pk: 1 << at for at, pk in enumerate(places)}
        self._cells: dict[Cell, dict[Combination, int]] = defaultdict(lambda: defaultdict(int))
        self._read: set[tuple[str, int, int | None]] = set()

    def set_of(self, places: Iterable[int]) -> int:
        return reduce(or_, (self.bits[pk] for pk in places), 0)

    def near(
        self, roles: Collection[int], years: Collection[int], levels: Collection[LevelId]
    ) -> Mapping[Cell, Mapping[Combination, int]]:
        """All cells that differ from those that are asked about in one of the three at most; and others besides."""
        wanted = [
            *(("year and level", year, level) for year in years for level in levels),
            *(("role and year", role, year) for role in roles for year in years),
            *(("role and level", role, level) for role in roles for level in levels),
        ]
        if missing := [one for one in wanted if one not in self._read]:
            self._read_slices(missing)
            self._read.update(missing)
        return self._cells

    def _read_slices(self, slices: Collection[tuple[str, int, int | None]]) -> None:
        conditions = {
            "year and level": lambda year, level: Q(year=year, level=level),
            "role and year": lambda role, year: Q(role=role, year=year),
            "role and level": lambda role, level: Q(role=role, level=level),
        }
        wanted = reduce(or_, (conditions[name](first, second) for name, first, second in slices))
        estimates = Estimate.objects.filter(wanted).order_by()
        for place, role, year, level, made_of in estimates.values_list(
            "place_id", "role_id", "year", "level_id", "made_of"
        ).iterator():
            cell, bit = self._cells[role, year, level], self.bits.get(place, 0)
            for *combination, _ in made_of:
                cell[tuple(combination)] |= bit


def allows(combination: Combination, narrowed: Narrowed) -> bool:
    return all(combination[at] in allowed for at, allowed in narrowed)


def present(cell: Mapping[Combination, int], narrowed: Narrowed) -> int:
    """The places of a cell that have a figure of their own by the records that count; with nothing narrowed all do."""
    return reduce(or_, (places for combination, places in cell.items() if allows(combination, narrowed)), 0)
