"""Keeps `Estimate` in step with the records. The only place that writes it.

In: cells whose records changed. Out: their estimates, and those of the places around them, in the same transaction.

    with estimates.deferred():      # cells collect, and are worked out once at the end
        record.save()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from django.db import transaction
from django.db.models import Q

from salaries import announcements
from salaries.bulk import insert_many
from salaries.clock import age_in_years
from salaries.models import Confidence, Estimate, Part, PublishedVersion, SalaryRecord
from salaries.models.place import PlaceTree
from salaries.stated import LevelId, Stated, read_narrowed
from salaries.statistics import Band, Summary, summarise


class Cell(NamedTuple):
    """Which records may have changed: those of one place, role and year, whatever their level."""

    place_id: int
    role_id: int
    year: int


# Place, role, year and level; without a level (None) it is any level.
LevelCell: TypeAlias = tuple[int, int, int, LevelId]


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored estimate: its figures, and what records there are (`Estimate.made_of`)."""

    summary: Summary
    made_of: list[Part]

    @property
    def source_ids(self) -> tuple[int, ...]:
        """Who stands behind it, in the order of their ids."""
        return tuple(dict.fromkeys(part.source_id for part in self.made_of))


def cell_of(record: SalaryRecord) -> Cell:
    return Cell(record.place_id, record.role_id, record.year)


@dataclass
class Touched:
    """Cells whose records changed, and the keys of records that changed singly: not of those that came in bulk."""

    cells: set[Cell]
    keys: set[str]


_pending: ContextVar[Touched | None] = ContextVar("pending_cells", default=None)


@contextmanager
def deferred() -> Iterator[None]:
    """Collect touched cells and refresh each once at the end, in one transaction with the changes."""
    if _pending.get() is not None:
        yield
        return
    with transaction.atomic():
        touched = Touched(set(), set())
        token = _pending.set(touched)
        try:
            yield
        finally:
            _pending.reset(token)
        if touched.cells:
            refresh(touched.cells, touched.keys)


def touch(cells: Iterable[Cell], keys: Iterable[str] = ()) -> None:
    """Records of these cells have changed, some with these keys: refresh now, or at the end of `deferred`."""
    pending = _pending.get()
    if pending is None:
        refresh(cells, keys)
    else:
        pending.cells.update(cells)
        pending.keys.update(keys)


@transaction.atomic
def refresh(cells: Iterable[Cell], keys: Iterable[str] = ()) -> None:
    """Work out the estimates of the cells and of every place that they lie in, and drop those left without records.

    Then `announcements.pay_changed` tells whoever listens, with the keys of the records that changed.
    """
    announcements.pay_changed.send(sender=Estimate, cells=_work_out(cells), keys=set(keys))


def _work_out(cells: Iterable[Cell]) -> set[Cell]:
    """All cells whose estimates are new, those of the places around included."""
    # First, because it locks: two changes at the same time wait for each other, and the second sees the first.
    PublishedVersion.advance()
    # A statement of its own, after the lock: it sees what the change before this one has done.
    PublishedVersion.objects.filter(pk=1).update(record_count=SalaryRecord.objects.published().count())
    tree = PlaceTree()
    wanted: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for cell in cells:
        wanted[cell.role_id][cell.year].update(tree.above(cell.place_id))
    for role_id, places_by_year in wanted.items():
        _refresh_role(role_id, places_by_year, tree)
    return {
        Cell(place, role, year) for role, years in wanted.items() for year, places in years.items() for place in places
    }


def _refresh_role(role_id: int, places_by_year: dict[int, set[int]], tree: PlaceTree) -> None:
    """A role at a time: few queries over many records, and no more of them in memory than one role has."""
    everywhere = set().union(*places_by_year.values())
    stated = Stated.read_cells(everywhere, tree, role_ids=[role_id], years=list(places_by_year), counting=True)
    for year, places in places_by_year.items():
        of_year = stated[role_id, year]
        estimates = []
        for place in places:
            made_of = of_year.made_of(place)
            for level_id, bands in of_year.bands_by_level(place).items():
                summary = summarise(bands=list(bands.values()), age_years=age_in_years(year))
                estimates.append(_estimate((place, role_id, year, level_id), summary, made_of[level_id]))
        Estimate.objects.filter(place__in=places, role=role_id, year=year).delete()
        insert_many(Estimate, estimates)


