"""What other sites show of this one: cards beside links, charts in frames; and charts as files.

In: an address. Out: a picture or a small page, kept and answered with 304 as every public page. A card takes no query,
so that nobody can have one drawn over and over under other names.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import slugify
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.taken_away import chart_html, picture_in
from guide_site.drawing.card import card_of
from guide_site.drawing.chart import chart_of
from guide_site.drawing.png import png_of
from guide_site.drawing.svg import svg_of
from guide_site.sharing.cards import card_of_guide, card_of_place
from guide_site.sharing.charts import chart_for
from guide_site.sharing.share import Shared
from guide_site.structured_data.graph import absolute
from salaries.models import Place
from salaries.pictures import Picture

PIXELS_PER_PIXEL = 2
View = Callable[..., HttpResponse]


# -- cards ------------------------------------------------------------------------------------------------------------
def drawn_once(view: View) -> View:
    """For addresses that take no query: with one, they lead to the address without it."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, **named: Any) -> HttpResponse:
        return redirect(request.path, permanent=True) if request.GET else view(request, **named)

    return wrapped


@drawn_once
def place_card(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The card of a city or a country."""
    place = get_object_or_404(Place.objects.filter(kind=kind).select_related("parent__parent"), slug=slug)
    return HttpResponse(png_of(card_of(card_of_place(place))), content_type="image/png")


@drawn_once
def article_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The card of a guide that is public."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    return HttpResponse(png_of(card_of(card_of_guide(article))), content_type="image/png")


# -- charts -----------------------------------------------------------------------------------------------------------
@require_safe
def chart_file(request: HttpRequest, chart: str, form: str, **named: Any) -> HttpResponse:
    """A chart as an SVG or a PNG file."""
    return as_file(chart_for(request, chart, **named), form)


@require_safe
def guide_chart_file(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:
    """A chart of pay in a guide as a file."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    picture = picture_in(article, number)
    if picture is None:
        raise Http404
    return as_file(picture, form)


def as_file(picture: Picture, form: str) -> HttpResponse:
    sheet = chart_of(picture, site_name=settings.SITE_NAME, address=absolute(picture.path))
    if form == "svg":
        response = HttpResponse(svg_of(sheet), content_type="image/svg+xml")
    else:
        response = HttpResponse(png_of(sheet, PIXELS_PER_PIXEL), content_type="image/png")
    # A download: opened as a page, the policy of the site would take its style for the dark from it.
    response["Content-Disposition"] = f'attachment; filename="{slugify(picture.title)[:80]}.{form}"'
    return response


# -- frames -----------------------------------------------------------------------------------------------------------
@require_safe
def embed(request: HttpRequest, chart: str, **named: Any) -> HttpResponse:
    """A chart for a frame on another site."""
    picture = chart_for(request, chart, **named)
    context = {"picture": picture, "title": picture.title, "url": absolute(picture.path)}
    return render(request, "embed.html", context)


@require_safe
def embed_guide_chart(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A chart of a guide, as the guide shows it, for a frame on another site."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    html = chart_html(article, number)
    if not html:
        raise Http404
    context = {"chart_html": html, "title": article.title, "url": absolute(article.get_absolute_url())}
    return render(request, "embed.html", context)


# -- sharing ----------------------------------------------------------------------------------------------------------
@require_safe
def share(request: HttpRequest, noun: str) -> HttpResponse:
    """How to share, cite and embed a comparison: a page of its own, for that page is long enough."""
    picture = chart_for(request, noun)
    page, _, query = picture.path.partition("?")
    asked = f"?{query}" if query else ""
    shared = Shared.of_picture(picture, chart=page, embed=reverse(f"sharing:embed-{noun}"), query=asked)
    return render(request, "share.html", {"picture": picture, "shared": shared, "noun": noun, "back": picture.path})
