"""Where a page stands in the site: the way that leads to it.

In: the name of a view, and what its page shows. Out: crumbs, the page itself last; none for pages that stand at the
top. The line above a page's title and its breadcrumbs for search engines both come from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.urls import reverse

from salaries.models import Place
from salaries.money import quoted


class Crumb(NamedTuple):
    name: str
    path: str


def trail_of(view: str, shown: Mapping[str, Any]) -> list[Crumb]:
    find = TRAILS.get(view)
    return find(shown) if find else []


def _thing(thing: Any) -> Crumb:
    return Crumb(str(thing), thing.get_absolute_url())


def guides() -> Crumb:
    return Crumb("Guides", reverse("articles:index"))


def _topic(shown: Mapping[str, Any]) -> list[Crumb]:
    return [guides(), _thing(shown["topic"])] if shown.get("topic") else []


def _guide(shown: Mapping[str, Any]) -> list[Crumb]:
    return [guides(), _thing(shown["article"])] if "article" in shown else []


def cities() -> Crumb:
    return Crumb("Cities", reverse("salaries:cities"))


def above(place: Place) -> list[Crumb]:
    """Countries, or cities and the country of a city; a country of the city's own name is told apart."""
    if place.kind == Place.Kind.COUNTRY:
        return [Crumb("Countries", reverse("salaries:countries"))]
    country = place.country
    if country is None:
        return [cities()]
    name = f"{country}, the country" if country.name == place.name else country.name
    return [cities(), Crumb(name, country.get_absolute_url())]


def _place(shown: Mapping[str, Any]) -> list[Crumb]:
    return [*above(shown["place"]), _thing(shown["place"])]


def _cell(shown: Mapping[str, Any]) -> list[Crumb]:
    if not (cell := shown.get("cell")):
        return []
    return [*above(cell.asked.place), _thing(cell.asked.place), Crumb(cell.subject, cell.url)]


def _record(shown: Mapping[str, Any]) -> list[Crumb]:
    record = shown["record"]
    return [Crumb("Records", reverse("salaries:records")), Crumb(quoted(record), record.get_absolute_url())]


TRAILS: dict[str, Callable[[Mapping[str, Any]], list[Crumb]]] = {
    "articles:index": _topic,
    "articles:detail": _guide,
    "author": lambda shown: [guides(), _thing(shown["author"])],
    "salaries:city": _place,
    "salaries:country": _place,
    "salaries:estimate": _cell,
    "salaries:compare": lambda shown: [cities(), Crumb("Side by side", reverse("salaries:compare"))],
    "salaries:role": lambda shown: [cities(), _thing(shown["role"])],
    "salaries:level": lambda shown: [Crumb("Levels", reverse("salaries:levels")), _thing(shown["level"])],
    "salaries:record": _record,
    "salaries:source": lambda shown: [Crumb("Sources", reverse("salaries:sources")), _thing(shown["source"])],
}
