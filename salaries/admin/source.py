"""Publications that state pay, facts, rates and price levels."""

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from salaries.admin.history import HistoryAdmin
from salaries.models import Source


@admin.register(Source)
class SourceAdmin(HistoryAdmin):
    fieldsets = [
        ("Publication", {"fields": ["publisher", "title", "slug", "kind", "url"]}),
        ("When", {"fields": [("published", "accessed")]}),
        ("What may be done with it", {"fields": ["licence", "redistributable"]}),
        ("For readers", {"fields": ["note"]}),
        ("What it says", {"fields": ["statements", "created", "modified"]}),
    ]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ["statements", "created", "modified"]
    prepopulated_fields = {"slug": ["publisher", "title"]}
    list_display = ["title", "publisher", "kind", "published", "accessed", "redistributable"]
    list_filter = ["kind", "redistributable", "published"]
    search_fields = ["title", "publisher", "slug", "url"]

    @admin.display(description="records and facts")
    def statements(self, source: Source) -> str:
        if source.pk is None:
            return "None yet."
        return format_html(
            '<a href="{}?source__id__exact={}">{} records</a>, <a href="{}?source__id__exact={}">{} facts</a>',
            reverse("admin:salaries_salaryrecord_changelist"),
            source.pk,
            source.records.count(),
            reverse("admin:salaries_fact_changelist"),
            source.pk,
            source.facts.count(),
        )
