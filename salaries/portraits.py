"""What the page of one city, level or role shows.

In: the object. Out: the template's context, from stored estimates where they answer the question.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from salaries import estimates
from salaries.charts import Axis
from salaries.comparison import Comparison
from salaries.filters import most_quoted_role
from salaries.ladder import Ladder
from salaries.models import CareerLevel, Estimate, Fact, Place, Role, SalaryRecord, Source
from salaries.models.place import PlaceTree
from salaries.money import ratio_in_short, usd
from salaries.question import Question
from salaries.row import CONFIDENCE_DOTS, Row
from salaries.statistics import Ratio, ratio_to_baseline

RECORDS_SHOWN = 50


def latest_year(**narrowed: Any) -> int | None:
    """The last year for which there is an estimate."""
    return Estimate.objects.filter(**narrowed).order_by("-year").values_list("year", flat=True).first()


# -- one city ---------------------------------------------------------------------------------------------------------
def city_context(place: Place) -> dict[str, Any]:
    """Every role and level with a figure here, each with what its sources say, side by side."""
    around = [one for one in (place.pk, place.parent_id) if one]
    year = latest_year(place__in=around)
    found = Estimate.objects.filter(place__in=around, year=year or 0).select_related("role", "level")
    by_cell: dict[tuple[int, int | None], Estimate] = {}
    for estimate in sorted(found, key=lambda one: one.place_id == place.pk):
        by_cell[estimate.role_id, estimate.level_id] = estimate
    ordered = sorted(by_cell.values(), key=lambda one: (one.role.is_baseline, one.role.name, _order(one.level)))
    amounts = [amount for one in ordered for amount in (one.low_usd, one.typical_usd, one.high_usd)]
    axis = Axis(amounts)
    sources = Source.objects.in_bulk()
    bands = (
        {
            (role, at): estimates.levels_at(at, role_id=role, year=year)
            for role, at in {(one.role_id, one.place_id) for one in ordered}
        }
        if year
        else {}
    )
    cells = [_cell(one, by_cell, place, bands[one.role_id, one.place_id], sources, axis) for one in ordered]
    here = SalaryRecord.objects.published().with_relations()
    return {
        "year": year,
        "finding": _city_finding(place, cells),
        "cells": cells,
        "ticks": axis.ticks,
        "records": here.filter(place=place)[:RECORDS_SHOWN],
        "national_records": here.filter(place=place.parent_id)[:RECORDS_SHOWN],
        "facts": Fact.objects.filter(place__in=around).select_related("source", "place", "skill"),
    }


def _order(level: CareerLevel | None) -> int:
    return level.order if level else 0


def _cell(
    estimate: Estimate,
    by_cell: dict[tuple[int, int | None], Estimate],
    place: Place,
    bands: dict[int | None, Any],
    sources: dict[int, Source],
    axis: Axis,
) -> dict[str, Any]:
    summary = estimates.summary_of(estimate)
    baseline = next((one for one in by_cell.values() if one.role.is_baseline and one.level_id is None), None)
    ratio: Ratio | None = None
    if baseline and not estimate.role.is_baseline:
        ratio = ratio_to_baseline(
            low_annual_usd=summary.low_annual_usd,
            typical_annual_usd=summary.typical_annual_usd,
            high_annual_usd=summary.high_annual_usd,
            baseline_annual_usd=baseline.typical_usd,
        )
    headline, span = ratio_in_short(ratio, source_count=estimate.source_count)
    by_source = bands.get(estimate.level_id, {})
    return {
        "role": estimate.role,
        "level": estimate.level,
        "low_usd": estimate.low_usd,
        "typical_usd": estimate.typical_usd,
        "high_usd": estimate.high_usd,
        "bar": axis.bar(estimate.low_usd, estimate.typical_usd, estimate.high_usd),
        "ratio": ratio,
        "ratio_headline": headline,
        "ratio_span": span,
        "sample_size": estimate.sample_size,
        "source_count": estimate.source_count,
        "confidence": estimate.get_confidence_display(),
        "confidence_dots": CONFIDENCE_DOTS[summary.confidence],
        "national": estimate.place_id != place.pk,
        "bands": [
            {
                "source": sources[source],
                "low_usd": band.low_annual_usd,
                "typical_usd": band.typical_annual_usd,
                "high_usd": band.high_annual_usd,
                "sample_size": band.sample_size,
                "bar": axis.bar(band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd),
            }
            for source, band in by_source.items()
        ],
    }


def _city_finding(place: Place, cells: list[dict[str, Any]]) -> str:
    main = most_quoted_role()
    for cell in cells:
        if cell["role"] == main and cell["level"] is None and cell["typical_usd"]:
            sentence = f"{main} in {place}: typically {usd(cell['typical_usd'])} a year"
            return f"{sentence}, {cell['ratio_headline']} the average outside IT" if cell["ratio"] else sentence
    return f"What work in IT pays in {place}" if cells else f"No figures for {place} yet"


# -- the ladder -------------------------------------------------------------------------------------------------------
def ladder_context() -> dict[str, Any]:
    """The rungs by their publisher's own records, and the pay of each rung in each place over all sources."""
    role = most_quoted_role()
    levels = list(CareerLevel.objects.select_related("source"))
    year = latest_year(role=role, level__isnull=False) if role else None
    context: dict[str, Any] = {"levels": levels, "role": role, "year": year, "ladder": [], "by_place": None}
    if role is None or year is None:
        return context
    source = next((level.source for level in levels), None)
    place = _widest_place(role, year, source)
    ladder = Ladder(role=role, place=place, year=year, source=source)
    return context | {
        "ladder": ladder.rungs,
        "source": source,
        "place": place,
        "by_place": {"levels": levels, "rows": _pay_by_place(role, year, levels)},
    }


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
    for estimate in stored.exclude(place__kind=Place.Kind.REGION).order_by("place__name"):
        cells[estimate.place][estimate.level_id or 0] = estimate
    return [
        {
            "place": place,
            "cells": [
                {
                    "level": level,
                    "low_usd": by_level[level.pk].low_usd,
                    "typical_usd": by_level[level.pk].typical_usd,
                    "high_usd": by_level[level.pk].high_usd,
                    "url": place.get_absolute_url(),
                }
                if level.pk in by_level
                else None
                for level in levels
            ],
        }
        for place, by_level in cells.items()
    ]


