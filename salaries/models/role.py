"""What work is paid for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from salaries.addresses import address_of_one


class RoleQuerySet(models.QuerySet["Role"]):
    def baseline(self) -> Role | None:
        """The role that all others are compared with: the average worker outside IT."""
        return self.filter(is_baseline=True).first()

    def occupations(self) -> RoleQuerySet:
        return self.filter(is_baseline=False)


class Role(models.Model):
    """An occupation, or the baseline that occupations are compared with."""

    slug = models.SlugField(max_length=80, unique=True, help_text="The role in addresses: machine-learning-engineer.")
    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True, help_text="What a person in this role does, in a sentence or two.")
    aliases = models.TextField(blank=True, help_text="Other titles that files use for it, one on each line.")
    is_baseline = models.BooleanField(
        "baseline", default=False, help_text="The average outside IT, which ratios compare with. Only one role is."
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["is_baseline", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_baseline"],
                condition=Q(is_baseline=True),
                name="role_one_baseline",
                violation_error_message="There is a baseline role already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of_one("salaries:role", self.slug)
