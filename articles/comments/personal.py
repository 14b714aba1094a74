"""What is known of one address as a commenter: exported, or erased.

In: a mail address. Out: all that is stored under it; or how much was erased. A thread stays readable: of a comment that
was answered its place stays, "removed by its author". A ban stays too, as a hash that says nothing to who does not have
the address.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.mail_addresses import normal
from articles.models import Commenter
from articles.models.comment import CommentStatus


def export_of(email: str) -> list[dict[str, Any]]:
    """One entry with all of it; none if the address is not known here."""
    if (commenter := _commenter(email)) is None:
        return []
    comments = commenter.comments.with_relations().order_by("created", "pk")
    everything = {
        "email": commenter.email,
        "confirmed": commenter.confirmed.isoformat() if commenter.confirmed else None,
        "banned": commenter.is_banned,
        "comments": [
            {
                "guide": one.article.get_absolute_url(),
                "sent": one.created.isoformat(),
                "status": one.status,
                "name": one.name,
                "text": one.text,
                "mail_about_replies": one.wants_replies,
            }
            for one in comments
        ],
    }
    return [everything]


@transaction.atomic
def erase(email: str) -> int:
    """How many comments were removed, with the address itself."""
    if (commenter := _commenter(email)) is None:
        return 0
    # Answers before what they answer: of a thread that one address had with itself nothing has to stay.
    comments = sorted(commenter.comments.all(), key=lambda one: (one.thread_id is None, -one.pk))
    for comment in comments:
        comment.take_away(CommentStatus.ERASED)
    commenter.delete()
    return len(comments)


def _commenter(email: str) -> Commenter | None:
    try:
        return Commenter.objects.filter(email=normal(email)).first()
    except ValidationError:
        return Commenter.objects.filter(email=email).first()
