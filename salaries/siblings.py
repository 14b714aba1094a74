"""Which pages have CSV and JSON files beside them, and what these hold.

In: the request of a file. Out: a `Table`; the form of the page where it cannot be read; Http404 where there is no such
page. `PAGES` are lists at the root, such as /cities.csv; `SINGLE` are pages about one thing, such as
/cities/seoul.csv.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from salaries import columns, portraits, tables
from salaries.cells.address import CellForm
from salaries.cells.page import CellPage
from salaries.estimate_rows import estimates_at
from salaries.filters import CityFilterSet, ComparisonFilterSet, CountryFilterSet, PageFilterSet, RecordFilterSet
from salaries.forms import SideBySideForm
from salaries.models import CareerLevel, Estimate, Place, Role, SalaryRecord, Source
from salaries.side_by_side import SideBySide
from salaries.tables import Table
from salaries.views import SourcesView

Answer = Table | PageFilterSet | forms.Form


# -- lists ------------------------------------------------------------------------------------------------------------
def cities(request: HttpRequest) -> Answer:
    return compared(CityFilterSet(request.GET), columns.CITIES)


def countries(request: HttpRequest) -> Answer:
    return compared(CountryFilterSet(request.GET), columns.COUNTRIES)


def compared(found: ComparisonFilterSet, described: Mapping[str, str]) -> Answer:
    """The rows of a comparison, whichever page of them the reader is on."""
    if not found.is_valid():
        return found
    answer = found.answer()
    return tables.comparison_table(answer.comparison if answer else None, described)


def records(request: HttpRequest) -> Answer:
    found = RecordFilterSet(request.GET, queryset=SalaryRecord.objects.published())
    return tables.record_table(found.qs) if found.is_valid() else found


def levels(request: HttpRequest) -> Answer:
    return tables.ladder_table(portraits.ladder_context())


def skills(request: HttpRequest) -> Answer:
    return tables.skill_table()


def sources(request: HttpRequest) -> Answer:
    return tables.source_table(SourcesView.queryset.all())


PAGES: dict[str, Callable[[HttpRequest], Answer]] = {
    "cities": cities,
    "countries": countries,
    "levels": levels,
    "salaries": records,
    "skills": skills,
    "sources": sources,
}


# -- pages about one thing: what a page is about, and the table of it -------------------------------------------------
def place_table(place: Place) -> Table:
    return tables.estimate_table(estimates_at(place), {"place": place.slug}, place)


def role_table(role: Role) -> Table:
    return tables.estimate_table(Estimate.objects.filter(role=role), {"role": role.slug})


def level_table(level: CareerLevel) -> Table:
    return tables.estimate_table(Estimate.objects.filter(level=level), {"level": level.slug})


def source_table(source: Source) -> Table:
    found = tables.record_table(source.records.published().newest_first())  # type: ignore[attr-defined]
    return replace(found, asked={"source": source.slug})


def record_table(record: SalaryRecord) -> Table:
    found = tables.record_table(SalaryRecord.objects.filter(pk=record.pk))
    return replace(found, asked={"record": record.key})


def side_by_side_table(beside: SideBySide | None) -> Table:
    if beside is None:
        return Table(columns.ESTIMATES, [])
    asked = {"place": [place.slug for place in beside.places], "role": beside.role.slug, "year": beside.year}
    return tables.row_table(beside.every_row, asked)


def cell_table(cell: CellPage) -> Table:
    asked = cell.asked
    level = asked.level.slug if asked.level else None
    named = {"place": asked.place.slug, "role": asked.role.slug, "level": level, "year": asked.year or None}
    return tables.band_table(cell.found, named)


def named(queryset: Any, name: str = "slug") -> Callable[[HttpRequest, str], Any]:
    return lambda request, slug: get_object_or_404(queryset.all(), **{name: slug})


def beside(request: HttpRequest, slug: str) -> SideBySide | forms.Form | None:
    form = SideBySideForm(request.GET)
    return form.answer() if form.is_valid() else form


def cell(request: HttpRequest, slug: str) -> CellPage | forms.Form:
    form = CellForm(request.GET)
    return CellPage(form.asked) if form.is_valid() else form


@dataclass(frozen=True)
class Single:
    """`address` is that of the page, as in urls.py; `columns` names their description on /api/."""

    address: str
    find: Callable[[HttpRequest, str], Any]
    table: Callable[[Any], Table]
    columns: str

    def answer(self, request: HttpRequest, slug: str) -> Answer:
        found = self.find(request, slug)
        return found if isinstance(found, forms.Form) else self.table(found)


# By the names of the pages in urls.py, and in its order.
SINGLE = {
    "compare": Single("cities/compare", beside, side_by_side_table, "estimates"),
    "city": Single(
        "cities/<slug:slug>", named(Place.objects.cities().select_related("parent")), place_table, "estimates"
    ),
    "country": Single("countries/<slug:slug>", named(Place.objects.countries()), place_table, "estimates"),
    "estimate": Single("estimate", cell, cell_table, "estimate"),
    "level": Single("levels/<slug:slug>", named(CareerLevel.objects), level_table, "estimates"),
    "role": Single("roles/<slug:slug>", named(Role.objects), role_table, "estimates"),
    "record": Single("salaries/<slug:slug>", named(SalaryRecord.objects.published(), "key"), record_table, "salaries"),
    "source": Single("sources/<slug:slug>", named(Source.objects), source_table, "salaries"),
}
FORMS = ("csv", "json")


def addresses() -> dict[str, str]:
    """{page: its address as in urls.py}, of every page with files."""
    return {page: page for page in PAGES} | {page: single.address for page, single in SINGLE.items()}
