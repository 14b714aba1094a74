"""Pictures in guides."""

from __future__ import annotations

from django.db import models


class Image(models.Model):
    """A picture for guides; the words that stand in for it are required."""

    title = models.CharField(max_length=120, help_text="For editors, to find it again.")
    file = models.ImageField(upload_to="images/%Y/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alternative_text = models.CharField(
        max_length=250, help_text="What the picture shows, for readers who do not see it."
    )
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it and under which licence.")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
