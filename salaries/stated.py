"""What the records of one role and year state, grouped so that a million of them fit and are read quickly.

In: records. Out: for each place, level and source a `Band`, by the rules of the methodology page: a source's own
records for a place come before those of the places inside it; any level means the records without one, or else all.
And, if asked to, which records there are at all: how many of each source, population, employment and work mode.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Aggregate, BooleanField, ExpressionWrapper, Q, TextField

from salaries.models import Part, SalaryRecord
from salaries.models.place import PlaceTree
from salaries.models.record import OBSERVATION
from salaries.statistics import Band, Statement, band_of, cents_of

# More places than this are not named one by one in the query.
MOST_PLACES_NAMED = 500
# Sources with at most so many records are read record by record.
MOST_READ_SINGLY = 1_000

# Groups are read in the order of the index "record_cell" (READ_FOR_ESTIMATES): it is then walked once, without sorting.
CELL = ("role_id", "year", "place_id", "level_id", "source_id")
KIND = ("population", "employment_type", "work_mode")
AMOUNTS = ("annual_low_usd", "annual_typical_usd", "annual_high_usd")

LevelId: TypeAlias = int | None
RoleAndYear: TypeAlias = tuple[int, int]


class AmountList(Aggregate):
    """The amounts of a group in one text, to the cent: one row for each group, not for each record."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "GROUP_CONCAT(CAST(ROUND(%(expressions)s * 100) AS INTEGER))"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG(%(expressions)s::text, ',')"
        return super().as_sql(compiler, connection, template=template, **context)


def cents_in(amounts: str) -> list[int]:
    """The whole cents of an `AmountList`, which has a point before the last two digits or none at all.

    >>> cents_in("1250.00,0.07"), cents_in("125000,7")
    ([125000, 7], [125000, 7])
    """
    return list(map(int, amounts.replace(".", "").split(",")))


class Bag(NamedTuple):
    """Single persons' annual pay in cents of a US dollar, ascending, and what is published as a figure or a range."""

    observed_cents: list[int]
    published: list[Statement]

    @property
    def band(self) -> Band:
        return band_of(observed_cents=self.observed_cents, published=self.published)


BySource: TypeAlias = dict[int, dict[LevelId, list[Bag]]]


