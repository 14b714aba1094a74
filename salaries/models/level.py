"""The ladder: its rungs, and the skills and tools that each asks for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from salaries.addresses import address_of, address_of_one
from salaries.models.history import WithHistory
from salaries.models.source import Source


class Skill(models.Model):
    """A skill that employers ask for, or a tool."""

    class Kind(models.TextChoices):
        SKILL = "skill", "Skill"
        TOOL = "tool", "Tool"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    description = models.TextField(blank=True, help_text="What it is for, in a sentence.")
    in_demand = models.BooleanField(
        default=False, help_text="Whether a source names it as something that employers ask for."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="skill_kind_known", condition=Q(kind__in=["skill", "tool"])),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{address_of('salaries:skills')}#{self.slug}"

    @property
    def asking_levels(self) -> list[CareerLevel]:
        """The rungs that name it, among their skills or among their tools, lowest first."""
        return sorted({*self.levels.all(), *self.tool_levels.all()}, key=lambda level: level.order)


def ordered(low: str, high: str, name: str, message: str) -> models.CheckConstraint:
    """low ≤ high where both are given, and neither below zero."""
    return models.CheckConstraint(
        name=name,
        condition=(Q(**{f"{low}__isnull": True}) | Q(**{f"{low}__gte": 0}))
        & (Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": 0}))
        & (Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": F(low)})),
        violation_error_message=message,
    )


class CareerLevel(WithHistory):
    """A rung of the ladder, as published: what it asks for, how long it takes and what it multiplies pay by."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(unique=True, help_text="1 is the lowest rung.")
    summary = models.TextField(blank=True, help_text="What changes on this rung, in a sentence or two.")
    experience_low_months = models.PositiveSmallIntegerField("experience from", null=True, blank=True)
    experience_high_months = models.PositiveSmallIntegerField(
        "experience to", null=True, blank=True, help_text="Months; empty if open, as in 4 years and more."
    )
    reach_low_months = models.PositiveSmallIntegerField("time to reach from", null=True, blank=True)
    reach_high_months = models.PositiveSmallIntegerField(
        "time to reach to", null=True, blank=True, help_text="Months from the rung below, as published."
    )
    multiplier_low = models.DecimalField(
        "published multiplier from", max_digits=5, decimal_places=2, null=True, blank=True
    )
    multiplier_high = models.DecimalField(
        "published multiplier to",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Pay as a multiple of the first rung's, as published. The records' own multiple is shown beside it.",
    )
    skills = models.ManyToManyField(Skill, related_name="levels", blank=True)
    tools = models.ManyToManyField(Skill, related_name="tool_levels", blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="levels", help_text="Who publishes these times and multipliers."
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            ordered(
                "experience_low_months",
                "experience_high_months",
                "level_experience_in_order",
                "Experience: the first number of months is above the second.",
            ),
            ordered(
                "reach_low_months",
                "reach_high_months",
                "level_reach_in_order",
                "Time to reach: the first number of months is above the second.",
            ),
            ordered(
                "multiplier_low",
                "multiplier_high",
                "level_multiplier_in_order",
                "Multiplier: the first number is above the second.",
            ),
            models.CheckConstraint(name="level_order_positive", condition=Q(order__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of_one("salaries:level", self.slug)
