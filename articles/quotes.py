"""Which records, facts, levels, places and roles a guide quotes: pages of records, places and roles name the guides
that do, and `articles.contradictions` compares what is quoted.

In: the text of a guide. Out: `Quoted`, and the guide's three derived relations. They hold what the text names and what
its charts and tables show; a figure that cannot be shown quotes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from articles import blocks
from articles.claims.checks import Checks
from articles.claims.expressions import Thing
from articles.markup import Construct, parse
from articles.models import Article
from salaries.catalogue import catalogue
from salaries.filters import most_quoted_role
from salaries.models import CareerLevel, Fact, Place, Role, SalaryRecord, Source

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


def quoted_by(text: str) -> Quoted:
    """What a guide quotes, as the records are now."""
    constructs = parse(text).every_construct
    found = Quoted()
    _inline([one for one in constructs if not one.is_block], found)
    for one in constructs:
        if one.is_block and one.name in blocks.BLOCKS:
            try:
                _block(one, found)
            except blocks.UnknownOption:
                continue
    return found


def _inline(constructs: list[Construct], found: Quoted) -> None:
    """Figures: a record by its key, a place and a role by their slugs, a fact by its key, and all that checks name."""
    figures = [one for one in constructs if one.name in {"pay", "ratio"} and one.text.split()]
    texts = [one.text.split() for one in figures]
    records = SalaryRecord.objects.published().in_bulk({words[0] for words in texts}, field_name="key")
    places = Place.objects.in_bulk({words[0] for words in texts}, field_name="slug")
    roles = Role.objects.in_bulk({words[1] for words in texts if len(words) > 1}, field_name="slug")
    narrowed = {word for words in texts for word in words[2:]}
    levels = CareerLevel.objects.in_bulk(narrowed, field_name="slug") if narrowed else {}
    sources = Source.objects.in_bulk(narrowed, field_name="slug") if narrowed else {}
    baseline = catalogue().baseline
    for one, (key, *rest) in zip(figures, texts, strict=True):
        if key in records:
            found.add_record(records[key])
        elif key in places and rest and rest[0] in roles:
            found.add(place=places[key].pk, role=roles[rest[0]].pk)
            level = next((levels[word].pk for word in rest[1:] if word in levels), None)
            for source in (sources[word] for word in rest[1:] if word in sources):
                found.figures.add(OneSource(places[key].pk, roles[rest[0]].pk, level, source.pk))
                if one.name == "ratio" and baseline:
                    found.figures.add(OneSource(places[key].pk, baseline.pk, None, source.pk))
    checked = Checks(one.text for one in constructs if one.name == "check").quantities
    for record in checked.records.values():
        found.add_record(record)
    for name, cell in checked.found.items():
        found.add(place=cell.place.pk, role=cell.role.pk)
        if cell.source:
            level = cell.level.pk if cell.level else None
            found.figures.add(OneSource(cell.place.pk, cell.role.pk, level, cell.source.pk, name.year))
    keys = {one.text for one in constructs if one.name == "fact"} | set(checked.facts)
    for fact in Fact.objects.filter(key__in=keys):
        found.facts.add(fact.pk)
        found.add(place=fact.place_id, role=fact.role_id)
    found.levels |= {one.text.partition(" ")[0] for one in constructs if one.name == "level"}
    found.levels |= {one.key for one in checked.names if isinstance(one, Thing) and one.kind == "level"}


def _block(one: Construct, found: Quoted) -> None:
    """Charts and tables: what they show, or, of those that show no single places, what their options name."""
    if one.name == "records":
        for record in blocks.records_of(one.options):
            found.add_record(record)
        return
    if one.name in {"paired-bars", "map"} or (one.name == "range-bars" and not one.options.get("place")):
        comparison = blocks.compared_cities(one.options)
        for row in comparison.rows:
            found.add(place=row.place.pk, role=row.role.pk)
            if comparison.source:
                level = row.level.pk if row.level else None
                outside = (comparison.baseline, None) if one.name == "paired-bars" else (None, None)
                for role, at in ((row.role, level), outside):
                    if role:
                        place = row.shown_place.pk
                        found.figures.add(OneSource(place, role.pk, at, comparison.source.pk, row.year))
        return
    if one.name in {"levels-table", "ladder"}:
        found.levels |= set(CareerLevel.objects.values_list("slug", flat=True))
    if one.name == "levels-table":
        return
    places = [blocks.named(one.options, name, Place.objects.all()) for name in PLACE_OPTIONS]
    for place in filter(None, places):
        found.add(place=place.pk)
    role = blocks.named(one.options, "role", Role.objects.all()) or most_quoted_role()
    found.add(role=role.pk if role else None)
    source = blocks.named(one.options, "source", Source.objects.all())
    if one.name == "ladder" and role and source:
        for place in filter(None, places):
            found.figures.add(OneSource(place.pk, role.pk, None, source.pk, is_ladder=True))


def requote(article: Article) -> None:
    """Store what the guide quotes now."""
    found = quoted_by(article.body)
    article.quoted_records.set(found.records)
    article.quoted_places.set(found.places)
    article.quoted_roles.set(found.roles)
