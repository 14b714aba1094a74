"""A guide as an Article. In: the guide, its author, sources and changes. Out: a thing."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from articles.models import Article, ArticleChange, Author
from guide_site.structured_data.graph import Thing, absolute, date, thing
from guide_site.structured_data.site import named_person, person, publisher
from salaries.models import Source

LONGEST_HEADLINE = 110


def article(
    guide: Article, *, author: Author | None, sources: Iterable[Source], changes: Iterable[ArticleChange]
) -> Thing:
    """`image` is the guide's card, and its own picture if it has one."""
    address = absolute(guide.get_absolute_url())
    images = [absolute(reverse("sharing:article-card", args=[guide.slug]))]
    images += [absolute(guide.image.file.url)] if guide.image else []
    return thing(
        "Article",
        headline=guide.title[:LONGEST_HEADLINE],
        description=guide.summary,
        image=images,
        datePublished=date(guide.published_at),
        dateModified=date(max(guide.modified, guide.published_at or guide.modified)),
        author=person(author) if author else named_person(guide.author),
        publisher=publisher(),
        mainEntityOfPage=address,
        url=address,
        inLanguage="en",
        keywords=[topic.name for topic in guide.topics.all()],
        citation=[citation(source) for source in sources if source.is_named],
        correction=[correction(change) for change in changes if change.is_correction],
    )


def citation(source: Source) -> Thing:
    return thing(
        "CreativeWork",
        name=source.title,
        url=source.url,
        datePublished=date(source.published),
        publisher=thing("Organization", name=source.publisher),
    )


def correction(change: ArticleChange) -> Thing:
    return thing("CorrectionComment", text=change.text, datePublished=date(change.date))
