"""The same amount under two levels or two roles.

Compared are statements of one year in one currency, for one place or for two of which one lies in the other. Found are
those whose yearly amounts are the same at every end, though role or level differ. There is no tolerance.

In: material. Out: contradictions. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from articles.contradictions.finding import Contradiction, contradiction
from articles.contradictions.statements import Material, Statement, grouped, nested
from articles.contradictions.writing import local, yearly


def pairs(material: Material) -> Iterator[tuple[Statement, Statement]]:
    for group in grouped(material.statements, lambda one: (one.currency, one.local, one.year)):
        for one, other in nested(group):
            differ = (one.role_id, one.level_order) != (other.role_id, other.level_order)
            if differ and one.may_be_same_people(other):
                yield one, other


def twins(material: Material) -> Mapping[str, set[int]]:
    """{key of a statement: other roles under which the guide has the very same pay}."""
    found: dict[str, set[int]] = defaultdict(set)
    for one, other in pairs(material):
        found[one.key].add(other.role_id)
        found[other.key].add(one.role_id)
    return found


def find(material: Material) -> Iterator[Contradiction]:
    for one, other in pairs(material):
        by_role = one.role_id != other.role_id
        named = [each.who if each.level else f"{each.who} (no level)" for each in (one, other)]
        where = one.place if one.place_id == other.place_id else f"{one.place} and {other.place}"
        steps = [step for each in (one, other) for step in yearly(each)]
        yield contradiction(
            "same-pay",
            f"{where}: {local(one)} a year is stated both for {named[0]} and for {named[1]}.",
            (one, other),
            [*steps, f"{local(one)} for {named[0]} = {local(other)} for {named[1]}"],
            reading="One salary, two titles" if by_role else "One range, two levels",
            explanation="It looks like one statement that was used twice: then one of the two titles is wrong.",
        )
