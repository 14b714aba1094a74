"""Every way a record can change (admin, shell, import, deletion) ends here, so that nothing derived is ever behind.

In: Django's save and delete signals. Out: converted records, refreshed estimates, a new published version.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_init, post_save, pre_save
from django.dispatch import receiver

from salaries import estimates
from salaries.clock import running_year
from salaries.conversion import RateTable, convert, reconvert
from salaries.models import (
    CareerLevel,
    ExchangeRate,
    Fact,
    Place,
    PriceLevel,
    PublishedVersion,
    Role,
    SalaryRecord,
    Skill,
    Source,
)


@receiver(post_init, sender=SalaryRecord)
def remember_cell(instance: SalaryRecord, **kwargs: Any) -> None:
    deferred = instance.get_deferred_fields()
    known = instance.pk and not deferred & {"place_id", "role_id", "year"}
    instance.cell_before = estimates.cell_of(instance) if known else None
    instance.key_before = "" if "key" in deferred else instance.key


@receiver(pre_save, sender=SalaryRecord)
def convert_record(instance: SalaryRecord, **kwargs: Any) -> None:
    convert(instance, RateTable())


@receiver(post_save, sender=SalaryRecord)
def refresh_after_save(instance: SalaryRecord, **kwargs: Any) -> None:
    now = estimates.cell_of(instance)
    before = instance.cell_before
    estimates.touch({now, estimates.Cell(*before) if before else now}, {instance.key, instance.key_before} - {""})
    instance.cell_before, instance.key_before = now, instance.key


@receiver(post_delete, sender=SalaryRecord)
def refresh_after_delete(instance: SalaryRecord, **kwargs: Any) -> None:
    estimates.touch({estimates.cell_of(instance)}, {instance.key})


def rates_changed(touched: Iterable[tuple[str, datetime.date]]) -> None:
    """Rates of these (currency, date) have come, changed or gone: convert the records again that they may concern.

    A rate concerns the pay of its own year, and, as it may be the latest one, that of the running year.
    """
    years: dict[str, set[int]] = defaultdict(set)
    for currency, date in touched:
        years[currency].add(date.year)
    running = running_year()
    with estimates.deferred():
        for currency, of in years.items():
            concerned = SalaryRecord.objects.filter(Q(year__in=of) | Q(year__gte=running), currency_code=currency)
            for record in reconvert(concerned.select_related("exchange_rate").iterator()):
                estimates.touch({estimates.cell_of(record)}, {record.key})
        PublishedVersion.advance()


@receiver(post_init, sender=ExchangeRate)
def remember_rate(instance: ExchangeRate, **kwargs: Any) -> None:
    known = not instance.get_deferred_fields() & {"currency_code", "date"}
    instance.concerned_before = (instance.currency_code, instance.date) if known and instance.pk else None


@receiver([post_save, post_delete], sender=ExchangeRate)
def reconvert_after_rate(instance: ExchangeRate, **kwargs: Any) -> None:
    now = (instance.currency_code, instance.date)
    rates_changed({now, instance.concerned_before or now})
    instance.concerned_before = now


@receiver(post_init, sender=Place)
def remember_parent(instance: Place, **kwargs: Any) -> None:
    instance.parent_before = instance.__dict__.get("parent_id")


@receiver(post_save, sender=Place)
def refresh_after_move(instance: Place, created: bool, **kwargs: Any) -> None:
    """A place that now lies elsewhere changes what the places around it are made of."""
    if not created and instance.parent_id != instance.parent_before:
        estimates.rebuild()
    instance.parent_before = instance.parent_id


for model in (Place, Role, CareerLevel, Skill, Source, Fact, PriceLevel):

    @receiver([post_save, post_delete], sender=model, weak=False)
    def advance_version(**kwargs: Any) -> None:
        PublishedVersion.advance()


@receiver(m2m_changed, sender=CareerLevel.skills.through)
@receiver(m2m_changed, sender=CareerLevel.tools.through)
def advance_version_after_skills(**kwargs: Any) -> None:
    PublishedVersion.advance()
