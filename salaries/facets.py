"""What else could be chosen, and how many rows each choice would give.

In: a question, the places that it could be about, and the stored estimates. Out: facets with counted values. A count is
the number of rows that the page has if this value alone is chosen in its facet and everything else stays: so it
comes from the estimates and what they are made of, never from the records.

Whether a cell has a figure by some records only (one source, remote work) follows from `Estimate.made_of`, which
lists the combinations that occur in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from salaries.catalogue import Catalogue
from salaries.estimates import LevelCell, Stored
from salaries.models import Estimate, Place, SalaryRecord
from salaries.question import Question
from salaries.stated import MOST_PLACES_NAMED, LevelId

ANY_LEVEL = "any"
# A facet lists this many values; those that are chosen are always among them.
MOST_VALUES = 60
Made = Collection[tuple[Any, ...]]
# What is narrowed: (the position in `Estimate.made_of`, the values that are let through).
Narrowed = list[tuple[int, frozenset[Any]]]


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
        self.cities_of = known.cities_of if kind == Place.Kind.CITY else {}

    def left(self, without: str = "") -> frozenset[int]:
        """The places that the choices leave, `without` one of them."""
        choices = [named for name, named in self.chosen.items() if named and name != without]
        if not choices:
            return frozenset(self.places)
        above = self.known.above
        return frozenset(pk for pk in self.places if all(not named.isdisjoint(above[pk]) for named in choices))

    def with_figure(self, present: Set[int], among: frozenset[int]) -> frozenset[int]:
        """Which of `among` have a figure, if the `present` have one of their own: a city also by its country."""
        found = among & present
        for country in self.cities_of.keys() & present:
            found |= among & self.cities_of[country]
        return found


class Facets:
    """Counts every facet of a comparison, in one query beside those of the comparison."""

    def __init__(self, question: Question, candidates: Candidates, stored: Mapping[LevelCell, Stored]) -> None:
        self.question, self.candidates = question, candidates
        self.parts = question.narrowing.parts()
        self.narrowed: Narrowed = [(at, allowed) for at, allowed in enumerate(self.parts) if allowed]
        ids = question.ids
        # By their position in a cell's key: roles, years and levels that are asked about.
        self.allowed = {1: {*ids["role_ids"]}, 2: {*ids["years"]}, 3: {*ids["level_ids"]}}
        roles, levels = self.allowed[1], self.allowed[3]
        self.asked = {key: one.made_of for key, one in stored.items() if key[1] in roles and key[3] in levels}
        self.present = self._read_present()

    def _read_present(self) -> dict[tuple[int, int, LevelId], set[int]]:
        """{(role, year, level): places with a figure of their own}; at most one of the three is not asked about."""
        roles, years, levels = self.allowed[1], self.allowed[2], self.allowed[3]
        in_roles, in_years = Q(role__in=roles), Q(year__in=years)
        in_levels = Q(level__in=[level for level in levels if level])
        if None in levels:
            in_levels |= Q(level__isnull=True)
        found = Estimate.objects.filter((in_levels & in_years) | (in_roles & in_years) | (in_roles & in_levels))
        places = {*self.candidates.places, *self.candidates.cities_of}
        # Others are passed over when rows are counted; where there are many of them, they are not even read.
        if len(places) <= MOST_PLACES_NAMED and len(places) * 2 < len(self.candidates.known.places):
            found = found.filter(place__in=places)
        narrowed = self.narrowed
        columns = ("place_id", "role_id", "year", "level_id", *(["made_of"] if narrowed else []))
        present: dict[tuple[int, int, LevelId], set[int]] = defaultdict(set)
        for place, role, year, level, *made_of in found.order_by().values_list(*columns):
            if not narrowed or matches(made_of[0], narrowed):
                present[role, year, level].add(place)
        return present

    # -- counting -----------------------------------------------------------------------------------------------------
    def _rows_by(self, position: int) -> dict[Any, int]:
        """{role, year or level: rows}, by the position of it in a cell's key."""
        places = self.candidates.left()
        others = [(at - 1, allowed) for at, allowed in self.allowed.items() if at != position]
        counts: dict[Any, int] = defaultdict(int)
        for cell, present in self.present.items():
            if all(cell[at] in allowed for at, allowed in others):
                counts[cell[position - 1]] += len(self.candidates.with_figure(present, places))
        return counts

    def _asked_cells(self) -> Iterator[set[int]]:
        """For each cell of the question the places with a figure of their own, by records that count."""
        present: dict[tuple[int, int, LevelId], set[int]] = defaultdict(set)
        for key, made_of in self.asked.items():
            if matches(made_of, self.narrowed):
                present[key[1:]].add(key[0])
        yield from present.values()

    def _rows_by_place(self, name: str) -> dict[int, int]:
        """{place: rows} for every region, country and city, whatever is chosen in this facet itself."""
        places = self.candidates.left(without=name)
        counts: dict[int, int] = defaultdict(int)
        for present in self._asked_cells():
            for pk in self.candidates.with_figure(present, places):
                for above in self.candidates.known.above[pk]:
                    counts[above] += 1
        return counts

    def _rows_by_part(self, part: int) -> dict[Any, int]:
        """{source, employers, contract or way of working: rows}, whatever is chosen in this facet itself."""
        others = [(at, allowed) for at, allowed in self.narrowed if at != part]
        places = self.candidates.left()
        present: dict[Any, dict[Any, set[int]]] = defaultdict(lambda: defaultdict(set))
        for key, made_of in self.asked.items():
            for value in {one[part] for one in made_of if not others or allows(one, others)}:
                present[value][key[1:]].add(key[0])
        return {
            value: sum(len(self.candidates.with_figure(at, places)) for at in by_cell.values())
            for value, by_cell in present.items()
        }

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
        by_role, by_level, by_year = self._rows_by(1), self._rows_by(3), self._rows_by(2)
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


def matches(made_of: Made, narrowed: Narrowed) -> bool:
    """Whether some records of a cell may count; with nothing narrowed all may."""
    return not narrowed or any(allows(combination, narrowed) for combination in made_of)


def allows(combination: tuple[Any, ...], narrowed: Narrowed) -> bool:
    return all(combination[at] in allowed for at, allowed in narrowed)


def facet(name: str, label: str, values: list[Value]) -> Facet:
    """The values with most rows first; the chosen ones are never left out."""
    ranked = sorted(values, key=lambda value: (not value.chosen, -value.count, value.label.lower()))
    shown = sorted(ranked[:MOST_VALUES], key=lambda value: (-value.count, value.label.lower()))
    return Facet(name, label, shown, len(ranked) - len(shown))
