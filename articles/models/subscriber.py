"""Who gets the newsletter, and of what."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.mail_addresses import LONGEST, normal
from articles.models.topic import Topic
from salaries.models import Place

# One address is written to once in this time, however often somebody types it into a form.
PAUSE = datetime.timedelta(hours=1)
# An address that was never confirmed is forgotten after this time.
FORGOTTEN_AFTER = datetime.timedelta(days=30)
# A click too many can be taken back so long after it.
UNDO_WITHIN = datetime.timedelta(days=1)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def active(self) -> SubscriberQuerySet:
        return self.filter(status=Subscriber.Status.CONFIRMED)

    def open_to(self, name: str, keys: set[int]) -> SubscriberQuerySet:
        """Those who chose one of these topics or places, or none at all; `name` is "topic" or "place"."""
        chosen: Any = getattr(Subscriber, f"{name}s").through.objects
        fitting = chosen.filter(**{f"{name}__in": keys})
        return self.filter(~Q(pk__in=chosen.values("subscriber")) | Q(pk__in=fitting.values("subscriber")))

    def at(self, address: str) -> Subscriber | None:
        """Whoever has this address. Raises ValidationError for what is none."""
        return self.filter(email=normal(address)).first()

    def never_confirmed(self) -> SubscriberQuerySet:
        """Those who did not answer, for so long that they are to be forgotten."""
        return self.filter(status=Subscriber.Status.PENDING, asked_at__lt=timezone.now() - FORGOTTEN_AFTER)

    def asking(self, now: datetime.datetime) -> SubscriberQuerySet:
        """Those who may be written to because somebody typed their address."""
        return self.filter(Q(asked_at=None) | Q(asked_at__lte=now - PAUSE))


class Subscriber(models.Model):
    """One address. Nobody is mailed who has not confirmed it."""

    class Status(models.TextChoices):
        PENDING = "pending", "asked, not confirmed"
        CONFIRMED = "confirmed", "confirmed"
        UNSUBSCRIBED = "unsubscribed", "unsubscribed"
        BOUNCED = "bounced", "mail came back"
        COMPLAINED = "complained", "called it spam"

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "The weekly letter"
        GUIDES = "guides", "Only new guides"

    email = models.EmailField(
        "address", max_length=LONGEST, unique=True, help_text="In lower case; see articles.mail_addresses."
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY)
    topics = models.ManyToManyField(Topic, related_name="subscribers", blank=True, help_text="None: all.")
    places = models.ManyToManyField(Place, related_name="subscribers", blank=True, help_text="None: all.")
    created = models.DateTimeField("first asked", auto_now_add=True)
    asked_at = models.DateTimeField(
        "last asked", null=True, blank=True, help_text="When its owner was last mailed on request."
    )
    confirmed_at = models.DateTimeField("confirmed", null=True, blank=True)
    ended_at = models.DateTimeField(
        "ended", null=True, blank=True, help_text="When it was unsubscribed, or mail began to fail."
    )

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["email"]
        permissions = [("unsubscribe_subscriber", "Can unsubscribe a reader who asks for it")]
        indexes = [models.Index(fields=["status", "frequency"], name="subscriber_audience")]
        constraints = [
            models.CheckConstraint(
                name="subscriber_status_known",
                condition=Q(status__in=["pending", "confirmed", "unsubscribed", "bounced", "complained"]),
            ),
            models.CheckConstraint(name="subscriber_frequency_known", condition=Q(frequency__in=["weekly", "guides"])),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def can_undo(self) -> bool:
        """Whether the reader has just unsubscribed, and may take it back without another mail."""
        return (
            self.status == self.Status.UNSUBSCRIBED
            and self.confirmed_at is not None
            and self.ended_at is not None
            and self.ended_at > timezone.now() - UNDO_WITHIN
        )

    def confirm(self) -> None:
        """Its owner wants the letter."""
        self.status, self.confirmed_at, self.ended_at = self.Status.CONFIRMED, timezone.now(), None
        self.save(update_fields=["status", "confirmed_at", "ended_at"])

    def end(self, status: str) -> None:
        """No more mail. A second click changes nothing; a complaint outweighs what was before."""
        if self.status not in {self.Status.PENDING, self.Status.CONFIRMED} and status != self.Status.COMPLAINED:
            return
        self.status, self.ended_at = status, timezone.now()
        self.save(update_fields=["status", "ended_at"])

    def undo(self) -> bool:
        """Take back what was just unsubscribed; whether it could be."""
        if not self.can_undo:
            return False
        self.status, self.ended_at = self.Status.CONFIRMED, None
        self.save(update_fields=["status", "ended_at"])
        return True
