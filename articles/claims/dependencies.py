"""What a claim depends on, so that a change is judged in the claims that it touches and in no other.

A record, fact, level, place, role or source counts by the name that the guide uses, so that a missing one is noticed
when it comes. Once found, all but records also count by their primary key (`#12`), so that renaming one is noticed: a
record that is renamed is announced under both keys. Pay is a *cell*: place, role
and year. Whoever asks for the latest year depends on that too (*latest*: the role, and which year it was).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from salaries.models import Place


class Dependency(NamedTuple):
    """`year` is given only with *latest*: the year that the claim took for the latest."""

    kind: str
    name: str
    year: int | None = None


def named(kind: str, name: str, found: Any = None) -> set[Dependency]:
    """On something by its name and, if there is such a thing and it is no record, by its primary key."""
    by_number = {numbered(kind, found.pk)} if found and kind != "record" else set()
    return {Dependency(kind, name), *by_number}


def numbered(kind: str, pk: int) -> Dependency:
    return Dependency(kind, f"#{pk}")


def cell(place: int, role: int, year: int) -> Dependency:
    return Dependency("cell", f"{place}/{role}/{year}")


def cells_around(place: Place, role: int, year: int) -> set[Dependency]:
    """The cell of a place, and that of its country, which a city without its own shows."""
    return {cell(pk, role, year) for pk in (place.pk, place.parent_id) if pk}
