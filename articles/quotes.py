"""Which records, facts, levels, places and roles a guide quotes: pages of records, places and roles name the guides
that do, and `articles.contradictions` compares what is quoted.

In: the text of a guide, or the `Desk` that has looked up what it names. Out: `Quoted`, and the guide's three derived
relations. They hold what the text names and what its charts and tables show; a figure that cannot be shown quotes
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from articles import blocks
from articles.claims.expressions import Thing
from articles.figures import Desk
from articles.markup import Construct, parse
from articles.models import Article
from salaries.comparison import Comparison
from salaries.models import Fact, SalaryRecord

PLACE_OPTIONS = ("place", "city", "country", "region")


class OneSource(NamedTuple):
    """Figures of one source that a guide shows without naming their records; primary keys, None for no level.

    Without a year it is the latest. Of a ladder they are all its levels, of the place and of what lies in it.
    """

    place: int
    role: int
    level: int | None
    source: int
    year: int | None = None
    is_ladder: bool = False


@dataclass
class Quoted:
    """Primary keys, and the slugs of levels. `figures` are what charts and ratios of one source show."""

    records: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)
    roles: set[int] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    levels: set[str] = field(default_factory=set)
    figures: set[OneSource] = field(default_factory=set)

    def add(self, *, place: int | None = None, role: int | None = None) -> None:
        self.places |= {place} if place else set()
        self.roles |= {role} if role else set()

    def add_record(self, record: SalaryRecord) -> None:
        self.records.add(record.pk)
        self.add(place=record.place_id, role=record.role_id)

    def add_fact(self, fact: Fact) -> None:
        self.facts.add(fact.pk)
        self.add(place=fact.place_id, role=fact.role_id)


def quoted_by(text: str) -> Quoted:
    """What a guide quotes, as the records are now."""
    return quoted_at(Desk(parse(text).every_construct))


def quoted_at(desk: Desk) -> Quoted:
    """What the constructs quote that a desk has looked up; what it has drawn is not worked out again."""
    found = Quoted()
    _inline(desk, found)
    _checked(desk, found)
    for one in desk.constructs:
        if one.is_block and one.name in blocks.BLOCKS:
            try:
                _block(one, desk, found)
            except blocks.UnknownOption:
                continue
    return found


def _inline(desk: Desk, found: Quoted) -> None:
    """Figures: a record by its key, a place and a role by their slugs, and facts and levels."""
    known, baseline = desk.known.by_slug, desk.known.baseline
    for one in desk.constructs:
        key, *rest = one.text.split() or [""]
        if one.is_block or (one.name in {"pay", "ratio"} and not key):
            continue
        if one.name == "level":
            found.levels.add(one.text.partition(" ")[0])
        elif one.name in {"pay", "ratio"} and key in desk.records:
            found.add_record(desk.records[key])
        elif one.name in {"pay", "ratio"} and key in known.places and rest and rest[0] in known.roles:
            place, role = known.places[key].pk, known.roles[rest[0]].pk
            found.add(place=place, role=role)
            level = next((known.levels[word].pk for word in rest[1:] if word in known.levels), None)
            for source in (known.sources[word] for word in rest[1:] if word in known.sources):
                found.figures.add(OneSource(place, role, level, source.pk))
                if one.name == "ratio" and baseline:
                    found.figures.add(OneSource(place, baseline.pk, None, source.pk))
    for fact in desk.facts.values():
        found.add_fact(fact)


def _checked(desk: Desk, found: Quoted) -> None:
    """All that checks name."""
    checked = desk.checks.quantities
    for record in checked.records.values():
        found.add_record(record)
    for name, cell in checked.found.items():
        found.add(place=cell.place.pk, role=cell.role.pk)
        if cell.source:
            level = cell.level.pk if cell.level else None
            found.figures.add(OneSource(cell.place.pk, cell.role.pk, level, cell.source.pk, name.year))
    for fact in checked.facts.values():
        found.add_fact(fact)
    found.levels |= {one.key for one in checked.names if isinstance(one, Thing) and one.kind == "level"}


def _block(one: Construct, desk: Desk, found: Quoted) -> None:
    """Charts and tables: what they show, or, of those that show no single places, what their options name."""
    shown, known = desk.shown.get(id(one)), desk.known
    if one.name == "records":
        for record in shown if isinstance(shown, list) else blocks.records_of(one.options):
            found.add_record(record)
        return
    if one.name in {"paired-bars", "map"} or (one.name == "range-bars" and not one.options.get("place")):
        comparison = shown if isinstance(shown, Comparison) else blocks.compared_cities(one.options)
        _compared(comparison, found, with_baseline=one.name == "paired-bars")
        return
    if one.name in {"levels-table", "ladder"}:
        found.levels |= set(known.by_slug.levels)
    if one.name == "levels-table":
        return
    places = [blocks.named(one.options, name, known.by_slug.places) for name in PLACE_OPTIONS]
    for place in filter(None, places):
        found.add(place=place.pk)
    role = blocks.named(one.options, "role", known.by_slug.roles) or known.main_role
    found.add(role=role.pk if role else None)
    source = blocks.named(one.options, "source", known.by_slug.sources)
    if one.name == "ladder" and role and source:
        for place in filter(None, places):
            found.figures.add(OneSource(place.pk, role.pk, None, source.pk, is_ladder=True))


def _compared(comparison: Comparison, found: Quoted, *, with_baseline: bool) -> None:
    """The rows of a chart of cities; of one source the figures too."""
    for row in comparison.rows:
        found.add(place=row.place.pk, role=row.role.pk)
        if comparison.source:
            level = row.level.pk if row.level else None
            outside = (comparison.baseline, None) if with_baseline else (None, None)
            for role, at in ((row.role, level), outside):
                if role:
                    found.figures.add(OneSource(row.shown_place.pk, role.pk, at, comparison.source.pk, row.year))


def requote(article: Article) -> None:
    """Store what the guide quotes now."""
    found = quoted_by(article.body)
    article.quoted_records.set(found.records)
    article.quoted_places.set(found.places)
    article.quoted_roles.set(found.roles)
