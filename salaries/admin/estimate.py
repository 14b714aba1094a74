"""Estimates, to look at: they are made from the records, never edited."""

from django.contrib import admin

from salaries import money
from salaries.admin.place import NamesPlaces, PlaceFilter
from salaries.admin.read_only import ReadOnly
from salaries.models import Estimate


@admin.register(Estimate)
class EstimateAdmin(NamesPlaces, ReadOnly, admin.ModelAdmin):
    list_display = ["where", "role", "level", "year", "usd_a_year", "sample_size", "source_count", "confidence"]
    list_select_related = ["place", "role", "level"]
    list_filter = ["confidence", "year", "role", "level", ("place", PlaceFilter)]
    search_fields = ["place__name", "role__name", "level__name"]
    fieldsets = [
        ("Cell", {"fields": ["place", "role", "level", "year"]}),
        ("US dollars a year", {"fields": ["low_usd", "typical_usd", "high_usd"]}),
        ("How sure", {"fields": ["sample_size", "source_count", "confidence"]}),
    ]

    @admin.display(description="USD a year", ordering="typical_usd")
    def usd_a_year(self, estimate: Estimate) -> str:
        return money.usd_span(estimate.low_usd, estimate.typical_usd, estimate.high_usd)
