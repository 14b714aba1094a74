"""What the filters of all pages share: fields that take several values, what is applied, addresses that change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

# Of one filter; a reader ticks a few, and a page must stay readable.
MOST_VALUES = 20
FIRST_YEAR, LAST_YEAR = 1950, 2100
# Parameters that change how the answer is shown, not which one it is.
NOT_NARROWING = {"sort", "view"}


class AtMost:
    """Several values of one filter, but not any number of them. Names each value that it does not know."""

    def clean(self, value: Any) -> Any:
        # An empty value stands for a select that is left alone, as browsers send it.
        given = list(dict.fromkeys(one for one in value or () if one != ""))
        if len(value or ()) > MOST_VALUES:
            raise ValidationError(f"Choose at most {MOST_VALUES}.")
        return super().clean(given)  # type: ignore[misc]


class SingleSelect(forms.Select):
    """Chooses one value of a field that takes several: an address may say more than a form does."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


class SlugsField(AtMost, forms.ModelMultipleChoiceField):
    """Things by their names in addresses."""

    default_error_messages = {"invalid_choice": "There is no “%(value)s” here.", "invalid_pk_value": "This is no name."}

    def __init__(self, queryset: Any, *, empty_label: str | None = None, **options: Any) -> None:
        super().__init__(queryset, **options)
        self.empty_label = empty_label

    def clean(self, value: Any) -> Any:
        """A list: a page asks for it more than once. Where nothing is given, nothing is looked up."""
        if any("\x00" in one for one in value or ()):
            raise ValidationError("This is no name.")
        found = super().clean(value)
        return [] if found.query.is_empty() else list(found)


class ChoicesField(AtMost, forms.MultipleChoiceField):
    """Values of a fixed list."""

    default_error_messages = {"invalid_choice": "There is no “%(value)s” here."}


class YearsField(AtMost, forms.TypedMultipleChoiceField):
    """Years that records may have."""

    default_error_messages = {"invalid_choice": f"%(value)s is not a year from {FIRST_YEAR} to {LAST_YEAR}."}

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, **options)

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) == 4 and FIRST_YEAR <= int(value) <= LAST_YEAR


class SlugsFilter(django_filters.ModelMultipleChoiceFilter):
    """`offered` is a function of the request: each request copies the filters, and copying a query takes its time."""

    field_class = SlugsField

    def __init__(self, offered: Callable[[Any], QuerySet[Any]], label: str, **options: Any) -> None:
        super().__init__(queryset=offered, to_field_name="slug", label=label, **options)


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """With `empty_label`, its choices begin with none, for a select of one value."""

    field_class = ChoicesField

    def __init__(self, choices: Any, label: str, empty_label: str = "", **options: Any) -> None:
        def offered() -> list[tuple[str, str]]:
            return [("", empty_label), *(choices() if callable(choices) else choices)]

        super().__init__(choices=offered if empty_label else choices, label=label, **options)


class YearsFilter(django_filters.TypedMultipleChoiceFilter):
    field_class = YearsField


class PageFilterSet(django_filters.FilterSet):
    """What is applied, and links that take it away."""

    default_sort = ""

    def get_form_class(self) -> type[forms.Form]:
        return form_class_of(type(self))  # type: ignore[arg-type]  # mypy takes a class for its instance

    @property
    def applied(self) -> list[dict[str, str]]:
        """The filters in force: label, value in words, and the address without it."""
        if not self.is_valid():
            return []
        return [
            {"label": str(self.form.fields[name].label), "value": words, "remove_url": self.address(**{name: left})}
            for name in self.form.fields
            if name not in NOT_NARROWING
            for words, left in self._values_of(name)
        ]

    def _values_of(self, name: str) -> Iterable[tuple[str, list[str]]]:
        """Each value of a filter in words, with the values that are left without it."""
        given = self.form.cleaned_data.get(name)
        listed = given if isinstance(given, (list, tuple)) else [given] if given else []
        codes = [str(getattr(one, "slug", one)) for one in listed]
        # Things know their own names; to ask a field for theirs would read all that there are.
        offered = [] if all(hasattr(one, "slug") for one in listed) else getattr(self.form.fields[name], "choices", [])
        labels = {str(value): label for value, label in offered}
        for one, code in zip(listed, codes, strict=True):
            yield str(labels.get(code, one)), [other for other in codes if other != code]

    def address(self, **changes: Any) -> str:
        """The query string with some parameters changed (None drops one); always back on the first page.

        Only what the page reads, and each value once: a page has many such links, and what a stranger puts into an
        address must not make it long.
        """
        query = QueryDict(mutable=True)
        for name, values in self.data.lists() if isinstance(self.data, QueryDict) else ():
            if name in self.filters and name not in changes:
                query.setlist(name, list(dict.fromkeys(value for value in values if value)))
        for name, value in changes.items():
            if value is not None:
                query.setlist(name, [one for one in (value if isinstance(value, list) else [value]) if one])
        return f"?{query.urlencode()}"

    @property
    def sort(self) -> str:
        return (self.form.cleaned_data.get("sort") if self.is_valid() else "") or self.default_sort

    def columns(self, labels: dict[str, str], numeric: set[str]) -> list[dict[str, Any]]:
        """Table headings as links that sort; the sorted one says how."""
        current, descending = self.sort.removeprefix("-"), self.sort.startswith("-")
        found = []
        for key, label in labels.items():
            sorted_as = ("descending" if descending else "ascending") if key == current else ""
            first = f"-{key}" if key in numeric else key
            again = key if descending else f"-{key}"
            url = self.address(sort=again if sorted_as else first)
            found.append({"key": key, "label": label, "url": url, "sorted": sorted_as, "numeric": key in numeric})
        return found


@cache
def form_class_of(filters: type[PageFilterSet]) -> type[forms.Form]:
    """The form of a filter set, made once: nothing in it depends on a request, and each form copies its fields."""
    return django_filters.FilterSet.get_form_class(filters())


def sort_choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [
        choice
        for key, label in labels.items()
        for choice in ((f"-{key}", f"{label}, descending"), (key, f"{label}, ascending"))
    ]