def _estimate(cell: LevelCell, summary: Summary, made_of: list[Part]) -> Estimate:
    place, role_id, year, level_id = cell
    return Estimate(
        place_id=place,
        role_id=role_id,
        level_id=level_id,
        year=year,
        low_usd=summary.low_annual_usd,
        typical_usd=summary.typical_annual_usd,
        high_usd=summary.high_annual_usd,
        sample_size=summary.sample_size,
        source_count=summary.source_count,
        confidence=summary.confidence,
        made_of=made_of,
    )


def stored_in(
    places: Iterable[int], *, role_ids: Collection[int], years: Collection[int], level_ids: Collection[LevelId]
) -> dict[LevelCell, Stored]:
    """The stored estimates of all these cells that have one, in one query; the level None is any level."""
    found = Estimate.objects.filter(place__in=list(places), role__in=role_ids, year__in=years)
    levels = Q(level__in=[level for level in level_ids if level is not None])
    found = found.filter(levels | Q(level=None) if None in level_ids else levels).order_by()
    cell = ("place_id", "role_id", "year", "level_id")
    figures = ("low_usd", "typical_usd", "high_usd", "sample_size", "source_count", "confidence")
    return {
        (place, role, year, level): Stored(
            Summary(low, typical, high, records, sources, Confidence(confidence)), list(map(Part._make, made_of))
        )
        for place, role, year, level, low, typical, high, records, sources, confidence, made_of in found.values_list(
            *cell, *figures, "made_of"
        )
    }


def summary_of(estimate: Estimate) -> Summary:
    """A stored estimate in the form that the statistics return."""
    return Summary(
        low_annual_usd=estimate.low_usd,
        typical_annual_usd=estimate.typical_usd,
        high_annual_usd=estimate.high_usd,
        sample_size=estimate.sample_size,
        source_count=estimate.source_count,
        confidence=Confidence(estimate.confidence),
    )


def stored_of(estimate: Estimate) -> Stored:
    """A stored estimate with what it is made of, as `stored_in` gives it."""
    return Stored(summary_of(estimate), list(map(Part._make, estimate.made_of)))


def bands_in(
    places: Iterable[int],
    tree: PlaceTree | None = None,
    *,
    role_ids: Collection[int],
    years: Collection[int],
    level_ids: Collection[LevelId],
    **narrowed: Any,
) -> dict[LevelCell, dict[int, Band]]:
    """{cell: {source id: band}} worked out from the records, by the same rules as the stored estimates.

    `narrowed` are filters on the records, such as source=… or population__in=…. Cells without a figure are left out.
    Two queries, and one for who lies in whom if no `tree` says so, however many cells are asked for.
    """
    places = set(places)
    stated = read_narrowed(places, tree or PlaceTree(), role_ids=role_ids, years=years, **narrowed)
    found = {
        (place, role, year, level): of.bands(place, level)
        for (role, year), of in stated.items()
        for place in places
        for level in level_ids
    }
    return {cell: bands for cell, bands in found.items() if bands}


def levels_at(
    place: int, tree: PlaceTree, *, role_id: int, year: int, **narrowed: Any
) -> dict[LevelId, dict[int, Band]]:
    """{level id, or None for any: {source id: band}} of one place, worked out from the records."""
    stated = read_narrowed({place}, tree, role_ids=[role_id], years=[year], **narrowed)
    return stated[role_id, year].bands_by_level(place)


def rebuild() -> None:
    """Work out every estimate again from the records."""
    with transaction.atomic():
        Estimate.objects.all().delete()
        cells = SalaryRecord.objects.comparable().order_by().values_list("place_id", "role_id", "year").distinct()
        _work_out(Cell(*cell) for cell in cells)
        announcements.pay_changed.send(sender=Estimate, cells=None, keys=set())
