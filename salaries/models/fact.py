"""Sourced numbers that are not pay."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from salaries.models.history import WithHistory
from salaries.models.level import CareerLevel, Skill
from salaries.models.place import Place
from salaries.models.role import Role
from salaries.models.run import ImportRun
from salaries.models.source import Source


class Fact(WithHistory):
    """One number that a source states: a share, a premium, a market's size, a ratio."""

    class Unit(models.TextChoices):
        PERCENT = "percent", "per cent"
        RATIO = "ratio", "times"
        USD = "USD", "US dollars"
        MONTHS = "months", "months"
        COUNT = "count", "number"

    key = models.SlugField(max_length=120, unique=True, help_text="Its name in guides; never reused.")
    statement = models.CharField(max_length=300, help_text="What the number says, without the number.")
    low = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="Alone, it means “more than this”."
    )
    high = models.DecimalField(
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Alone, it means “under this”. A single figure stands in both.",
    )
    unit = models.CharField(max_length=10, choices=Unit.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="facts")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, blank=True, related_name="facts")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, null=True, blank=True, related_name="facts")
    level = models.ForeignKey(CareerLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="facts")
    year = models.PositiveSmallIntegerField(help_text="The year that the number is for.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="facts")
    quote = models.TextField("words as quoted", blank=True)
    note = models.TextField(blank=True)
    import_run = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="facts"
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="fact_has_a_number",
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                violation_error_message="Give at least one number.",
            ),
            models.CheckConstraint(
                name="fact_numbers_in_order",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                violation_error_message="The first number is above the second.",
            ),
            models.CheckConstraint(
                name="fact_unit_known", condition=Q(unit__in=["percent", "ratio", "USD", "months", "count"])
            ),
            models.CheckConstraint(
                name="fact_year_plausible",
                condition=Q(year__range=(1950, 2100)),
                violation_error_message="A year lies within 1950 and 2100.",
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return f"{self.source.get_absolute_url()}#fact-{self.key}"
