"""The address of a cell's page, and what such an address means.

In: a cell, or a query string. Out: the address, or a checked `Asked`; whatever is wrong is an error of its field.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator

from salaries.addresses import address_of
from salaries.derivation import Asked
from salaries.models import CareerLevel, Estimate, Place, Role


def cell_query(place: Place, role: Role, year: int | None = None, level: CareerLevel | None = None) -> str:
    """The query string that names a cell, the same for its page, the API and the list of records."""
    given = {"place": place.slug, "role": role.slug, "level": level.slug if level else "", "year": year or ""}
    return urlencode({name: value for name, value in given.items() if value})


def cell_url(place: Place, role: Role, year: int | None = None, level: CareerLevel | None = None) -> str:
    """Where a reader sees what a cell's figure is made of."""
    return f"{address_of('salaries:estimate')}?{cell_query(place, role, year, level)}"


def around(place: Place) -> list[int]:
    """The places whose figures a page of the place may show: a city also shows its country's."""
    return [place.pk, *([place.parent_id] if place.kind == Place.Kind.CITY and place.parent_id else [])]


def latest_year(**narrowed: Any) -> int | None:
    """The last year for which there is an estimate."""
    return Estimate.objects.filter(**narrowed).order_by("-year").values_list("year", flat=True).first()


class WithFigures(ModelChoiceIterator):
    """Any place may be asked about; the list offers those with a figure."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        stated = Estimate.objects.order_by().values("place")
        national = Q(kind=Place.Kind.CITY, parent__in=stated)
        self.queryset: QuerySet[Place] = field.queryset.filter(Q(pk__in=stated) | national)


class PlaceField(forms.ModelChoiceField):
    """Singapore the city and Singapore the country are two choices."""

    iterator = WithFigures

    def label_from_instance(self, obj: Place) -> str:
        if obj.kind == Place.Kind.CITY:
            return f"{obj}, {obj.parent}" if obj.parent and obj.parent.name != obj.name else str(obj)
        return f"{obj}, the whole {obj.kind}"


class CellForm(forms.Form):
    """Which cell. A valid form says so as `asked`."""

    place = PlaceField(
        queryset=Place.objects.select_related("parent__parent").order_by("name"),
        to_field_name="slug",
        empty_label="Choose a place",
        error_messages={"required": "Choose a place.", "invalid_choice": "There is no such place."},
    )
    role = forms.ModelChoiceField(
        queryset=Role.objects.all(),
        to_field_name="slug",
        empty_label="Choose a role",
        error_messages={"required": "Choose a role.", "invalid_choice": "There is no such role."},
    )
    level = forms.ModelChoiceField(
        queryset=CareerLevel.objects.all(),
        to_field_name="slug",
        empty_label="Any level",
        required=False,
        error_messages={"invalid_choice": "There is no such level."},
    )
    year = forms.IntegerField(
        min_value=1950,
        max_value=2100,
        required=False,
        help_text="Empty for the latest",
        # A number input would lose what is no number, and the error beside it would speak of nothing.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Write a year, such as 2026."},
    )

    @property
    def asked(self) -> Asked:
        """The cell; its year is 0 where none was asked for and none has a figure."""
        given = self.cleaned_data
        place, role, level = given["place"], given["role"], given["level"]
        year = given["year"] or latest_year(place__in=around(place), role=role, level=level)
        return Asked(place, role, year or 0, level)
