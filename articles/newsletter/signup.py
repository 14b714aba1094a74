"""Signing up: whoever types an address sees the same answer, and the mail goes to whoever owns the address.

In: an address in its normal form. Out: a mail to it, with a link to confirm, or to the choices of a reader who gets the
letter already; at most one in an hour. Known and unknown addresses take the same steps: a row, an update, a mail.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from articles.models import Subscriber
from articles.newsletter.links import Purpose, address_of

logger = logging.getLogger(__name__)


class NotSent(Exception):
    """The mail server does not take mail now."""


def ask(email: str) -> None:
    """Mail the owner of an address. Raises NotSent where mail does not leave at all."""
    now = timezone.now()
    subscriber, _ = Subscriber.objects.get_or_create(email=email)
    known = subscriber.is_active
    status = Subscriber.Status.CONFIRMED if known else Subscriber.Status.PENDING
    if not Subscriber.objects.asking(now).filter(pk=subscriber.pk).update(asked_at=now, status=status):
        return
    purpose = Purpose.PREFERENCES if known else Purpose.CONFIRM
    try:
        message_for(subscriber, purpose).send()
    except SMTPRecipientsRefused:
        # Whether a mailbox exists is nobody's business but its owner's; the answer stays the same.
        logger.warning("The mail server refused the recipient of a sign-up")
    except (SMTPException, OSError) as error:
        Subscriber.objects.filter(pk=subscriber.pk).update(asked_at=None)
        logger.exception("A sign-up could not be mailed")
        raise NotSent from error


def message_for(subscriber: Subscriber, purpose: Purpose) -> EmailMessage:
    """The mail that answers a sign-up: plain text, with one link for each thing that its reader may do."""
    known = purpose == Purpose.PREFERENCES
    context = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "link": address_of(purpose, subscriber),
        "unsubscribe": address_of(Purpose.UNSUBSCRIBE, subscriber) if known else "",
    }
    subject = f"{settings.SITE_NAME}: you get the newsletter already" if known else f"Confirm: {settings.SITE_NAME}"
    template = "newsletter/known.txt" if known else "newsletter/confirm.txt"
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, render_to_string(template, context), to=[subscriber.email], headers=headers)
