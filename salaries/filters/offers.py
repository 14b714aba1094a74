"""What forms offer: only what published records name, each found by a look into an index."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from salaries.models import CareerLevel, Estimate, Place, Role, SalaryRecord, Source
from salaries.models.distinct import distinct_values


def _published(name: str) -> Exists:
    """By the index of what is named: that of the status would lead past all records to a place that has none."""
    named = SalaryRecord.objects.filter(**{name: OuterRef("pk")})
    return Exists(named.annotate(seen=Coalesce("status", Value(""))).filter(seen=SalaryRecord.Status.PUBLISHED))


def places(request: Any = None) -> QuerySet[Place]:
    return Place.objects.filter(_published("place"))


def roles(request: Any = None) -> QuerySet[Role]:
    return Role.objects.filter(_published("role"))


def levels(request: Any = None) -> QuerySet[CareerLevel]:
    """Those with a figure anywhere: no index of records leads to a level."""
    return CareerLevel.objects.filter(Exists(Estimate.objects.filter(level=OuterRef("pk"))))


def sources(request: Any = None) -> QuerySet[Source]:
    return Source.objects.filter(_published("source"))


def years() -> list[tuple[str, str]]:
    found = distinct_values(SalaryRecord, "year", status=SalaryRecord.Status.PUBLISHED)
    return [(str(year), str(year)) for year in reversed(found)]


def currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in distinct_values(SalaryRecord, "currency_code")]
