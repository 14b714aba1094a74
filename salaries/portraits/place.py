"""The portrait of a city or a country: what each role pays, by whom, and how that compares with other places.

In: a place. Out: a `PlacePortrait` for templates/salaries/place.html. From stored estimates; the records of the first
few roles are read where they are few.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Sum

from salaries.cells.address import around, latest_year
from salaries.models import Estimate, Fact, Place, Role, SalaryRecord, Source
from salaries.models.place import PlaceTree
from salaries.money import usd
from salaries.portraits.lines import Line, LineTable, axis_of, bands_of_line, line_of, ranked, spread
from salaries.portraits.neighbours import Neighbours
from salaries.portraits.records import first_records
from salaries.portraits.skills import premiums, premiums_finding
from salaries.portraits.sources import bands_of_cells
from salaries.trend import Trend, trend_of

ROLES_WITH_BANDS = 3
ROLES_SHOWN = 20
CITIES_SHOWN = 20
FACTS_SHOWN = 50
RECORDS_ELSEWHERE = 20


class PlacePortrait:
    """Everything that the page says. Where a city has no figure of its own, it shows its country's, marked national."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.cities_finding = ""
        self.is_country = place.kind == Place.Kind.COUNTRY
        self.tree = PlaceTree()
        self.year = latest_year(place__in=around(place)) or 0
        self.cells, self.rest = self._cells()
        axis = axis_of([*self.cells, *self.rest])
        self.ticks = axis.ticks
        for line in [*self.cells, *self.rest]:
            line.bar = axis.bar(line.low_usd, line.typical_usd, line.high_usd)

    # -- what each role pays here -------------------------------------------------------------------------------------
    def _cells(self) -> tuple[list[Line], list[Line]]:
        """The most quoted roles, with pay outside IT after them, and the others."""
        stored = Estimate.objects.filter(place__in=around(self.place), year=self.year, level=None)
        stored = stored.select_related("role", "level", "place__parent").order_by("role__name")
        by_role: dict[int, Estimate] = {}
        for one in sorted(stored, key=lambda one: one.place_id == self.place.pk):
            by_role[one.role_id] = one
        baseline = next((one.typical_usd for one in by_role.values() if one.role.is_baseline), None)
        lines = [
            line_of(
                one,
                label=one.role,
                url=one.role.get_absolute_url(),
                national=one.place_id != self.place.pk,
                baseline_usd=baseline,
            )
            for one in sorted(by_role.values(), key=lambda one: (one.place_id != self.place.pk, -one.sample_size))
        ]
        occupations = [line for line in lines if not line.role.is_baseline]
        outside_it = [line for line in lines if line.role.is_baseline]
        room = ROLES_SHOWN - len(outside_it)
        shown = [*occupations[:room], *outside_it]
        self._attach_sources(shown)
        return shown, sorted(occupations[room:], key=lambda line: line.label.lower())

    def _attach_sources(self, lines: list[Line]) -> None:
        bands = bands_of_cells([(line.role.pk, line.place.pk) for line in lines], self.year, self.tree)
        sources = Source.objects.in_bulk({source for found in bands.values() for source in found})
        axis = axis_of(lines)
        for number, line in enumerate(lines):
            found = bands.get((line.role.pk, line.place.pk), {})
            line.sources = sorted((sources[source] for source in found), key=str)
            if number < ROLES_WITH_BANDS:
                line.bands = bands_of_line(found, sources, axis)

    @cached_property
    def main(self) -> Line | None:
        """The occupation that is most quoted here."""
        return next((line for line in self.cells if not line.role.is_baseline), None)

    @property
    def finding(self) -> str:
        """What the main role earns here, in a sentence."""
        main = self.main
        if main is None and not self.cells:
            return f"No figures for {self.named} yet"
        if main is None or not main.typical_usd:
            return f"What work pays {self.where}"
        sentence = f"{main.role} {self.where}: typically {usd(main.typical_usd)} a year"
        return f"{sentence}, {main.ratio_headline} the average outside IT" if main.ratio else sentence

    @property
    def named(self) -> str:
        """Singapore the city and Singapore the country are told apart."""
        return f"{self.place} as a whole" if self.is_country else str(self.place)

    @property
    def where(self) -> str:
        return f"across {self.place}" if self.is_country else f"in {self.place}"

    @cached_property
    def trend(self) -> Trend | None:
        """Of the main role."""
        return trend_of(place=self.place, role=self.main.role) if self.main else None

    # -- the ladder of this place -------------------------------------------------------------------------------------
    @cached_property
    def ladder(self) -> LineTable | None:
        """The levels of the main role: the place's own, or, if it has none, its country's."""
        if self.main is None:
            return None
        stored = Estimate.objects.filter(
            place__in=around(self.place), role=self.main.role, year=self.year, level__isnull=False
        ).select_related("role", "level", "place__parent")
        by_place: dict[int, list[Estimate]] = {}
        for one in stored.order_by("level__order"):
            by_place.setdefault(one.place_id, []).append(one)
        found = by_place.get(self.place.pk) or next(iter(by_place.values()), [])
        lines = [
            line_of(one, label=one.level, url=one.level.get_absolute_url(), national=one.place_id != self.place.pk)
            for one in found
            if one.level
        ]
        caption = f"{self.main.role} {self.where}, {self.year}: level by level"
        return LineTable(caption, "Level", lines) if lines else None

    @property
    def ladder_finding(self) -> str:
        """What a step up is worth, from the lowest to the highest level with a typical figure."""
        known = [line for line in self.ladder.lines if line.typical_usd] if self.ladder else []
        if len(known) < 2:
            return f"What each level pays {self.where}"
        whose = ", national figures" if known[0].national else ""
        return spread([known[0], known[-1]], subject=f"{self.where[0].upper()}{self.where[1:]}{whose}", otherwise="")

    # -- other places -------------------------------------------------------------------------------------------------
    @cached_property
    def neighbours(self) -> Neighbours | None:
        """For the main role; for a place without figures, for the role with most of them anywhere."""
        if self.main:
            return Neighbours(self.place, self.main.role, self.year, self.main)
        cell = self._most_quoted_elsewhere()
        return Neighbours(self.place, *cell, None) if cell else None

    def _most_quoted_elsewhere(self) -> tuple[Role, int] | None:
        stored = Estimate.objects.filter(level=None, role__is_baseline=False, place__kind=self.place.kind).order_by()
        counted = stored.values("role", "year").annotate(n=Sum("sample_size"))
        found = counted.order_by("-year", "-n", "role__name").values_list("role", "year").first()
        return (Role.objects.get(pk=found[0]), found[1]) if found else None

    @cached_property
    def cities(self) -> LineTable | None:
        """The country's cities with a figure of their own, best paid first."""
        if not self.is_country or self.main is None:
            return None
        stored = Estimate.objects.filter(place__parent=self.place, role=self.main.role, year=self.year, level=None)
        lines = ranked(stored, CITIES_SHOWN)
        for line in lines:
            line.note = ""
        self.cities_finding = spread(lines, subject=str(self.main.role), otherwise=f"Cities of {self.place}")
        return LineTable(f"Cities of {self.place}", "City", lines[:CITIES_SHOWN]) if lines else None

    # -- what it is made of -------------------------------------------------------------------------------------------
    @cached_property
    def records(self) -> list[SalaryRecord]:
        """Its own: for a country the national ones."""
        return first_records(SalaryRecord.objects.filter(place=self.place))

    @cached_property
    def more_records(self) -> list[SalaryRecord]:
        """For a city the records of its country, for a country those of its cities."""
        if self.is_country:
            inside = [pk for pk in self.tree.below(self.place.pk) if pk != self.place.pk]
            return first_records(SalaryRecord.objects.filter(place__in=inside), RECORDS_ELSEWHERE)
        return first_records(SalaryRecord.objects.filter(place=self.place.parent_id), RECORDS_ELSEWHERE)

    @cached_property
    def premiums(self) -> list[Fact]:
        """Skills, in this place or in what it lies in."""
        return premiums(places=self.tree.above(self.place.pk))

    @property
    def premiums_finding(self) -> str:
        return premiums_finding(self.premiums)

    @cached_property
    def facts(self) -> Iterable[Fact]:
        """Other numbers about the place or its country."""
        shown = [fact.pk for fact in self.premiums]
        found = Fact.objects.filter(place__in=around(self.place)).exclude(pk__in=shown)
        return found.select_related("source", "place", "skill", "role", "level")[:FACTS_SHOWN]
