"""Readers, letters and what they were sent, as the tests of the newsletter need them."""

from __future__ import annotations

import datetime
import re
from typing import Any

import time_machine
from django.core import mail
from django.utils import timezone

from articles.models import NewsletterIssue, Subscriber
from guide_site.public_forms import PublicForm

FIGURE = "Pay in Seoul: {pay}`seoul-ml-engineer-2026`."


def reader(address: str = "ada@example.org", status: str = "confirmed", **values: Any) -> Subscriber:
    return Subscriber.objects.create(email=address, status=status, confirmed_at=timezone.now(), **values)


def readers(number: int) -> list[Subscriber]:
    made = (Subscriber(email=f"reader{n:04}@example.org", status="confirmed") for n in range(number))
    return Subscriber.objects.bulk_create(made)


def letter(subject: str = "The week", body: str = FIGURE, **values: Any) -> NewsletterIssue:
    return NewsletterIssue.objects.create(subject=subject, body=body, **values)


def sign_up(client, address: str, **more: Any):
    """What a browser sends that has had the form for a while."""
    started = more.pop("started", None) or started_long_ago()
    headers = more.pop("headers", None)
    return client.post("/newsletter/subscribe/", {"email": address, "started": started, **more}, headers=headers)


def started_long_ago() -> str:
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=1), tick=False):
        return PublicForm().started


def links_of(message: Any) -> list[str]:
    """The paths of the site in a mail's plain text."""
    return re.findall(r"http://127\.0\.0\.1:8000(/newsletter/\S+)", message.body)


def last_link() -> str:
    return links_of(mail.outbox[-1])[0]
