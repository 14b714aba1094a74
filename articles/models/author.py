"""Who writes guides. A guide carries the name (`Article.author`); the name leads to the author's page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.text import slugify


class AuthorQuerySet(models.QuerySet["Author"]):
    def with_guides(self) -> AuthorQuerySet:
        """Those whose page readers can open: they have a guide that is public."""
        from articles.models.article import Article  # which itself makes authors

        return self.filter(Exists(Article.objects.published().filter(author=OuterRef("name"))))

    def named(self, name: str) -> Author:
        """The author of that name, made if it is new."""
        author, _ = self.get_or_create(name=name, defaults={"slug": lambda: self.free_slug(name)})
        return author

    def free_slug(self, name: str) -> str:
        stem = slugify(name)[:70] or "author"
        taken = set(self.filter(slug__startswith=stem).values_list("slug", flat=True))
        return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


class Author(models.Model):
    """A person or an office that signs guides."""

    name = models.CharField(max_length=120, unique=True, help_text="If it changes, it changes in all their guides.")
    slug = models.SlugField(max_length=80, unique=True, help_text="The author in addresses: others may link there.")
    about = models.TextField(blank=True, help_text="Who it is and why readers may trust it; two or three sentences.")

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        from articles.models.article import Article  # which itself makes authors

        before = Author.objects.filter(pk=self.pk).values_list("name", flat=True).first()
        super().save(*args, **kwargs)
        if before and before != self.name:
            for guide in Article.objects.filter(author=before):
                guide.author = self.name
                guide._change_reason = f"{before} is called {self.name} now"  # type: ignore[attr-defined]
                guide.save()
