"""Importers of what records refer to: places, roles, skills, levels and sources."""

from __future__ import annotations

from typing import Any, Literal

from django.db import models
from pydantic import Field

from salaries.importers import fields
from salaries.importers.base import Importer, RowModel
from salaries.importers.result import Refused
from salaries.models import CareerLevel, Place, Role, Skill, Source
from salaries.models.place import parent_problem


class PlaceRow(RowModel):
    slug: fields.Slug
    name: fields.Text = Field(min_length=1, max_length=120)
    kind: Literal["region", "country", "city"]
    parent: str = ""
    country_code: fields.OptionalCountry = None
    currency_code: fields.OptionalCurrency = None
    latitude: fields.Latitude = None
    longitude: fields.Longitude = None
    aliases: fields.Names = []


class PlaceImporter(Importer):
    """Places; a parent is in the database or stands above its children in the same file."""

    name, row_model, model = "places", PlaceRow, Place
    unique = ("country_code",)
    together = (frozenset({"kind", "country_code", "currency_code"}), frozenset({"latitude", "longitude"}))

    def existing(self) -> models.QuerySet[Any]:
        return Place.objects.select_related("parent")

    def values(self, row: PlaceRow) -> dict[str, Any]:
        parent = self.known.get((row.parent,)) if row.parent else None
        if row.parent and parent is None:
            raise Refused("parent", row.parent, "there is no such place, and none above it in the file")
        if problem := parent_problem(row.kind, parent.kind if parent else None):
            raise Refused("parent", row.parent, problem)
        outer = parent
        while outer is not None:
            if outer.slug == row.slug:
                raise Refused("parent", row.parent, "a place cannot lie in itself")
            outer = outer.parent
        is_country = row.kind == Place.Kind.COUNTRY
        for field in ("country_code", "currency_code"):
            if is_country != bool(getattr(row, field)):
                raise Refused(field, getattr(row, field) or "", "countries have one, regions and cities have none")
        if (row.latitude is None) != (row.longitude is None):
            raise Refused("latitude", "", "give latitude and longitude together")
        return row.model_dump() | {"parent": parent, "aliases": "\n".join(row.aliases)}


class RoleRow(RowModel):
    slug: fields.Slug
    name: fields.Text = Field(min_length=1, max_length=120)
    description: fields.Text = ""
    aliases: fields.Names = []
    is_baseline: fields.Boolean = False


class RoleImporter(Importer):
    name, row_model, model = "roles", RoleRow, Role
    unique = ("name",)

    def values(self, row: RoleRow) -> dict[str, Any]:
        if row.is_baseline and (other := self.baseline(row.slug)):
            raise Refused("is_baseline", "true", f"{other} is the baseline already")
        return row.model_dump() | {"aliases": "\n".join(row.aliases)}

    def baseline(self, slug: str) -> str:
        """Another role that is the baseline, if there is one."""
        return next((role.slug for role in self.known.values() if role.is_baseline and role.slug != slug), "")


class SkillRow(RowModel):
    slug: fields.Slug
    name: fields.Text = Field(min_length=1, max_length=120)
    kind: Literal["skill", "tool"]
    description: fields.Text = ""
    in_demand: fields.Boolean = False


class SkillImporter(Importer):
    name, row_model, model = "skills", SkillRow, Skill
    unique = ("name",)


class SourceRow(RowModel):
    slug: fields.Slug
    publisher: fields.Text = Field(min_length=1, max_length=200)
    title: fields.Text = Field(min_length=1, max_length=250)
    url: fields.Address = ""
    published: fields.Date = None
    accessed: fields.Date = None
    kind: Literal["survey", "salary-guide", "job-ads", "official", "guide"]
    licence: fields.Text = Field(default="", max_length=120)
    redistributable: fields.Boolean = True
    note: fields.Text = ""


class SourceImporter(Importer):
    name, row_model, model = "sources", SourceRow, Source


class LevelRow(RowModel):
    slug: fields.Slug
    name: fields.Text = Field(min_length=1, max_length=120)
    order: fields.Order
    summary: fields.Text = ""
    experience_low_months: fields.Months = None
    experience_high_months: fields.Months = None
    reach_low_months: fields.Months = None
    reach_high_months: fields.Months = None
    multiplier_low: fields.Multiplier = None
    multiplier_high: fields.Multiplier = None
    skills: fields.Names = []
    tools: fields.Names = []
    source: str


class LevelImporter(Importer):
    name, row_model, model = "levels", LevelRow, CareerLevel
    unique = ("name", "order")
    together = tuple(
        frozenset({what.format("low"), what.format("high")})
        for what in ("experience_{}_months", "reach_{}_months", "multiplier_{}")
    )

    def existing(self) -> models.QuerySet[Any]:
        return CareerLevel.objects.select_related("source").prefetch_related("skills", "tools")

    def values(self, row: LevelRow) -> dict[str, Any]:
        for what in ("experience_{}_months", "reach_{}_months", "multiplier_{}"):
            low, high = (getattr(row, what.format(end)) for end in ("low", "high"))
            if low is not None and high is not None and low > high:
                raise Refused(what.format("low"), str(low), f"is above {what.format('high')}, {high}")
        return row.model_dump(exclude={"skills", "tools"}) | {"source": self.require(Source, "source", row.source)}

    def links(self, row: LevelRow) -> dict[str, list[Any]]:
        return {field: [self.find(Skill, field, slug) for slug in getattr(row, field)] for field in ("skills", "tools")}
