"""What a reader can take from a page: its link, a citation, its charts as files, and code that shows them elsewhere.

In: the name of a view, what its page shows, its head. Out: `Shared`, or None where there is no use in sharing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from articles.markup import Construct
from articles.models import Article
from guide_site.sharing import citations
from guide_site.sharing.head import Head
from guide_site.structured_data.graph import absolute
from salaries.pictures import Picture

HEIGHT_OF_HEAD, HEIGHT_OF_ROW, HEIGHT_IN_A_GUIDE = 300, 64, 640
NAMES = {"paired-bars": "Bars", "range-bars": "Ranges", "ladder": "Ladder", "trend": "Trend", "map": "Map"}
FRAME = (
    '<iframe src="{src}" title="{title}" width="100%" height="{height}" loading="lazy" frameborder="0"></iframe>\n'
    '<p><a href="{url}">{title}</a>, {site}</p>'
)


@dataclass(frozen=True)
class SharedChart:
    """One chart: the paths of its files, and the code of its frame."""

    name: str
    svg: str
    png: str
    code: str


@dataclass(frozen=True)
class Shared:
    url: str
    citation: str
    charts: list[SharedChart] = field(default_factory=list)

    @classmethod
    def of_picture(cls, picture: Picture, *, chart: str, embed: str, query: str) -> Shared:
        """A chart whose files lie under the path `chart` and whose frame is at the path `embed`."""
        url = absolute(picture.path)
        one = shared_chart(
            "Chart", chart + "chart", embed, title=picture.title, url=url, query=query, rows=len(picture.rows)
        )
        return cls(url, citations.of_figures(picture.title, picture.sources, url), [one])


def shared_chart(
    name: str, files: str, embed: str, *, title: str, url: str, query: str = "", rows: int = 0
) -> SharedChart:
    height = HEIGHT_OF_HEAD + HEIGHT_OF_ROW * rows if rows else HEIGHT_IN_A_GUIDE
    said = {"src": absolute(embed + query), "title": title, "height": height, "url": url, "site": settings.SITE_NAME}
    # Text, not HTML: the page shows the code, so it is escaped once more there.
    code = FRAME.format(**{name: escape(value) for name, value in said.items()})
    return SharedChart(name, f"{files}.svg{query}", f"{files}.png{query}", code)


def shared_of(view: str, shown: Mapping[str, Any], head: Head) -> Shared | None:
    share = SHARES.get(view)
    return share(shown, absolute(head.canonical)) if share and head.canonical and head.is_indexable else None


def _guide(shown: Mapping[str, Any], url: str) -> Shared | None:
    article = shown.get("article")
    if article is None or not article.is_public:
        return None
    charts = [_of_guide(article, number, chart, url) for number, chart in enumerate(shown["charts"], start=1)]
    return Shared(url, citations.of_guide(article, url), charts)


def _of_guide(article: Article, number: int, chart: Construct, url: str) -> SharedChart:
    return shared_chart(
        f"{NAMES[chart.name]} ({number})",
        f"{article.get_absolute_url()}chart-{number}",
        reverse("sharing:embed-guide-chart", args=[article.slug, number]),
        title=article.title,
        url=url,
    )


def _place(shown: Mapping[str, Any], url: str) -> Shared:
    portrait = shown["portrait"]
    place, cells = portrait.place, portrait.cells
    sources = {source.pk: source for line in cells for source in line.sources}.values()
    chart = shared_chart(
        "Pay by role",
        f"{place.get_absolute_url()}chart",
        reverse(f"sharing:embed-{place.kind}", args=[place.slug]),
        title=portrait.finding,
        url=url,
        rows=len(cells),
    )
    return Shared(url, citations.of_figures(portrait.finding, sorted(sources, key=str), url), [chart] if cells else [])


def _cell(shown: Mapping[str, Any], url: str) -> Shared | None:
    if not (cell := shown.get("cell")):
        return None
    page, embed = reverse("salaries:estimate"), reverse("sharing:embed-estimate")
    rows = len(cell.found.bands) + 1
    chart = shared_chart(
        "Each source", f"{page}chart", embed, title=cell.finding, url=url, query=f"?{cell.query}", rows=rows
    )
    sources = sorted((one.source for one in cell.found.bands), key=str)
    return Shared(url, citations.of_figures(cell.finding, sources, url), [chart])


def _role(shown: Mapping[str, Any], url: str) -> Shared:
    return Shared(url, citations.of_figures(shown["finding"], [], url))


def _side_by_side(shown: Mapping[str, Any], url: str) -> Shared | None:
    """In the reader's order, unlike the one address of the page: moves start from the first place."""
    beside = shown.get("beside")
    if not beside or not beside.rows:
        return None
    query = [*(("place", place.slug) for place in beside.places), ("role", beside.role.slug), ("year", beside.year)]
    url = absolute(f"{reverse('salaries:compare')}?{urlencode(query)}")
    return Shared(url, citations.of_figures(beside.finding, beside.sources, url))


SHARES: dict[str, Callable[[Mapping[str, Any], str], Shared | None]] = {
    "articles:detail": _guide,
    "salaries:city": _place,
    "salaries:country": _place,
    "salaries:estimate": _cell,
    "salaries:role": _role,
    "salaries:level": _role,
    "salaries:compare": _side_by_side,
    "salaries:record": lambda shown, url: Shared(url, citations.of_record(shown["record"], url)),
    "salaries:source": lambda shown, url: Shared(url, citations.of_source(shown["source"])),
}
