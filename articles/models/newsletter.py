"""Issues of the newsletter: written, scheduled, sent, and for whom."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from articles.models.subscriber import Subscriber, SubscriberQuerySet
from articles.models.topic import Topic
from salaries.models import Place


class NewsletterIssueQuerySet(models.QuerySet["NewsletterIssue"]):
    def due(self) -> NewsletterIssueQuerySet:
        """What has begun to be sent, and what is to be sent now."""
        scheduled = Q(status=NewsletterIssue.Status.SCHEDULED, send_at__lte=timezone.now())
        return self.filter(scheduled | Q(status=NewsletterIssue.Status.SENDING)).order_by("send_at", "pk")

    def archived(self) -> NewsletterIssueQuerySet:
        """What readers may read on the site: all that went out."""
        return self.filter(finished_at__isnull=False).order_by("-finished_at", "-pk")

    def overdue(self) -> NewsletterIssueQuerySet:
        """What should be out: its time came an hour ago or more."""
        ago = timezone.now() - datetime.timedelta(hours=1)
        return self.filter(
            status__in=[NewsletterIssue.Status.SCHEDULED, NewsletterIssue.Status.SENDING], send_at__lt=ago
        )

    def drafts(self) -> NewsletterIssueQuerySet:
        return self.filter(status=NewsletterIssue.Status.DRAFT)


class NewsletterIssue(models.Model):
    """A letter: Markdown with live figures, until it is sent. What went out is kept as it was."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCHEDULED = "scheduled", "Scheduled"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"

    class Audience(models.TextChoices):
        WEEKLY = "weekly", "Readers of the weekly letter"
        GUIDES = "guides", "Readers who want only new guides"
        EVERYONE = "everyone", "Everyone"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=150)
    preheader = models.CharField(
        "first line", max_length=150, blank=True, help_text="Shown after the subject in lists of mails."
    )
    body = models.TextField(help_text="Markdown, with the same figures and charts as a guide.")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.WEEKLY)
    topics = models.ManyToManyField(
        Topic, related_name="issues", blank=True, help_text="Not for readers who chose only others. None: for all."
    )
    places = models.ManyToManyField(
        Place, related_name="issues", blank=True, help_text="Not for readers who chose only others. None: for all."
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    send_at = models.DateTimeField("to be sent from", null=True, blank=True)
    finished_at = models.DateTimeField("sent", null=True, blank=True)
    # As it went out, without the links of one reader.
    html = models.TextField(blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)
    covers_until = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Of a digest: what came until then is in it."
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    objects = NewsletterIssueQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name = "newsletter issue"
        constraints = [
            models.CheckConstraint(
                name="issue_scheduled_has_time",
                condition=~Q(status="scheduled") | Q(send_at__isnull=False),
                violation_error_message="A scheduled issue needs the time from which it is sent.",
            ),
            models.CheckConstraint(
                name="issue_status_known", condition=Q(status__in=["draft", "scheduled", "sending", "sent"])
            ),
            models.CheckConstraint(
                name="issue_audience_known", condition=Q(audience__in=["weekly", "guides", "everyone"])
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("newsletter:issue", args=[self.pk])

    @property
    def may_change(self) -> bool:
        """Whether nobody has got it yet."""
        return self.status in {self.Status.DRAFT, self.Status.SCHEDULED}

    def readers(self) -> SubscriberQuerySet:
        """Who is to get it: those whom it suits, as they chose."""
        found = Subscriber.objects.active()
        if self.audience != self.Audience.EVERYONE:
            found = found.filter(frequency=self.audience)
        about = {"topic": {topic.pk for topic in self.topics.all()}, "place": self._places_near()}
        for name, keys in about.items():
            if keys:
                found = found.open_to(name, keys)
        return found

    def _places_near(self) -> set[int]:
        """Its places, what lies in them and what they lie in: news of a city is news of its country."""
        near: set[int] = set()
        for place in self.places.all():
            near.update(Place.objects.within(place).values_list("pk", flat=True))
            while place.parent is not None:
                place = place.parent
                near.add(place.pk)
        return near

    def counts(self) -> dict[str, int]:
        """{status of a delivery: how many}."""
        return dict(self.deliveries.order_by().values_list("status").annotate(Count("pk")))
