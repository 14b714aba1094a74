"""What skills are said to add to pay, where a source says it in per cent.

In: where (a place and all that it lies in) or for which role. Out: facts, the highest first. Whom and where each is
about stands beside it: a figure for another country is not passed off as one for here.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Q

from salaries.models import Fact, Role

SHOWN = 10


def premiums(*, places: Collection[int] | None = None, role: Role | None = None) -> list[Fact]:
    """Facts in per cent about a skill: of these places or of none in particular; of this role or of none."""
    found = Fact.objects.filter(unit=Fact.Unit.PERCENT, skill__isnull=False)
    if places is not None:
        found = found.filter(Q(place__in=places) | Q(place=None))
    if role is not None:
        found = found.filter(Q(role=role) | Q(role=None))
    facts = list(found.select_related("source", "place", "skill", "role").order_by("key"))
    return sorted(facts, key=_height, reverse=True)[:SHOWN]


def _height(fact: Fact) -> Decimal:
    return fact.high if fact.high is not None else fact.low if fact.low is not None else Decimal(0)
