"""What guides are filed under."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse


class TopicQuerySet(models.QuerySet["Topic"]):
    def in_use(self) -> TopicQuerySet:
        """Topics that lead to a guide, with the number of guides."""
        from articles.models.article import Article  # which itself needs topics

        published = Q(articles__in=Article.objects.published())
        return self.annotate(guide_count=models.Count("articles", filter=published, distinct=True)).filter(
            guide_count__gt=0
        )


class Topic(models.Model):
    """A subject that guides are filed under."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('articles:index')}?topic={self.slug}"
