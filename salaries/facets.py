"""What else could be chosen, and how many rows each choice would give.

In: a question, and the places that it could be about. Out: facets with counted values. A count is the number of rows
that the page has if this value alone is chosen in its facet and everything else stays: so it comes from what the stored
estimates are made of, never from the records.

Whether a cell has a figure by some records only (one source, remote work) follows from `Estimate.made_of`, which
lists the combinations that occur in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from salaries.catalogue import Catalogue
from salaries.models import Place, SalaryRecord
from salaries.occurrence import Combination, allows, present
from salaries.question import Question

ANY_LEVEL = "any"
# A facet lists this many values; those that are chosen are always among them.
MOST_VALUES = 60


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: as in addresses, for readers, and how many rows it gives."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """`left_out` values with fewer rows are not listed."""

    name: str
    label: str
    values: list[Value]
    left_out: int = 0

    @property
    def chosen(self) -> list[Value]:
        return [value for value in self.values if value.chosen]

    @property
    def summary(self) -> str:
        """What is chosen, in short."""
        names = [value.label for value in self.chosen]
        return names[0] if len(names) == 1 else f"{len(names)} chosen" if names else ""


class Candidates:
    """The places of one kind that a comparison could be about, and what is chosen of them.

    `chosen` are the regions, countries and cities that are named, by facet; without any, a facet lets all through.
    """

    def __init__(self, kind: str, chosen: Mapping[str, Collection[Place]], known: Catalogue) -> None:
        self.known = known
        self.places = {pk: place for pk, place in known.places.items() if place.kind == kind}
        self.chosen = {name: frozenset(place.pk for place in named) for name, named in chosen.items()}
        self.falls_back = kind == Place.Kind.CITY

    def left(self, without: str = "") -> frozenset[int]:
        """The places that the choices leave, `without` one of them."""
        choices = [named for name, named in self.chosen.items() if named and name != without]
        if not choices:
            return frozenset(self.places)
        above = self.known.above
        return frozenset(pk for pk in self.places if all(not named.isdisjoint(above[pk]) for named in choices))

    # -- sets of places as `salaries.occurrence` has them -------------------------------------------------------------
    def set_left(self, without: str = "") -> int:
        return self.known.occurrence.set_of(self.left(without))

    @cached_property
    def inside(self) -> Mapping[int, int]:
        """{region, country or place itself: those of the places that lie in it}."""
        found: dict[int, int] = defaultdict(int)
        for pk in self.places:
            for above in self.known.above[pk]:
                found[above] |= self.known.occurrence.bits[pk]
        return found

    @cached_property
    def cities(self) -> list[tuple[int, int]]:
        """Each country with its cities, if cities without a figure of their own show their country's."""
        bits = self.known.occurrence.bits
        return [(bits[country], self.inside[country]) for country in self.known.cities_of] if self.falls_back else []

    def with_figure(self, has_own: int, among: int) -> int:
        """Which of `among` have a figure, if `has_own` have one of their own: a city also by its country."""
        found = has_own
        for country, cities in self.cities:
            if has_own & country:
                found |= cities
        return found & among


