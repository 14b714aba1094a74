"""What the sources together say of one cell."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from salaries.models.level import CareerLevel
from salaries.models.place import Place
from salaries.models.role import Role


class Confidence(models.TextChoices):
    """How sure an estimate is; `salaries.statistics.judge_confidence` holds the rule."""

    STRONG = "strong", "strong"
    FAIR = "fair", "fair"
    THIN = "thin", "thin"
    SINGLE_SOURCE = "single-source", "single source"


class Estimate(models.Model):
    """Derived: one place × role × level (or any) × year. Written by `salaries.estimates` only, never by hand."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="estimates")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="estimates")
    level = models.ForeignKey(CareerLevel, on_delete=models.CASCADE, null=True, related_name="estimates")
    year = models.PositiveSmallIntegerField()
    low_usd = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    typical_usd = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    high_usd = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    sample_size = models.PositiveIntegerField(help_text="Records that it is made of.")
    source_count = models.PositiveSmallIntegerField()
    confidence = models.CharField(max_length=15, choices=Confidence.choices)

    class Meta:
        ordering = ["place", "role", "level", "year"]
        indexes = [models.Index(fields=["role", "year", "level", "place"], name="estimate_comparison")]
        constraints = [
            models.UniqueConstraint(fields=["place", "role", "level", "year"], name="estimate_one_per_cell"),
            models.UniqueConstraint(
                fields=["place", "role", "year"],
                condition=Q(level__isnull=True),
                name="estimate_one_per_cell_any_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.role}, {self.level or 'any level'}, {self.year}"
