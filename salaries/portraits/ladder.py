"""The ladder: its rungs by their publisher's own records, and what each pays in each place.

In: the records. Out: the context of /levels/, and what the page of one level takes from it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from salaries.cells.address import cell_url, latest_year
from salaries.filters import most_quoted_role
from salaries.ladder import Ladder
from salaries.models import CareerLevel, Estimate, Place, Role, SalaryRecord, Source
from salaries.models.place import PlaceTree


def ladder_context() -> dict[str, Any]:
    """The rungs by their publisher's own records, and the pay of each rung in each place over all sources."""
    context = rungs_context()
    if context["year"]:
        rows = _pay_by_place(context["role"], context["year"], context["levels"])
        context["by_place"] = {"levels": context["levels"], "rows": rows}
    return context


def rungs_context() -> dict[str, Any]:
    """The rungs alone."""
    role = most_quoted_role()
    levels = list(CareerLevel.objects.select_related("source"))
    year = latest_year(role=role, level__isnull=False) if role else None
    context: dict[str, Any] = {"levels": levels, "role": role, "year": year, "ladder": [], "by_place": None}
    if role is None or year is None:
        return context
    source = next((level.source for level in levels), None)
    place = _widest_place(role, year, source)
    ladder = Ladder(role=role, place=place, year=year, source=source)
    return context | {"ladder": ladder.rungs, "source": source, "place": place}


def _widest_place(role: Role, year: int, source: Source | None) -> Place:
    """The smallest region that holds all of a source's statements by level."""
    tree = PlaceTree()
    stated = SalaryRecord.objects.comparable().filter(role=role, year=year, level__isnull=False)
    stated = stated.filter(source=source) if source and stated.filter(source=source).exists() else stated
    chains = [tree.above(pk) for pk in stated.order_by().values_list("place_id", flat=True).distinct()]
    shared = [pk for pk in chains[0] if all(pk in chain for chain in chains)]
    return Place.objects.get(pk=shared[0])


def _pay_by_place(role: Role, year: int, levels: list[CareerLevel]) -> list[dict[str, Any]]:
    cells: dict[Place, dict[int, Estimate]] = defaultdict(dict)
    stored = Estimate.objects.filter(role=role, year=year, level__isnull=False).select_related("place__parent")
    for estimate in stored.exclude(place__kind=Place.Kind.REGION).order_by("place__name", "place__kind"):
        cells[estimate.place][estimate.level_id or 0] = estimate
    return [
        {
            "place": place,
            "cells": [
                {
                    "level": level,
                    "estimate": by_level.get(level.pk),
                    "url": cell_url(place, role, year, level) if level.pk in by_level else "",
                }
                for level in levels
            ],
        }
        for place, by_level in cells.items()
    ]
