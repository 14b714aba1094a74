"""Names, places and what money is worth, read once for each published version.

In: the published version. Out: a `Catalogue`, the same for every page until something published changes. It holds what
every comparison needs and no record changes by itself: places with what they lie in, roles, levels, sources, price
levels, and which kinds of records occur where. Things in it are shared between requests: they are read, never changed.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from typing import NamedTuple, TypeVar

from django.db.models import Sum
from django.utils import timezone

from salaries.geography import middle_of
from salaries.models import (
    CareerLevel,
    Estimate,
    ExchangeRate,
    Fact,
    Place,
    PublishedVersion,
    Role,
    SalaryRecord,
    Source,
)
from salaries.models.distinct import distinct_values
from salaries.models.place import PlaceTree
from salaries.occurrence import Occurrence
from salaries.worth import Worth, worth_in

Naming = TypeVar("Naming", SalaryRecord, Fact)


class BySlug(NamedTuple):
    """What guides and addresses name, by the name that they use."""

    places: Mapping[str, Place]
    roles: Mapping[str, Role]
    levels: Mapping[str, CareerLevel]
    sources: Mapping[str, Source]


class Catalogue:
    """Everything is read when it is first asked for."""

    def __init__(self) -> None:
        self._worths: dict[int, dict[int, Worth]] = {}

    @cached_property
    def places(self) -> Mapping[int, Place]:
        """{id: place} by name, each with all that it lies in at hand."""
        found = {place.pk: place for place in Place.objects.all()}
        for place in found.values():
            place.parent = found.get(place.parent_id or 0)
        return found

    @cached_property
    def above(self) -> Mapping[int, tuple[int, ...]]:
        """{id: the ids of the place and of all that it lies in}."""
        found = {}
        for pk, place in self.places.items():
            chain, one = [pk], place.parent
            while one is not None and one.pk not in chain:
                chain.append(one.pk)
                one = one.parent
            found[pk] = tuple(chain)
        return found

    @cached_property
    def cities_of(self) -> Mapping[int, Set[int]]:
        """{country's id: its cities' ids}."""
        found: dict[int, set[int]] = defaultdict(set)
        for place in self.places.values():
            if place.kind == Place.Kind.CITY and place.parent_id:
                found[place.parent_id].add(place.pk)
        return found

    @cached_property
    def tree(self) -> PlaceTree:
        return PlaceTree({pk: place.parent_id for pk, place in self.places.items()})

    @cached_property
    def occurrence(self) -> Occurrence:
        return Occurrence(self.places)

    @cached_property
    def middles(self) -> Mapping[int, tuple[float, float]]:
        """{id of a country without coordinates: (latitude, longitude) in the middle of its cities that have some}."""
        found = {}
        for pk, cities in self.cities_of.items():
            spots = [spot for city in cities if (spot := self.places[city].coordinates)]
            if spots and not self.places[pk].coordinates:
                found[pk] = middle_of(spots)
        return found

    @cached_property
    def roles(self) -> Mapping[int, Role]:
        return {role.pk: role for role in Role.objects.all()}

    @cached_property
    def baseline(self) -> Role | None:
        return next((role for role in self.roles.values() if role.is_baseline), None)

    @cached_property
    def main_role(self) -> Role | None:
        """The occupation with most statements: what a reader who asks for nothing in particular sees."""
        everywhere = Estimate.objects.filter(place__parent=None, level=None, role__is_baseline=False).order_by()
        counted = dict(everywhere.values_list("role").annotate(Sum("sample_size")))
        return min((self.roles[pk] for pk in counted), key=lambda role: (-counted[role.pk], role.name), default=None)

    @cached_property
    def last_years(self) -> Mapping[int, int]:
        return Estimate.last_years()

    @cached_property
    def levels(self) -> Mapping[int, CareerLevel]:
        """{id: level}, the lowest first."""
        return {level.pk: level for level in CareerLevel.objects.all()}

    @cached_property
    def ladder(self) -> list[CareerLevel]:
        """The levels with their sources, skills and tools at hand, the lowest first."""
        return list(CareerLevel.objects.select_related("source").prefetch_related("skills", "tools"))

    @cached_property
    def sources(self) -> Mapping[int, Source]:
        return {source.pk: source for source in Source.objects.all()}

    @cached_property
    def withheld(self) -> Mapping[int, str]:
        """{id: slug} of the sources whose single figures may not be passed on."""
        closed = (source for source in self.sources.values() if not source.redistributable)
        return {source.pk: source.slug for source in sorted(closed, key=lambda source: source.slug)}

    @cached_property
    def by_slug(self) -> BySlug:
        return BySlug(
            {place.slug: place for place in self.places.values()},
            {role.slug: role for role in self.roles.values()},
            {level.slug: level for level in self.levels.values()},
            {source.slug: source for source in self.sources.values()},
        )

    def complete(self, found: Iterable[Naming]) -> list[Naming]:
        """Records or facts with the place, role, level and source that they name: not read again with each of them.

        What came after the catalogue was read is left to be read when it is asked for.
        """
        things = list(found)
        for one in things:
            for name, known in (
                ("place", self.places),
                ("role", self.roles),
                ("level", self.levels),
                ("source", self.sources),
            ):
                if named := known.get(getattr(one, f"{name}_id")):
                    setattr(one, name, named)
        return things

    @cached_property
    def record_count(self) -> int:
        """How many records readers may see."""
        return PublishedVersion.objects.values_list("record_count", flat=True).get(pk=1)

    @cached_property
    def currencies(self) -> list[str]:
        """The currencies that there is any rate for."""
        return distinct_values(ExchangeRate, "currency_code")

    def worths(self, year: int) -> Mapping[int, Worth]:
        """{country's id: what a year's pay is worth there}."""
        if year not in self._worths:
            countries = [place for place in self.places.values() if place.kind == Place.Kind.COUNTRY]
            self._worths[year] = worth_in(countries, year)
        return self._worths[year]


_kept: tuple[tuple[str, datetime.date], Catalogue] | None = None


def catalogue() -> Catalogue:
    """That of the published version as it is now, and of today: the latest rate follows the calendar."""
    global _kept
    key = (PublishedVersion.current(), timezone.now().date())
    if _kept is None or _kept[0] != key:
        _kept = key, Catalogue()
    return _kept[1]
