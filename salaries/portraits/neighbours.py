"""Places around a place, and places that pay like it.

In: a place, a role and a year. Out: two tables, each line leading to its cell; from stored estimates, in two queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from salaries.geography import great_circle_km
from salaries.models import Estimate, Place, Role
from salaries.portraits.lines import Line, LineTable, about_places

SHOWN = 5
SIDE_BY_SIDE = 5


@dataclass(frozen=True)
class Candidate:
    """A place of the same kind with a figure."""

    estimate: int
    place: int
    name: str
    parent: int | None
    typical_annual_usd: Decimal | None
    latitude: Decimal | None
    longitude: Decimal | None

    def distance_km(self, place: Place) -> float | None:
        """None where either has no coordinates."""
        if self.latitude is None or self.longitude is None or place.latitude is None or place.longitude is None:
            return None
        return great_circle_km(
            float(place.latitude), float(place.longitude), float(self.latitude), float(self.longitude)
        )


def candidates(place: Place, role: Role, year: int) -> list[Candidate]:
    stored = Estimate.objects.filter(role=role, year=year, level=None, place__kind=place.kind).exclude(place=place)
    fields = ("pk", "place_id", "place__name", "place__parent_id", "typical_usd")
    return [Candidate(*one) for one in stored.order_by().values_list(*fields, "place__latitude", "place__longitude")]


def nearest(place: Place, among: Iterable[Candidate], count: int = SHOWN) -> list[tuple[Candidate, float]]:
    """The nearest with their distance in kilometres; nothing for a place without coordinates."""
    found = [(one, km) for one in among if (km := one.distance_km(place)) is not None]
    return sorted(found, key=lambda pair: (pair[1], pair[0].name))[:count]


def most_similar(typical_annual_usd: Decimal, among: Iterable[Candidate], count: int = SHOWN) -> list[Candidate]:
    """Those whose typical pay is closest, the smallest difference first."""
    known = [one for one in among if one.typical_annual_usd is not None]
    return sorted(known, key=lambda one: (abs((one.typical_annual_usd or 0) - typical_annual_usd), one.name))[:count]


class Neighbours:
    """`own` is the line of the place itself, at the head of each table; None where it has no figure."""

    def __init__(self, place: Place, role: Role, year: int, own: Line | None) -> None:
        self.place, self.role, self.year, self.own = place, role, year, own
        among = candidates(place, role, year)
        near = nearest(place, among)
        distances = {one.place: f"{km:,.0f} km" for one, km in near}
        chosen = [one for one, _ in near] or self._same_region(among)
        typical = own.typical_usd if own else None
        similar = most_similar(typical, among) if typical is not None else []
        lines = self._lines([*chosen, *similar])
        self.by_distance = bool(near)
        self.nearby = self._table("Nearby" if near else f"In {place.parent}", [lines[one.place] for one in chosen])
        self.similar = self._table("Pays alike", [lines[one.place] for one in similar])
        for line in self.nearby.lines:
            line.note = distances.get(line.place.pk, line.note)

    def _same_region(self, among: list[Candidate]) -> list[Candidate]:
        """For a place without coordinates, as countries are: the others of its region, best paid first."""
        if self.place.parent_id is None:
            return []
        inside = [one for one in among if one.parent == self.place.parent_id]
        return sorted(inside, key=lambda one: (-(one.typical_annual_usd or 0), one.name))[:SHOWN]

    @staticmethod
    def _lines(chosen: list[Candidate]) -> dict[int, Line]:
        stored = Estimate.objects.filter(pk__in=[one.estimate for one in chosen])
        found = list(stored.select_related("place__parent", "role", "level"))
        return {line.place.pk: replace(line, baseline_usd=None) for line in about_places(found)}

    def _table(self, caption: str, lines: list[Line]) -> LineTable:
        """Copies, because each table has its own axis and notes."""
        copies = [replace(line, bar=None) for line in lines]
        if self.own and copies:
            here = replace(self.own, bar=None, bands=[], sources=[], baseline_usd=None, url="", note="this page")
            copies.insert(0, replace(here, here=True, label=str(self.place)))
        return LineTable(caption, "Place", copies)

    @property
    def nearby_finding(self) -> str:
        first = next((line for line in self.nearby.lines if not line.here), None)
        if first is None or not self.by_distance:
            return f"Other countries in {self.place.parent}" if self.place.parent else "Other countries"
        return f"The nearest place with figures is {first.label}, {first.note} away"

    @property
    def similar_finding(self) -> str:
        first = next((line for line in self.similar.lines if not line.here), None)
        return f"{first.label} comes closest in typical pay" if first else ""

    @property
    def compare_url(self) -> str:
        """The place and its nearest side by side."""
        others = [line.place.slug for line in self.nearby.lines if not line.here]
        if not others:
            return ""
        query = [("place", slug) for slug in [self.place.slug, *others][:SIDE_BY_SIDE]]
        query += [("role", self.role.slug), ("year", str(self.year))]
        return f"{reverse('salaries:compare')}?{urlencode(query)}"
