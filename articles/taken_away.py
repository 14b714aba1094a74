"""The charts of a guide, one by one, for files and for frames on other sites.

In: a guide, and the number of a chart in it, counted from one. Out: its HTML as the guide shows it, or a `Picture`;
nothing where there is no such chart, or it cannot be drawn.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.safestring import SafeString, mark_safe

from articles.blocks import BLOCKS, CHARTS, UnknownOption, asked_cell, compared_cities, ladder_of, only, trend_from
from articles.markup import Construct, parse
from articles.models import Article
from salaries.cells.page import CellPage
from salaries.comparison import Comparison
from salaries.filters import most_quoted_role
from salaries.models import Estimate, Place
from salaries.pairing import paired_bars
from salaries.pictures import (
    Picture,
    picture_of_cell,
    picture_of_comparison,
    picture_of_ladder,
    picture_of_place,
    picture_of_trend,
)
from salaries.portraits import PlacePortrait
from salaries.question import Question
from salaries.trend import US_DOLLARS


def charts_of(text: str) -> list[Construct]:
    """The charts of a guide's text, in their order."""
    return [one for one in parse(text).constructs if one.is_block and one.name in CHARTS]


def chart_in(article: Article, number: int) -> Construct | None:
    found = charts_of(article.body)
    return found[number - 1] if 1 <= number <= len(found) else None


def chart_html(article: Article, number: int) -> SafeString:
    """A chart as the guide shows it; empty where there is none."""
    chart = chart_in(article, number)
    if chart is None:
        return mark_safe("")
    try:
        drawn = BLOCKS[chart.name](chart.options, US_DOLLARS)
    except UnknownOption:
        return mark_safe("")
    return mark_safe(drawn.html)  # noqa: S308  rendered by a template


def picture_in(article: Article, number: int) -> Picture | None:
    """A chart as a picture: rows of marks, whatever its shape in the guide."""
    chart = chart_in(article, number)
    return _picture(chart, article) if chart else None


def picture_for(article: Article) -> Picture | None:
    """What stands for the whole guide: its first chart of pay, or else pay in the places that it quotes."""
    drawn = (_picture(chart, article) for chart in charts_of(article.body))
    return next((one for one in drawn if one), None) or _of_quoted_places(article)


def _picture(chart: Construct, article: Article) -> Picture | None:
    path = article.get_absolute_url()
    try:
        if chart.name == "ladder":
            return picture_of_ladder(ladder_of(chart.options, US_DOLLARS), path=path)
        if chart.name == "trend":
            return picture_of_trend(trend_from(chart.options, US_DOLLARS), path=path)
        if chart.name == "range-bars" and chart.options.get("place"):
            return picture_of_cell(CellPage(asked_cell(chart.options)))
        only(chart.options, "role", "source", "level", "region")
        comparison = compared_cities(chart.options)
    except UnknownOption:
        return None
    found = picture_of_comparison(comparison, path=path)
    is_paired = chart.name == "paired-bars"
    return replace(found, title=paired_bars(comparison).title) if found and is_paired else found


def _of_quoted_places(article: Article) -> Picture | None:
    path = article.get_absolute_url()
    cities = list(article.quoted_places.filter(kind=Place.Kind.CITY).select_related("parent__parent"))
    if len(cities) == 1:
        return picture_of_place(PlacePortrait(cities[0]), path=path)
    role = article.quoted_roles.filter(is_baseline=False).first() or most_quoted_role()
    year = Estimate.objects.filter(role=role).order_by("-year").values_list("year", flat=True).first()
    if not cities or role is None or year is None:
        return None
    return picture_of_comparison(Comparison(Question.of(role, year), cities), path=path)
