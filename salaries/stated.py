"""What the records of one role and year state, grouped so that a million of them fit and are read quickly.

In: records. Out: for each place, level and source a `Band`, by the rules of the methodology page: a source's own
records for a place come before those of the places inside it; any level means the records without one, or else all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Aggregate, TextField

from salaries.models import SalaryRecord
from salaries.models.place import PlaceTree
from salaries.statistics import Band, Statement, band_of

# More places than this are not named one by one in the query.
MOST_PLACES_NAMED = 500

LevelId: TypeAlias = int | None


class CentsList(Aggregate):
    """The amounts of a group as whole cents in one text: one row for each group, not for each record."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "GROUP_CONCAT(CAST(ROUND(%(expressions)s * 100) AS INTEGER))"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG((%(expressions)s * 100)::bigint::text, ',')"
        return super().as_sql(compiler, connection, template=template, **context)


class Bag(NamedTuple):
    """Single persons' annual pay in cents of a US dollar, ascending, and what is published as a figure or a range."""

    observed_cents: list[int]
    published: list[Statement]

    @property
    def band(self) -> Band:
        return band_of(observed_cents=self.observed_cents, published=self.published)


BySource: TypeAlias = dict[int, dict[LevelId, list[Bag]]]


class Stated:
    """The records of one role and year, by place, source and level."""

    def __init__(self, tree: PlaceTree) -> None:
        self.tree = tree
        self.at: dict[int, dict[int, dict[LevelId, Bag]]] = defaultdict(lambda: defaultdict(dict))

    @classmethod
    def read(cls, places: Iterable[int], tree: PlaceTree, *, role_id: int, year: int, **narrowed: Any) -> Stated:
        """The comparable records of the places and of everything inside them; `narrowed` are further filters."""
        return cls.read_years(places, tree, role_id=role_id, years=[year], **narrowed)[year]

    @classmethod
    def read_years(
        cls, places: Iterable[int], tree: PlaceTree, *, role_id: int, years: Collection[int], **narrowed: Any
    ) -> dict[int, Stated]:
        """The same for several years, in the same two queries."""
        stated = {year: cls(tree) for year in years}
        relevant = {inner for place in places for inner in tree.below(place)}
        records = SalaryRecord.objects.comparable().filter(role=role_id, year__in=years, **narrowed).order_by()
        if len(relevant) <= MOST_PLACES_NAMED:
            records = records.filter(place__in=relevant)
        group = ("year", "place_id", "source_id", "level_id")
        observed = records.observations().values(*group).annotate(cents=CentsList("annual_typical_usd"))
        for year, place, source, level, cents in observed.values_list(*group, "cents").iterator():
            if place in relevant:
                stated[year].bag(place, source, level).observed_cents.extend(sorted(map(int, cents.split(","))))
        amounts = ("annual_low_usd", "annual_typical_usd", "annual_high_usd")
        figures = records.published_figures().values_list(*group, *amounts)
        for year, place, source, level, *statement in figures.iterator():
            if place in relevant:
                stated[year].bag(place, source, level).published.append(Statement(*statement))
        return stated

    def bag(self, place: int, source: int, level: LevelId) -> Bag:
        return self.at[place][source].setdefault(level, Bag([], []))

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
