"""Public pages of the records. Each asks one question and hands the answer to a template."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import DetailView, ListView, TemplateView

from salaries import portraits, statistics
from salaries.catalogue import catalogue
from salaries.filters import RECORD_LABELS, CityFilterSet, ComparisonFilterSet, CountryFilterSet, RecordFilterSet
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.paging import page_of
from salaries.receipt import receipt_of, versions_of
from salaries.skills import skills_context
from salaries.unit_choice import UnitForm

PLACES_ON_A_PAGE = 60
RECORDS_ON_A_PAGE = 50
RECORDS_ON_A_PORTRAIT = 50
ROLES_ON_A_PAGE = 50


def part(request: Any, template: str, fragment: str) -> str:
    """The fragment of a template that htmx asks for (django-htmx adds `request.htmx`), or the whole page."""
    whole = not request.htmx or request.htmx.boosted or request.htmx.history_restore_request
    return template if whole else f"{template}#{fragment}"


def cities(request: HttpRequest) -> HttpResponse:
    """The comparison of cities."""
    return compared(request, CityFilterSet(request.GET), noun="cities")


def countries(request: HttpRequest) -> HttpResponse:
    """The comparison of countries."""
    return compared(request, CountryFilterSet(request.GET), noun="countries")


def compared(request: HttpRequest, found: ComparisonFilterSet, *, noun: str) -> HttpResponse:
    """Places compared: the rows that the filters leave, and what else could be chosen."""
    valid = found.is_valid()
    context: dict[str, Any] = {"filter": found, "applied": found.applied, "clear_url": request.path, "noun": noun}
    # Where a filter cannot be read, the others still say what could be chosen, but no row is shown.
    read = found if valid else found.mended
    answer = read.answer() if valid or read.is_valid() else None
    if answer and valid:
        comparison = context["comparison"] = answer.comparison
        comparison.columns = found.columns(found.labels, numeric=set(found.labels) - {"place"})
        comparison.show(page_of(comparison.rows, request, PLACES_ON_A_PAGE))
        comparison.attach_records(comparison.rows)
        context["charts"] = found.charts_of(comparison)
    context["facets"] = answer.facets.every() if answer else []
    return render(request, part(request, "salaries/places.html", "results"), context)


def records(request: HttpRequest) -> HttpResponse:
    """Every published record."""
    found, known = RecordFilterSet(request.GET, queryset=SalaryRecord.objects.published()), catalogue()
    valid, applied = found.is_valid(), found.applied
    count = known.record_count if valid and not applied else None
    page = page_of(found.qs if valid else SalaryRecord.objects.none(), request, RECORDS_ON_A_PAGE, count=count)
    page.object_list = known.complete(page.object_list)
    context = {
        "filter": found,
        "applied": applied,
        "clear_url": request.path,
        "page_obj": page,
        "record_count": page.paginator.count,
        "columns": found.columns(RECORD_LABELS, numeric={"pay", "year"}),
    }
    return render(request, part(request, "salaries/records.html", "results"), context)


def levels(request: HttpRequest) -> HttpResponse:
    """The ladder."""
    return render(request, "salaries/levels.html", portraits.ladder_context())


class PlaceView(DetailView):
    """The portrait of a city or a country."""

    template_name = "salaries/place.html"
    context_object_name = "place"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        portrait = portraits.PlacePortrait(self.object)
        page = page_of(portrait.rest, self.request, ROLES_ON_A_PAGE)
        return super().get_context_data(**kwargs) | {"portrait": portrait, "page_obj": page}


class CityView(PlaceView):
    queryset = Place.objects.cities().select_related("parent__parent")


class CountryView(PlaceView):
    queryset = Place.objects.countries().select_related("parent__parent")


class LevelView(DetailView):
    queryset = CareerLevel.objects.select_related("source").prefetch_related("skills", "tools")
    template_name = "salaries/level.html"
    context_object_name = "level"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | portraits.level_context(self.object)


class RoleView(DetailView):
    model = Role
    template_name = "salaries/role.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | portraits.role_context(self.object)


class RecordView(DetailView):
    """The receipt of one record."""

    queryset = SalaryRecord.objects.published().with_relations()
    slug_field = "key"
    context_object_name = "record"

    def get_template_names(self) -> list[str]:
        return [part(self.request, "salaries/record.html", "receipt")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choice = UnitForm(self.request.GET)
        receipt = receipt_of(self.object, choice.unit)
        return super().get_context_data(**kwargs) | {
            "steps": receipt.steps,
            "unit_choice": choice,
            "rate": receipt.rate,
            "unit_rate": receipt.unit_rate,
            "price_level": receipt.price_level,
            "same_cell": self.object.neighbours().with_relations()[:RECORDS_ON_A_PORTRAIT],
            "versions": versions_of(self.object),
        }


class SkillsView(TemplateView):
    template_name = "salaries/skills.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | skills_context()


class SourcesView(ListView):
    template_name = "salaries/sources.html"
    context_object_name = "sources"
    queryset = Source.objects.annotate(
        record_count=Count("records", filter=Q(records__status=SalaryRecord.Status.PUBLISHED), distinct=True),
        fact_count=Count("facts", distinct=True),
    )


class SourceView(DetailView):
    model = Source
    template_name = "salaries/source.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "records": self.object.records.published().with_relations().newest_first()[:RECORDS_ON_A_PORTRAIT],
            "record_count": self.object.records.published().count(),
            "facts": self.object.facts.select_related("place", "role", "skill", "level", "source"),
            "rates": self.object.exchange_rates.all(),
            "price_levels": self.object.price_levels.select_related("country"),
            "levels": self.object.levels.all(),
        }


class MethodologyView(TemplateView):
    template_name = "salaries/methodology.html"
    extra_context = {"notes": statistics.METHOD_NOTES}
