"""Pay, as quoted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from salaries.addresses import address_of_one
from salaries.codes import CURRENCY_CODES
from salaries.models.amounts import amount_constraints
from salaries.models.history import WithHistory
from salaries.models.level import CareerLevel
from salaries.models.place import Place
from salaries.models.rate import ExchangeRate
from salaries.models.role import Role
from salaries.models.run import ImportRun
from salaries.models.source import Source

STALE_AFTER = datetime.timedelta(days=548)
# An exact figure that is no range. (A converted record has an end in US dollars where it has one as quoted.)
OBSERVATION = {"annual_low_usd__isnull": True, "annual_high_usd__isnull": True, "qualifier": "exact"}
# All that estimates and filters on records read, so that an index alone answers. What estimates group by comes first,
# in their order (salaries.stated), so that nothing need be sorted either.
READ_FOR_ESTIMATES = [
    "role",
    "year",
    "place",
    "level",
    "source",
    "population",
    "employment_type",
    "work_mode",
    "status",
    "qualifier",
    "annual_low_usd",
    "annual_typical_usd",
    "annual_high_usd",
]


class SalaryRecordQuerySet(models.QuerySet["SalaryRecord"]):
    def published(self) -> SalaryRecordQuerySet:
        """What readers may see."""
        return self.filter(status=SalaryRecord.Status.PUBLISHED)

    def comparable(self) -> SalaryRecordQuerySet:
        """Published records with a figure in US dollars: what estimates are made of."""
        return self.published().exclude(
            annual_low_usd__isnull=True, annual_typical_usd__isnull=True, annual_high_usd__isnull=True
        )

    def observations(self) -> SalaryRecordQuerySet:
        """Comparable records of one person's pay each: what quartiles are made of."""
        return self.filter(**OBSERVATION)

    def published_figures(self) -> SalaryRecordQuerySet:
        """The other comparable records: ranges, averages and other figures that a source publishes."""
        return self.exclude(**OBSERVATION)

    def with_relations(self) -> SalaryRecordQuerySet:
        """What a line of a table of records shows, in one query."""
        return self.select_related("place__parent", "role", "level", "source", "exchange_rate__source")

    def stated_by(self, sources: Iterable[Source]) -> SalaryRecordQuerySet:
        """Those of some sources, among records that the place, role and year lead to: no index of the source is used.

        SQLite would prefer it, and visit every record of a source that may have a million.
        """
        return self.annotate(by_source=F("source_id") + 0).filter(by_source__in=[source.pk for source in sources])

    def first_of_each_cell(self, count: int, *, by_level: bool) -> SalaryRecordQuerySet:
        """At most `count` records of each place, role, year and level: the lowest levels first. In no order."""
        cell = [F(name) for name in ("place_id", "role_id", "year", *["level_id"] * by_level)]
        order = [F("level__order").asc(nulls_first=True), F("key").asc()]
        rank = Window(RowNumber(), partition_by=cell, order_by=order)
        return self.annotate(rank_in_cell=rank).filter(rank_in_cell__lte=count).order_by()

    def newest_first(self) -> SalaryRecordQuerySet:
        """Along an index: the last year first, and in it what was added last."""
        return self.order_by("-year", "-pk")

    def unsourced(self) -> SalaryRecordQuerySet:
        """Statements for which nobody is named."""
        return self.filter(source__kind=Source.Kind.GUIDE)

    def without_usd(self) -> SalaryRecordQuerySet:
        """Records that no exchange rate covers."""
        return self.filter(annual_low_usd__isnull=True, annual_typical_usd__isnull=True, annual_high_usd__isnull=True)

    def stale(self) -> SalaryRecordQuerySet:
        """Published records whose year ended more than 18 months ago."""
        return self.published().filter(year__lt=(timezone.now() - STALE_AFTER).year)

    def drafts(self) -> SalaryRecordQuerySet:
        return self.filter(status=SalaryRecord.Status.DRAFT)


