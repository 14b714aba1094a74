"""Finds what the things that a guide quotes say against each other: the contradiction finder.

In: the text of a guide, or the `Desk` that showed it. Out: `Contradiction`s, each with what it compares and the
arithmetic. Each rule is a module with `find(material)`, a pure function of what is quoted; `reading` makes the material
from the records. What the rules compare and how far figures may be apart: docs/methodology.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from articles.contradictions import ladder, order, outside_it, ranges, rates, same_pay, unconverted
from articles.contradictions.finding import Contradiction
from articles.contradictions.reading import material_at, material_of
from articles.contradictions.statements import Material
from articles.figures import Desk
from articles.models import Article

RULES = (outside_it, same_pay, order, rates, unconverted, ranges, ladder)


def contradictions_in(text: str) -> list[Contradiction]:
    """All contradictions of a guide, in the order of the rules."""
    return found_in(material_of(text))


def contradictions_at(desk: Desk) -> list[Contradiction]:
    """Those of a guide that has just been shown: what it names is looked up already."""
    return found_in(material_at(desk))


def contradictions_of(guides: Iterable[Article]) -> dict[Article, list[Contradiction]]:
    """Those of several guides; guides without any are left out."""
    found = {guide: contradictions_in(guide.body) for guide in guides}
    return {guide: contradictions for guide, contradictions in found.items() if contradictions}


def found_in(material: Material) -> list[Contradiction]:
    return [one for rule in RULES for one in rule.find(material)]
