"""What a page shows of the comments on a guide: threads in the order in which they were begun, replies under them.

In: a guide. Out: a `Discussion`, from one query whatever their number. Only what a moderator approved is in it, and the
empty place of a removed comment where something answers it. A reply is not shown without its thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from articles.comments.closing import closed_because
from articles.comments.text import to_html
from articles.models import Article, Comment

THREADS_ON_A_PAGE = 50


@dataclass
class Shown:
    """A comment as a page shows it."""

    comment: Comment
    answered: Shown | None = None
    replies: list[Shown] = field(default_factory=list)
    is_answered: bool = False

    @property
    def html(self) -> SafeString:
        return to_html(self.comment.text)

    @property
    def is_worth_a_place(self) -> bool:
        return self.is_answered or not self.comment.is_emptied


@dataclass
class Discussion:
    """`threads` are all of them; `closed` says why nobody can comment, and is empty while they can."""

    article: Article
    threads: list[Shown]
    closed: str

    @property
    def count(self) -> int:
        """Comments that can be read, not counting places of removed ones."""
        everything = [*self.threads, *(reply for thread in self.threads for reply in thread.replies)]
        return sum(not one.comment.is_emptied for one in everything)

    @property
    def first_threads(self) -> list[Shown]:
        return self.threads[:THREADS_ON_A_PAGE]

    @property
    def has_more(self) -> bool:
        return len(self.threads) > THREADS_ON_A_PAGE

    def page_number_of(self, key: int) -> int | None:
        """The page, from 1, on which a comment stands; None if it is not shown."""
        for position, thread in enumerate(self.threads):
            if key in {thread.comment.pk, *(reply.comment.pk for reply in thread.replies)}:
                return position // THREADS_ON_A_PAGE + 1
        return None


def discussion_of(article: Article) -> Discussion:
    rows = {one.pk: Shown(one) for one in article.comments.shown()}
    for shown in rows.values():
        shown.answered = rows.get(shown.comment.reply_to_id or 0)
    # Newest first: whether the place of a removed reply is kept depends on what answers it, which came later.
    for shown in sorted(rows.values(), key=lambda one: one.comment.pk, reverse=True):
        head = rows.get(shown.comment.thread_id or 0)
        if head is None or not shown.is_worth_a_place:
            continue
        head.is_answered = True
        head.replies.append(shown)
        if shown.answered:
            shown.answered.is_answered = True
    for shown in rows.values():
        shown.replies.sort(key=lambda one: (one.comment.created, one.comment.pk))
    threads = [one for one in rows.values() if one.comment.thread_id is None and one.is_worth_a_place]
    return Discussion(article, threads, closed_because(article))
