"""Charts that can be taken away: as files, and in frames.

In: the request of one. Out: a `Picture`; Http404 where there is no such chart, nothing to draw, or a query that cannot
be read. `/cities/chart.svg?role=…` is the chart of the page `/cities/?role=…`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from salaries.cells.address import CellForm
from salaries.cells.page import CellPage
from salaries.filters import CityFilterSet, ComparisonFilterSet, CountryFilterSet
from salaries.models import Place
from salaries.pictures import Picture, picture_of_cell, picture_of_comparison, picture_of_place
from salaries.portraits import PlacePortrait
from salaries.views import CityView, CountryView


def cities(request: HttpRequest) -> Picture | None:
    return _compared(CityFilterSet(request.GET), reverse("salaries:cities"))


def countries(request: HttpRequest) -> Picture | None:
    return _compared(CountryFilterSet(request.GET), reverse("salaries:countries"))


def _compared(found: ComparisonFilterSet, page: str) -> Picture | None:
    answer = found.answer() if found.is_valid() else None
    return picture_of_comparison(answer.comparison, path=page + found.address().rstrip("?")) if answer else None


def city(request: HttpRequest, slug: str) -> Picture | None:
    return _place(get_object_or_404(CityView.queryset.all(), slug=slug))


def country(request: HttpRequest, slug: str) -> Picture | None:
    return _place(get_object_or_404(CountryView.queryset.all(), slug=slug))


def _place(place: Place) -> Picture | None:
    return picture_of_place(PlacePortrait(place), path=place.get_absolute_url())


def estimate(request: HttpRequest) -> Picture | None:
    form = CellForm(request.GET)
    return picture_of_cell(CellPage(form.asked)) if form.is_valid() else None


CHARTS: dict[str, Callable[..., Picture | None]] = {
    "cities": cities,
    "countries": countries,
    "city": city,
    "country": country,
    "estimate": estimate,
}


def chart_for(request: HttpRequest, chart: str, **named: Any) -> Picture:
    if (picture := CHARTS[chart](request, **named)) is None:
        raise Http404
    return picture
