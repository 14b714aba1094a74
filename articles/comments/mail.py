"""Mails about comments: to confirm an address, to moderators, and to whoever was answered. Plain text.

In: what it is about. Out: mails, sent after the transaction has ended well. A mail server that fails costs the mail and
nothing else: the log says so, and what it was about stays in the admin.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.comments import links
from articles.models import Article, Comment, Commenter
from guide_site.rate_limits import spend

MODERATORS = "Moderators"
CONFIRMATIONS = "3/d"
MODERATOR_MAILS = "20/h"

logger = logging.getLogger(__name__)


def ask_to_confirm(commenter: Commenter, article: Article) -> None:
    """A few times a day at most: whoever types an address of others must not fill their mailbox."""
    left = spend(CONFIRMATIONS, purpose="comment-confirmation", address=commenter.email)
    if left is None or left.allowed:
        context = {"article": article, "link": links.to_confirm(commenter), "days": links.LASTS.days}
        send([commenter.email], f"Confirm your comment on {settings.SITE_NAME}", "confirm", context)


def tell_moderators(comments: Iterable[Comment]) -> None:
    """One mail for what arrived together; none beyond so many an hour, for the queue holds everything."""
    waiting, addresses = list(comments), moderators()
    if not waiting or not addresses:
        return
    left = spend(MODERATOR_MAILS, purpose="comment-moderators", address="all")
    if left is not None and not left.allowed:
        return
    context = {
        "comments": waiting,
        "queue": f"{settings.SITE_URL}{reverse('admin:articles_comment_changelist')}?attention=pending",
        "is_last": left is not None and left.used == left.limit,
    }
    subject = "A comment waits" if len(waiting) == 1 else f"{len(waiting)} comments wait"
    for address in addresses:  # one mail each: nobody learns the addresses of the others
        send([address], f"{subject} on {settings.SITE_NAME}", "moderators", context)


def moderators() -> list[str]:
    """COMMENTS_MAIL_TO, or every active member of the group who has an address."""
    if settings.COMMENTS_MAIL_TO:
        return list(settings.COMMENTS_MAIL_TO)
    members = User.objects.filter(groups__name=MODERATORS, is_active=True, is_staff=True).exclude(email="")
    return list(members.order_by("email").values_list("email", flat=True).distinct())


def tell_answered(reply: Comment) -> None:
    """Once for each reply, if the author of the answered comment has confirmed the address and has not muted it."""
    answered = Comment.objects.with_relations().filter(answers=reply).first()  # it may have been muted just now
    if reply.answer_told or answered is None or not (answered.is_approved and answered.wants_replies):
        return
    reader = answered.commenter
    if reader is None or reader.confirmed is None or reader.is_banned or reader == reply.commenter:
        return
    if not Comment.objects.filter(pk=reply.pk, answer_told=None).update(answer_told=timezone.now()):
        return  # somebody else has approved it at the same moment
    mute = links.to_mute(answered)
    context = {"reply": reply, "link": settings.SITE_URL + reply.get_absolute_url(), "mute": mute}
    headers = {"List-Unsubscribe": f"<{mute}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    send([reader.email], f"A reply to your comment on {settings.SITE_NAME}", "reply", context, headers)


def send(to: list[str], subject: str, name: str, context: dict, headers: dict[str, str] | None = None) -> None:
    """Write the mail now, send it after commit. What readers typed is in its text only, never in a header."""
    body = render_to_string(f"comments/{name}.txt", {"site_name": settings.SITE_NAME, **context})
    message = EmailMessage(subject, body.lstrip(), settings.DEFAULT_FROM_EMAIL, to, headers=headers or {})

    def deliver() -> None:
        try:
            message.send()
        except Exception:  # of the server, the network, or the library that speaks to it
            logger.exception("A mail was not sent: %s", name)

    transaction.on_commit(deliver)
