"""One estimate with every input and step, so that anyone can recompute it.

In: ?place=, ?role=, and if wanted ?level=, ?year=, and what narrows the records, such as ?source=. Out: the figures,
the band of each source, the records with amounts and rates, the rules in words, purchasing power, and the ratio to pay
outside IT. The same query string at /api/estimate/records.csv gives all the records, where they are too many for one
answer. Errors: 400 with a sentence for each wrong parameter, 404 where nothing is on record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import TextChoices
from django.http import Http404, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from salaries.api import explained
from salaries.api.filters import ANY_LEVEL, levels_or_any, refuse_unknown
from salaries.api.schema import described, parameters_of
from salaries.api.views import WithAllowance
from salaries.cells.address import around, latest_year
from salaries.derivation import Asked, derive
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.question import Narrowing
from salaries.statistics import ratio_to_baseline
from salaries.tables import record_table
from salaries.takeaway import handed_over
from salaries.worth import worth_in


def by_slug(model: Any, label: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        model._default_manager.all(), to_field_name="slug", label=label, help_text="slug", required=True
    )


def some_of(choices: type[TextChoices], label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices.choices, required=False, label=label)


class Parameters(forms.Form):
    """What may be asked."""

    place = by_slug(Place, "A region, country or city")
    role = by_slug(Role, "An occupation, or the baseline")
    level = forms.ChoiceField(
        choices=levels_or_any, required=False, label="A rung of the ladder; without it, the figure of any level"
    )
    year = forms.IntegerField(
        min_value=1950, max_value=2100, required=False, label="The year; without it, the latest with a figure"
    )
    source = forms.ModelMultipleChoiceField(
        Source.objects.all(), to_field_name="slug", required=False, label="By these sources only"
    )
    population = some_of(SalaryRecord.Population, "By these kinds of employers only")
    employment_type = some_of(SalaryRecord.Employment, "By these kinds of contracts only")
    work_mode = some_of(SalaryRecord.WorkMode, "By these ways of working only")


SEVERAL = {
    name
    for name, field in Parameters.base_fields.items()
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
}


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
            "records": request.build_absolute_uri(
                f"{reverse('api:estimate-records')}?{urlencode(query(asked), doseq=True)}"
            ),
            "methodology": request.build_absolute_uri(reverse("salaries:methodology")),
        }
        if baseline:
            links["baseline"] = address(request, "estimate", baseline.asked)
        return Response(explained.explain(found, baseline=baseline, ratio=ratio, worth=worth, links=links))


class EstimateRecordsView(WithAllowance):
    """All the records that went into one estimate, however many they are."""

    @extend_schema(
        operation_id="estimate_records",
        parameters=parameters_of(Parameters),
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Any) -> StreamingHttpResponse:
        """The records that went into one estimate as CSV, with the columns of /salaries.csv."""
        asked = read(request)
        found = derive(asked)
        if found is None:
            raise Http404(nothing(asked))
        table = replace(record_table(found.records), asked=query(asked))
        return handed_over(request, table, "csv", name="salaries", described="salaries")

    def perform_content_negotiation(self, request: Any, force: bool = False) -> tuple[JSONRenderer, str]:
        """Records are CSV and errors are JSON, whatever is asked for."""
        return JSONRenderer(), str(JSONRenderer.media_type)


def read(request: Any) -> Asked:
    """The parameters, checked. Raises ValidationError with a sentence for each that is wrong."""
    refuse_unknown(request, set(Parameters.base_fields), SEVERAL)
    form = Parameters(without_empty_values(request.query_params))
    if not form.is_valid():
        raise ValidationError(form.errors)
    given = form.cleaned_data
    slug = "" if given["level"] == ANY_LEVEL else given["level"]
    level = CareerLevel.objects.get(slug=slug) if slug else None
    narrowing = Narrowing(
        tuple(given["source"]), tuple(given["population"]), tuple(given["employment_type"]), tuple(given["work_mode"])
    )
    year = given["year"] or last_year(given["place"], given["role"], level, narrowing)
    if year is None:
        raise Http404(f"Nothing is on record for {given['role']} in {given['place']}.")
    return Asked(given["place"], given["role"], year, level, narrowing)


def without_empty_values(given: QueryDict) -> MultiValueDict[str, str]:
    """The query string; an empty value counts as none."""
    return MultiValueDict({name: found for name, values in given.lists() if (found := list(filter(None, values)))})


def last_year(place: Place, role: Role, level: CareerLevel | None, narrowing: Narrowing) -> int | None:
    """The last year with a figure for the place, or for a city's country."""
    if not narrowing:
        return latest_year(place__in=around(place), role=role, level=level)
    widest = place.parent if place.kind == Place.Kind.CITY and place.parent else place
    records = SalaryRecord.objects.comparable().filter(place__in=Place.objects.within(widest), role=role)
    records = records.filter(**narrowing.lookups, **({"level": level} if level else {}))
    return records.order_by("-year").values_list("year", flat=True).first()


def derived_baseline(asked: Asked) -> Any:
    """Pay outside IT in the same place and year, by the same sources if any were asked for; None for the baseline."""
    role = Role.objects.baseline()
    if role is None or role == asked.role:
        return None
    found = derive(Asked(asked.place, role, asked.year, None, asked.narrowing.for_baseline))
    return found if found and found.summary.typical_annual_usd else None


def query(asked: Asked) -> dict[str, Any]:
    """The query string of an estimate, with its year."""
    level = {"level": asked.level.slug} if asked.level else {}
    cell = {"place": asked.place.slug, "role": asked.role.slug, **level, "year": asked.year}
    return cell | asked.narrowing.in_address


def address(request: Any, name: str, asked: Asked) -> str:
    return str(request.build_absolute_uri(f"{reverse(f'api:{name}')}?{urlencode(query(asked), doseq=True)}"))


def nothing(asked: Asked) -> str:
    at = f", {asked.level}" if asked.level else ""
    return f"Nothing is on record for {asked.role}{at} in {asked.place} in {asked.year}."
