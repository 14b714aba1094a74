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

from salaries.models import Confidence, Estimate, PublishedVersion, SalaryRecord
from salaries.models.place import PlaceTree
from salaries.statistics import Band, Statement, Summary, band_of, summarise


class Cell(NamedTuple):
    """Which records may have changed: those of one place, role and year, whatever their level."""

    place_id: int
    role_id: int
    year: int


class Row(NamedTuple):
    """What an estimate needs to know of one record."""

    place_id: int
    level_id: int | None
    source_id: int
    statement: Statement


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
    tree = PlaceTree()
    wanted: dict[tuple[int, int], set[int]] = defaultdict(set)
    for cell in cells:
        wanted[cell.role_id, cell.year].update(tree.above(cell.place_id))
    for (role_id, year), places in wanted.items():
        _refresh_role_and_year(role_id, year, places, tree)
    PublishedVersion.advance()


def _refresh_role_and_year(role_id: int, year: int, places: set[int], tree: PlaceTree) -> None:
    rows_at = _rows_by_place(role_id, year, places, tree)
    estimates = []
    for place in places:
        for level_id, bands in bands_by_level(place, rows_at, tree).items():
            estimates.append(_estimate(place, role_id, level_id, year, bands))
    Estimate.objects.filter(place__in=places, role=role_id, year=year).delete()
    Estimate.objects.bulk_create(estimates, batch_size=500)


def _rows_by_place(role_id: int, year: int, places: set[int], tree: PlaceTree, **narrowed: Any) -> dict[int, list[Row]]:
    """The comparable rows of the places and of everything inside them."""
    relevant = {inner for place in places for inner in tree.below(place)}
    rows_at: dict[int, list[Row]] = defaultdict(list)
    for row in _read_rows(role_id, year, relevant, **narrowed):
        rows_at[row.place_id].append(row)
    return rows_at


def _read_rows(role_id: int, year: int, places: Iterable[int], **narrowed: Any) -> Iterator[Row]:
    values = (
        SalaryRecord.objects.comparable()
        .filter(role=role_id, year=year, place__in=list(places), **narrowed)
        .order_by("pk")
        .values_list(
            "place_id",
            "level_id",
            "source_id",
            "annual_low_usd",
            "annual_typical_usd",
            "annual_high_usd",
            "low",
            "high",
            "qualifier",
        )
    )
    for place_id, level_id, source_id, low_usd, typical_usd, high_usd, low, high, qualifier in values.iterator():
        is_observation = low is None and high is None and qualifier == SalaryRecord.Qualifier.EXACT
        yield Row(place_id, level_id, source_id, Statement(low_usd, typical_usd, high_usd, is_observation))


def bands_by_level(place: int, rows_at: dict[int, list[Row]], tree: PlaceTree) -> dict[int | None, dict[int, Band]]:
    """{level id, or None for any level: {source id: band}} of a place, from rows by place."""
    by_source = rows_by_source(place, rows_at, tree)
    levels = {row.level_id for rows in by_source.values() for row in rows} | {
        row.level_id for inner in tree.below(place) for row in rows_at.get(inner, [])
    }
    result: dict[int | None, dict[int, Band]] = {}
    if by_source:
        result[None] = {source: band_of(statements=_any_level(rows)) for source, rows in by_source.items()}
    for level in levels - {None}:
        at_level = {key: [row for row in rows if row.level_id == level] for key, rows in rows_at.items()}
        by_source = rows_by_source(place, at_level, tree)
        result[level] = {
            source: band_of(statements=[row.statement for row in rows]) for source, rows in by_source.items()
        }
    return result


def rows_by_source(place: int, rows_at: dict[int, list[Row]], tree: PlaceTree) -> dict[int, list[Row]]:
    """For each source its rows for the place itself, or, if it has none, those of the places inside it together."""
    result: dict[int, list[Row]] = defaultdict(list)
    for child in tree.children.get(place, []):
        for source, rows in rows_by_source(child, rows_at, tree).items():
            result[source].extend(rows)
    own: dict[int, list[Row]] = defaultdict(list)
    for row in rows_at.get(place, []):
        own[row.source_id].append(row)
    return {**result, **own}


def _any_level(rows: list[Row]) -> list[Statement]:
    without = [row.statement for row in rows if row.level_id is None]
    return without or [row.statement for row in rows]


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
    tree, places = PlaceTree(), set(places)
    rows_at = _rows_by_place(role_id, year, places, tree, **narrowed)
    found = {place: bands_by_level(place, rows_at, tree).get(level_id) for place in places}
    return {place: bands for place, bands in found.items() if bands}


def levels_at(place: int, *, role_id: int, year: int, **narrowed: Any) -> dict[int | None, dict[int, Band]]:
    """{level id, or None for any: {source id: band}} of one place, worked out from the records."""
    tree = PlaceTree()
    return bands_by_level(place, _rows_by_place(role_id, year, {place}, tree, **narrowed), tree)


def rebuild() -> None:
    """Work out every estimate again from the records."""
    with transaction.atomic():
        Estimate.objects.all().delete()
        cells = SalaryRecord.objects.comparable().order_by().values_list("place_id", "role_id", "year").distinct()
        refresh(Cell(*cell) for cell in cells)
