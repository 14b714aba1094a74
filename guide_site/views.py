"""Pages of the site as a whole."""

from __future__ import annotations

from django.contrib.admin.views.decorators import staff_member_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, Topic
from guide_site.styleguide import examples
from salaries.catalogue import Catalogue, catalogue
from salaries.comparison import Comparison
from salaries.filters import offers
from salaries.models import Place
from salaries.question import Question

GUIDES_ON_HOME = 5
CITIES_ON_HOME = 10


def home(request: HttpRequest) -> HttpResponse:
    """The newest guides and the comparison of cities in short."""
    known = catalogue()
    comparison = comparison_of_cities(known)
    city_count = len(comparison.rows) if comparison else 0
    if comparison:
        comparison.show(Paginator(comparison.rows, CITIES_ON_HOME).page(1))
    context = {
        "guides": Article.objects.published().with_relations()[:GUIDES_ON_HOME],
        "topics": Topic.objects.in_use(),
        "comparison": comparison,
        "record_count": known.record_count,
        "source_count": offers.sources().count(),
        "city_count": city_count,
    }
    return render(request, "home.html", context)


def comparison_of_cities(known: Catalogue) -> Comparison | None:
    """What /cities/ shows to a reader who asks for nothing in particular; None without figures."""
    if (role := known.main_role) is None:
        return None
    cities = [place for place in known.places.values() if place.kind == Place.Kind.CITY]
    return Comparison(Question.of(role, known.last_years[role.pk]), cities, known=known)


@staff_member_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, for those who build pages."""
    return render(request, "styleguide.html", {"examples": examples()})
