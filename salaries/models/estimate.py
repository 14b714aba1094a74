"""What the sources together say of one cell."""

from __future__ import annotations

from typing import NamedTuple

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


class Part(NamedTuple):
    """How many records of a cell are of one source and one kind."""

    source_id: int
    population: str
    employment_type: str
    work_mode: str
    record_count: int


class Estimate(models.Model):
    """Derived: one place × role × level (or any) × year. Written by `salaries.estimates` only, never by hand.

    `made_of` counts more records than `sample_size` does. It has all comparable records of the place and of everything
    inside it, also those that the estimate passes over because the source has records that come first: its own for the
    place, or, for any level, those without a level. A filter is applied before these rules, and may well leave a record
    that the whole estimate passes over. So a cell that is narrowed by source, population, employment type or work mode
    has a figure exactly if one of its parts is within the filter.
    """

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
    made_of = models.JSONField(
        default=list,
        help_text="Sorted list of [source, population, employment type, work mode, number of records]: all that occur "
        "among the comparable records of the place and everything inside it, of this role, year and level.",
    )

    class Meta:
        ordering = ["place", "role", "level", "year"]
        indexes = [
            models.Index(fields=["role", "year", "level", "place"], name="estimate_comparison"),
            # Other roles of the same year and level, for the counts beside a comparison's choices.
            models.Index(fields=["year", "level", "role", "place"], name="estimate_facets"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["place", "role", "level", "year"], name="estimate_one_per_cell"),
            models.UniqueConstraint(
                fields=["place", "role", "year"],
                condition=Q(level__isnull=True),
                name="estimate_one_per_cell_any_level",
            ),
        ]

    @classmethod
    def last_years(cls) -> dict[int, int]:
        """{role's id: the last year for which anyone states its pay}."""
        return dict(cls.objects.order_by().values_list("role").annotate(models.Max("year")))

    def __str__(self) -> str:
        return f"{self.place}, {self.role}, {self.level or 'any level'}, {self.year}"
