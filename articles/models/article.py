"""Guides."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from articles.models.author import Author
from articles.models.image import Image
from articles.models.topic import Topic
from articles.models.workflow import FOR_READERS, GuideStatus, Workflow
from salaries.models import Place, Role, SalaryRecord


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        """What readers may see now: published, or scheduled and due."""
        return self.filter(status__in=FOR_READERS, published_at__lte=timezone.now())

    def about(self, topic: str) -> ArticleQuerySet:
        return self.filter(topics__slug=topic)

    def quoting(self, quoted: SalaryRecord | Place | Role) -> ArticleQuerySet:
        """Guides that quote a record, a place (a country: or one of its cities) or a role."""
        if isinstance(quoted, Place):
            places = Place.objects.filter(Q(pk=quoted.pk) | Q(parent=quoted, kind=Place.Kind.CITY))
            return self.filter(pk__in=Article.quoted_places.through.objects.filter(place__in=places).values("article"))
        name = "quoted_records" if isinstance(quoted, SalaryRecord) else "quoted_roles"
        return self.filter(**{name: quoted})

    def with_relations(self) -> ArticleQuerySet:
        return self.select_related("image").prefetch_related("topics")

    def related_to(self, article: Article) -> ArticleQuerySet:
        """Other published guides that share topics, places or roles with this one, those that share most first."""
        shared = sum((shared_with(article, name) for name in SHARED), start=models.Value(0))
        return (
            self.published()
            .exclude(pk=article.pk)
            .annotate(shared=shared)
            .filter(shared__gt=0)
            .order_by("-shared", "-published_at", "pk")
        )

    def by(self, author: Author) -> ArticleQuerySet:
        return self.filter(author=author.name)

    def showing(self, image: Image) -> ArticleQuerySet:
        """Guides that a picture leads, or whose text has it."""
        return self.filter(Q(image=image) | Q(body__contains=image.file.name))

    def formerly_at(self, slug: str) -> ArticleQuerySet:
        """The guide that had this slug before."""
        return self.filter(former_slugs__slug=slug)

    def in_review(self) -> ArticleQuerySet:
        return self.filter(status=GuideStatus.IN_REVIEW)

    def drafts(self) -> ArticleQuerySet:
        return self.filter(status=GuideStatus.DRAFT)


# What makes guides alike: {the relation: the name of its column}.
SHARED = {"topics": "topic", "quoted_places": "place", "quoted_roles": "role"}


def shared_with(article: Article, relation: str) -> models.Expression:
    """How many of `article`'s topics, places or roles another guide has too."""
    rows = getattr(Article, relation).through.objects
    own = rows.filter(article=article).values(SHARED[relation])
    both = rows.filter(article=models.OuterRef("pk"), **{f"{SHARED[relation]}__in": own})
    counted = both.order_by().values("article").annotate(number=models.Count("pk")).values("number")
    return Coalesce(models.Subquery(counted), 0)


class Article(Workflow, models.Model):
    """A guide: Markdown that quotes records."""

    Status = GuideStatus

    slug = models.SlugField(
        max_length=120,
        unique=True,
        help_text="The guide in addresses: ml-careers-asia-2026. If it changes, the old address leads to the new one.",
    )
    title = models.CharField(max_length=200)
    summary = models.TextField(help_text="One or two sentences under the title and in lists.")
    body = models.TextField(help_text="Markdown. Figures are quoted with {pay}, {fact}, {ratio} and {level}.")
    topics = models.ManyToManyField(Topic, related_name="articles", blank=True)
    image = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    author = models.CharField(max_length=120, help_text="The name under the title; a new name makes a new author.")
    status = models.CharField(max_length=10, choices=GuideStatus.choices, default=GuideStatus.DRAFT)
    # Derived from the text by articles.quotes, so that pages of records can name the guides that quote them.
    quoted_records = models.ManyToManyField(SalaryRecord, related_name="guides", editable=False)
    quoted_places = models.ManyToManyField(Place, related_name="guides", editable=False)
    quoted_roles = models.ManyToManyField(Role, related_name="guides", editable=False)
    published_at = models.DateTimeField(
        "public from", null=True, blank=True, help_text="In the future for a scheduled guide."
    )
    retired_reason = models.TextField(
        "reason", blank=True, help_text="One or two sentences for readers who still come to its address."
    )
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        help_text="The guide that they should read instead, if there is one.",
    )
    comments_closed = models.CharField(
        "comments are closed because",
        max_length=200,
        blank=True,
        help_text="One sentence for readers closes the comments. Empty leaves them open.",
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(m2m_fields=[topics])
    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "title"]
        permissions = [("publish_article", "Can publish, schedule and retire guides")]
        indexes = [models.Index(fields=["status", "-published_at"], name="article_public")]
        constraints = [
            models.CheckConstraint(
                name="article_public_has_date",
                condition=~Q(status__in=["published", "scheduled"]) | Q(published_at__isnull=False),
                violation_error_message="A published or scheduled guide needs the time from which it is public.",
            ),
            models.CheckConstraint(
                name="article_status_known",
                condition=Q(status__in=["draft", "in-review", "scheduled", "published", "retired"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    def clean(self) -> None:
        if problem := self.slug_problem():
            raise ValidationError({"slug": problem})

    def slug_problem(self) -> str:
        """Why the guide cannot have its slug; empty if it can."""
        other = Article.objects.formerly_at(self.slug).exclude(pk=self.pk).first()
        return f"This was the address of “{other}”, and leads there for good: choose another." if other else ""

    @property
    def has_been_public(self) -> bool:
        """Whether readers may have seen it, now or before."""
        now = timezone.now()
        if self.status in {*FOR_READERS, GuideStatus.RETIRED} and self.published_at and self.published_at <= now:
            return True
        return self.history.filter(status__in=FOR_READERS, published_at__lte=now).exists()

    @property
    def is_public(self) -> bool:
        return self.status in FOR_READERS and self.published_at is not None and self.published_at <= timezone.now()

    @property
    def updated(self) -> datetime.datetime:
        """When what readers see last changed by an editor's hand, or came to be seen."""
        return max(self.modified, self.published_at) if self.published_at else self.modified
