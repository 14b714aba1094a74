"""Which page says which things. In: the name of a view, what its page shows, and its head. Out: things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from guide_site.sharing.head import Head
from guide_site.structured_data import data, guides, site
from guide_site.structured_data.graph import Thing
from guide_site.trails import trail_of
from salaries.models import Place

Shown = Mapping[str, Any]


def things_of(view: str, shown: Shown, head: Head) -> list[Thing]:
    """The things of a page; none of a page that search engines are to leave out."""
    if not head.canonical or not head.is_indexable:
        return []
    trail = trail_of(view, shown)
    found = [site.breadcrumbs(trail)] if trail else []
    build = PAGES.get(view)
    return [*found, *build(shown, head)] if build else found


def _home(shown: Shown, head: Head) -> list[Thing]:
    return [site.organization(), site.website()]


def _guide(shown: Shown, head: Head) -> list[Thing]:
    if "article" not in shown:
        return []
    return [
        guides.article(shown["article"], author=shown["author"], sources=shown["source_list"], changes=shown["changes"])
    ]


def _author(shown: Shown, head: Head) -> list[Thing]:
    return [site.person(shown["author"])]


def _given_away(head: Head, years: Iterable[int | None] = (), where: Iterable[Thing | str] = ()) -> list[Thing]:
    """The page's files; a list in several pages has the same files on each, so only its first page names them."""
    if head.page > 1:
        return []
    known = [year for year in years if year]
    return [
        data.dataset(name=head.title, description=head.description, path=head.canonical, years=known, where=list(where))
    ]


def _list(*names: str) -> Callable[[Shown, Head], list[Thing]]:
    """A list of what the page shows under one of these names; an empty list gives nothing away."""
    return lambda shown, head: _given_away(head) if any(shown.get(name) for name in names) else []


def _comparison(shown: Shown, head: Head) -> list[Thing]:
    """The continent of the places stands for them: their names are in the table, and there may be many."""
    comparison = shown["comparison"]
    outermost = {_outermost(row.place) for row in comparison.rows}
    return _given_away(head, comparison.question.years, sorted(outermost))


def _outermost(place: Place) -> str:
    """The name of all that the place lies in; it must have that at hand."""
    while place.parent is not None:
        place = place.parent
    return place.name


def _place(shown: Shown, head: Head) -> list[Thing]:
    portrait = shown["portrait"]
    if not portrait.cells:
        return []
    found = _given_away(head, [portrait.year], [data.place(portrait.place)])
    return found + [
        data.occupation(line.role, portrait.place, data.of_summary(line.summary), path=line.cell_url)
        for line in portrait.cells
    ]


def _role(shown: Shown, head: Head) -> list[Thing]:
    lines = [*shown["cities"].lines, *shown["countries"].lines]
    if not lines:
        return []
    return _given_away(head, [shown["year"]]) + [
        data.occupation(line.role, line.place, data.of_summary(line.summary), path=line.cell_url) for line in lines
    ]


def _cell(shown: Shown, head: Head) -> list[Thing]:
    cell = shown.get("cell")
    if cell is None:
        return []
    asked, found = cell.asked, cell.found
    salaries = [*data.of_summary(found.summary), *data.of_sources(found)]
    return [
        *_given_away(head, [asked.year], [data.place(asked.place)]),
        data.occupation(asked.role, asked.place, salaries, path=cell.url),
    ]


PAGES: dict[str, Callable[[Shown, Head], list[Thing]]] = {
    "home": _home,
    "articles:detail": _guide,
    "author": _author,
    "salaries:cities": _comparison,
    "salaries:countries": _comparison,
    "salaries:city": _place,
    "salaries:country": _place,
    "salaries:role": _role,
    "salaries:estimate": _cell,
    "salaries:level": lambda shown, head: _given_away(head, [shown["year"]]) if shown.get("records") else [],
    "salaries:levels": _list("levels"),
    "salaries:skills": _list("skills", "tools"),
    "salaries:records": _list("record_count"),
    "salaries:sources": _list("sources"),
    "salaries:source": _list("record_count"),
}
