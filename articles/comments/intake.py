"""Where a sent comment goes: to its author's mailbox first, then to the moderators. Nothing is lost on the way.

In: a valid form, or an address that was confirmed. Out: a stored comment, and the mails that follow.

Everybody's comments wait for a moderator, also those of addresses that were approved before: an address is only typed
into a form, and whoever knows it could write in its name.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.comments import mail
from articles.models import Article, Comment, Commenter
from articles.models.comment import CommentStatus


@transaction.atomic
def take(article: Article, data: dict[str, Any]) -> Comment:
    """Store a comment as typed. `data` is the cleaned data of a CommentForm."""
    commenter, _ = Commenter.objects.get_or_create(email=data["email"])
    comment = Comment(
        article=article,
        commenter=commenter,
        name=data["name"],
        text=data["text"],
        wants_replies=data["wants_replies"],
    )
    comment.answer_to(data["to"])
    if commenter.is_banned:
        comment.status = CommentStatus.SPAM
    elif commenter.confirmed:
        comment.status = CommentStatus.PENDING
    comment.save()
    if comment.status == CommentStatus.PENDING:
        mail.tell_moderators([comment])
    elif comment.status == CommentStatus.UNCONFIRMED:
        mail.ask_to_confirm(commenter, article)
    return comment


@transaction.atomic
def confirm(commenter: Commenter) -> int:
    """The address is its owner's: what it sent goes to the moderators. How many comments that were."""
    if commenter.confirmed is None:
        commenter.confirmed = timezone.now()
        commenter.save()
    status = CommentStatus.SPAM if commenter.is_banned else CommentStatus.PENDING
    waiting = list(commenter.comments.unconfirmed().with_relations().select_for_update(of=("self",)))
    for comment in waiting:
        comment.status = status
        comment.save()
    if status == CommentStatus.PENDING:
        mail.tell_moderators(waiting)
    return len(waiting)


def mute(comment: Comment) -> None:
    """No more mails about replies to what its author said on this guide."""
    own = Comment.objects.filter(article=comment.article_id, commenter=comment.commenter_id)
    own.filter(commenter__isnull=False).update(wants_replies=False)
