"""Pages of the site as a whole."""

from __future__ import annotations

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, Topic
from guide_site.styleguide import examples
from salaries.comparison import Comparison
from salaries.filters import ComparisonFilterSet
from salaries.models import Place, SalaryRecord, Source

GUIDES_ON_HOME = 5


def home(request: HttpRequest) -> HttpResponse:
    """The newest guides and the comparison of cities in short."""
    found = ComparisonFilterSet({}, queryset=Place.objects.cities().select_related("parent__parent"))
    question = found.question() if found.is_valid() else None
    comparison = None
    if question:
        comparison = Comparison(question, found.qs)
        comparison.attach_records(comparison.rows)
    context = {
        "guides": Article.objects.published().with_relations()[:GUIDES_ON_HOME],
        "topics": Topic.objects.in_use(),
        "comparison": comparison,
        "record_count": SalaryRecord.objects.published().count(),
        "source_count": Source.objects.filter(records__in=SalaryRecord.objects.published()).distinct().count(),
        "city_count": len(comparison.rows) if comparison else 0,
    }
    return render(request, "home.html", context)


@staff_member_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, for those who build pages."""
    return render(request, "styleguide.html", {"examples": examples()})
