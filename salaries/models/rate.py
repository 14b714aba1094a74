"""What money is worth: exchange rates and price levels, each with its source."""

from __future__ import annotations

import calendar
import datetime

from django.db import models
from django.db.models import Q

from salaries.codes import CURRENCY_CODES
from salaries.models.place import Place
from salaries.models.source import Source


class ExchangeRate(models.Model):
    """Units of a currency that one US dollar bought, on a day or on average over a month or a year."""

    class Span(models.TextChoices):
        DAY = "day", "Day"
        MONTH = "month", "Month's average"
        YEAR = "year", "Year's average"

    currency_code = models.CharField(max_length=3, help_text="ISO 4217.")
    span = models.CharField(max_length=5, choices=Span.choices, help_text="What the rate stands for.")
    date = models.DateField(help_text="The day, or the first day of the month or year.")
    end = models.DateField(editable=False, help_text="The last day that the rate stands for.")
    units_per_usd = models.DecimalField("units per US dollar", max_digits=18, decimal_places=8)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="exchange_rates")
    note = models.CharField(max_length=250, blank=True, help_text="How it was worked out, if it was.")

    # What it was when it was read; salaries.signals compares.
    concerned_before: tuple[str, datetime.date] | None

    class Meta:
        ordering = ["currency_code", "-end"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency_code", "span", "date", "source"], name="rate_unique_per_source_and_span"
            ),
            models.CheckConstraint(
                name="rate_currency_known",
                condition=Q(currency_code__in=CURRENCY_CODES),
                violation_error_message="This is not an ISO 4217 currency code.",
            ),
            models.CheckConstraint(
                name="rate_positive",
                condition=Q(units_per_usd__gt=0),
                violation_error_message="A rate is above zero.",
            ),
            models.CheckConstraint(name="rate_span_known", condition=Q(span__in=["day", "month", "year"])),
        ]
        indexes = [models.Index(fields=["currency_code", "-end"], name="rate_latest")]

    def __str__(self) -> str:
        return f"{self.units_per_usd.normalize():f} {self.currency_code} per USD, {self.when}"

    def save(self, *args, **kwargs) -> None:
        self.date, self.end = span_of(self.span, self.date)
        super().save(*args, **kwargs)

    @property
    def when(self) -> str:
        """The day, the month or the year in words."""
        if self.span == self.Span.DAY:
            return f"{self.date.day} {self.date:%B %Y}"
        return f"average of {self.date:%B %Y}" if self.span == self.Span.MONTH else f"average of {self.date:%Y}"


def span_of(span: str, date: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of the day, month or year that `date` lies in."""
    if span == ExchangeRate.Span.YEAR:
        return date.replace(month=1, day=1), date.replace(month=12, day=31)
    if span == ExchangeRate.Span.MONTH:
        return date.replace(day=1), date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date, date


class PriceLevel(models.Model):
    """Purchasing power: units of a country's currency that buy what one US dollar buys in the United States."""

    country = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="price_levels", limit_choices_to={"kind": "country"}
    )
    year = models.PositiveSmallIntegerField()
    ppp_factor = models.DecimalField(
        "PPP factor", max_digits=18, decimal_places=8, help_text="Local currency per international dollar."
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="price_levels")

    class Meta:
        ordering = ["country", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["country", "year", "source"], name="price_level_unique_per_source"),
            models.CheckConstraint(
                name="price_level_positive",
                condition=Q(ppp_factor__gt=0),
                violation_error_message="A PPP factor is above zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.year}: {self.ppp_factor.normalize():f}"
