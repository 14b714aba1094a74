"""What became of each item of an export of another system."""

from __future__ import annotations

from django.db import models

from articles.models.article import Article
from salaries.models import ImportRun


class ImportedItemQuerySet(models.QuerySet["ImportedItem"]):
    def guides(self) -> dict[str, Article]:
        """{identity: the guide that an earlier run made of it}, for guides that still exist."""
        made = self.exclude(article=None).select_related("article").order_by("pk")
        return {item.identity: item.article for item in made if item.article}


class ImportedItem(models.Model):
    """One item of one run: a post, a page, a picture, a menu entry."""

    class Outcome(models.TextChoices):
        CREATED = "created", "Created"
        UPDATED = "updated", "Updated"
        UNCHANGED = "unchanged", "Unchanged"
        LEFT_OUT = "left-out", "Left out"
        REFUSED = "refused", "Refused"

    # Runs are kept: without its items, the same file would be imported as new guides.
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField(help_text="Its place in the file, from 1.")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=250, blank=True)
    identity = models.TextField(help_text="What the other system calls it; a later run finds its guide by this.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    notes = models.TextField(blank=True, help_text="Why it was left out or refused, and what an editor should look at.")
    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, related_name="imported_items", verbose_name="guide"
    )

    objects = ImportedItemQuerySet.as_manager()

    class Meta:
        ordering = ["-run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="imported_item_once")]

    def __str__(self) -> str:
        return f"item {self.number}, {self.kind} {self.title!r}: {self.get_outcome_display().lower()}"
