"""What can be imported through the admin, and by whom.

In: a user. Out: the kinds of file that the user may import. Whoever imports rows of a model adds and changes them, so
both permissions are needed; what an import makes besides needs the permission to add that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model

from salaries.importers import (
    FactImporter,
    Importer,
    LevelImporter,
    PlaceImporter,
    PppImporter,
    RateImporter,
    RoleImporter,
    SalaryImporter,
    SkillImporter,
    SourceImporter,
)
from salaries.importers.money import MoneyImporter
from salaries.models import CareerLevel, ExchangeRate, Fact, Place, PriceLevel, Role, SalaryRecord, Skill, Source

# What an import can make besides its own rows, as `Result.made` calls it.
MADE: dict[str, type[Model]] = {"countries": Place, "roles": Role, "sources": Source, "levels": CareerLevel}


@dataclass(frozen=True)
class Kind:
    """What a file holds: its name for people, what imports it, what it becomes."""

    label: str
    importer: type[SalaryImporter] | type[Importer] | type[MoneyImporter]
    model: type[Model]

    @property
    def command(self) -> str:
        return f"import_{self.importer.name}"

    @property
    def takes_choices(self) -> bool:
        """Whether a mapping, constants and options mean anything to it."""
        return self.importer is SalaryImporter


KINDS = {
    kind.importer.name: kind
    for kind in (
        Kind("Salary records", SalaryImporter, SalaryRecord),
        Kind("Facts that are not pay", FactImporter, Fact),
        Kind("Sources", SourceImporter, Source),
        Kind("Places", PlaceImporter, Place),
        Kind("Roles", RoleImporter, Role),
        Kind("Skills and tools", SkillImporter, Skill),
        Kind("Career levels", LevelImporter, CareerLevel),
        Kind("Exchange rates", RateImporter, ExchangeRate),
        Kind("Purchasing power (PPP)", PppImporter, PriceLevel),
    )
}


def may(user: User | AnonymousUser, action: str, model: type[Model]) -> bool:
    """Whether the user has a permission such as "add" on a model."""
    options: Any = model._meta
    return user.has_perm(f"{options.app_label}.{get_permission_codename(action, options)}")


def kinds_for(user: User | AnonymousUser) -> dict[str, Kind]:
    """The kinds of file that the user may import."""
    return {
        name: kind for name, kind in KINDS.items() if may(user, "add", kind.model) and may(user, "change", kind.model)
    }


def not_allowed(user: User, made: Collection[str]) -> list[str]:
    """Of the things that an import would make, those that the user may not add."""
    return sorted(name for name in made if name in MADE and not may(user, "add", MADE[name]))
