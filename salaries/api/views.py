"""The lists and single things of the API, read only.

In: a request. Out: JSON. What may not be passed on is withheld: counted in lists, refused with 403 where it is asked
for by name.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from guide_site.rate_limits import Left
from salaries.api import filters, serializers
from salaries.api.pagination import CountsWithheld
from salaries.models import (
    CareerLevel,
    Estimate,
    ExchangeRate,
    Fact,
    Place,
    PriceLevel,
    Role,
    SalaryRecord,
    Skill,
)
from salaries.problems import problem_response
from salaries.provenance import is_withheld, withheld_counts, withheld_sources
from salaries.views import SourcesView


class WithAllowance(APIView):
    """Every answer says what is left of the minute's allowance."""

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        left: Left | None = getattr(request, "allowance", None)
        for name, value in (left.headers if left else {}).items():
            response[name] = value
        return response


class ReadOnly(WithAllowance, ReadOnlyModelViewSet):
    """A list with filters and a cursor, and each of its members."""

    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,120}"

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        filters.refuse_unknown(request, set())
        return super().retrieve(request, *args, **kwargs)


class Withholding(ReadOnly):
    """Of things that a source states: those of a source that may not be redistributed are left out and counted."""

    pagination_class = CountsWithheld

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        found = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(found.filter(source__redistributable=True))
        self.paginator.withheld = withheld_counts(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def get_object(self) -> Any:
        found = super().get_object()
        if not found.source.redistributable:
            raise PermissionDenied(f"{found.source} does not allow passing single figures on.")
        return found


class RecordViewSet(Withholding):
    """Statements of pay, as quoted and as annual US dollars."""

    queryset = SalaryRecord.objects.published().with_relations().select_related("import_run")
    serializer_class = serializers.RecordSerializer
    filterset_class = filters.RecordFilter
    lookup_field = "key"


class EstimateViewSet(ReadOnly):
    """What the sources together say, for each place, role, level (or any) and year."""

    queryset = Estimate.objects.select_related("place", "role", "level")
    serializer_class = serializers.EstimateSerializer
    filterset_class = filters.EstimateFilter
    lookup_field = "key"
    lookup_value_regex = r"[-a-zA-Z0-9_]{1,80}\.[-a-zA-Z0-9_]{1,80}\.[-a-zA-Z0-9_]{1,80}\.\d{4}"

    def get_object(self) -> Estimate:
        place, role, level, year = self.kwargs["key"].split(".")
        at_level = Q(level__isnull=True) if level == filters.ANY_LEVEL else Q(level__slug=level)
        found = self.get_queryset().filter(at_level, place__slug=place, role__slug=role, year=int(year)).first()
        if found is None:
            raise Http404("There is no estimate for this place, role, level and year.")
        return found

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        shown: list[Estimate] = list(args[0] if kwargs.get("many") else args[:1])
        kwargs["context"] = self.get_serializer_context() | {"closed": closed(shown)}
        return self.get_serializer_class()(*args, **kwargs)


def closed(estimates: list[Estimate]) -> set[int]:
    """The ids of those that rest on withheld sources only."""
    withheld = withheld_sources() if estimates else {}
    if not withheld:
        return set()
    return {one.pk for one in estimates if is_withheld([source for source, *_ in one.made_of], withheld)}


class PlaceViewSet(ReadOnly):
    """Regions, countries and cities."""

    queryset = Place.objects.select_related("parent")
    serializer_class = serializers.PlaceSerializer
    filterset_class = filters.PlaceFilter


class RoleViewSet(ReadOnly):
    """Occupations, and what they are compared with."""

    queryset = Role.objects.all()
    serializer_class = serializers.RoleSerializer
    filterset_class = filters.RoleFilter


class LevelViewSet(ReadOnly):
    """The rungs of the ladder, as published; numbers of a source that may not be redistributed are null."""

    queryset = CareerLevel.objects.select_related("source").prefetch_related("skills", "tools")
    serializer_class = serializers.LevelSerializer


class SkillViewSet(ReadOnly):
    """Skills and tools."""

    queryset = Skill.objects.prefetch_related("levels", "tool_levels")
    serializer_class = serializers.SkillSerializer
    filterset_class = filters.SkillFilter


class SourceViewSet(ReadOnly):
    """Publications that figures were taken from."""

    queryset = SourcesView.queryset
    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilter


class FactViewSet(Withholding):
    """Sourced numbers that are not pay."""

    queryset = Fact.objects.select_related("source", "place", "role", "level", "skill")
    serializer_class = serializers.FactSerializer
    filterset_class = filters.FactFilter
    lookup_field = "key"


class RateViewSet(Withholding):
    """Exchange rates against the US dollar."""

    queryset: QuerySet[Any] = ExchangeRate.objects.select_related("source")
    serializer_class = serializers.RateSerializer
    filterset_class = filters.RateFilter
    lookup_field = "pk"
    lookup_value_regex = r"\d{1,18}"


class PriceLevelViewSet(Withholding):
    """Price levels: purchasing power parities."""

    queryset: QuerySet[Any] = PriceLevel.objects.select_related("source", "country")
    serializer_class = serializers.PriceLevelSerializer
    filterset_class = filters.PriceLevelFilter
    lookup_field = "pk"
    lookup_value_regex = r"\d{1,18}"


LISTS: dict[str, type[ReadOnly]] = {
    "records": RecordViewSet,
    "estimates": EstimateViewSet,
    "places": PlaceViewSet,
    "roles": RoleViewSet,
    "levels": LevelViewSet,
    "skills": SkillViewSet,
    "sources": SourceViewSet,
    "facts": FactViewSet,
    "exchange-rates": RateViewSet,
    "price-levels": PriceLevelViewSet,
}


def missing(request: HttpRequest) -> HttpResponse:
    """Below /api/, and nothing there."""
    return problem_response(404, "There is nothing at this address. /api/ lists what there is.")
