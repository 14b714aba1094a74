"""What belongs to a guide beside its own fields: its change log, the contradictions that its editors accept, the guide
that replaces it.

In: a guide, and what its front matter says. Out: the same in the words of the front matter, how the two differ, and the
rows that make them equal. What the front matter leaves out stays as it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal

from django.db.models import Prefetch
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from articles.claims import ledger
from articles.claims.checks import Parts
from articles.claims.prose import figures_in
from articles.models import Article, ArticleChange, ArticleQuerySet, Claim
from salaries.importers.base import RowModel
from salaries.importers.fields import Text, parse_text
from salaries.importers.result import Refused


def trimmed(text: Any) -> str:
    """Text without spaces and line ends around it."""
    return parse_text(text).strip()


def said(text: str) -> str:
    """A text with words in it, to the last space as it is."""
    if not text.strip():
        raise ValueError("there is no text")
    return text


Line = Annotated[str, BeforeValidator(trimmed)]
Prose = Annotated[Text, AfterValidator(said)]


class FrontMatter(RowModel):
    """Prose stays as it is, to the last space; of everything else the ends are cut."""

    model_config = ConfigDict(str_strip_whitespace=False)


class ChangeRow(FrontMatter):
    date: datetime.date
    kind: Literal["correction", "update"] = "update"
    text: Prose


class AcceptedRow(FrontMatter):
    figure: Prose
    note: Prose


class Beside(FrontMatter):
    """None is what the front matter leaves out."""

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
        "replaced_by": article.replaced_by.slug if article.replaced_by else None,
        "changes": [{"date": one.date, "kind": str(one.kind), "text": one.text} for one in article.changes.all()],
        "accepted": [
            {"figure": one.text, "note": one.accepted_note}
            for one in article.claims.all()
            # A note in the text comes with the text.
            if one.accepted_note and Parts.of(one.text).note != one.accepted_note
        ],
    }


def differing(article: Article, row: Beside) -> dict[str, tuple[Any, Any]]:
    """{name: (now, said)} of what the front matter says otherwise."""
    now, wanted = stated(article), wanted_by(row)
    return {name: (now[name], value) for name, value in wanted.items() if value != now[name]}


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


def write(article: Article, row: Beside) -> None:
    """Make it as the front matter says; the guide is saved, and so are all that may replace it."""
    for name, value in wanted_by(row).items():
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
