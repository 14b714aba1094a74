"""Real content for each component of the style guide, taken from the records that there are.

In: the database. Out: {component: its context}.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from articles.comments.threads import Discussion, discussion_of
from articles.contradictions import Contradiction, contradictions_in
from articles.conversions import Conversions
from articles.figures import render
from articles.models import Article, ArticleChange
from guide_site.search.asking import ask
from guide_site.sharing.share import Shared
from guide_site.trails import Crumb
from salaries.atlas import atlas_of
from salaries.cells.page import CellPage
from salaries.comparison import Comparison
from salaries.derivation import Asked
from salaries.dumbbell import dumbbells
from salaries.filters import CityFilterSet
from salaries.models import Estimate, Fact, Place, Role, SalaryRecord
from salaries.pairing import paired_bars
from salaries.pictures import picture_of_comparison
from salaries.portraits import PlacePortrait, ladder_context
from salaries.receipt import receipt_of
from salaries.skills import skills_context
from salaries.trend import Trend, trend_of
from salaries.unit import Unit
from salaries.unit_choice import UnitForm

ASIDES = """
:::{warning} A warning

It holds text.

:::

:::{video} https://example.org/watch
:title: A video

It plays at its provider.

:::

:::{book} https://example.org/book
:title: A book
:affiliate: yes

We are paid for the link.

:::
"""


def examples() -> dict[str, Any]:
    found = CityFilterSet({})
    answer = found.answer() if found.is_valid() else None
    comparison = answer.comparison if answer else None
    if comparison:
        comparison.attach_records(comparison.rows)
    records = list(SalaryRecord.objects.published().with_relations()[:5])
    ladder = ladder_context()
    portrait = PlacePortrait(comparison.rows[0].place) if comparison and comparison.rows else None
    main = portrait.main if portrait else None
    return {
        "portrait": portrait,
        "cell": CellPage(Asked(main.place, main.role, main.year)) if main else None,
        "comparison": comparison,
        "chart": paired_bars(comparison) if comparison else None,
        "dumbbells": dumbbells(comparison) if comparison else None,
        "atlas": atlas_of(comparison.rows, title=comparison.finding, middles=comparison.known.middles)
        if comparison
        else None,
        "trend": _longest_trend(),
        "premiums": skills_context()["premiums"],
        "filter": found,
        "facets": answer.facets.every() if answer else [],
        "records": records,
        "record": records[0] if records else None,
        "steps": receipt_of(records[0]).steps if records else [],
        "unit_choice": UnitForm({"currency": "PPP"}),
        "conversions": _converted(records),
        "facts": list(Fact.objects.select_related("source", "place", "skill")[:3]),
        "ladder": ladder,
        "trail": [Crumb("Cities", "/cities/"), Crumb("Vietnam", "/countries/vietnam/")],
        "shared": _shared(comparison) if comparison else None,
        "hits": ask("engineer").results[:3],
        "asides": render(ASIDES).body,
        "changes": list(ArticleChange.objects.order_by("kind", "-date")[:2]),
        "discussion": example_discussion(),
        "contradictions": _contradictions(),
        "articles": list(Article.objects.published().with_relations()[:2]),
    }


def example_discussion() -> Discussion | None:
    """The guide with most approved comments, and what readers say there."""
    counted = Article.objects.published().annotate(said=Count("comments", filter=Q(comments__status="approved")))
    article = counted.order_by("-said", "pk").first()
    return discussion_of(article) if article else None


def _converted(records: list[SalaryRecord]) -> Conversions:
    """Records in purchasing power, some of which no factor may cover."""
    found = Conversions(Unit("PPP"))
    found.read({record.year for record in records})
    for record in records:
        found.record(record, as_usd=False, period="")
    return found


def _contradictions() -> list[Contradiction]:
    """Those of the newest guide that has any."""
    return next((found for one in Article.objects.published()[:5] if (found := contradictions_in(one.body))), [])


def _shared(comparison: Comparison) -> Shared | None:
    picture = picture_of_comparison(comparison, path="/cities/")
    return Shared.of_picture(picture, chart="/cities/", embed="/embed/cities/", query="") if picture else None


def _longest_trend() -> Trend | None:
    """That of the place and role with estimates for most years."""
    cells = Estimate.objects.filter(level=None).order_by().values_list("place", "role").annotate(years=Count("year"))
    if (cell := cells.order_by("-years", "place", "role").first()) is None:
        return None
    place, role, _ = cell
    return trend_of(place=Place.objects.select_related("parent").get(pk=place), role=Role.objects.get(pk=role))
