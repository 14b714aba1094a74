"""History in the admin: who changed what and why, and going back to an earlier version.

Adds to django-simple-history's admin what it leaves out: whoever may only look cannot restore, a restored version
brings back its many-to-many values, a change can say why, and any two versions can be compared.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from simple_history.admin import SimpleHistoryAdmin

from salaries.admin.versions import changes_between


class HistoryForm(forms.ModelForm):
    """A form whose change can be explained; filled from an earlier version when there is one to restore."""

    why = forms.CharField(
        required=False, widget=AdminTextInputWidget, help_text="Optional. The history shows it beside the change."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = getattr(self.instance, "_history", None)
        if version is not None:
            self.initial["why"] = f"Back to the version of {version.history_date:%Y-%m-%d %H:%M}"
            for field in version._history_m2m_fields:
                target = field.m2m_reverse_field_name()
                self.initial[field.name] = list(getattr(version, field.name).values_list(target, flat=True))


class HistoryAdmin(SimpleHistoryAdmin):
    """The admin of a row whose changes are recorded."""

    form = HistoryForm
    object_history_list_template = "admin/history_list.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_compare"
        view = self.admin_site.admin_view(self.compare_view)
        return [path("<int:object_id>/history/compare/", view, name=name), *super().get_urls()]

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What changed between the versions `from` and `to`, in whichever order they are given."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = [request.GET.get(name, "") for name in ("from", "to")]
        keys = {int(key) for key in asked if key.isascii() and key.isdecimal() and len(key) < 12}
        versions: Any = self.model.history  # type: ignore[attr-defined]
        found = list(versions.filter(id=object_id, pk__in=keys).order_by("history_date", "history_id"))
        if not found:
            raise Http404
        old, new = found[0], found[-1]
        context = self.admin_site.each_context(request) | {
            "title": f"Compare versions: {new.instance}",
            "opts": self.opts,
            "object_id": object_id,
            "old": old,
            "new": new,
            "changes": changes_between(self.model, old, new),
        }
        return TemplateResponse(request, "admin/compare.html", context)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append(("This change", {"fields": ["why"]}))
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = form.cleaned_data.get("why") or None
        super().save_model(request, obj, form, change)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not object_id.isdecimal():
            raise Http404
        return super().history_view(request, object_id, extra_context)

    @transaction.atomic
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if not (object_id.isdecimal() and version_id.isdecimal()):
            raise Http404
        if request.method == "POST" and not self.has_change_permission(request, self.get_object(request, object_id)):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def render_history_view(self, request: HttpRequest, template: Any, context: Any, **kwargs: Any) -> HttpResponse:
        if "adminform" in context and not self.has_change_permission(request, context["original"]):
            for field in context["adminform"].form.fields.values():
                field.disabled = True
        return super().render_history_view(request, template, context, **kwargs)
