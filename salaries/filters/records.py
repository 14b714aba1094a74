"""The filters of the list of records, and of its files and the API's list."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F

from salaries.filters import offers
from salaries.filters.base import ChoicesFilter, PageFilterSet, SingleSelect, SlugsFilter, sort_choices
from salaries.models import SalaryRecord
from salaries.models.place import PlaceTree

# Databases differ in where they put nothing. A record without a level comes before the lowest, without pay at the end.
RECORD_SORT = {
    **{
        f"{sign}{key}": f"{sign}{column}"
        for key, column in {
            "place": "place__name",
            "role": "role__name",
            "year": "year",
            "source": "source__publisher",
        }.items()
        for sign in ("", "-")
    },
    "level": F("level__order").asc(nulls_first=True),
    "-level": F("level__order").desc(nulls_last=True),
    "pay": F("annual_typical_usd").asc(nulls_last=True),
    "-pay": F("annual_typical_usd").desc(nulls_last=True),
}
RECORD_LABELS = {
    "place": "Place",
    "role": "Role",
    "level": "Level",
    "pay": "Pay",
    "year": "Year",
    "source": "Source",
}


def slugs(offered: Any, label: str, empty: str) -> SlugsFilter:
    """A filter by slug that offers only what records name."""
    return SlugsFilter(offered, label, empty_label=empty, widget=SingleSelect, method="among")


def choices(offered: Any, label: str, empty: str) -> ChoicesFilter:
    return ChoicesFilter(offered, label, empty_label=empty, widget=SingleSelect, method="among")


class RecordFilterSet(PageFilterSet):
    """Which records to list. Several values of one filter are “or”; the page's form chooses one."""

    default_sort = "-year"

    place = slugs(offers.places, "Place", "All places")
    role = slugs(offers.roles, "Role", "All roles")
    level = slugs(offers.levels, "Level", "All levels")
    year = choices(offers.years, "Year", "All years")
    source = slugs(offers.sources, "Source", "All sources")
    population = choices(SalaryRecord.Population.choices, "Employers", "All employers")
    employment_type = choices(SalaryRecord.Employment.choices, "Employment", "All contracts")
    work_mode = choices(SalaryRecord.WorkMode.choices, "Place of work", "All ways of working")
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

    def among(self, queryset: Any, name: str, values: list[Any]) -> Any:
        """Records with one of the values; those of a place and of everything inside it."""
        if name == "place":
            tree = PlaceTree()
            values = list({inner for place in values for inner in tree.below(place.pk)})
        return queryset.filter(**{f"{name}__in": values})

    def sorted_by(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.order_by(RECORD_SORT[value], "key")
