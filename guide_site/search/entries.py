"""What of each thing can be found, and what a result shows of it.

In: a guide, a place, a role, a level, a skill or a source. Out: its `SearchEntry`, unsaved; None for what has no page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from articles.models import Article
from articles.plain_text import plain_text
from guide_site.search.models import Kind, SearchEntry
from guide_site.search.words import distinct, tidy, words_of
from salaries.models import CareerLevel, Place, Role, Skill, Source

MOST_WORDS = 20_000
ORDER = {kind: number for number, kind in enumerate(Kind)}


def entry(
    thing: models.Model,
    kind: Kind,
    title: str,
    summary: str,
    *,
    text: str = "",
    aliases: Sequence[str] = (),
    unseen: str = "",
    date: datetime | None = None,
) -> SearchEntry:
    """Aliases count as the title does; `unseen` words as those of the summary do, but they are not shown."""
    if aliases:
        text = f"Also called {', '.join(aliases)}."
    return SearchEntry(
        thing=str(thing._meta.model_name),
        object_id=thing.pk,
        kind=kind,
        order=ORDER[kind],
        date=date,
        url=thing.get_absolute_url(),  # type: ignore[attr-defined]
        title=tidy(title),
        names=f"|{'|'.join(' '.join(words_of(name)) for name in (title, *aliases))}|",
        summary=tidy(summary),
        lead_words=distinct(words_of(f"{summary} {unseen}")),
        text=tidy(text),
        text_words=distinct(words_of(text)[:MOST_WORDS]),
    )


def of_article(guide: Article) -> SearchEntry:
    text = plain_text(guide.body)
    return entry(
        guide, Kind.GUIDE, guide.title, guide.summary, text=text, unseen=guide_words(guide), date=guide.published_at
    )


def guide_words(guide: Article) -> str:
    """Its author and topics, under which it can be found too."""
    return " ".join([guide.author, *(topic.name for topic in guide.topics.all())])


def of_place(place: Place) -> SearchEntry | None:
    if place.kind == Place.Kind.REGION:
        return None
    inside = f" in {place.parent}" if place.parent else ""
    summary = f"{place.get_kind_display()}{inside}. Salaries by role and level."
    unseen = f"pay {place.country_code or ''} {place.currency_code or ''}"
    return entry(place, Kind(place.kind), place.name, summary, aliases=lines(place.aliases), unseen=unseen)


def of_role(role: Role) -> SearchEntry:
    summary = f"{role.description} Salaries by city, country and level.".strip()
    return entry(role, Kind.ROLE, role.name, summary, aliases=lines(role.aliases), unseen="pay")


def of_level(level: CareerLevel) -> SearchEntry:
    names = [skill.name for skill in (*level.skills.all(), *level.tools.all())]
    asked = f"Skills and tools: {', '.join(names)}." if names else ""
    return entry(level, Kind.LEVEL, level.name, level.summary, text=asked, unseen="career level salary pay")


def of_skill(skill: Skill) -> SearchEntry:
    summary = skill.description or skill.get_kind_display()
    return entry(skill, Kind.SKILL, skill.name, summary, unseen=skill.get_kind_display())


def of_source(source: Source) -> SearchEntry:
    published = f", {source.published:%-d %B %Y}" if source.published else ""
    summary = f"{source.get_kind_display()}{published}."
    return entry(source, Kind.SOURCE, str(source), summary, unseen=source.publisher)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# {model: (what it is made of, the rows with all that it needs)}
INDEXED: dict[type[models.Model], tuple[Callable[[Any], SearchEntry | None], Callable[[], models.QuerySet[Any]]]] = {
    Article: (of_article, lambda: Article.objects.prefetch_related("topics")),
    Place: (of_place, lambda: Place.objects.select_related("parent")),
    Role: (of_role, lambda: Role.objects.all()),
    CareerLevel: (of_level, lambda: CareerLevel.objects.prefetch_related("skills", "tools")),
    Skill: (of_skill, lambda: Skill.objects.all()),
    Source: (of_source, lambda: Source.objects.all()),
}
