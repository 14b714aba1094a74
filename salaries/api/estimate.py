"""One estimate with every input and step, so that anyone can recompute it.

In: ?place=, ?role=, and if wanted ?level=, ?year=, ?source=, ?population=. Out: the figures, the band of each source,
the records with amounts and rates, the rules in words, purchasing power, and the ratio to pay outside IT. Errors: 400
with a sentence for each wrong parameter, 404 where nothing is on record.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from salaries.api import explained
from salaries.api.filters import ANY_LEVEL, levels_or_any, refuse_unknown
from salaries.api.schema import described, parameters_of
from salaries.api.views import WithAllowance
from salaries.derivation import Asked, derive
from salaries.models import CareerLevel, Estimate, Place, Role, SalaryRecord, Source
from salaries.statistics import ratio_to_baseline
from salaries.worth import worth_in


def by_slug(model: Any, label: str, *, required: bool = False) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        model._default_manager.all(), to_field_name="slug", required=required, label=label, help_text="slug"
    )


class Parameters(forms.Form):
    """What may be asked."""

    place = by_slug(Place, "A region, country or city", required=True)
    role = by_slug(Role, "An occupation, or the baseline", required=True)
    level = forms.ChoiceField(
        choices=levels_or_any, required=False, label="A rung of the ladder; without it, the figure of any level"
    )
    year = forms.IntegerField(
        min_value=1950, max_value=2100, required=False, label="The year; without it, the latest with a figure"
    )
    source = by_slug(Source, "By one source only")
    population = forms.ChoiceField(
        choices=[("", "All"), *SalaryRecord.Population.choices], required=False, label="By one kind of employers only"
    )


class EstimateView(WithAllowance):
    """One estimate with every input and step."""

    @extend_schema(
        operation_id="estimate",
        parameters=parameters_of(Parameters),
        responses={200: described("Estimate explained", explained.MEMBERS)},
    )
    def get(self, request: Any) -> Response:
        """One estimate with every input and step, so that anyone can recompute it."""
        asked = read(request)
        found = derive(asked)
        if found is None:
            raise Http404(nothing(asked))
        baseline = derived_baseline(asked)
        ratio = ratio_to_baseline(
            low_annual_usd=found.summary.low_annual_usd,
            typical_annual_usd=found.summary.typical_annual_usd,
            high_annual_usd=found.summary.high_annual_usd,
            baseline_annual_usd=baseline.summary.typical_annual_usd if baseline else None,
        )
        country = asked.place.country
        worth = worth_in([country], asked.year).get(country.pk) if country else None
        links = {
            "page": request.build_absolute_uri(asked.place.get_absolute_url()),
            "records": request.build_absolute_uri(f"{reverse('salaries:salaries-csv')}?{urlencode(query(asked))}"),
            "methodology": request.build_absolute_uri(reverse("salaries:methodology")),
        }
        if baseline:
            address = f"{reverse('api:estimate')}?{urlencode(query(baseline.asked))}"
            links["baseline"] = request.build_absolute_uri(address)
        return Response(explained.explain(found, baseline=baseline, ratio=ratio, worth=worth, links=links))


def read(request: Any) -> Asked:
    """The parameters, checked. Raises ValidationError with a sentence for each that is wrong."""
    refuse_unknown(request, set(Parameters.base_fields))
    form = Parameters(request.query_params)
    if not form.is_valid():
        raise ValidationError(form.errors)
    given = form.cleaned_data
    slug = "" if given["level"] == ANY_LEVEL else given["level"]
    level = CareerLevel.objects.get(slug=slug) if slug else None
    narrowed = {name: given[name] for name in ("source", "population") if given[name]}
    year = given["year"] or latest_year(given["place"], given["role"], level, narrowed)
    if year is None:
        raise Http404(f"Nothing is on record for {given['role']} in {given['place']}.")
    return Asked(given["place"], given["role"], year, level, narrowed)


def latest_year(place: Place, role: Role, level: CareerLevel | None, narrowed: dict[str, Any]) -> int | None:
    """The last year with a figure for the place, or for a city's country."""
    around = [place.pk, place.parent_id] if place.kind == Place.Kind.CITY else [place.pk]
    years = Estimate.objects.filter(place__in=around, role=role, level=level).order_by("-year")
    if narrowed:
        widest = place.parent if place.kind == Place.Kind.CITY and place.parent else place
        records = SalaryRecord.objects.comparable().filter(place__in=Place.objects.within(widest), role=role)
        records = records.filter(**narrowed, **({"level": level} if level else {}))
        return records.order_by("-year").values_list("year", flat=True).first()
    return years.values_list("year", flat=True).first()


def derived_baseline(asked: Asked) -> Any:
    """Pay outside IT in the same place and year, by the same source if one was asked for; None for the baseline."""
    role = Role.objects.baseline()
    if role is None or role == asked.role:
        return None
    narrowed = {name: value for name, value in asked.narrowed.items() if name == "source"}
    found = derive(Asked(asked.place, role, asked.year, None, narrowed))
    return found if found and found.summary.typical_annual_usd else None


def query(asked: Asked) -> dict[str, Any]:
    """The query string of an estimate, which /salaries.csv reads too."""
    level = {"level": asked.level.slug} if asked.level else {}
    narrowed = {name: getattr(value, "slug", value) for name, value in asked.narrowed.items()}
    return {"place": asked.place.slug, "role": asked.role.slug, **level, "year": asked.year, **narrowed}


def nothing(asked: Asked) -> str:
    at = f", {asked.level}" if asked.level else ""
    return f"Nothing is on record for {asked.role}{at} in {asked.place} in {asked.year}."
