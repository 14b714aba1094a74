"""The sources of cells, read from records only where there are few of them.

In: cells of one year. Out: the band of each source, for the cells whose records can be read within the limit. This is
the only place of the portraits that asks the records which sources a cell has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from django.db.models import Q, Sum

from salaries.models import Estimate, SalaryRecord
from salaries.models.place import PlaceTree
from salaries.stated import MOST_PLACES_NAMED, Stated
from salaries.statistics import Band, Statement, cents_of

MOST_RECORDS_READ = 2_000

RoleAt: TypeAlias = tuple[int, int]


def bands_of_cells(
    cells: Sequence[RoleAt], year: int, tree: PlaceTree, *, most: int = MOST_RECORDS_READ
) -> dict[RoleAt, dict[int, Band]]:
    """{(role id, place id): {source id: band at any level}} of the first cells, with at most `most` records together.

    Three queries, however many cells: how many records there are, single salaries, published figures.
    """
    inside = {place: set(tree.below(place)) for _, place in cells}
    cells = [cell for cell in cells if len(inside[cell[1]]) <= MOST_PLACES_NAMED]
    counts = _counts(cells, year, inside)
    chosen: list[RoleAt] = []
    total = 0
    for cell in cells:
        total += counts.get(cell[0], 0)
        if total <= most:
            chosen.append(cell)
    stated = _read(chosen, year, inside, tree)
    return {cell: stated[cell].bands(cell[1], None) for cell in chosen}


def _within(cells: Sequence[RoleAt], inside: dict[int, set[int]]) -> Q:
    roles: dict[int, list[int]] = defaultdict(list)
    for role, place in cells:
        roles[place].append(role)
    found = Q(pk__in=[])
    for place, at in roles.items():
        found |= Q(role__in=at, place__in=inside[place])
    return found


def _counts(cells: Sequence[RoleAt], year: int, inside: dict[int, set[int]]) -> dict[int, int]:
    """{role id: at most how many records}, from the stored estimates.

    An estimate of any level leaves a source's levels out where it also has records without a level, and that of a
    country its cities' where there are national ones: so all levels and places are added up.
    """
    stored = Estimate.objects.filter(_within(cells, inside), year=year).order_by()
    return dict(stored.values_list("role").annotate(Sum("sample_size")))


def _read(cells: Sequence[RoleAt], year: int, inside: dict[int, set[int]], tree: PlaceTree) -> dict[RoleAt, Stated]:
    found = {cell: Stated(tree) for cell in cells}
    records = SalaryRecord.objects.comparable().filter(_within(cells, inside), year=year).order_by()
    group = ("role_id", "place_id", "source_id", "level_id")
    observed = records.observations().order_by("annual_typical_usd")
    singles = list(observed.values_list(*group, "annual_typical_usd"))
    amounts = ("annual_low_usd", "annual_typical_usd", "annual_high_usd")
    figures = list(records.published_figures().values_list(*group, *amounts))
    for cell in cells:
        role, place = cell
        for of, at, source, level, typical in singles:
            if of == role and at in inside[place]:
                found[cell].bag(at, source, level).observed_cents.append(cents_of(typical))
        for of, at, source, level, *statement in figures:
            if of == role and at in inside[place]:
                found[cell].bag(at, source, level).published.append(Statement(*statement))
    return found
