"""The portrait of a level: what it pays by city and by country, its records, the rungs around it.

In: a level. Out: the context of templates/salaries/level.html, from stored estimates.
"""

from __future__ import annotations

from typing import Any

from salaries.models import CareerLevel, Estimate, Fact, Place, Role, SalaryRecord
from salaries.portraits.ladder import rungs_context
from salaries.portraits.lines import LineTable, spread
from salaries.portraits.records import first_records
from salaries.portraits.role import PLACES_SHOWN, by_place


def level_context(level: CareerLevel) -> dict[str, Any]:
    """Pay is that of the most quoted role."""
    ladder = rungs_context()
    role, year = ladder["role"], ladder["year"]
    context: dict[str, Any] = {
        "rung": next((rung for rung in ladder["ladder"] if rung.level.pk == level.pk), None),
        "ladder_place": ladder.get("place"),
        "role": role,
        "year": year,
        "finding": f"{level}: what it asks for",
        "facts": Fact.objects.filter(level=level).select_related("source", "place", "role", "skill", "level"),
        "previous_level": CareerLevel.objects.filter(order__lt=level.order).order_by("-order").first(),
        "next_level": CareerLevel.objects.filter(order__gt=level.order).order_by("order").first(),
    }
    return context | _pay(level, role, year) if role and year else context


def _pay(level: CareerLevel, role: Role, year: int) -> dict[str, Any]:
    cities, countries = (by_place(role, year, kind, level) for kind in (Place.Kind.CITY, Place.Kind.COUNTRY))
    # Named place by place, so that an index finds them: there is none on levels alone.
    places = Estimate.objects.filter(role=role, year=year, level=level).order_by().values_list("place", flat=True)
    records = SalaryRecord.objects.filter(role=role, year=year, place__in=list(places), level=level)
    nothing = f"{level}: what it asks for and pays"
    return {
        "finding": spread(
            cities, subject=str(level), otherwise=spread(countries, subject=str(level), otherwise=nothing)
        ),
        "cities_finding": spread(cities, subject="By city", otherwise="What it pays by city"),
        "cities": LineTable(f"{role}, {level}, {year}: pay by city", "City", cities[:PLACES_SHOWN]),
        "countries_finding": spread(countries, subject="By country", otherwise="What it pays by country"),
        "countries": LineTable(f"{role}, {level}, {year}: pay by country", "Country", countries[:PLACES_SHOWN]),
        "records": first_records(records),
        "records_caption": f"Records of this level: {role}, {year}",
    }
