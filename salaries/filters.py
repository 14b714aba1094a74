"""The query string, read once for every page: which filters there are, which values exist, what is applied.

In: request.GET. Out: a checked form, a question or a queryset, links that drop one filter. Wrong values are field
errors.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from salaries.comparison import Question
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source

PUBLISHED = SalaryRecord.objects.published


def choice(model_queryset: Any, label: str, empty: str, **options: Any) -> django_filters.ModelChoiceFilter:
    """A filter by slug that offers only what the queryset finds."""
    return django_filters.ModelChoiceFilter(
        queryset=model_queryset, to_field_name="slug", label=label, empty_label=empty, **options
    )


def regions(request: Any) -> QuerySet[Place]:
    """Regions that hold a place with records."""
    return Place.objects.regions().filter(estimates__isnull=False).distinct()


def countries(request: Any) -> QuerySet[Place]:
    """Countries with a figure, their own or their cities'."""
    return Place.objects.countries().filter(estimates__isnull=False).distinct()


def cities(request: Any) -> QuerySet[Place]:
    """Cities with a figure, their own or their country's."""
    return Place.objects.cities().filter(Q(estimates__isnull=False) | Q(parent__estimates__isnull=False)).distinct()


def places(request: Any) -> QuerySet[Place]:
    return Place.objects.filter(records__in=PUBLISHED()).distinct()


def roles(request: Any) -> QuerySet[Role]:
    return Role.objects.filter(records__in=PUBLISHED()).distinct()


def levels(request: Any) -> QuerySet[CareerLevel]:
    return CareerLevel.objects.filter(records__in=PUBLISHED()).distinct()


def sources(request: Any) -> QuerySet[Source]:
    return Source.objects.filter(records__in=PUBLISHED()).distinct()


def years() -> list[tuple[str, str]]:
    found = PUBLISHED().order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in found]


def populations() -> list[tuple[str, str]]:
    found = set(PUBLISHED().order_by().values_list("population", flat=True).distinct())
    return [(value, label) for value, label in SalaryRecord.Population.choices if value in found]


class PageFilterSet(django_filters.FilterSet):
    """What the filters of all pages share: what is applied, and links that take it away."""

    default_sort = ""

    @property
    def applied(self) -> list[dict[str, str]]:
        """The filters in force: label, value in words, and the address without them."""
        if not self.is_valid():
            return []
        found = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if name == "sort" or value in (None, ""):
                continue
            words = dict(getattr(field, "choices", [])).get(value, value) if not hasattr(value, "slug") else value
            found.append({"label": str(field.label), "value": str(words), "remove_url": self.address(**{name: None})})
        return found

    def address(self, **changes: Any) -> str:
        """The query string with some parameters changed (None drops one); always back on the first page."""
        query: QueryDict = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        query.pop("page", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        for name in [name for name, value in query.items() if not value]:
            del query[name]
        return f"?{query.urlencode()}"

    @property
    def sort(self) -> str:
        return (self.form.cleaned_data.get("sort") if self.is_valid() else "") or self.default_sort

    def columns(self, labels: dict[str, str], numeric: set[str]) -> list[dict[str, Any]]:
        """Table headings as links that sort; the sorted one says how."""
        current = self.sort.removeprefix("-")
        found = []
        for key, label in labels.items():
            descending = self.sort.startswith("-")
            sorted_as = ("descending" if descending else "ascending") if key == current else ""
            first = f"-{key}" if key in numeric else key
            again = key if descending else f"-{key}"
            url = self.address(sort=again if sorted_as else first)
            found.append({"key": key, "label": label, "url": url, "sorted": sorted_as, "numeric": key in numeric})
        return found


SORT_LABELS = {
    "place": "City",
    "high": "Range",
    "typical": "Typical pay",
    "ratio": "Against pay outside IT",
    "records": "Records and sources",
}


def sort_choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [
        choice
        for key, label in labels.items()
        for choice in ((f"-{key}", f"{label}, descending"), (key, f"{label}, ascending"))
    ]


class ComparisonFilterSet(PageFilterSet):
    """Which cities to compare, and what about them."""

    default_sort = "-typical"

    region = choice(regions, "Region", "All regions", method="in_place")
    country = choice(countries, "Country", "All countries", method="in_place")
    city = choice(cities, "City", "All cities", field_name="pk", method="in_place")
    role = choice(roles, "Role", "Most quoted role", method="leave")
    level = choice(levels, "Level", "Any level", method="leave")
    year = django_filters.ChoiceFilter(choices=years, label="Year", empty_label="Latest year", method="leave")
    source = choice(sources, "Source", "All sources", method="leave")
    population = django_filters.ChoiceFilter(
        choices=populations, label="Employers", empty_label="All employers", method="leave"
    )
    sort = django_filters.ChoiceFilter(
        choices=sort_choices(SORT_LABELS), label="Sort by", empty_label="Typical pay, descending", method="leave"
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def in_place(self, queryset: Any, name: str, value: Place) -> Any:
        return queryset.within(value)

    def leave(self, queryset: Any, name: str, value: Any) -> Any:
        """Not about which places, but about what of them: `question` reads it."""
        return queryset

    def question(self) -> Question | None:
        """What is asked; None while there is nothing to ask about. Call after `is_valid`."""
        asked = self.form.cleaned_data
        records = SalaryRecord.objects.comparable()
        role = asked["role"] or most_quoted_role()
        if role is None:
            return None
        year = asked["year"] or records.filter(role=role).order_by("-year").values_list("year", flat=True).first()
        if year is None:
            return None
        return Question(role, int(year), asked["level"], asked["source"], asked["population"] or "")


def most_quoted_role() -> Role | None:
    """The occupation with most statements: what a reader who asks for nothing in particular sees."""
    return (
        Role.objects.occupations()
        .filter(records__in=SalaryRecord.objects.comparable())
        .annotate(count=Count("records"))
        .order_by("-count", "name")
        .first()
    )


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


class RecordFilterSet(PageFilterSet):
    """Which records to list."""

    default_sort = "place"

    place = choice(places, "Place", "All places", method="in_place")
    role = choice(roles, "Role", "All roles")
    level = choice(levels, "Level", "All levels")
    year = django_filters.ChoiceFilter(choices=years, label="Year", empty_label="All years")
    source = choice(sources, "Source", "All sources")
    population = django_filters.ChoiceFilter(choices=populations, label="Employers", empty_label="All employers")
    currency = django_filters.ChoiceFilter(
        field_name="currency_code",
        label="Currency",
        empty_label="All currencies",
        choices=lambda: [(code, code) for code in _currencies()],
    )
    sort = django_filters.ChoiceFilter(
        choices=sort_choices(RECORD_LABELS), label="Sort by", empty_label="Place, ascending", method="sorted_by"
    )

    class Meta:
        model = SalaryRecord
        fields: list[str] = []

    def in_place(self, queryset: Any, name: str, value: Place) -> Any:
        return queryset.filter(place__in=Place.objects.within(value))

    def sorted_by(self, queryset: Any, name: str, value: str) -> Any:
        sign = "-" if value.startswith("-") else ""
        return queryset.order_by(f"{sign}{RECORD_SORT[value.removeprefix('-')]}", "key")


def _currencies() -> list[str]:
    return list(PUBLISHED().order_by("currency_code").values_list("currency_code", flat=True).distinct())
