"""Every public page for search engines, with the day on which its content last changed.

In: guides, places, roles, levels, sources and records. Out: `/sitemap.xml`: all addresses, or where there are many, the
files `/sitemap-records-2.xml` that have them. Addresses with a query string are in none. A page without a date of its
own has none here: a date that is made up helps nobody.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property

from articles.models import Article, Author
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source

# Small enough for the rendered file to be kept.
ADDRESSES_IN_A_FILE = 2_000
XML = "application/xml"

Moments = dict[int, datetime.datetime]


class Addresses(Sitemap):
    """On the site's public address, whatever host was asked."""

    limit = ADDRESSES_IN_A_FILE

    @cached_property
    def paginator(self) -> Paginator[Any]:
        """One for each sitemap: Django's asks for the items again each time."""
        return Paginator(self.items(), self.limit)  # type: ignore[arg-type]  # lists and querysets

    def get_latest_lastmod(self) -> datetime.datetime | None:
        """Of the addresses that have a date."""
        moments = (self.lastmod(item) for item in self.paginator.object_list)  # type: ignore[attr-defined]
        return max((moment for moment in moments if moment), default=None)

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Pages(Addresses):
    """Pages that there is one of."""

    def items(self) -> list[tuple[str, datetime.datetime | None]]:
        guides, records = newest_guide(), newest_record()
        return [
            ("home", max((moment for moment in (guides, records) if moment), default=None)),
            ("articles:index", guides),
            *((f"salaries:{name}", records) for name in ("cities", "countries", "records")),
            *((f"salaries:{name}", None) for name in ("levels", "skills", "sources", "methodology", "check")),
            ("newsletter:index", None),
        ]

    def location(self, item: tuple[str, Any]) -> str:
        return reverse(item[0])

    def lastmod(self, item: tuple[str, Any]) -> datetime.datetime | None:
        return item[1]


class Guides(Addresses):
    def items(self) -> QuerySet[Article]:
        return Article.objects.published().defer("body").order_by("-published_at", "pk")

    def lastmod(self, item: Article) -> datetime.datetime:
        return item.updated


class Authors(Addresses):
    def items(self) -> list[Author]:
        guides = Article.objects.published().order_by().values_list("author").annotate(Max("modified"))
        self.moments = dict(guides)
        return list(Author.objects.with_guides().order_by("pk"))

    def lastmod(self, item: Author) -> datetime.datetime | None:
        return self.moments.get(item.name)


class ByRecords(Addresses):
    """Pages that show records: changed when the newest of these did."""

    column: str
    rows: QuerySet[Any]

    def items(self) -> list[Any]:
        self.moments = self.newest()
        return list(self.rows.order_by("pk"))

    def newest(self) -> Moments:
        """{id of what the page is about: when its newest record changed}"""
        found = SalaryRecord.objects.exclude(status=SalaryRecord.Status.DRAFT).order_by().values_list(self.column)
        return dict(found.annotate(Max("modified")))

    def lastmod(self, item: Any) -> datetime.datetime | None:
        return self.moments.get(item.pk)


class Places(ByRecords):
    column = "place_id"
    rows = Place.objects.exclude(kind=Place.Kind.REGION)

    def newest(self) -> Moments:
        """A country's page shows its cities."""
        own = super().newest()
        moments = dict(own)
        for city, country in Place.objects.cities().values_list("pk", "parent_id"):
            if country and city in own:
                moments[country] = max(own[city], moments.get(country, own[city]))
        return moments


class Roles(ByRecords):
    column = "role_id"
    rows = Role.objects.all()


class Levels(ByRecords):
    column = "level_id"
    rows = CareerLevel.objects.all()


class Sources(ByRecords):
    column = "source_id"
    rows = Source.objects.all()


class Records(Addresses):
    def items(self) -> QuerySet[SalaryRecord]:
        return SalaryRecord.objects.published().only("key", "modified").order_by("pk")

    def lastmod(self, item: SalaryRecord) -> datetime.datetime:
        return item.modified

    def get_latest_lastmod(self) -> datetime.datetime | None:
        """Without reading a million records."""
        return newest_record()


SECTIONS: dict[str, type[Addresses]] = {
    "pages": Pages,
    "guides": Guides,
    "authors": Authors,
    "places": Places,
    "roles": Roles,
    "levels": Levels,
    "sources": Sources,
    "records": Records,
}


def newest_guide() -> datetime.datetime | None:
    latest = Article.objects.published().aggregate(modified=Max("modified"), public=Max("published_at"))
    return max((moment for moment in latest.values() if moment), default=None)


def newest_record() -> datetime.datetime | None:
    return SalaryRecord.objects.published().aggregate(latest=Max("modified"))["latest"]


def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses; if they are more than one file should have, the addresses of the files."""
    sections = {name: section() for name, section in SECTIONS.items()}
    if sum(section.paginator.count for section in sections.values()) <= ADDRESSES_IN_A_FILE:
        return addresses(request, (url for section in sections.values() for url in section.get_urls()))
    files = [
        {"location": settings.SITE_URL + reverse("sitemap-file", args=[name, number]), "last_mod": moment}
        for name, section in sections.items()
        for moment in [section.get_latest_lastmod()]
        for number in section.paginator.page_range
        if section.paginator.count
    ]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": files}, content_type=XML)


def sitemap_file(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """One file of a section. Raises Http404."""
    if section not in SECTIONS:
        raise Http404
    try:
        return addresses(request, SECTIONS[section]().get_urls(page=number))
    except EmptyPage as error:
        raise Http404 from error


def addresses(request: HttpRequest, urls: Iterable[dict[str, Any]]) -> HttpResponse:
    return TemplateResponse(request, "sitemap.xml", {"urlset": list(urls)}, content_type=XML)
