"""The parameters of the API's lists. Records are filtered by the filters of their page.

In: a query string. Out: querysets. Errors: a wrong value, and a parameter that a list does not know, is a field error:
a misspelt filter must not give everything, and of two values none is chosen silently.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

from salaries.filters import RecordFilterSet
from salaries.filters.base import ChoicesFilter, SlugsFilter, YearsFilter
from salaries.models import (
    CareerLevel,
    Confidence,
    Estimate,
    ExchangeRate,
    Fact,
    Place,
    PriceLevel,
    Role,
    Skill,
    Source,
)

ANY_LEVEL = "any"
MOST_ERRORS = 10


class StrictFilterBackend(DjangoFilterBackend):
    """Refuses parameters that the list does not know, and those that are given twice and take one value."""

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset = self.get_filterset_class(view, queryset)
        filters = filterset.base_filters if filterset else {}
        paging = {view.paginator.cursor_query_param, view.paginator.page_size_query_param}
        several = {name for name, one in filters.items() if isinstance(one, django_filters.MultipleChoiceFilter)}
        refuse_unknown(request, {*filters, *paging}, several)
        return super().filter_queryset(request, queryset, view)


def refuse_unknown(request: Any, known: set[str], several: Collection[str] = ()) -> None:
    """Raises ValidationError for parameters that are not known, or are not among `several` and given more than once."""
    given = request.query_params
    wrong = {
        name: f"No such parameter. There are: {', '.join(sorted(known)) or 'none'}."
        if name not in known
        else "Give one value."
        for name, values in given.lists()
        if name not in known or (len(values) > 1 and name not in several)
    }
    if wrong:
        raise ValidationError({name[:40]: [sentence] for name, sentence in islice(wrong.items(), MOST_ERRORS)})


class YearFilter(django_filters.Filter):
    """A whole number within the years that records can have."""

    field_class = forms.IntegerField

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": "Year", "min_value": 1950, "max_value": 2100} | options)


class TrueOrFalse(django_filters.TypedChoiceFilter):
    """“true” or “false”, and nothing that has to be guessed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("true", "true"), ("false", "false")], coerce="true".__eq__, **options)


def code(label: str, length: int) -> django_filters.CharFilter:
    """An ISO code in capitals."""
    return django_filters.CharFilter(label=label, validators=[RegexValidator(f"^[A-Z]{{{length}}}\\Z")])


def levels_or_any() -> list[tuple[str, str]]:
    return [(ANY_LEVEL, "Any level"), *CareerLevel.objects.values_list("slug", "name")]


def by_slug(model: Any, label: str, **options: Any) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        queryset=model._default_manager.all(), to_field_name="slug", label=label, **options
    )


def within(queryset: Any, name: str, place: Place) -> Any:
    """Things of a place and of everything inside it."""
    return queryset.filter(**{f"{name}__in": Place.objects.within(place)})


class RecordFilter(RecordFilterSet):
    """The filters of /salaries/. A list by cursor has an order of its own."""

    sort = None


class EstimateFilter(django_filters.FilterSet):
    place = SlugsFilter(lambda request: Place.objects.all(), "A place", method="among")
    within = by_slug(Place, "A place and everything inside it", field_name="place", method="in_place")
    role = SlugsFilter(lambda request: Role.objects.all(), "Role", method="among")
    level = ChoicesFilter(levels_or_any, "A level, or “any” for figures of any level", method="at_level")
    year = YearsFilter(label="Year", method="among")
    confidence = ChoicesFilter(Confidence.choices, "Confidence", method="among")

    class Meta:
        model = Estimate
        fields: list[str] = []

    def in_place(self, queryset: Any, name: str, value: Place) -> Any:
        return within(queryset, name, value)

    def among(self, queryset: Any, name: str, values: list[Any]) -> Any:
        return queryset.filter(**{f"{name}__in": values})

    def at_level(self, queryset: Any, name: str, values: list[str]) -> Any:
        named = Q(level__slug__in=values)
        return queryset.filter(named | Q(level__isnull=True) if ANY_LEVEL in values else named)


class PlaceFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Place.Kind.choices, label="Kind")
    within = by_slug(Place, "A place and everything inside it", method="in_place")
    country_code = code("ISO 3166-1 alpha-2", 2)

    class Meta:
        model = Place
        fields: list[str] = []

    def in_place(self, queryset: Any, name: str, value: Place) -> Any:
        return queryset.filter(pk__in=Place.objects.within(value))


class RoleFilter(django_filters.FilterSet):
    is_baseline = TrueOrFalse(label="Whether it is what others are compared with")

    class Meta:
        model = Role
        fields: list[str] = []


class SkillFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Skill.Kind.choices, label="Kind")
    in_demand = TrueOrFalse(label="Whether a source names it as in demand")

    class Meta:
        model = Skill
        fields: list[str] = []


class SourceFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Source.Kind.choices, label="Kind")
    redistributable = TrueOrFalse(label="Whether its single figures may be passed on")

    class Meta:
        model = Source
        fields: list[str] = []


class FactFilter(django_filters.FilterSet):
    place = by_slug(Place, "A place and everything inside it", method="in_place")
    role = by_slug(Role, "Role")
    level = by_slug(CareerLevel, "Level")
    skill = by_slug(Skill, "Skill")
    source = by_slug(Source, "Source")
    unit = django_filters.ChoiceFilter(choices=Fact.Unit.choices, label="Unit")
    year = YearFilter()

    class Meta:
        model = Fact
        fields: list[str] = []

    def in_place(self, queryset: Any, name: str, value: Place) -> Any:
        return within(queryset, name, value)


class RateFilter(django_filters.FilterSet):
    currency_code = code("ISO 4217", 3)
    span = django_filters.ChoiceFilter(choices=ExchangeRate.Span.choices, label="What the rate stands for")
    year = YearFilter(field_name="date", lookup_expr="year")
    source = by_slug(Source, "Source")

    class Meta:
        model = ExchangeRate
        fields: list[str] = []


class PriceLevelFilter(django_filters.FilterSet):
    country = by_slug(Place, "Country")
    year = YearFilter()
    source = by_slug(Source, "Source")

    class Meta:
        model = PriceLevel
        fields: list[str] = []
