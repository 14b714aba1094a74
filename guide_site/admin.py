"""The admin site: Django's own, with an index page that begins with what needs attention.

A model's admin names what needs attention in `attention`; the index counts it, and `AttentionFilter` lists it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from guide_site.accounts import lacks_second_factor


@dataclass(frozen=True, slots=True)
class Attention:
    """One reason why rows need an editor: its name in addresses, what it means, and the queryset method for it."""

    slug: str
    label: str
    meaning: str
    select: Callable[[Any], QuerySet]


class AttentionFilter(admin.SimpleListFilter):
    """The rows behind one line of the index page."""

    title = "attention"
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.choices_by_slug = {item.slug: item for item in model_admin.attention}
        return [(item.slug, item.label) for item in model_admin.attention]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        if self.value() not in self.choices_by_slug:
            raise IncorrectLookupParameters(f"attention={self.value()}")
        return self.choices_by_slug[self.value()].select(queryset)


class LabelledChoices(AutocompleteJsonView):
    """Answers autocompletes; a model's admin may name its rows more fully there than the site does (`choice_label`)."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "choice_label", str)
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}  # type: ignore[misc]


class GuideAdminSite(admin.AdminSite):
    """Stock admin; the index page counts what needs attention among the models that the user may see."""

    site_header = "Guide Site"
    site_title = "Guide Site"
    index_title = "What needs attention"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_factor(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where somebody has to go before the admin: allauth signs in, limits tries and asks for the second factor."""
        index = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect(index)
        if request.user.is_authenticated and lacks_second_factor(request.user):
            return redirect("mfa_activate_totp")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, index))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"attention": self.attention(request), **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LabelledChoices.as_view(admin_site=self)(request)

    def attention(self, request: HttpRequest) -> list[dict[str, Any]]:
        """{label, count, url, meaning} of each reason; the address is that of the filtered list."""
        lines = []
        for model, model_admin in self._registry.items():
            if not model_admin.has_view_permission(request):
                continue
            changelist = f"{self.name}:{model._meta.app_label}_{model._meta.model_name}_changelist"
            for item in getattr(model_admin, "attention", ()):
                lines.append(
                    {
                        "label": item.label,
                        "count": item.select(model_admin.get_queryset(request)).count(),
                        "url": f"{reverse(changelist)}?{AttentionFilter.parameter_name}={item.slug}",
                        "meaning": item.meaning,
                    }
                )
        return lines
