"""Addresses that guides had, so that links to them lead on for good."""

from __future__ import annotations

from django.db import models


class FormerSlug(models.Model):
    """A slug under which readers could find a guide before. No other guide ever gets it."""

    slug = models.SlugField(max_length=120, unique=True)
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="former_slugs")
    left = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["left"]

    def __str__(self) -> str:
        return self.slug
