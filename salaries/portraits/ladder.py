"""The ladder: its rungs by their publisher's own records, and what each pays in each place.

In: the records. Out: the context of /levels/, and what the page of one level takes from it.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from salaries.catalogue import Catalogue, catalogue
from salaries.cells.address import cell_url, latest_year
from salaries.ladder import Ladder
from salaries.models import CareerLevel, Estimate, Place, Role, SalaryRecord, Source


class LevelCell(NamedTuple):
    """What a level pays in a place, and where that is shown in full; no address where nobody states it."""

    level: CareerLevel
    low_usd: Decimal | None = None
    typical_usd: Decimal | None = None
    high_usd: Decimal | None = None
    url: str = ""


def ladder_context() -> dict[str, Any]:
    """The rungs by their publisher's own records, and the pay of each rung in each place over all sources."""
    context = rungs_context()
    if context["year"]:
        rows = _pay_by_place(context["role"], context["year"], context["levels"], catalogue())
        context["by_place"] = {"levels": context["levels"], "rows": rows}
    return context


def rungs_context() -> dict[str, Any]:
    """The rungs alone."""
    known = catalogue()
    role, levels = known.main_role, known.ladder
    year = latest_year(role=role, level__isnull=False) if role else None
    context: dict[str, Any] = {"levels": levels, "role": role, "year": year, "ladder": [], "by_place": None}
    if role is None or year is None:
        return context
    source = next((level.source for level in levels), None)
    place = _widest_place(role, year, source, known)
    ladder = Ladder(role=role, place=place, year=year, source=source, known=known)
    return context | {"ladder": ladder.rungs, "source": source, "place": place}


def _widest_place(role: Role, year: int, source: Source | None, known: Catalogue) -> Place:
    """The smallest region that holds all of a source's statements by level; without any, that of all sources'."""
    levels = [level.pk for level in known.ladder]
    # Cell by cell, so that an index leads to the source past the records of others.
    there = SalaryRecord.objects.comparable().filter(place=OuterRef("pk"), role=role, year=year, level__in=levels)
    everywhere = Place.objects.order_by()
    stated = list(everywhere.filter(Exists(there.filter(source=source))).values_list("pk", flat=True)) if source else []
    stated = stated or list(everywhere.filter(Exists(there)).values_list("pk", flat=True))
    chains = [known.above[pk] for pk in stated]
    shared = [pk for pk in chains[0] if all(pk in chain for chain in chains)]
    return known.places[shared[0]]


def _pay_by_place(role: Role, year: int, levels: list[CareerLevel], known: Catalogue) -> list[dict[str, Any]]:
    """Cities and countries by name, each with its cells in the order of the levels."""
    stored = Estimate.objects.filter(role=role, year=year, level__isnull=False)
    stored = stored.exclude(place__kind=Place.Kind.REGION).order_by("place__name", "place__kind")
    named = {level.pk: level for level in levels}
    cells: dict[Place, dict[int, LevelCell]] = defaultdict(dict)
    amounts = ("low_usd", "typical_usd", "high_usd")
    for pk, level, low, typical, high in stored.values_list("place_id", "level_id", *amounts):
        # What came after the catalogue was read belongs to the next version.
        if pk in known.places and level in named:
            place = known.places[pk]
            url = cell_url(place, role, year, named[level])
            cells[place][level] = LevelCell(named[level], low, typical, high, url)
    return [
        {"place": place, "cells": [of.get(level.pk, LevelCell(level)) for level in levels]}
        for place, of in cells.items()
    ]
