"""The portrait of a role: what it pays by city, by country and by level.

In: a role. Out: the context of templates/salaries/role.html, from stored estimates.
"""

from __future__ import annotations

from typing import Any

from salaries.cells.address import latest_year
from salaries.models import CareerLevel, Estimate, Place, Role
from salaries.models.place import PlaceTree
from salaries.portraits.lines import Line, LineTable, line_of, ranked, spread
from salaries.portraits.records import first_records
from salaries.portraits.skills import premiums, premiums_finding
from salaries.trend import trend_of

PLACES_SHOWN = 30
FACTS_SHOWN = 50


def role_context(role: Role) -> dict[str, Any]:
    year = latest_year(role=role) or 0
    cities, countries = (by_place(role, year, kind) for kind in (Place.Kind.CITY, Place.Kind.COUNTRY))
    skills = premiums(role=role)
    facts = role.facts.exclude(pk__in=[fact.pk for fact in skills])
    facts = facts.select_related("source", "place", "role", "skill", "level")
    widest = widest_place(role, year)
    levels = by_level(role, year, widest) if widest else None
    return {
        "year": year,
        "finding": spread(
            cities, subject=str(role), otherwise=spread(countries, subject=str(role), otherwise=str(role))
        ),
        "cities": LineTable(f"{role}: pay by city, {year}", "City", cities[:PLACES_SHOWN]),
        "countries_finding": spread(countries, subject="By country", otherwise="By country"),
        "countries": LineTable(f"{role}: pay by country, {year}", "Country", countries[:PLACES_SHOWN]),
        "trend": trend_of(place=widest, role=role) if widest else None,
        "levels": levels,
        "levels_finding": _levels_finding(levels),
        "records": first_records(role.records.all()),
        "premiums": skills,
        "premiums_finding": premiums_finding(skills),
        "facts": facts[:FACTS_SHOWN],
    }


def by_place(role: Role, year: int, kind: str, level: CareerLevel | None = None) -> list[Line]:
    """The places of a kind with a figure of their own, best paid first; more than are shown, for the heading."""
    stored = Estimate.objects.filter(role=role, year=year, level=level, place__kind=kind)
    return ranked(stored, PLACES_SHOWN)


def widest_place(role: Role, year: int) -> Place | None:
    """The place with most records of the role; of equals, the smallest. None without figures."""
    widest = Estimate.objects.filter(role=role, year=year, level=None).order_by("-sample_size", "pk")
    counts = list(widest.values_list("place_id", "sample_size")[:PLACES_SHOWN])
    tree = PlaceTree()
    most = [place for place, count in counts if count == counts[0][1]]
    found = max(most, key=lambda pk: (len(tree.above(pk)), -pk), default=None)
    return Place.objects.select_related("parent").get(pk=found) if found else None


def by_level(role: Role, year: int, place: Place) -> LineTable | None:
    """The levels with a figure in a place, the lowest first."""
    stored = Estimate.objects.filter(place=place, role=role, year=year, level__isnull=False)
    stored = stored.select_related("place__parent", "role", "level").order_by("level__order")
    lines = [line_of(one, label=one.level, url=one.level.get_absolute_url()) for one in stored if one.level]
    return LineTable(f"{role}, {place}, {year}: level by level", "Level", lines) if lines else None


def _levels_finding(levels: LineTable | None) -> str:
    known = [line for line in levels.lines if line.typical_usd] if levels else []
    if len(known) < 2:
        return "What each level pays"
    return spread([known[0], known[-1]], subject=str(known[0].place), otherwise="")
