"""What forms offer: only what published records name, each found by a look into an index."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.models.distinct import distinct_values


def _published(name: str) -> Exists:
    return Exists(SalaryRecord.objects.published().filter(**{name: OuterRef("pk")}))


def places(request: Any = None) -> QuerySet[Place]:
    return Place.objects.filter(_published("place"))


def roles(request: Any = None) -> QuerySet[Role]:
    return Role.objects.filter(_published("role"))


def levels(request: Any = None) -> QuerySet[CareerLevel]:
    return CareerLevel.objects.filter(_published("level"))


def sources(request: Any = None) -> QuerySet[Source]:
    return Source.objects.filter(_published("source"))


def years() -> list[tuple[str, str]]:
    found = SalaryRecord.objects.published().order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in found]


def currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in distinct_values(SalaryRecord, "currency_code")]
