"""What became of each copy of an issue of the newsletter."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.newsletter import NewsletterIssue
from articles.models.subscriber import Subscriber


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def queued(self) -> DeliveryQuerySet:
        return self.filter(status=Delivery.Status.QUEUED)

    def claimed(self) -> DeliveryQuerySet:
        """What some run has taken to send it, and has not told what became of it."""
        return self.filter(status=Delivery.Status.SENDING)

    def uncertain(self) -> DeliveryQuerySet:
        return self.filter(status=Delivery.Status.UNCERTAIN)


class Delivery(models.Model):
    """One issue for one reader. The row stays when the reader is erased, so that the counts stay true."""

    class Status(models.TextChoices):
        QUEUED = "queued", "to be sent"
        SENDING = "sending", "being sent"
        SENT = "sent", "sent"
        UNCERTAIN = "uncertain", "handed over, no answer"
        FAILED = "failed", "refused"
        SKIPPED = "skipped", "unsubscribed before it was sent"

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=200, blank=True, help_text="The machine, since it was started.")
    reason = models.CharField(max_length=300, blank=True, help_text="What the mail server said.")
    changed = models.DateTimeField(default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["issue", "status"], name="delivery_queue")]
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="delivery_once"),
            models.CheckConstraint(
                name="delivery_status_known",
                condition=Q(status__in=["queued", "sending", "sent", "uncertain", "failed", "skipped"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} to reader {self.subscriber_id}: {self.get_status_display()}"

    @property
    def message_id(self) -> str:
        """The same whenever it is sent, so that servers and mail programs can drop a second copy."""
        return f"<{self.issue.key.hex}.{self.pk}@{urlsplit(settings.SITE_URL).hostname}>"
