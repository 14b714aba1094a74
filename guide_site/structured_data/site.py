"""The site, its publisher, its authors, and where a page stands in it. In: names and addresses. Out: things."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from articles.models import Author
from guide_site.structured_data.graph import Thing, absolute, thing
from guide_site.trails import Crumb

SEARCH_PATH = "/search/"


def publisher() -> Thing:
    """Who publishes everything here, in short."""
    return thing("Organization", name=settings.SITE_NAME, url=absolute("/"))


def organization() -> Thing:
    return publisher() | thing("Organization", ref=absolute("/#organization"), logo=absolute(static("favicon.svg")))


def website() -> Thing:
    """The site with its search, which search engines may offer."""
    search = thing(
        "SearchAction",
        target=thing("EntryPoint", urlTemplate=absolute(SEARCH_PATH) + "?q={search_term_string}"),
        **{"query-input": "required name=search_term_string"},
    )
    return thing(
        "WebSite",
        ref=absolute("/#website"),
        name=settings.SITE_NAME,
        url=absolute("/"),
        inLanguage="en",
        publisher={"@id": absolute("/#organization")},
        potentialAction=search,
    )


def person(author: Author) -> Thing:
    return thing("Person", name=author.name, url=absolute(author.get_absolute_url()), description=author.about)


def named_person(name: str) -> Thing:
    """An author who has no page yet."""
    return thing("Person", name=name, url=absolute(reverse("articles:index")))


def breadcrumbs(trail: Sequence[Crumb]) -> Thing:
    """The way to the page, the page itself last."""
    return thing(
        "BreadcrumbList",
        itemListElement=[
            thing("ListItem", position=number, name=crumb.name, item=absolute(crumb.path))
            for number, crumb in enumerate(trail, start=1)
        ],
    )
