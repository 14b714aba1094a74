"""Directives of a guide: charts and tables that draw themselves from the records.

In: the options of a directive, and the unit that amounts are shown in. Out: HTML, the sources under it, and what it was
drawn from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from django.template.loader import render_to_string

from salaries.atlas import atlas_of
from salaries.catalogue import catalogue
from salaries.cells.page import CellPage
from salaries.comparison import Comparison
from salaries.derivation import Asked
from salaries.filters import most_quoted_role
from salaries.ladder import Ladder
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.pairing import paired_bars
from salaries.question import Narrowing, Question
from salaries.trend import Trend, trend_of
from salaries.unit import Unit

Named = TypeVar("Named", CareerLevel, Place, Role, Source)
RECORDS_IN_A_TABLE = 100


class Drawn(NamedTuple):
    """`shown` is what a guide quotes by it (`articles.quotes`), where that is not named by its options."""

    html: str
    sources: list[Source]
    shown: Comparison | list[SalaryRecord] | None = None


Draw = Callable[[dict[str, str], Unit], Drawn]


class UnknownOption(ValueError):
    """An option that does not exist, or names something that does not."""


def named(options: dict[str, str], name: str, known: Mapping[str, Named]) -> Named | None:
    """What an option names by its slug; None without the option."""
    if not options.get(name):
        return None
    if (found := known.get(options[name])) is None:
        raise UnknownOption(f"{name}: there is no {options[name]!r}")
    return found


def only(options: dict[str, str], *allowed: str) -> None:
    if unknown := set(options) - set(allowed):
        raise UnknownOption(f"unknown option {', '.join(sorted(unknown))}; there are {', '.join(allowed) or 'none'}")


def latest_year(role: Role) -> int:
    """The last year for which anyone states this role's pay. Raises UnknownOption where nobody does."""
    if role.pk not in (years := catalogue().last_years):
        raise UnknownOption(f"nobody states what a {role.name} earns")
    return years[role.pk]


def role_of(options: dict[str, str]) -> Role:
    role = named(options, "role", catalogue().by_slug.roles) or most_quoted_role()
    if role is None:
        raise UnknownOption("there are no records yet")
    return role


def compared_cities(options: dict[str, str], unit: Unit | None = None) -> Comparison:
    """The cities of a region, or all, for the role, level and source of the options."""
    known, role = catalogue(), role_of(options)
    source = named(options, "source", known.by_slug.sources)
    level = named(options, "level", known.by_slug.levels)
    region = named(options, "region", known.by_slug.places)
    cities = [
        place
        for pk, place in known.places.items()
        if place.kind == Place.Kind.CITY and (region is None or region.pk in known.above[pk])
    ]
    return Comparison(Question.of(role, latest_year(role), level, source), cities, unit=unit, known=known)


def draw_paired_bars(options: dict[str, str], unit: Unit) -> Drawn:
    """A role and the average outside IT, by city."""
    only(options, "role", "source", "level", "region")
    comparison = compared_cities(options, unit)
    comparison.attach_records(comparison.rows)
    html = render_to_string("charts/paired_bars.html", {"chart": paired_bars(comparison)})
    return Drawn(html, comparison.sources, comparison)


def draw_range_bars(options: dict[str, str], unit: Unit) -> Drawn:
    """Pay as bands on one axis: city by city, or, with a place, source by source."""
    only(options, "role", "source", "level", "region", "place")
    if not options.get("place"):
        comparison = compared_cities(options, unit)
        if not comparison.rows:
            raise UnknownOption("nobody states pay for these options")
        context = {"title": comparison.finding, "comparison": comparison, "sources": comparison.sources}
        return Drawn(render_to_string("charts/range_bars.html", context), comparison.sources, comparison)
    if options.get("region"):
        raise UnknownOption("region and place exclude each other: bands of cities, or of one place's sources")
    cell = CellPage(asked_cell(options))
    if cell.found is None:
        raise UnknownOption(f"nobody states what these options ask for in {cell.asked.place}")
    sources = [one.source for one in cell.found.bands]
    context = {"title": cell.finding, "cell": cell, "sources": sources}
    return Drawn(render_to_string("charts/range_bars.html", context), sources)


def asked_cell(options: dict[str, str]) -> Asked:
    """The cell that a place, role, level and source of the options name."""
    known, role = catalogue().by_slug, role_of(options)
    place = named(options, "place", known.places)
    if place is None:
        raise UnknownOption("name a place")
    source, level = named(options, "source", known.sources), named(options, "level", known.levels)
    return Asked(place, role, latest_year(role), level, Narrowing((source,) if source else ()))


