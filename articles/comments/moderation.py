"""What moderators decide, one comment after another.

In: a comment, and what becomes of it. Out: the comment, moved and saved with who and when in its history, and the mails
that follow from that. `by` is for bans; the history knows who is signed in by itself.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction

from articles.comments import mail
from articles.models import BannedAddress, Comment
from articles.models.comment import CommentStatus

# What a moderator may make of a comment; of an emptied one nothing.
CHOICES = (CommentStatus.PENDING, CommentStatus.APPROVED, CommentStatus.SPAM)


@transaction.atomic
def move(comment: Comment, status: str) -> None:
    comment.status = CommentStatus(status)
    comment.save()
    if comment.is_approved:
        mail.tell_answered(comment)
        for reply in comment.answers.approved().with_relations():  # approved before what they answer
            mail.tell_answered(reply)


@transaction.atomic
def delete(comment: Comment) -> None:
    comment.take_away(CommentStatus.DELETED)


@transaction.atomic
def ban(comment: Comment, *, by: AbstractBaseUser | AnonymousUser | None) -> bool:
    """Its address: this comment and all of it that waits become spam. False where there is no address."""
    if comment.commenter is None:
        return False
    BannedAddress.objects.ban(comment.commenter.email, by=by)
    waiting = comment.commenter.comments.filter(status__in=[CommentStatus.PENDING, CommentStatus.UNCONFIRMED])
    for one in {comment, *waiting}:
        move(one, CommentStatus.SPAM)
    return True
