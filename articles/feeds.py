"""Feeds of the newest guides, all or of one topic, as Atom and as RSS, with their full text.

In: published guides. Out: feeds whose addresses and ids stay the same whatever changes in a guide, on the site's public
address. What a guide costs to render it costs here, for each of at most twenty; the answer is kept like any page.
"""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape

from articles.claims.ledger import accepted_notes
from articles.feed_text import for_feeds, xml_text
from articles.figures import render
from articles.models import Article, Author, Topic

GUIDES_IN_A_FEED = 20
# The year from which the ids of this site hold (RFC 4151).
IDS_SINCE = 2026


class FullAtom(Atom1Feed):
    """Summary and full text."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["full_text"], {"type": "html"})


class FullRss(Rss201rev2Feed):
    """The same, in the elements that RSS readers know."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["full_text"])


def absolute(address: str) -> str:
    return settings.SITE_URL + address


def tag(what: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{IDS_SINCE}:{what}"


class Guides(Feed):
    """All guides, or those of the topic that the address names; a topic without guides has no feed."""

    feed_type: type[Any] = FullAtom
    form = "atom"
    language = "en"

    def get_object(self, request: HttpRequest, *args: Any, slug: str = "", **kwargs: Any) -> Topic | None:
        return get_object_or_404(Topic.objects.in_use(), slug=slug) if slug else None

    def title(self, obj: Topic | None) -> str:
        return xml_text(f"{settings.SITE_NAME}: {obj}" if obj else f"{settings.SITE_NAME}: guides")

    def subtitle(self, obj: Topic | None) -> str:
        said = obj.description if obj else ""
        return xml_text(said or "Salary and career guides in which every figure is a sourced record.")

    description = subtitle

    def link(self, obj: Topic | None) -> str:
        return absolute(obj.get_absolute_url() if obj else reverse("articles:index"))

    def feed_url(self, obj: Topic | None) -> str:
        name = f"topic-{self.form}" if obj else f"guides-{self.form}"
        return absolute(reverse(name, args=[obj.slug] if obj else []))

    def feed_guid(self, obj: Topic | None) -> str:
        return tag(f"topics/{obj.pk}" if obj else "guides")

    def items(self, obj: Topic | None) -> list[Article]:
        guides = Article.objects.published().with_relations()
        newest = list((guides.about(obj.slug) if obj else guides)[:GUIDES_IN_A_FEED])
        authors = Author.objects.in_bulk({guide.author for guide in newest}, field_name="name")
        for guide in newest:  # the feed itself is shared by all requests
            guide.author_page = authors.get(guide.author)  # type: ignore[attr-defined]
        return newest

    def item_title(self, item: Article) -> str:  # type: ignore[override]
        return xml_text(item.title)

    def item_description(self, item: Article) -> str:  # type: ignore[override]
        return xml_text(escape(item.summary))

    def item_link(self, item: Article) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Article) -> str:
        return tag(f"guides/{item.pk}")

    item_guid_is_permalink = False

    def item_pubdate(self, item: Article) -> datetime.datetime | None:
        return item.published_at

    def item_updateddate(self, item: Article) -> datetime.datetime:
        return item.updated

    def item_author_name(self, item: Article) -> str:
        return xml_text(item.author)

    def item_author_link(self, item: Article) -> str | None:
        author = item.author_page  # type: ignore[attr-defined]
        return absolute(author.get_absolute_url()) if author else None

    def item_categories(self, item: Article) -> list[str]:
        return [xml_text(topic.name) for topic in item.topics.all()]

    def item_extra_kwargs(self, item: Article) -> dict[str, str]:
        rendered = render(item.body, accepted_notes(item)).body
        return {"full_text": for_feeds(rendered, absolute(item.get_absolute_url()))}


class GuidesRss(Guides):
    feed_type = FullRss
    form = "rss"
