"""What money is worth: exchange rates and price levels. A changed rate converts its records again at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from salaries.admin.deferral import DefersEstimates
from salaries.models import ExchangeRate, PriceLevel
from salaries.models.rate import span_of


class RateForm(forms.ModelForm):
    """Moves the date to the first day of its month or year before looking for a rate that is there already."""

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if data.get("span") and data.get("date"):
            data["date"], _ = span_of(data["span"], data["date"])
        return data


@admin.register(ExchangeRate)
class ExchangeRateAdmin(DefersEstimates):
    form = RateForm
    fieldsets = [
        ("Rate", {"fields": ["currency_code", "units_per_usd"]}),
        ("When", {"fields": [("span", "date"), "end"]}),
        ("Who says it", {"fields": ["source", "note"]}),
    ]
    readonly_fields = ["end"]
    autocomplete_fields = ["source"]
    list_display = ["currency_code", "units_per_usd", "period", "source", "note"]
    list_select_related = ["source"]
    list_filter = ["span", "source", "currency_code"]
    date_hierarchy = "date"
    search_fields = ["currency_code", "note", "source__title"]

    @admin.display(description="when", ordering="date")
    def period(self, rate: ExchangeRate) -> str:
        return rate.when


@admin.register(PriceLevel)
class PriceLevelAdmin(admin.ModelAdmin):
    fields = ["country", "year", "ppp_factor", "source"]
    autocomplete_fields = ["country", "source"]
    list_display = ["country", "year", "ppp_factor", "source"]
    list_select_related = ["country", "source"]
    list_filter = ["year", "source", "country"]
    search_fields = ["country__name", "country__country_code", "source__title"]
