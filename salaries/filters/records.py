"""The filters of the list of records, and of its files and the API's list."""

from __future__ import annotations

from typing import Any

import django_filters

from salaries.filters import offers
from salaries.filters.base import PageFilterSet, sort_choices
from salaries.models import Place, SalaryRecord
from salaries.models.place import PlaceTree

RECORD_SORT = {
    "place": "place__name",
    "role": "role__name",
    "level": "level__order",
    "pay": "annual_typical_usd",
    "year": "year",
    "source": "source__publisher",
}
RECORD_LABELS = {
    "place": "Place",
    "role": "Role",
    "level": "Level",
    "pay": "Pay",
    "year": "Year",
    "source": "Source",
}


def choice(model_queryset: Any, label: str, empty: str, **options: Any) -> django_filters.ModelChoiceFilter:
    """A filter by slug that offers only what the queryset finds."""
    return django_filters.ModelChoiceFilter(
        queryset=model_queryset, to_field_name="slug", label=label, empty_label=empty, **options
    )


class RecordFilterSet(PageFilterSet):
    """Which records to list."""

    default_sort = "-year"

    place = choice(offers.places, "Place", "All places", method="in_place")
    role = choice(offers.roles, "Role", "All roles")
    level = choice(offers.levels, "Level", "All levels")
    year = django_filters.ChoiceFilter(choices=offers.years, label="Year", empty_label="All years")
    source = choice(offers.sources, "Source", "All sources")
    population = django_filters.ChoiceFilter(
        choices=SalaryRecord.Population.choices, label="Employers", empty_label="All employers"
    )
    employment_type = django_filters.ChoiceFilter(
        choices=SalaryRecord.Employment.choices, label="Employment", empty_label="All contracts"
    )
    work_mode = django_filters.ChoiceFilter(
        choices=SalaryRecord.WorkMode.choices, label="Place of work", empty_label="All ways of working"
    )
    currency = django_filters.ChoiceFilter(
        field_name="currency_code", label="Currency", empty_label="All currencies", choices=offers.currencies
    )
    sort = django_filters.ChoiceFilter(
        choices=sort_choices(RECORD_LABELS), label="Sort by", empty_label="Newest first", method="sorted_by"
    )

    class Meta:
        model = SalaryRecord
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("sort") else found.newest_first()

    def in_place(self, queryset: Any, name: str, value: Place) -> Any:
        return queryset.filter(place__in=PlaceTree().below(value.pk))

    def sorted_by(self, queryset: Any, name: str, value: str) -> Any:
        sign = "-" if value.startswith("-") else ""
        return queryset.order_by(f"{sign}{RECORD_SORT[value.removeprefix('-')]}", "key")
