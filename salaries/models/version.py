"""One number that grows with every published change; pages carry it in their ETag."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class PublishedVersion(models.Model):
    """A single row. Changed in the same transaction as the change that it stands for, so it is never behind."""

    number = models.PositiveBigIntegerField(default=1)
    changed = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.values_list("number", flat=True).get(pk=1)

    @classmethod
    def advance(cls) -> None:
        cls.objects.filter(pk=1).update(number=F("number") + 1)
