"""What importers did, to look at: their runs, and the rows that they refused; and the door to new imports."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from salaries.admin.importing import ImportDoor
from salaries.admin.read_only import ReadOnly
from salaries.importers.result import Warned
from salaries.models import ImportRejection, ImportRun

SHOWN_WITH_RUN = 100
UNDER_WAY = (
    "Under way; or it was stopped before it could say why. Nothing has been changed by it so far. "
    "Load this page again to see."
)


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
class ImportRunAdmin(ReadOnly, ImportDoor):
    fieldsets = [
        ("What became of it", {"fields": ["state", "rows", "doubtful"]}),
        ("File", {"fields": ["importer", "file_name", "header", "read_by", "sha256"]}),
        ("When and who", {"fields": ["started", "finished", "user"]}),
    ]
    all_warnings = ("Warnings", {"fields": ["doubts"], "classes": ["collapse"]})
    readonly_fields = ["state", "rows", "doubtful", "header", "read_by", "doubts"]
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

    class Media:
        css = {"all": ["css/import.css"]}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"may_import": self.has_import_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"may_import": self.has_import_permission(request)}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def get_fieldsets(self, request: HttpRequest, obj: ImportRun | None = None) -> list[Any]:
        fieldsets = list(super().get_fieldsets(request, obj))
        return [*fieldsets, self.all_warnings] if obj is not None and obj.warnings else fieldsets

    @admin.display(description="outcome")
    def state(self, run: ImportRun) -> str:
        if run.outcome != ImportRun.Outcome.FAILED:
            return run.get_outcome_display()
        if run.finished is None:
            return UNDER_WAY
        return f"Failed, nothing changed. {run.message}".strip()

    @admin.display(description="rows")
    def rows(self, run: ImportRun) -> str:
        counts = (
            f"{run.created_count:,} created, {run.updated_count:,} updated, {run.unchanged_count:,} unchanged, "
            f"{run.refused_count:,} refused"
        )
        if run.left_out_count:
            counts += f", {run.left_out_count:,} left out"
        if run.vanished_count:
            fate = f"{run.pruned_count:,} of them deleted" if run.pruned_count else "they stay"
            counts += f"; {run.vanished_count:,} records of the same sources are not in the file, {fate}"
        address = reverse("admin:salaries_importrejection_changelist")
        return format_html('{} (<a href="{}?run__id__exact={}">all refused values</a>)', counts, address, run.pk)

    @admin.display(description="rows that look wrong")
    def doubtful(self, run: ImportRun) -> str:
        kinds, count = len(run.warnings), sum(warned["count"] for warned in run.warnings)
        if not kinds:
            return "None."
        return (
            f"{count:,} warning{'' if count == 1 else 's'} of {kinds:,} kind{'' if kinds == 1 else 's'}, listed below."
        )

    @admin.display(description="what looked wrong")
    def doubts(self, run: ImportRun) -> str:
        lines = format_html_join("", "<li>{}</li>", ((str(Warned(**warned)),) for warned in run.warnings))
        return format_html("<ul>{}</ul>", lines)

    @admin.display(description="header")
    def header(self, run: ImportRun) -> str:
        return ", ".join(column or "(no name)" for column in run.columns) or "Not kept."

    @admin.display(description="read through the mapping")
    def read_by(self, run: ImportRun) -> str:
        return run.mapping or "None: it is in our own format."


@admin.register(ImportRejection)
class ImportRejectionAdmin(ReadOnly, admin.ModelAdmin):
    fields = ["run", "row_number", "field", "value", "reason"]
    list_display = ["row_number", "field", "value", "reason", "run"]
    list_select_related = ["run"]
    list_filter = ["field", "run__importer"]
    search_fields = ["field", "value", "reason", "run__file_name"]
