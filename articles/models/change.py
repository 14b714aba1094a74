"""What changed in a guide, told to its readers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class ArticleChange(models.Model):
    """One line of the log of a guide. A correction says what was wrong; an update says what is new."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction"
        UPDATE = "update", "Update"

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="changes")
    date = models.DateField(default=timezone.localdate)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.UPDATE)
    text = models.TextField(help_text="For readers. Of a correction: what it said, what is right, and why.")

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = "change"
        constraints = [
            models.CheckConstraint(
                name="article_change_kind_known", condition=models.Q(kind__in=["correction", "update"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.date}"

    @property
    def is_correction(self) -> bool:
        return self.kind == self.Kind.CORRECTION