def level_context(level: CareerLevel) -> dict[str, Any]:
    """One rung: its pay by place, its records, the rungs around it."""
    ladder = ladder_context()
    role, year = ladder["role"], ladder["year"]
    rungs = ladder["ladder"]
    records = SalaryRecord.objects.published().filter(level=level).with_relations()
    context: dict[str, Any] = {
        "rung": next((rung for rung in rungs if rung.level.pk == level.pk), None),
        "ladder_place": ladder.get("place"),
        "role": role,
        "year": year,
        "records": records[:RECORDS_SHOWN],
        "facts": Fact.objects.filter(level=level).select_related("source", "place", "skill"),
        "previous_level": CareerLevel.objects.filter(order__lt=level.order).order_by("-order").first(),
        "next_level": CareerLevel.objects.filter(order__gt=level.order).order_by("order").first(),
        "place_rows": [],
    }
    if role and year:
        cities = Place.objects.cities().select_related("parent__parent")
        comparison = Comparison(Question.of(role, year, level), cities)
        comparison.attach_records(comparison.rows)
        context |= {"place_rows": comparison.rows, "ticks": comparison.ticks}
    return context


# -- one role ---------------------------------------------------------------------------------------------------------
def role_context(role: Role) -> dict[str, Any]:
    """A role in every city that has a figure for it."""
    year = latest_year(role=role)
    comparison = None
    if year:
        comparison = Comparison(Question.of(role, year), Place.objects.cities().select_related("parent__parent"))
        comparison.attach_records(comparison.rows)
    rows: list[Row] = comparison.rows if comparison else []
    return {
        "comparison": comparison if rows else None,
        "records": role.records.published().with_relations()[:RECORDS_SHOWN],
        "facts": role.facts.select_related("source", "place", "skill"),
        "levels": CareerLevel.objects.filter(records__in=role.records.published()).distinct(),
    }
