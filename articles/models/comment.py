"""Comments on guides: text as it was typed, in threads that are two deep, shown once a moderator has approved it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from articles.models.article import Article
from articles.models.commenter import Commenter

LONGEST_NAME = 80


class CommentStatus(models.TextChoices):
    PENDING = "pending", "Waits for a moderator"
    UNCONFIRMED = "unconfirmed", "Waits for its author to confirm the address"
    APPROVED = "approved", "Approved"
    SPAM = "spam", "Spam"
    ERASED = "erased", "Removed by its author"
    DELETED = "deleted", "Removed by a moderator"


# Of these only the place in the thread is left.
EMPTIED = (CommentStatus.ERASED, CommentStatus.DELETED)
SHOWN = (CommentStatus.APPROVED, *EMPTIED)


def as_moderators_need_them() -> list[models.OrderBy]:
    """An order: what waits for them, longest first, then the others by status, newest first."""
    rank = models.Case(
        *(models.When(status=status, then=number) for number, status in enumerate(CommentStatus)),
        output_field=models.IntegerField(),
    )
    waiting_since = models.Case(models.When(status=CommentStatus.PENDING, then="created"))
    return [rank.asc(), waiting_since.asc(), models.F("created").desc(), models.F("pk").desc()]


class CommentQuerySet(models.QuerySet["Comment"]):
    def pending(self) -> CommentQuerySet:
        return self.filter(status=CommentStatus.PENDING)

    def unconfirmed(self) -> CommentQuerySet:
        return self.filter(status=CommentStatus.UNCONFIRMED)

    def approved(self) -> CommentQuerySet:
        return self.filter(status=CommentStatus.APPROVED)

    def shown(self) -> CommentQuerySet:
        """What a page of comments is made of: approved ones, and the places of those that were removed."""
        return self.filter(status__in=SHOWN)

    def with_relations(self) -> CommentQuerySet:
        return self.select_related("article", "commenter", "reply_to")


class Comment(models.Model):
    """One comment. `thread` is the comment at its head, `reply_to` the one that it answers, in the same thread."""

    Status = CommentStatus

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments", verbose_name="guide")
    thread = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, editable=False, related_name="replies"
    )
    reply_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="answers"
    )
    commenter = models.ForeignKey(
        Commenter,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="comments",
        verbose_name="mail address",
    )
    name = models.CharField(max_length=LONGEST_NAME, blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)
    status = models.CharField(max_length=11, choices=CommentStatus.choices, default=CommentStatus.UNCONFIRMED)
    created = models.DateTimeField("sent", default=timezone.now, editable=False)
    wants_replies = models.BooleanField("mail about replies", default=True, editable=False)
    answer_told = models.DateTimeField(
        null=True, editable=False, help_text="When the author of the answered comment was told of this one."
    )
    # What a comment is called where it was imported from, so that a second run does not bring it again.
    origin = models.CharField(max_length=64, null=True, unique=True, editable=False)

    # Who moderated what: without names and texts, so that erasing leaves none behind.
    history = HistoricalRecords(
        verbose_name="decision on a comment",
        verbose_name_plural="decisions on comments",
        excluded_fields=["name", "text", "commenter", "wants_replies", "answer_told", "origin", "thread", "reply_to"],
    )
    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        indexes = [models.Index(fields=["article", "status", "created"], name="comment_of_guide")]
        constraints = [
            models.CheckConstraint(name="comment_status_known", condition=Q(status__in=CommentStatus.values)),
            models.CheckConstraint(
                name="comment_answers_in_a_thread", condition=Q(reply_to=None) | Q(thread__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.article}"

    def get_absolute_url(self) -> str:
        """Leads to the page of comments on which it stands."""
        return reverse("articles:comment-at", args=[self.article.slug, self.pk])

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @property
    def is_approved(self) -> bool:
        return self.status == CommentStatus.APPROVED

    @property
    def is_emptied(self) -> bool:
        return self.status in EMPTIED

    def answer_to(self, other: Comment | None) -> None:
        """Make this a reply: to a reply, it joins that reply's thread."""
        self.reply_to = other
        self.thread = other and (other.thread or other)

    def take_away(self, status: CommentStatus) -> None:
        """Delete it; of one with answers, or that an import would bring again, only its place is kept, emptied."""
        if not (self.origin or self.replies.exists() or self.answers.exists()):
            self.delete()
            return
        self.status, self.name, self.text, self.commenter, self.wants_replies = status, "", "", None, False
        self.save()
