"""The rules that every quoted amount obeys, once for people (a sentence) and once for the database (a condition)."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q


def amounts_problem(low: Decimal | None, typical: Decimal | None, high: Decimal | None) -> str:
    """Why three amounts are no statement of pay; empty if they are one."""
    given = [amount for amount in (low, typical, high) if amount is not None]
    if not given:
        return "Give at least one amount: low, typical or high."
    if min(given) <= 0:
        return "An amount is above zero."
    if given != sorted(given):
        return "Amounts are out of order: low ≤ typical ≤ high."
    return ""


def amount_constraints(prefix: str) -> list[models.CheckConstraint]:
    """The same rules as `amounts_problem`, for the database."""

    def at_most(first: str, second: str) -> Q:
        return Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | Q(**{f"{first}__lte": F(second)})

    names = ("low", "typical", "high")
    positive = [Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": 0}) for name in names]
    return [
        models.CheckConstraint(
            name=f"{prefix}_has_an_amount",
            condition=Q(low__isnull=False) | Q(typical__isnull=False) | Q(high__isnull=False),
            violation_error_message="Give at least one amount: low, typical or high.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_amounts_positive",
            condition=positive[0] & positive[1] & positive[2],
            violation_error_message="An amount is above zero.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_amounts_in_order",
            condition=at_most("low", "typical") & at_most("typical", "high") & at_most("low", "high"),
            violation_error_message="Amounts are out of order: low ≤ typical ≤ high.",
        ),
    ]
