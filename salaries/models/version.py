"""What is published now, under a name of its own; pages carry it in their ETag, and are kept under it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models import F


def new_token() -> str:
    return secrets.token_hex(8)


_held: ContextVar[str] = ContextVar("held_version", default="")


class PublishedVersion(models.Model):
    """A single row. Changed in the same transaction as the change that it stands for, so it is never behind.

    The number is for people. It comes again after a change that was taken back, with other content; the token is drawn
    anew each time and never comes again, so what was made of content that never came to be is never taken for ours.
    """

    number = models.PositiveBigIntegerField(default=1)
    token = models.CharField(max_length=16, default=new_token)
    record_count = models.PositiveBigIntegerField(
        default=0, help_text="How many records readers may see, counted whenever records change."
    )
    changed = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> str:
        return _held.get() or cls.objects.values_list("token", flat=True).get(pk=1)

    @classmethod
    @contextmanager
    def held(cls) -> Iterator[None]:
        """An answer is of one version, the one at its start: that is read once, however often it is asked for."""
        before = _held.set(cls.current())
        try:
            yield
        finally:
            _held.reset(before)

    @classmethod
    def advance(cls) -> None:
        _held.set("")
        cls.objects.filter(pk=1).update(number=F("number") + 1, token=new_token())