class SalaryRecord(WithHistory):
    """One statement of pay by one source.

    The quoted half is what the source says and is never converted in place. The annual figures in US dollars are
    derived from it by `salaries.conversion` whenever the record or a rate changes.
    """

    class Period(models.TextChoices):
        HOUR = "hour", "an hour"
        DAY = "day", "a day"
        WEEK = "week", "a week"
        MONTH = "month", "a month"
        YEAR = "year", "a year"

    class Qualifier(models.TextChoices):
        EXACT = "exact", "As stated"
        ABOUT = "about", "About"
        AVERAGE = "average", "Average"
        FROM = "from", "From"
        UP_TO = "up-to", "Up to"

    class Population(models.TextChoices):
        UNSPECIFIED = "unspecified", "Not specified"
        LOCAL = "local", "Local employers"
        INTERNATIONAL = "international", "International employers"

    class Employment(models.TextChoices):
        UNSPECIFIED = "unspecified", "Not specified"
        FULL_TIME = "full-time", "Full time"
        PART_TIME = "part-time", "Part time"
        CONTRACT = "contract", "Contract"
        FREELANCE = "freelance", "Freelance"
        INTERNSHIP = "internship", "Internship"

    class WorkMode(models.TextChoices):
        UNSPECIFIED = "unspecified", "Not specified"
        ON_SITE = "on-site", "On site"
        HYBRID = "hybrid", "Hybrid"
        REMOTE = "remote", "Remote"

    class Basis(models.TextChoices):
        UNSTATED = "unstated", "Not stated"
        GROSS = "gross", "Gross, before tax"
        NET = "net", "Net, after tax"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    key = models.SlugField(max_length=120, unique=True, help_text="Its name in addresses and in guides; never reused.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="records")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="records", db_index=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="records", db_index=False)
    level = models.ForeignKey(
        CareerLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        db_index=False,
        help_text="Empty if the source names no level.",
    )
    year = models.PositiveSmallIntegerField(help_text="The year that the pay is for.")
    currency_code = models.CharField("currency", max_length=3, help_text="ISO 4217, as quoted: SGD.")
    period = models.CharField(max_length=5, choices=Period.choices, default=Period.YEAR)
    low = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, blank=True, help_text="Alone, it means “this or more”."
    )
    typical = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, blank=True, help_text="The quoted median, average or single figure."
    )
    high = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, blank=True, help_text="Alone, it means “up to this”."
    )
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    population = models.CharField(max_length=15, choices=Population.choices, default=Population.UNSPECIFIED)
    employment_type = models.CharField(max_length=15, choices=Employment.choices, default=Employment.UNSPECIFIED)
    work_mode = models.CharField(max_length=15, choices=WorkMode.choices, default=WorkMode.UNSPECIFIED)
    sample_size = models.PositiveIntegerField(null=True, blank=True, help_text="People asked, if the source says.")
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.UNSTATED)
    quote = models.TextField("words as quoted", blank=True)
    note = models.TextField(blank=True, help_text="What we read into it, such as a period that is not stated.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    import_run = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="records"
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    annual_low_usd = models.DecimalField(max_digits=15, decimal_places=2, null=True, editable=False)
    annual_typical_usd = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, editable=False, help_text="Quoted, or midway of low and high."
    )
    annual_high_usd = models.DecimalField(max_digits=15, decimal_places=2, null=True, editable=False)
    exchange_rate = models.ForeignKey(
        ExchangeRate,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="records",
        help_text="The rate that the figures in US dollars were made with.",
    )

    # (place, role, year) when it was read; salaries.signals compares.
    cell_before: tuple[int, int, int] | None
    key_before: str

    objects = SalaryRecordQuerySet.as_manager()

    class Meta:
        ordering = ["place__name", "role__name", "level__order", "key"]
        indexes = [
            models.Index(fields=READ_FOR_ESTIMATES, name="record_cell"),
            # The few that are not one person's pay each are found without reading the many that are.
            models.Index(fields=READ_FOR_ESTIMATES, condition=~Q(**OBSERVATION), name="record_figures"),
            models.Index(fields=["place", "role"], name="record_place"),
            models.Index(fields=["currency_code", "year"], name="record_currency"),
            models.Index(fields=["status", "year"], name="record_status"),
        ]
        constraints = [
            *amount_constraints("record"),
            models.CheckConstraint(
                name="record_currency_known",
                condition=Q(currency_code__in=CURRENCY_CODES),
                violation_error_message="This is not an ISO 4217 currency code.",
            ),
            models.CheckConstraint(
                name="record_year_plausible",
                condition=Q(year__range=(1950, 2100)),
                violation_error_message="A year lies within 1950 and 2100.",
            ),
            models.CheckConstraint(
                name="record_period_known", condition=Q(period__in=["hour", "day", "week", "month", "year"])
            ),
            models.CheckConstraint(
                name="record_status_known", condition=Q(status__in=["draft", "published", "withdrawn"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}"

    def get_absolute_url(self) -> str:
        return address_of_one("salaries:record", self.key)

    @property
    def quoted_amounts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Low, typical and high as quoted, in the quoted currency and period."""
        return self.low, self.typical, self.high

    def neighbours(self) -> SalaryRecordQuerySet:
        """Other published records of the same place and role: where sources can be seen to disagree."""
        found = SalaryRecord.objects.published().filter(place_id=self.place_id, role_id=self.role_id)
        return found.exclude(pk=self.pk)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED
