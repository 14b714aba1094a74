"""Which records, places and roles a guide quotes, so that their pages can name the guides that do.

In: the text of a guide. Out: `Quoted`, and the guide's three derived relations. They hold what the text names and what
its charts and tables show; a figure that cannot be shown quotes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from articles import blocks
from articles.claims.checks import Checks
from articles.markup import Construct, parse
from articles.models import Article
from salaries.filters import most_quoted_role
from salaries.models import Fact, Place, Role, SalaryRecord

PLACE_OPTIONS = ("place", "city", "country", "region")


@dataclass
class Quoted:
    """Primary keys."""

    records: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)
    roles: set[int] = field(default_factory=set)

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
    texts = [one.text.split() for one in constructs if one.name in {"pay", "ratio"} and one.text.split()]
    records = SalaryRecord.objects.published().in_bulk({words[0] for words in texts}, field_name="key")
    places = Place.objects.in_bulk({words[0] for words in texts}, field_name="slug")
    roles = Role.objects.in_bulk({words[1] for words in texts if len(words) > 1}, field_name="slug")
    for key, *rest in texts:
        if key in records:
            found.add_record(records[key])
        elif key in places and rest and rest[0] in roles:
            found.add(place=places[key].pk, role=roles[rest[0]].pk)
    checked = Checks(one.text for one in constructs if one.name == "check").quantities
    for record in checked.records.values():
        found.add_record(record)
    for cell in checked.found.values():
        found.add(place=cell.place.pk, role=cell.role.pk)
    keys = {one.text for one in constructs if one.name == "fact"} | set(checked.facts)
    for fact in Fact.objects.filter(key__in=keys):
        found.add(place=fact.place_id, role=fact.role_id)


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
        return
    if one.name == "levels-table":
        return
    for name in PLACE_OPTIONS:
        if place := blocks.named(one.options, name, Place.objects.all()):
            found.add(place=place.pk)
    role = blocks.named(one.options, "role", Role.objects.all()) or most_quoted_role()
    found.add(role=role.pk if role else None)


def requote(article: Article) -> None:
    """Store what the guide quotes now."""
    found = quoted_by(article.body)
    article.quoted_records.set(found.records)
    article.quoted_places.set(found.places)
    article.quoted_roles.set(found.roles)