def ladder_of(options: dict[str, str], unit: Unit) -> Ladder:
    """The levels of a role in a place, or in the widest region there is, over all sources or by one."""
    only(options, "role", "source", "place")
    known, role = catalogue(), role_of(options)
    source, place = named(options, "source", known.by_slug.sources), named(options, "place", known.by_slug.places)
    widest = (one for one in known.places.values() if one.kind == Place.Kind.REGION and one.parent_id is None)
    place = place or next(widest, None)
    if place is None:
        raise UnknownOption("name a place")
    return Ladder(role=role, place=place, year=latest_year(role), source=source, unit=unit, known=known)


def draw_ladder(options: dict[str, str], unit: Unit) -> Drawn:
    """The levels as rising steps, with what each pays by the records."""
    ladder = ladder_of(options, unit)
    context = {
        "ladder": ladder.rungs,
        "source": ladder.source,
        "place": ladder.place,
        "year": ladder.year,
        "unit": ladder.unit,
        "uncovered": ladder.uncovered,
    }
    return Drawn(render_to_string("charts/ladder.html", context), [ladder.source] if ladder.source else [])


def trend_from(options: dict[str, str], unit: Unit) -> Trend:
    """A role's pay in a place over the years. Raises UnknownOption where nobody states any."""
    only(options, "role", "place", "level")
    known, role = catalogue().by_slug, role_of(options)
    level, place = named(options, "level", known.levels), named(options, "place", known.places)
    if place is None:
        raise UnknownOption("name a place")
    if (trend := trend_of(place=place, role=role, level=level, unit=unit)) is None:
        raise UnknownOption(f"nobody states what a {role.name} earns in {place}")
    return trend


def draw_trend(options: dict[str, str], unit: Unit) -> Drawn:
    """What a role paid in a place over the years, like with like."""
    trend = trend_from(options, unit)
    return Drawn(render_to_string("charts/trend.html", {"trend": trend}), trend.sources)


def draw_map(options: dict[str, str], unit: Unit) -> Drawn:
    """A role's typical pay as dots on a map of the cities."""
    only(options, "role", "source", "level", "region")
    comparison = compared_cities(options, unit)
    if (
        atlas := atlas_of(comparison.rows, title=comparison.finding, unit=unit, middles=comparison.known.middles)
    ) is None:
        raise UnknownOption("no city with these options has both typical pay and coordinates")
    html = render_to_string("charts/map.html", {"atlas": atlas, "sources": comparison.sources})
    return Drawn(html, comparison.sources, comparison)


def draw_levels_table(options: dict[str, str], unit: Unit) -> Drawn:
    """The levels with experience, time, multiplier, skills and tools, as published."""
    only(options)
    levels = catalogue().ladder
    sources = list({level.source_id: level.source for level in levels}.values())
    return Drawn(render_to_string("charts/levels_table.html", {"levels": levels, "sources": sources}), sources)


def records_of(options: dict[str, str]) -> list[SalaryRecord]:
    """The published records that a table shows."""
    only(options, "place", "role", "level", "source")
    records, known = SalaryRecord.objects.published().select_related("exchange_rate__source"), catalogue()
    if place := named(options, "place", known.by_slug.places):
        records = records.filter(place__in=known.tree.below(place.pk))
    if role := named(options, "role", known.by_slug.roles):
        records = records.filter(role=role)
    if level := named(options, "level", known.by_slug.levels):
        records = records.filter(level=level)
    if source := named(options, "source", known.by_slug.sources):
        records = records.filter(source=source)
    return known.complete(records[:RECORDS_IN_A_TABLE])


def draw_records(options: dict[str, str], unit: Unit) -> Drawn:
    """A table of published records."""
    shown = records_of(options)
    unit.read(catalogue(), {record.year for record in shown})
    sources = list({record.source_id: record.source for record in shown}.values())
    context = {"records": shown, "sources": sources, "unit": unit}
    return Drawn(render_to_string("charts/records_table.html", context), sources, shown)


BLOCKS: dict[str, Draw] = {
    "paired-bars": draw_paired_bars,
    "range-bars": draw_range_bars,
    "ladder": draw_ladder,
    "trend": draw_trend,
    "map": draw_map,
    "levels-table": draw_levels_table,
    "records": draw_records,
}
# Those that draw; the others only list. They are counted where one is taken away (`articles.taken_away`).
CHARTS = ("paired-bars", "range-bars", "ladder", "trend", "map")
