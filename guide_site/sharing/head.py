"""What the head of a page says of it: its one address, which page of a list it is, and whether it is to be found.

In: a request, what its page shows, title and description. Out: a `Head`.

The address is without the query, except where the query is what the page is about: a figure by place, role, level and
year, a topic of guides, a role or a level compared, places side by side, and the number of a page. Other filters, the
order and the currency show the same thing in another way, and lead to the page without them. A page on which nothing
is found, or whose query cannot be read, is left out of search engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from guide_site.middleware import PRIVATE_PREFIXES

Shown = Mapping[str, Any]
Query = list[tuple[str, Any]]
# Addresses that nobody but those who have them should know.
UNLISTED = {"articles:preview"}
# What only a page shows that stands in for another: that it is not there (Django says so), is gone, or was refused.
INSTEAD = {"request_path", "reason"}


@dataclass(frozen=True)
class Head:
    """`canonical` is a path with its query, empty for a page that has no address of its own; `kind` is
    Open Graph's, empty for a website."""

    title: str
    description: str
    canonical: str
    page: int
    is_indexable: bool
    kind: str = ""


def head_of(request: HttpRequest | None, shown: Shown, *, title: str, description: str) -> Head:
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or INSTEAD & shown.keys() or _is_private(request, match.view_name):
        return Head(title, description, "", 1, is_indexable=False)
    query = IDENTITIES.get(match.view_name, nothing)(shown)
    page = _page(shown)
    is_whole = page == 1 or set(request.GET) <= {*dict(query), "page"}
    if page > 1 and is_whole:
        query = [*query, ("page", page)]
    path = request.path + (f"?{urlencode(query)}" if query else "")
    kind = "article" if match.view_name == "articles:detail" else ""
    return Head(title, description, path, page, is_indexable=_is_something(shown), kind=kind)


def _is_private(request: HttpRequest, view: str) -> bool:
    return view in UNLISTED or request.path.startswith(PRIVATE_PREFIXES)


def _page(shown: Shown) -> int:
    """Which page of its list is shown."""
    comparison = shown.get("comparison")
    page = shown.get("page_obj") or (comparison.page_obj if comparison else None)
    return page.number if page else 1


def _is_something(shown: Shown) -> bool:
    """Whether the page found what it was asked for."""
    forms = [getattr(shown.get("filter"), "form", None), shown.get("form")]
    if any(form is not None and form.is_bound and form.errors for form in forms) or shown.get("problem"):
        return False
    if "filter" in shown and "facets" in shown:
        return bool(shown.get("comparison") and shown["comparison"].every_row)
    return not ("cell" in shown and shown["cell"].found is None)


# -- what pages are about, by their views -----------------------------------------------------------------------------
def nothing(shown: Shown) -> Query:
    return []


def _figure(shown: Shown) -> Query:
    asked = shown["cell"].asked if "cell" in shown else None
    if asked is None:
        return []
    level = [("level", asked.level.slug)] if asked.level else []
    year = [("year", asked.year)] if asked.year else []
    return [("place", asked.place.slug), ("role", asked.role.slug), *level, *year]


def _compared(shown: Shown) -> Query:
    """One role and one level, if they are not those that the page shows by itself."""
    comparison = shown.get("comparison")
    if comparison is None or comparison.role is None or len(comparison.question.levels) > 1:
        return []
    role = [("role", comparison.role.slug)] if comparison.role != comparison.known.main_role else []
    return role + ([("level", comparison.level.slug)] if comparison.level else [])


def _side_by_side(shown: Shown) -> Query:
    """The places in one order: in another they are the same places."""
    beside = shown.get("beside")
    if not beside or not beside.rows:
        return []
    places = sorted(place.slug for place in beside.places)
    return [*(("place", slug) for slug in places), ("role", beside.role.slug), ("year", beside.year)]


def _topic(shown: Shown) -> Query:
    return [("topic", shown["topic"].slug)] if shown.get("topic") else []


IDENTITIES: dict[str, Callable[[Shown], Query]] = {
    "salaries:estimate": _figure,
    "salaries:cities": _compared,
    "salaries:countries": _compared,
    "salaries:compare": _side_by_side,
    "articles:index": _topic,
}
