"""Keeps `Estimate` in step with the records. The only place that writes it.

In: cells whose records changed. Out: their estimates, and those of the places around them, in the same transaction.

    with estimates.deferred():      # cells collect, and are worked out once at the end
        record.save()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db import transaction

from salaries.bulk import insert_many
from salaries.models import Confidence, Estimate, PublishedVersion, SalaryRecord
from salaries.models.place import PlaceTree
from salaries.stated import Stated
from salaries.statistics import Band, Summary, summarise


class Cell(NamedTuple):
    """Which records may have changed: those of one place, role and year, whatever their level."""

    place_id: int
    role_id: int
    year: int


def cell_of(record: SalaryRecord) -> Cell:
    return Cell(record.place_id, record.role_id, record.year)


_pending: ContextVar[set[Cell] | None] = ContextVar("pending_cells", default=None)


@contextmanager
def deferred() -> Iterator[None]:
    """Collect touched cells and refresh each once at the end, in one transaction with the changes."""
    if _pending.get() is not None:
        yield
        return
    with transaction.atomic():
        token = _pending.set(set())
        try:
            yield
            cells = _pending.get()
        finally:
            _pending.reset(token)
        if cells:
            refresh(cells)


def touch(cells: Iterable[Cell]) -> None:
    """Records of these cells have changed: refresh now, or at the end of `deferred`."""
    pending = _pending.get()
    if pending is None:
        refresh(cells)
    else:
        pending.update(cells)


@transaction.atomic
def refresh(cells: Iterable[Cell]) -> None:
    """Work out the estimates of the cells and of every place that they lie in, and drop those left without records."""
    # First, because it locks: two changes at the same time wait for each other, and the second sees the first.
    PublishedVersion.advance()
    tree = PlaceTree()
    wanted: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for cell in cells:
        wanted[cell.role_id][cell.year].update(tree.above(cell.place_id))
    for role_id, places_by_year in wanted.items():
        _refresh_role(role_id, places_by_year, tree)


def _refresh_role(role_id: int, places_by_year: dict[int, set[int]], tree: PlaceTree) -> None:
    """A role at a time: few queries over many records, and no more of them in memory than one role has."""
    everywhere = set().union(*places_by_year.values())
    stated = Stated.read_years(everywhere, tree, role_id=role_id, years=list(places_by_year))
    for year, places in places_by_year.items():
        estimates = [
            _estimate(place, role_id, level_id, year, bands)
            for place in places
            for level_id, bands in stated[year].bands_by_level(place).items()
        ]
        Estimate.objects.filter(place__in=places, role=role_id, year=year).delete()
        insert_many(Estimate, estimates)


def _estimate(place: int, role_id: int, level_id: int | None, year: int, bands: dict[int, Band]) -> Estimate:
    summary = summarise(bands=list(bands.values()))
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
    )


def stored_at(places: Iterable[int], *, role_id: int, year: int, level_id: int | None = None) -> dict[int, Summary]:
    """{place id: summary} from the stored estimates, in one query."""
    found = Estimate.objects.filter(place__in=list(places), role=role_id, year=year)
    found = found.filter(level__isnull=True) if level_id is None else found.filter(level=level_id)
    return {estimate.place_id: summary_of(estimate) for estimate in found}


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


def bands_at(
    places: Iterable[int], *, role_id: int, year: int, level_id: int | None = None, **narrowed: Any
) -> dict[int, dict[int, Band]]:
    """{place id: {source id: band}} worked out from the records, by the same rules as the stored estimates.

    `narrowed` are filters on the records, such as source=… or population=….
    """
    places = set(places)
    stated = Stated.read(places, PlaceTree(), role_id=role_id, year=year, **narrowed)
    found = {place: stated.bands(place, level_id) for place in places}
    return {place: bands for place, bands in found.items() if bands}


def levels_at(place: int, *, role_id: int, year: int, **narrowed: Any) -> dict[int | None, dict[int, Band]]:
    """{level id, or None for any: {source id: band}} of one place, worked out from the records."""
    return Stated.read({place}, PlaceTree(), role_id=role_id, year=year, **narrowed).bands_by_level(place)


def rebuild() -> None:
    """Work out every estimate again from the records."""
    with transaction.atomic():
        Estimate.objects.all().delete()
        cells = SalaryRecord.objects.comparable().order_by().values_list("place_id", "role_id", "year").distinct()
        refresh(Cell(*cell) for cell in cells)