class Facets:
    """Counts every facet of a comparison."""

    def __init__(self, question: Question, candidates: Candidates) -> None:
        self.question, self.candidates = question, candidates
        self.parts = question.narrowing.parts()
        self.narrowed = [(at, allowed) for at, allowed in enumerate(self.parts) if allowed]
        asked = question.ids
        # By their position in a cell: roles, years and levels that are asked about.
        self.allowed = [{*asked["role_ids"]}, {*asked["years"]}, {*asked["level_ids"]}]
        self.cells = candidates.known.occurrence.near(*self.allowed)

    # -- counting -----------------------------------------------------------------------------------------------------
    def _rows_by(self, position: int) -> dict[Any, int]:
        """{role, year or level: rows}, by the position of it in a cell."""
        places = self.candidates.set_left()
        others = [(at, allowed) for at, allowed in enumerate(self.allowed) if at != position]
        counts: dict[Any, int] = defaultdict(int)
        # A list, because another request may be adding cells.
        for cell, of_kinds in list(self.cells.items()):
            if all(cell[at] in allowed for at, allowed in others) and (own := present(of_kinds, self.narrowed)):
                counts[cell[position]] += self.candidates.with_figure(own, places).bit_count()
        return counts

    def _asked_cells(self) -> Iterator[Mapping[Combination, int]]:
        """What there is of each cell of the question."""
        roles, years, levels = self.allowed
        yield from (self.cells.get((role, year, level), {}) for role in roles for year in years for level in levels)

    def _rows_by_place(self, name: str) -> dict[int, int]:
        """{place: rows} for every region, country and city, whatever is chosen in this facet itself."""
        places = self.candidates.set_left(without=name)
        counts: dict[int, int] = defaultdict(int)
        for cell in self._asked_cells():
            found = self.candidates.with_figure(present(cell, self.narrowed), places)
            for above, inside in self.candidates.inside.items():
                counts[above] += (found & inside).bit_count()
        return {above: count for above, count in counts.items() if count}

    def _rows_by_part(self, part: int) -> dict[Any, int]:
        """{source, employers, contract or way of working: rows}, whatever is chosen in this facet itself."""
        others = [(at, allowed) for at, allowed in self.narrowed if at != part]
        places = self.candidates.set_left()
        counts: dict[Any, int] = defaultdict(int)
        for cell in self._asked_cells():
            own: dict[Any, int] = defaultdict(int)
            for combination, at in cell.items():
                if allows(combination, others):
                    own[combination[part]] |= at
            for value, at in own.items():
                counts[value] += self.candidates.with_figure(at, places).bit_count()
        return counts

    def every(self) -> list[Facet]:
        """All of them, in the order of the page."""
        return [*self.about(), *self.places(), *self.records()]

    # -- the facets ---------------------------------------------------------------------------------------------------
    def places(self) -> list[Facet]:
        """Regions, countries and, where the comparison is of cities, cities."""
        known = self.candidates.known.places
        found = []
        for name in self.candidates.chosen:
            counts, chosen = self._rows_by_place(name), self.candidates.chosen[name]
            values = [
                Value(place.slug, place.name, counts.get(pk, 0), pk in chosen)
                for pk, place in known.items()
                if place.kind == name and (pk in counts or pk in chosen)
            ]
            found.append(facet(name, Place.Kind(name).label, values))
        return found

    def about(self) -> list[Facet]:
        """Roles, levels and years."""
        question = self.question
        by_role, by_year, by_level = map(self._rows_by, range(3))
        by_role |= {role.pk: by_role.get(role.pk, 0) for role in question.roles}
        known = self.candidates.known
        roles = [(pk, known.roles[pk].slug, known.roles[pk].name) for pk in by_role]
        chosen_roles = {role.pk for role in question.roles}
        chosen_levels = {level.pk if level else None for level in question.levels}
        rungs = [(level.pk, level.slug, level.name) for level in known.levels.values()]
        levels = [(None, ANY_LEVEL, "Any level"), *rungs]
        years = sorted({*by_year, *question.years}, reverse=True)
        return [
            facet("role", "Role", [Value(slug, name, by_role[pk], pk in chosen_roles) for pk, slug, name in roles]),
            Facet(
                "level",
                "Level",
                [
                    Value(slug, name, by_level.get(pk, 0), pk in chosen_levels)
                    for pk, slug, name in levels
                    if by_level.get(pk) or pk in chosen_levels
                ],
            ),
            Facet("year", "Year", [Value(str(y), str(y), by_year.get(y, 0), y in question.years) for y in years]),
        ]

    def records(self) -> list[Facet]:
        """Sources, employers, contracts and ways of working."""
        counts = self._rows_by_part(0)
        chosen = {source.pk for source in self.question.narrowing.sources}
        named = {pk: self.candidates.known.sources[pk] for pk in {*counts, *chosen}}
        values = [Value(one.slug, str(one), counts.get(pk, 0), pk in chosen) for pk, one in named.items()]
        return [facet("source", "Source", values), *(self._choices(at, *about) for at, about in enumerate(CHOICES, 1))]

    def _choices(self, part: int, name: str, label: str, labels: Mapping[str, str]) -> Facet:
        counts, chosen = self._rows_by_part(part), self.parts[part]
        values = [
            Value(value, text, counts.get(value, 0), value in chosen)
            for value, text in labels.items()
            if value in counts or value in chosen
        ]
        return Facet(name, label, values)


CHOICES = (
    ("population", "Employers", dict(SalaryRecord.Population.choices)),
    ("employment_type", "Employment", dict(SalaryRecord.Employment.choices)),
    ("work_mode", "Place of work", dict(SalaryRecord.WorkMode.choices)),
)


def facet(name: str, label: str, values: list[Value]) -> Facet:
    """The values with most rows first; the chosen ones are never left out."""
    ranked = sorted(values, key=lambda value: (not value.chosen, -value.count, value.label.lower()))
    shown = sorted(ranked[:MOST_VALUES], key=lambda value: (-value.count, value.label.lower()))
    return Facet(name, label, shown, len(ranked) - len(shown))
