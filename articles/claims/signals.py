"""Keeps the ledger in step: a saved guide is read again, a change of the records judges the claims that it touches.

In: Django's save and delete signals, and `salaries.announcements.pay_changed`. Out: rows of `Claim`, in the transaction
of the change. Where a name has changed the version advances first: claims are judged by the catalogue of the new one.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.text import slugify

from articles.claims import ledger, touched
from articles.models import Article, Claim
from salaries.announcements import pay_changed
from salaries.estimates import Cell
from salaries.models import CareerLevel, Fact, Place, PublishedVersion, Role, Source


@receiver(post_save, sender=Article)
def write_ledger(instance: Article, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        ledger.write(instance)


@receiver(pay_changed)
def judge_after_pay(cells: set[Cell] | None, keys: set[str], **kwargs: Any) -> None:
    if cells is None:
        ledger.judge(Claim.objects.values_list("pk", flat=True))
    else:
        ledger.judge(touched.by_cells(cells) | touched.by_keys(keys))


@receiver([post_save, post_delete], sender=Fact)
def judge_after_fact(instance: Fact, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        ledger.judge(touched.by_row("fact", instance.pk, [instance.key]))


@receiver([post_save, post_delete], sender=Role)
def judge_after_role(instance: Role, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        PublishedVersion.advance()
        called = [instance.slug, *map(slugify, (instance.name, *instance.aliases.splitlines()))]
        ledger.judge(touched.by_row("role", instance.pk, [*called, "non-it"]))


for model, kind in ((CareerLevel, "level"), (Place, "place"), (Source, "source")):

    @receiver([post_save, post_delete], sender=model, weak=False)
    def judge_after_name(
        instance: CareerLevel | Place | Source, raw: bool = False, kind: str = kind, **kwargs: Any
    ) -> None:
        if not raw:
            PublishedVersion.advance()
            ledger.judge(touched.by_row(kind, instance.pk, [instance.slug]))
