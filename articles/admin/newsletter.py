"""Issues of the newsletter: writing, seeing them as mail, trying them, scheduling. `send_newsletter` sends them.

Editors write and schedule. They see how many copies became what, and no address: see `articles.admin.subscriber`.
"""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from articles.mail_addresses import normal
from articles.models import Delivery, NewsletterIssue
from articles.models.newsletter import NewsletterIssueQuerySet
from articles.newsletter.mail import PLACES, letter_of, trial_of
from articles.newsletter.report import counted
from guide_site.admin import Attention, AttentionFilter

Status = NewsletterIssue.Status


class IssueForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            offered = [(value, label) for value, label in Status.choices if value in {Status.DRAFT, Status.SCHEDULED}]
            self.fields["status"].widget.choices = offered  # type: ignore[attr-defined]
            self.fields["status"].help_text = "Scheduled: it is sent from the time below; without one, from now on."

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean_status(self) -> str:
        if self.cleaned_data["status"] not in {Status.DRAFT, Status.SCHEDULED}:
            raise forms.ValidationError("Only send_newsletter says that an issue is sent.")
        return self.cleaned_data["status"]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if data.get("status") != Status.SCHEDULED:
            return data
        if not data.get("send_at") and "send_at" not in self.errors:
            data["send_at"] = timezone.now()
        for problem in letter_of(NewsletterIssue(subject="", body=data.get("body", ""))).problems:
            self.add_error("body", str(problem))
        return data


class TrialForm(forms.Form):
    address = forms.CharField(help_text="It gets the letter as it is saved, with [Test] before the subject.")

    def clean_address(self) -> str:
        return normal(self.cleaned_data["address"])


@admin.register(NewsletterIssue)
class NewsletterIssueAdmin(admin.ModelAdmin):
    form = IssueForm
    attention = (
        Attention(
            "drafts",
            "Drafts of the newsletter",
            "Read them, send yourself a test, then schedule or delete them.",
            NewsletterIssueQuerySet.drafts,
        ),
        Attention(
            "overdue",
            "Issues that should be on their way",
            "Their time came more than an hour ago: look whether send_newsletter runs, and what it says.",
            NewsletterIssueQuerySet.overdue,
        ),
    )
    fieldsets = [
        ("Letter", {"fields": ["subject", "preheader"]}),
        ("Text", {"fields": ["body"], "classes": ["guide-text"]}),
        ("For whom", {"fields": ["audience", "topics", "places", "would_get_it"]}),
        ("On its way", {"fields": ["as_mail", "status", "send_at", "copies", "finished_at", "created", "modified"]}),
    ]
    readonly_fields = ["would_get_it", "as_mail", "copies", "finished_at", "created", "modified"]
    autocomplete_fields = ["topics", "places"]
    list_display = ["subject", "status", "send_at", "audience", "sent"]
    list_filter = [AttentionFilter, "status", "audience"]
    search_fields = ["subject", "body"]
    search_help_text = "Subject or text"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the number of copies that were sent."""
        sent = Q(deliveries__status=Delivery.Status.SENT)
        return super().get_queryset(request).annotate(sent=Count("deliveries", filter=sent))

    @admin.display(description="copies sent", ordering="sent")
    def sent(self, issue: Any) -> int:
        return int(issue.sent)

    def get_urls(self) -> list[URLPattern]:
        pages = {"preview.html": self.html_view, "preview.txt": self.text_view, "test/": self.trial_view}
        names = {"preview.html": "html", "preview.txt": "text", "test/": "test"}
        own = [
            path(f"<int:pk>/{route}", self.admin_site.admin_view(view), name=f"articles_newsletterissue_{names[route]}")
            for route, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.may_change)

    def has_delete_permission(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.may_change)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None that deletes many: among them could be issues that readers have got."""
        return {}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Held while it is being saved, so that sending does not begin meanwhile."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            return NewsletterIssue.objects.select_for_update().get(pk=found.pk)
        return found

    def view_on_site(self, obj: NewsletterIssue) -> str | None:
        return obj.get_absolute_url() if obj.finished_at else None

    # -- what it looks like ------------------------------------------------------------------------------------------
    def _issue(self, request: HttpRequest, pk: int) -> NewsletterIssue:
        issue = NewsletterIssue.objects.filter(pk=pk).first()
        if issue is None:
            raise Http404
        if not self.has_view_permission(request, issue):
            raise PermissionDenied
        return issue

    @method_decorator(csp_update({"style-src-attr": ["'unsafe-inline'"]}))  # mail has no other styles
    def html_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return HttpResponse(self._with_links(letter_of(self._issue(request, pk)).html))

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        text = self._with_links(letter_of(self._issue(request, pk)).text)
        return HttpResponse(text, content_type="text/plain; charset=utf-8")

    @staticmethod
    def _with_links(text: str) -> str:
        for place in PLACES.values():
            text = text.replace(place, reverse("newsletter:index"))
        return text

    def trial_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._issue(request, pk)
        if not super().has_change_permission(request):
            raise PermissionDenied
        form = TrialForm(request.POST if request.method == "POST" else None, initial={"address": request.user.email})  # type: ignore[union-attr]
        if form.is_bound and form.is_valid():
            try:
                get_connection().send_messages([trial_of(letter_of(issue), form.cleaned_data["address"])])
            except OSError as error:
                form.add_error(None, f"The mail server did not take it: {error}")
            else:
                self.message_user(request, f"A test is on its way to {form.cleaned_data['address']}.")
                return redirect("admin:articles_newsletterissue_change", pk)
        context = self.admin_site.each_context(request) | {"title": "Send a test", "issue": issue, "form": form}
        return TemplateResponse(request, "admin/articles/newsletterissue/trial.html", context)

    # -- what became of it -------------------------------------------------------------------------------------------
    @admin.display(description="as mail")
    def as_mail(self, issue: NewsletterIssue) -> str:
        if not issue.pk:
            return "Not saved yet."
        links = [
            reverse(f"admin:articles_newsletterissue_{name}", args=[issue.pk]) for name in ("html", "text", "test")
        ]
        return format_html('<a href="{}">HTML</a> · <a href="{}">text</a> · <a href="{}">send a test</a>', *links)

    @admin.display(description="readers whom it suits now")
    def would_get_it(self, issue: NewsletterIssue) -> str:
        return f"{issue.readers().count():,}" if issue.pk else "Not saved yet."

    @admin.display(description="copies")
    def copies(self, issue: NewsletterIssue) -> str:
        return (counted(issue) if issue.pk else "") or "none yet"
