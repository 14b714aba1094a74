"""Pay, as quoted: the form follows the source from top to bottom, and shows below it what is derived from it.

The list leads to the import of records, and exports them: those that are ticked, or all that its filters leave.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from guide_site.admin import AttentionFilter
from salaries import estimates, money
from salaries.admin.attention import RECORD_ATTENTION
from salaries.admin.deferral import DefersEstimates
from salaries.admin.downloads import as_csv
from salaries.admin.history import HistoryAdmin, HistoryForm
from salaries.admin.place import NamesPlaces, PlaceFilter
from salaries.conversion import RateTable, annual_problem, convert
from salaries.exporting import export_salaries
from salaries.models import Estimate, ImportRun, SalaryRecord

Status = SalaryRecord.Status


def set_status(records: QuerySet[SalaryRecord], status: str) -> int:
    """Give records a status; returns how many did not have it. Each is saved, so that its history says so."""
    with estimates.deferred():
        changed = list(records.exclude(status=status))
        for record in changed:
            record.status = status
            record.save()
    return len(changed)


class RecordForm(HistoryForm):
    class Meta:
        help_texts = {
            "period": "The period that the source gives the amounts for; nothing is converted here.",
            "qualifier": "How the source puts it: “about 80,000” is About, “80,000 on average” is Average.",
            "population": "Whose pay it is. Local and international employers are shown side by side, never mixed.",
            "basis": "Before or after tax, only if the source says so.",
            "quote": "The sentence or the cells of the source, word for word. Readers see them beside the figure.",
            "status": "Readers see published records only; estimates are made of these.",
        }

    def clean(self) -> dict[str, Any]:
        """Also: each amount, for a year and in US dollars, is one that can be stored and divided by."""
        data = super().clean() or self.cleaned_data
        given = {name: data.get(name) for name in ("low", "typical", "high", "currency_code", "period", "year")}
        if not self.errors and given["year"]:
            record = SalaryRecord(**given)
            convert(record, RateTable())
            for name in ("low", "typical", "high"):
                usd = getattr(record, f"annual_{name}_usd")
                if given[name] is not None and usd is not None and (problem := annual_problem(usd)):
                    self.add_error(name, f"This {problem}.")
        return data


@admin.register(SalaryRecord)
class SalaryRecordAdmin(HistoryAdmin, DefersEstimates, NamesPlaces):
    form = RecordForm
    attention = RECORD_ATTENTION
    fieldsets = [
        ("Who says it", {"fields": ["source", "quote"]}),
        ("Whose pay", {"fields": [("place", "role", "level"), "year", "population", "employment_type", "work_mode"]}),
        (
            "How much, as quoted",
            {
                "fields": [
                    ("currency_code", "period"),
                    ("low", "typical", "high"),
                    "qualifier",
                    "basis",
                    "sample_size",
                ],
                "description": "Exactly as the source gives it. Everything else is worked out from this.",
            },
        ),
        ("On the site", {"fields": ["key", "status", "note"]}),
    ]
    derived = (
        "Derived",
        {
            "fields": ["annual_pay", "exchange_rate", "estimate", "import_run", "created", "modified"],
            "description": "Worked out anew whenever the record, or a rate for it, changes.",
        },
    )
    readonly_fields = ["annual_pay", "exchange_rate", "estimate", "import_run", "created", "modified"]
    autocomplete_fields = ["source", "place", "role", "level"]
    list_display = ["key", "where", "role", "level", "year", "as_quoted", "usd_a_year", "status", "source"]
    list_select_related = ["place", "role", "level", "source"]
    list_filter = [
        AttentionFilter,
        "status",
        "year",
        "role",
        "level",
        ("place", PlaceFilter),
        "source__kind",
        "source",
        "currency_code",
    ]
    search_fields = ["key", "place__name", "role__name", "source__title", "source__publisher", "quote"]
    search_help_text = "Key, place, role, source or quoted words"
    ordering = ["-pk"]
    show_full_result_count = False
    actions = ["publish", "withdraw", "back_to_draft", "export_selected"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export.csv", view, name="salaries_salaryrecord_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        runs: Any = self.admin_site.get_model_admin(ImportRun)
        context = {"may_import": runs.has_import_permission(request) and self.has_add_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """All records that the filters and the search of the list leave, in this query string."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            records = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(f"{reverse('admin:salaries_salaryrecord_changelist')}?e=1")
        return as_csv(export_salaries(records), "salaries.csv")

    def get_fieldsets(self, request: HttpRequest, obj: SalaryRecord | None = None) -> list[Any]:
        fieldsets = list(super().get_fieldsets(request, obj))
        return fieldsets if obj is None else [*fieldsets, self.derived]

    def view_on_site(self, obj: SalaryRecord) -> str | None:
        return obj.get_absolute_url() if obj.is_published else None

    def save_model(self, request: HttpRequest, obj: SalaryRecord, form: Any, change: bool) -> None:
        with estimates.deferred():
            if (before := SalaryRecord.objects.filter(pk=obj.pk).first()) is not None:
                # A restored version knows the cell that it had then, not the one that it leaves now.
                estimates.touch({estimates.cell_of(before)})
            super().save_model(request, obj, form, change)

    @admin.display(description="as quoted")
    def as_quoted(self, record: SalaryRecord) -> str:
        return money.quoted(record)

    @admin.display(description="USD a year", ordering="annual_typical_usd")
    def usd_a_year(self, record: SalaryRecord) -> str:
        return money.annual_usd(record)

    @admin.display(description="US dollars a year")
    def annual_pay(self, record: SalaryRecord) -> str:
        amounts = {
            "low": record.annual_low_usd,
            "typical": record.annual_typical_usd,
            "high": record.annual_high_usd,
        }
        given = [f"{name} ${amount:,.2f}" for name, amount in amounts.items() if amount is not None]
        return ", ".join(given) or "None: no exchange rate covers this currency and year."

    @admin.display(description="estimate that it is part of")
    def estimate(self, record: SalaryRecord) -> str:
        cell = Estimate.objects.filter(
            place=record.place_id, role=record.role_id, level=record.level_id, year=record.year
        ).first()
        if cell is None:
            return "None: there are no published figures in US dollars for this place, role, level and year."
        return format_html(
            '<a href="{}">{}</a>, {} record{} of {} source{}, {}',
            reverse("admin:salaries_estimate_change", args=[cell.pk]),
            money.usd_span(cell.low_usd, cell.typical_usd, cell.high_usd),
            cell.sample_size,
            "" if cell.sample_size == 1 else "s",
            cell.source_count,
            "" if cell.source_count == 1 else "s",
            cell.get_confidence_display(),
        )

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[SalaryRecord]) -> None:
        self.message_user(request, f"Published: {set_status(queryset, Status.PUBLISHED)}.")

    @admin.action(description="Withdraw", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[SalaryRecord]) -> None:
        self.message_user(request, f"Withdrawn: {set_status(queryset, Status.WITHDRAWN)}.")

    @admin.action(description="Back to draft", permissions=["change"])
    def back_to_draft(self, request: HttpRequest, queryset: QuerySet[SalaryRecord]) -> None:
        self.message_user(request, f"Back to draft: {set_status(queryset, Status.DRAFT)}.")

    @admin.action(description="Export selected as CSV (what import_salaries reads)", permissions=["view"])
    def export_selected(self, request: HttpRequest, queryset: QuerySet[SalaryRecord]) -> HttpResponseBase:
        return as_csv(export_salaries(queryset), "salaries.csv")
