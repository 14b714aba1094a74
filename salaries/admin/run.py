"""What importers did, to look at: their runs, and the rows that they refused."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html

from salaries.admin.read_only import ReadOnly
from salaries.models import ImportRejection, ImportRun

SHOWN_WITH_RUN = 100


class FirstRejections(BaseInlineFormSet):
    """A file of a million rows can be refused a million times; the page of its run shows the first."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset()[:SHOWN_WITH_RUN]


class RejectionInline(ReadOnly, admin.TabularInline):
    model = ImportRejection
    formset = FirstRejections
    fields = ["row_number", "field", "value", "reason"]
    verbose_name_plural = f"first {SHOWN_WITH_RUN} refused values"
    extra = 0


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, admin.ModelAdmin):
    fieldsets = [
        ("File", {"fields": ["importer", "file_name", "sha256"]}),
        ("What became of it", {"fields": ["outcome", "rows"]}),
        ("When and who", {"fields": ["started", "finished", "user"]}),
    ]
    readonly_fields = ["rows"]
    inlines = [RejectionInline]
    list_display = [
        "id",
        "importer",
        "file_name",
        "outcome",
        "created_count",
        "updated_count",
        "unchanged_count",
        "refused_count",
        "finished",
        "user",
    ]
    list_display_links = ["id", "file_name"]
    list_select_related = ["user"]
    list_filter = ["outcome", "importer"]
    date_hierarchy = "finished"
    search_fields = ["file_name", "sha256"]

    @admin.display(description="rows")
    def rows(self, run: ImportRun) -> str:
        counts = (
            f"{run.created_count} created, {run.updated_count} updated, {run.unchanged_count} unchanged, "
            f"{run.refused_count} refused"
        )
        address = reverse("admin:salaries_importrejection_changelist")
        return format_html('{} (<a href="{}?run__id__exact={}">all refused values</a>)', counts, address, run.pk)


@admin.register(ImportRejection)
class ImportRejectionAdmin(ReadOnly, admin.ModelAdmin):
    fields = ["run", "row_number", "field", "value", "reason"]
    list_display = ["row_number", "field", "value", "reason", "run"]
    list_select_related = ["run"]
    list_filter = ["field", "run__importer"]
    search_fields = ["field", "value", "reason", "run__file_name"]
