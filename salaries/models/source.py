"""Who says so."""

from __future__ import annotations

from django.db import models

from salaries.addresses import address_of_one
from salaries.models.history import WithHistory


class Source(WithHistory):
    """A publication that states pay, a fact, a rate or a price level."""

    class Kind(models.TextChoices):
        SURVEY = "survey", "Survey"
        SALARY_GUIDE = "salary-guide", "Salary guide"
        JOB_ADS = "job-ads", "Job advertisements"
        OFFICIAL = "official", "Official statistics"
        GUIDE = "guide", "A guide's own statement, no source named"

    slug = models.SlugField(max_length=80, unique=True)
    publisher = models.CharField(max_length=200, help_text="Who published it, as the publication names itself.")
    title = models.CharField(max_length=250)
    url = models.URLField("address", max_length=500, blank=True, help_text="Where a reader can find it.")
    published = models.DateField(null=True, blank=True, help_text="Leave empty if the publication gives no date.")
    accessed = models.DateField(null=True, blank=True, help_text="When we read it there.")
    kind = models.CharField(
        max_length=20, choices=Kind.choices, help_text="Statements without a named source count as needing attention."
    )
    licence = models.CharField(max_length=120, blank=True, help_text="As the publisher words it, such as CC BY 4.0.")
    redistributable = models.BooleanField(
        "may be redistributed", default=True, help_text="Whether single figures may be given away in downloads."
    )
    note = models.TextField(blank=True, help_text="What a reader should know before trusting it.")
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["publisher", "title"]
        constraints = [
            models.CheckConstraint(
                name="source_kind_known",
                condition=models.Q(kind__in=["survey", "salary-guide", "job-ads", "official", "guide"]),
            )
        ]

    def __str__(self) -> str:
        return self.title if self.publisher in self.title else f"{self.publisher}: {self.title}"

    def get_absolute_url(self) -> str:
        return address_of_one("salaries:source", self.slug)

    @property
    def is_named(self) -> bool:
        """False when a guide states the figure and names nobody for it."""
        return self.kind != self.Kind.GUIDE
