"""What belongs to a guide beside its own fields: its pictures, its change log, the contradictions that its editors
accept, the guide that replaces it.

In: a guide, and what its front matter says. Out: the same in the words of the front matter, how the two differ, and the
rows that make them equal. What the front matter leaves out stays as it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Literal

from django.db.models import Prefetch
from pydantic import Field

from articles.claims import ledger
from articles.claims.checks import Parts
from articles.claims.prose import figures_in
from articles.importers import media
from articles.importers.media import PictureRow
from articles.importers.written import FrontMatter, Line, Prose
from articles.models import Article, ArticleChange, ArticleQuerySet, Claim
from salaries.importers.result import Refused


class ChangeRow(FrontMatter):
    date: datetime.date
    kind: Literal["correction", "update"] = "update"
    text: Prose


class AcceptedRow(FrontMatter):
    figure: Prose
    note: Prose


class Beside(FrontMatter):
    """None is what the front matter leaves out."""

    pictures: list[PictureRow] | None = Field(default=None, max_length=200)
    replaced_by: Line | None = None
    changes: list[ChangeRow] | None = Field(default=None, max_length=1_000)
    accepted: list[AcceptedRow] | None = Field(default=None, max_length=1_000)


NAMES = tuple(Beside.model_fields)


def with_what_is_beside(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Guides with all that `stated` reads of them."""
    noted = Prefetch("claims", Claim.objects.exclude(accepted_note="").order_by("position"))
    return articles.select_related("replaced_by").prefetch_related("changes", noted)


def stated(article: Article) -> dict[str, Any]:
    """What is beside a guide that comes from `with_what_is_beside`, as front matter has it."""
    return {
        "pictures": media.stated(article),
        "replaced_by": article.replaced_by.slug if article.replaced_by else None,
        "changes": [{"date": one.date, "kind": str(one.kind), "text": one.text} for one in article.changes.all()],
        "accepted": [
            {"figure": one.text, "note": one.accepted_note}
            for one in article.claims.all()
            # A note in the text comes with the text.
            if one.accepted_note and Parts.of(one.text).note != one.accepted_note
        ],
    }


def differing(article: Article, row: Beside, folder: Path) -> dict[str, tuple[Any, Any]]:
    """{name: (now, said)} of what the front matter says otherwise; not of pictures that are nowhere."""
    now, wanted = stated(article), wanted_by(row)
    if row.pictures is not None:
        there = [one for one in row.pictures if not media.why_missing(one, folder)]
        wanted["pictures"] = [one.model_dump() for one in there]
    return {name: (now[name], value) for name, value in wanted.items() if not _says_the_same(name, now[name], value)}


def _says_the_same(name: str, now: Any, wanted: Any) -> bool:
    """Of a picture only its file and its place count: its words belong to the site, where other guides show it too."""
    if name == "pictures":
        now, wanted = ({(one["file"], one["leads"]) for one in ones} for ones in (now, wanted))
        return bool(wanted <= now)
    return bool(now == wanted)


def wanted_by(row: Beside) -> dict[str, Any]:
    dumped = row.model_dump(include=set(NAMES))
    return {name: value for name, value in dumped.items() if value is not None}


def in_words(value: Any) -> str:
    """A side of a difference as an import shows it."""
    if not isinstance(value, list):
        return value or "none"
    words = [", ".join(str(word) for word in one.values()) for one in value]
    return "; ".join(words) or "none"


def refuse_unknown(row: Beside, body: str, slugs: Collection[str]) -> None:
    """Raises Refused where the front matter names a figure that the text, or a guide that the site, does not have."""
    if row.replaced_by and row.replaced_by not in slugs:
        raise Refused("replaced_by", row.replaced_by, "there is no guide with this slug, here or among these files")
    figures = {one.text for one in figures_in(body) if one.kind == Claim.Kind.CHECK} if row.accepted else set()
    for one in row.accepted or []:
        if one.figure not in figures:
            raise Refused("accepted", one.figure, "the text has no {check} that is written so")


def doubts(row: Beside, folder: Path) -> list[str]:
    """What the guide will lack although its front matter names it."""
    return [reason for one in row.pictures or [] if (reason := media.why_missing(one, folder))]


def write(article: Article, row: Beside, folder: Path) -> None:
    """Make it as the front matter says; the guide is saved, and so are all that may replace it."""
    for picture in row.pictures or []:
        image = media.take(picture, folder)
        if image and picture.leads and article.image_id != image.pk:
            article.image = image
            article.save()
    for name, value in wanted_by(row).items():
        if name in WRITERS:
            WRITERS[name](article, value)


def _replace(article: Article, slug: str) -> None:
    if not article.replaced_by or article.replaced_by.slug != slug:
        article.replaced_by = Article.objects.get(slug=slug)
        article.save()


def _log(article: Article, changes: list[dict[str, Any]]) -> None:
    now = [{"date": one.date, "kind": str(one.kind), "text": one.text} for one in article.changes.all()]
    if changes != now:
        article.changes.all().delete()
        # Those of one day stand newest first: the last one is written first.
        for one in reversed(changes):
            ArticleChange.objects.create(article=article, **one)


def _accept(article: Article, accepted: list[dict[str, str]]) -> None:
    notes = {one["figure"]: one["note"] for one in accepted}
    claims = [one for one in Claim.objects.filter(article=article) if not Parts.of(one.text).note]
    changed = [one for one in claims if one.accepted_note != notes.get(one.text, "")]
    for claim in changed:
        claim.accepted_note = notes.get(claim.text, "")
    if changed:
        ledger.review(changed)


WRITERS: dict[str, Callable[[Article, Any], None]] = {"replaced_by": _replace, "changes": _log, "accepted": _accept}
