"""Links in mails that stand for a reader: to confirm, to choose, to leave. Whoever has one is taken for that reader.

In: a subscriber. Out: a signed address, and from such an address the subscriber as it is now. A link does one thing
only. Links to leave never end, because a mail may be opened years later.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse

from articles.models import Subscriber


class Purpose(StrEnum):
    CONFIRM = "confirm"
    PREFERENCES = "preferences"
    UNSUBSCRIBE = "unsubscribe"


LASTS = {Purpose.CONFIRM: datetime.timedelta(days=3), Purpose.PREFERENCES: datetime.timedelta(days=90)}
ENDED = {
    Purpose.CONFIRM: "A link to confirm lasts three days. Sign up again, and you get a new one.",
    Purpose.PREFERENCES: "A link to your choices lasts ninety days. Sign up again with the same address: "
    "if it gets the newsletter already, you are sent a new link and nothing else changes.",
    Purpose.UNSUBSCRIBE: "This address gets no mail from us any more: we do not know it.",
}


class LinkEnded(Exception):
    """The link was good once. Says what to do instead."""


def token_of(purpose: Purpose, subscriber: Subscriber) -> str:
    return _signer(purpose).sign(str(subscriber.pk))


def address_of(purpose: Purpose, subscriber: Subscriber) -> str:
    """The whole address, as mails need it."""
    return settings.SITE_URL + reverse(f"newsletter:{purpose}", args=[token_of(purpose, subscriber)])


def subscriber_of(purpose: Purpose, token: str) -> Subscriber:
    """Whom a link stands for. Raises Http404 for one that is not ours, LinkEnded for one that was."""
    try:
        key = _signer(purpose).unsign(token, max_age=LASTS.get(purpose))
    except signing.SignatureExpired as error:
        raise LinkEnded(ENDED[purpose]) from error
    except signing.BadSignature as error:
        raise Http404 from error
    if (subscriber := Subscriber.objects.filter(pk=key).first()) is None:
        raise LinkEnded(ENDED[Purpose.UNSUBSCRIBE])
    return subscriber


def _signer(purpose: Purpose) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"articles.newsletter.{purpose}")
