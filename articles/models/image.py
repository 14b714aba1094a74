"""Pictures in guides."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.files.storage import default_storage
from django.db import models

from articles.pictures import MADE, make_ahead, name_of


class Made(NamedTuple):
    """One kind of a picture as browsers choose from it: its media type and its addresses by width."""

    media_type: str
    srcset: str


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
    made_widths = models.JSONField(default=list, editable=False)
    made_from = models.CharField(max_length=100, editable=False, default="")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.file.name != self.made_from and default_storage.exists(self.file.name):
            self.make_ahead()

    def make_ahead(self) -> None:
        """Make the smaller pictures that readers get, from the file as it is."""
        self.made_widths, self.made_from = make_ahead(self.file.name), self.file.name
        super().save(update_fields=["made_widths", "made_from"])

    @property
    def made(self) -> list[Made]:
        """What was made ahead, the kind that needs fewest bytes first."""
        if self.made_from != self.file.name or not self.made_widths:
            return []
        return [Made(f"image/{kind}", ", ".join(self._addresses(kind))) for kind in MADE]

    def _addresses(self, kind: str) -> list[str]:
        names = ((width, name_of(self.file.name, width, kind)) for width in self.made_widths)
        return [f"{default_storage.url(name)} {width}w" for width, name in names]
