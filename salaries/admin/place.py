"""Regions, countries and cities. Two of them can share a name (Singapore), so the admin says which kind each one is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest

from salaries.models import Place


def label_of(place: Place) -> str:
    """Singapore (city), Singapore (country)."""
    return f"{place.name} ({place.get_kind_display().lower()})"


class PlaceChoice(forms.ModelChoiceField):
    """The place that is chosen; the autocomplete names the others in the same way."""

    def label_from_instance(self, obj: Any) -> str:
        return label_of(obj)


class PlaceFilter(admin.RelatedFieldListFilter):
    """All places by name and kind."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [(place.pk, label_of(place)) for place in Place.objects.all()]


class NamesPlaces(admin.ModelAdmin):
    """The admin of something that lies in a place: names it with its kind, in lists and in forms."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Place:
            kwargs["form_class"] = PlaceChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="place", ordering="place__name")
    def where(self, obj: Any) -> str:
        return label_of(obj.place) if obj.place else ""


@admin.register(Place)
class PlaceAdmin(NamesPlaces):
    fieldsets = [
        ("Place", {"fields": ["name", "slug", "kind", "parent"]}),
        ("For a country", {"fields": [("country_code", "currency_code")]}),
        ("On the map", {"fields": [("latitude", "longitude")]}),
        ("In files", {"fields": ["aliases"]}),
    ]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    list_display = ["name", "kind", "parent", "country_code", "currency_code"]
    list_select_related = ["parent"]
    list_filter = ["kind", "currency_code"]
    search_fields = ["name", "slug", "country_code", "aliases"]
    search_help_text = "Name, country code or another name that files use"
    choice_label = staticmethod(label_of)
