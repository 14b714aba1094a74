"""On what each figure of a guide depends.

In: constructs, and the `Desk` that has looked up what they name. Out: `Dependency`s of one construct. No queries.
"""

from __future__ import annotations

from articles.claims.dependencies import Dependency, cells_around, named
from articles.figures import Desk
from articles.markup import Construct


def depends_on(construct: Construct, desk: Desk) -> set[Dependency]:
    """What must be judged again changes with these."""
    text, known = construct.text, desk.known.by_slug
    if construct.name == "check":
        return desk.checks.dependencies(text)
    if construct.name == "fact":
        return named("fact", text, desk.facts.get(text))
    if construct.name == "level":
        slug = text.partition(" ")[0]
        return named("level", slug, known.levels.get(slug))
    return _pay(text.split(), desk) if construct.name in {"pay", "ratio"} else set()


def _pay(words: list[str], desk: Desk) -> set[Dependency]:
    """A record by its key, or else a place and a role and what narrows them."""
    if not words:
        return set()
    first, *rest = words
    known = desk.known.by_slug
    record, place = desk.records.get(first), known.places.get(first)
    depends = named("record", first, record)
    if record:
        return depends
    depends |= named("place", first, place)
    role = known.roles.get(rest[0]) if rest else None
    depends |= named("role", rest[0], role) if rest else set()
    for word in rest[1:]:
        depends |= named("level", word, known.levels.get(word)) | named("source", word, known.sources.get(word))
    if not role:
        return depends
    year = desk.known.last_years.get(role.pk)
    depends.add(Dependency("latest", str(role.pk), year))
    if place and year:
        baseline = {one.pk for one in known.roles.values() if one.is_baseline}
        for of in {role.pk, *baseline}:
            depends |= cells_around(place, of, year)
    return depends