class Stated:
    """The records of one role and year, by place, source and level.

    `counts` says how many records of each combination of source and `KIND` a place itself has, at each level and, under
    None, at any or none. It is filled only if asked for: it takes more and smaller groups.
    """

    def __init__(self, tree: PlaceTree) -> None:
        self.tree = tree
        self.at: dict[int, dict[int, dict[LevelId, Bag]]] = defaultdict(lambda: defaultdict(dict))
        self.counts: dict[int, dict[LevelId, Counter[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(Counter))
        self._counts_inside: dict[int, dict[LevelId, Counter[tuple[Any, ...]]]] = {}

    @classmethod
    def read(cls, places: Iterable[int], tree: PlaceTree, *, role_id: int, year: int, **narrowed: Any) -> Stated:
        """The comparable records of the places and of everything inside them; `narrowed` are further filters."""
        return cls.read_cells(places, tree, role_ids=[role_id], years=[year], **narrowed)[role_id, year]

    @classmethod
    def read_cells(
        cls,
        places: Iterable[int],
        tree: PlaceTree,
        *,
        role_ids: Collection[int],
        years: Collection[int],
        counting: bool = False,
        **narrowed: Any,
    ) -> dict[RoleAndYear, Stated]:
        """The same for each of several roles and years, in the same two queries."""
        stated = {(role, year): cls(tree) for role in role_ids for year in years}
        relevant = {inner for place in places for inner in tree.below(place)}
        records = SalaryRecord.objects.comparable().filter(role__in=role_ids, year__in=years, **narrowed).order_by()
        # Where every place counts, none need be named.
        if len(relevant) <= MOST_PLACES_NAMED and len(relevant) < len(tree.parent):
            records = records.filter(place__in=relevant)
        kind = KIND if counting else ()
        observed = records.observations().values(*CELL, *kind).annotate(amounts=AmountList("annual_typical_usd"))
        for role, year, place, level, source, *of, amounts in observed.values_list(*CELL, *kind, "amounts").iterator():
            if place in relevant:
                cents = cents_in(amounts)
                one = stated[role, year]
                one.bag(place, source, level).observed_cents.extend(cents)
                if counting:
                    one.count(place, level, (source, *of), len(cents))
        # Their order matters to nobody, but without it SQLite takes another index and visits each record of the year.
        figures = records.published_figures().order_by(*CELL).values_list(*CELL, *KIND, *AMOUNTS)
        for role, year, place, level, source, *of, low, typical, high in figures.iterator():
            if place in relevant:
                one = stated[role, year]
                one.bag(place, source, level).published.append(Statement(low, typical, high))
                if counting:
                    one.count(place, level, (source, *of), 1)
        for one in stated.values():
            one.sort()
        return stated

    def sort(self) -> None:
        """Put observations in order. They come in runs that are, or nearly are; sorting these takes about one pass."""
        for by_source in self.at.values():
            for by_level in by_source.values():
                for bag in by_level.values():
                    bag.observed_cents.sort()

    def bag(self, place: int, source: int, level: LevelId) -> Bag:
        return self.at[place][source].setdefault(level, Bag([], []))

    def count(self, place: int, level: LevelId, combination: tuple[Any, ...], records: int) -> None:
        self.counts[place][None][combination] += records
        if level is not None:
            self.counts[place][level][combination] += records

    def made_of(self, place: int) -> dict[LevelId, list[Part]]:
        """{level id, or None for any level: what all records of a place and of everything inside it are, in order}.

        All of them, also those that the rules of a band pass over: see `Estimate.made_of`.
        """
        return {
            level: [Part._make((*combination, records)) for combination, records in sorted(counts.items())]
            for level, counts in self._counts_of(place).items()
        }

    def _counts_of(self, place: int) -> dict[LevelId, Counter[tuple[Any, ...]]]:
        """`counts` of a place and of everything inside it; each is added up once."""
        inside = self.tree.children.get(place)
        if not inside:
            return self.counts.get(place, {})
        if place not in self._counts_inside:
            total: dict[LevelId, Counter[tuple[Any, ...]]] = defaultdict(Counter)
            for counts in (self.counts.get(place, {}), *map(self._counts_of, inside)):
                for level, of in counts.items():
                    total[level].update(of)
            self._counts_inside[place] = total
        return self._counts_inside[place]

    def bands_by_level(self, place: int) -> dict[LevelId, dict[int, Band]]:
        """{level id, or None for any level: {source id: band}} of a place."""
        levels: set[LevelId] = {
            level
            for inner in self.tree.below(place)
            for by_level in self.at.get(inner, {}).values()
            for level in by_level
        }
        found = {level: self.bands(place, level) for level in {None, *levels}}
        return {level: bands for level, bands in found.items() if bands}

    def bands(self, place: int, level: LevelId) -> dict[int, Band]:
        """{source id: band} of a place at a level, or at any level where `level` is None."""
        found = self.by_source(place, level)
        if level is not None:
            return {source: merged(by_level[level]).band for source, by_level in found.items()}
        return {source: merged(any_level(by_level)).band for source, by_level in found.items()}

    def by_source(self, place: int, level: LevelId) -> BySource:
        """For each source its records for the place itself, or, if it has none, those of the places inside it together.

        With a level only the records of that level count, otherwise all.
        """
        result: BySource = {}
        for child in self.tree.children.get(place, []):
            for source, by_level in self.by_source(child, level).items():
                inside = result.setdefault(source, {})
                for at, bags in by_level.items():
                    inside.setdefault(at, []).extend(bags)
        for source, bag_at in self.at.get(place, {}).items():
            own = {at: [bag] for at, bag in bag_at.items() if level in (None, at)}
            if own:
                result[source] = own
        return result


def read_narrowed(
    places: Collection[int],
    tree: PlaceTree,
    *,
    role_ids: Collection[int],
    years: Collection[int],
    **narrowed: Any,
) -> dict[RoleAndYear, Stated]:
    """What the records of these cells state. Where only sources narrow them that have few records, no others are met.

    The index of cells leads to a place, and there past the records of every other source.
    """
    if narrowed and narrowed.keys() <= {"source", "source__in"}:
        of_sources = SalaryRecord.objects.filter(**narrowed).order_by().values_list("pk", flat=True)
        ids = list(of_sources[: MOST_READ_SINGLY + 1])
        if len(ids) <= MOST_READ_SINGLY:
            stated = {(role, year): Stated(tree) for role in role_ids for year in years}
            _read_singly(ids, stated, {inner for place in places for inner in tree.below(place)})
            return stated
    return Stated.read_cells(places, tree, role_ids=role_ids, years=years, **narrowed)


def _read_singly(ids: list[int], stated: dict[RoleAndYear, Stated], places: set[int]) -> None:
    """Put what these records state of the places where it belongs."""
    is_single = ExpressionWrapper(Q(**OBSERVATION), output_field=BooleanField())
    found = SalaryRecord.objects.comparable().filter(pk__in=ids).annotate(is_single=is_single).order_by()
    for role, year, place, level, source, single, *amounts in found.values_list(*CELL, "is_single", *AMOUNTS):
        if (role, year) in stated and place in places:
            bag = stated[role, year].bag(place, source, level)
            if single:
                bag.observed_cents.append(cents_of(amounts[1]))
            else:
                bag.published.append(Statement(*amounts))
    for one in stated.values():
        one.sort()


def any_level(by_level: dict[LevelId, list[Bag]]) -> list[Bag]:
    """The records without a level, or else those of all levels."""
    return by_level.get(None) or [bag for bags in by_level.values() for bag in bags]


def merged(bags: Iterable[Bag]) -> Bag:
    """All that the bags hold; sorted runs merge in little more than one pass."""
    bags = list(bags)
    if len(bags) == 1:
        return bags[0]
    return Bag(
        sorted([cents for bag in bags for cents in bag.observed_cents]),
        [statement for bag in bags for statement in bag.published],
    )
