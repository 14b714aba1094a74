"""What skills are said to add to pay; which facts are premiums is the rule of `salaries.skills`.

In: where (a place and all that it lies in) or for which role. Out: facts, the highest first. Whom and where each is
about stands beside it: a figure for another country is not passed off as one for here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.db.models import Q

from salaries.models import Fact, Role
from salaries.skills import is_premium, span_in_words

SHOWN = 10


def premiums(*, places: Collection[int] | None = None, role: Role | None = None) -> list[Fact]:
    """Premiums in per cent of a skill: of these places or of none in particular; of this role or of none."""
    found = Fact.objects.filter(unit=Fact.Unit.PERCENT, skill__isnull=False)
    if places is not None:
        found = found.filter(Q(place__in=places) | Q(place=None))
    if role is not None:
        found = found.filter(Q(role=role) | Q(role=None))
    found = found.select_related("source", "place", "skill", "role", "level").order_by("key")
    return sorted(filter(is_premium, found), key=_height, reverse=True)[:SHOWN]


def premiums_finding(facts: Sequence[Fact]) -> str:
    """A heading that is true of the facts."""
    return f"What a skill adds to pay, as sources state it: {span_in_words(facts)}" if facts else ""


def _height(fact: Fact) -> Decimal:
    return fact.high if fact.high is not None else fact.low if fact.low is not None else Decimal(0)
