"""Drafts the week's issue: new guides, what was corrected in others, records that changed, figures that moved along.

In: the time since when. Out: two drafts, the weekly letter, and one for readers who want only new guides if there are
any; none where nothing happened. Figures of now are quoted, so that they stay live until the letter is sent; what they
were before is written out. An editor reads the drafts, and schedules or drops them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import Truncator

from articles.importers.wxr.content import literally
from articles.models import Article, ArticleChange, Claim, NewsletterIssue
from salaries import money, words
from salaries.models import Fact, SalaryRecord

WEEK = datetime.timedelta(days=7)
# A letter is read in some minutes; the pages of the site have the rest.
MOST_FIGURES = 15
Audience = NewsletterIssue.Audience


@dataclass
class Week:
    """What happened, in Markdown, and what it is about."""

    guides: list[Article] = field(default_factory=list)
    changes: list[ArticleChange] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.guides or self.changes or self.records or self.claims)

    @property
    def subject(self) -> str:
        if self.guides:
            more = f", and {len(self.guides) - 1} more" if len(self.guides) > 1 else ""
            return f"{Truncator(self.guides[0].title).chars(130)}{more}"
        if self.records or self.claims:
            return "Figures that changed this week"
        return "Guides that were corrected and updated"

    @property
    def body(self) -> str:
        parts = [
            ("New guides", "\n\n".join(map(_new, self.guides))),
            ("Corrected and updated", "\n".join(map(_changed, self.changes))),
            ("Figures that changed", "\n".join(self.records)),
            ("Sentences in guides that read otherwise now", "\n".join(self.claims)),
        ]
        return "\n\n".join(f"## {title}\n\n{text}" for title, text in parts if text) + "\n"


def compose(*, since: datetime.datetime | None = None) -> list[NewsletterIssue]:
    """Draft what came after `since`: by default what the last digest does not cover, or seven days."""
    now = timezone.now()
    week = week_of(since or _covered_until() or now - WEEK, now)
    return [] if week.is_empty else _draft(week, now)


@transaction.atomic
def _draft(week: Week, now: datetime.datetime) -> list[NewsletterIssue]:
    letters = {Audience.WEEKLY: week}
    if week.guides:
        letters[Audience.GUIDES] = Week(guides=week.guides)
    drafts = []
    for audience, content in letters.items():
        issue = NewsletterIssue.objects.create(
            subject=content.subject,
            preheader=Truncator(week.guides[0].summary).chars(150) if week.guides else "",
            body=content.body,
            audience=audience,
            covers_until=now,
        )
        if audience == Audience.GUIDES:
            issue.topics.set({topic for guide in week.guides for topic in guide.topics.all()})
            issue.places.set({place for guide in week.guides for place in guide.quoted_places.all()})
        drafts.append(issue)
    return drafts


def _covered_until() -> datetime.datetime | None:
    digests = NewsletterIssue.objects.filter(covers_until__isnull=False).order_by("-covers_until")
    return digests.values_list("covers_until", flat=True).first()


def week_of(since: datetime.datetime, until: datetime.datetime) -> Week:
    public = Article.objects.published()
    guides = list(public.filter(published_at__gt=since).prefetch_related("topics", "quoted_places"))
    days = {"date__gt": timezone.localdate(since), "date__lte": timezone.localdate(until)}
    changes = ArticleChange.objects.filter(article__in=public, **days).exclude(article__in=guides)
    return Week(
        guides=guides,
        changes=list(changes.select_related("article").order_by("article__title", "-date")),
        records=[*_records(since), *_facts(since)][:MOST_FIGURES],
        claims=list(_claims(public))[:MOST_FIGURES],
    )


# -- what is new ------------------------------------------------------------------------------------------------------
def _new(guide: Article) -> str:
    return f"### [{literally(guide.title)}]({guide.get_absolute_url()})\n\n{literally(guide.summary)}"


def _changed(change: ArticleChange) -> str:
    guide = change.article
    text = literally(" ".join(change.text.split()))
    return f"- [{literally(guide.title)}]({guide.get_absolute_url()}): {change.get_kind_display().lower()}. {text}"


# -- what changed -----------------------------------------------------------------------------------------------------
def _records(since: datetime.datetime) -> Iterator[str]:
    """Pay that is quoted otherwise than before."""
    changed = SalaryRecord.history.filter(history_date__gt=since, history_type="~").values("id")
    now: Any = SalaryRecord.objects.published().filter(pk__in=changed).with_relations().order_by("key")
    for record, before in _with_earlier(now, since):
        if (then := money.quoted(before)) != money.quoted(record):
            what = literally(f"{record.role} in {record.place}, {record.source}")
            yield f"- [{what}]({record.get_absolute_url()}): {{pay}}`{record.key}`, before {{plain}}`{then}`"


def _facts(since: datetime.datetime) -> Iterator[str]:
    """Other facts whose number is another."""
    changed = Fact.history.filter(history_date__gt=since, history_type="~").values("id")
    now = Fact.objects.filter(pk__in=changed).select_related("source").order_by("key")
    for fact, before in _with_earlier(now, since):
        if (then := words.fact_value(before)) != words.fact_value(fact):
            what = f"[{literally(fact.statement)}]({fact.get_absolute_url()})"
            yield f"- {what}: {{fact}}`{fact.key}`, before {{plain}}`{then}`"


def _with_earlier(rows: Iterable[Any], since: datetime.datetime) -> Iterator[tuple[Any, Any]]:
    """Each row with what it was at that time; rows that are newer are left out."""
    found = list(rows)
    if not found:
        return
    history = type(found[0]).history.filter(id__in=[row.pk for row in found], history_date__lte=since)
    before = {version.id: version.instance for version in history.order_by("history_date", "history_id")}
    yield from ((row, before[row.pk]) for row in found if row.pk in before)


def _claims(public: Any) -> Iterator[str]:
    """Figures in guides that differ from what somebody reviewed: they come again each week until somebody does."""
    moved = Claim.objects.filter(article__in=public).exclude(value=F("reviewed_value")).exclude(reviewed_value="")
    moved = moved.exclude(verdict=Claim.Verdict.BROKEN).exclude(kind=Claim.Kind.NUMBER).select_related("article")
    for claim in moved.order_by("article__title", "position"):
        guide = claim.article
        now = f"{{plain}}`{claim.value}`" if claim.words else f"{{{claim.kind}}}`{claim.text}`"
        says = f"where it says “{literally(claim.words)}”, the records say {now}" if claim.words else f"now {now}"
        where = f"[{literally(guide.title)}]({guide.get_absolute_url()})"
        yield f"- {where}: {says}, before {{plain}}`{claim.reviewed_value}`"
