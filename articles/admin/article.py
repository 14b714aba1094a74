"""Guides. One with a figure that cannot be shown stays unpublished."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.figures import check_guide
from articles.markup import GuideError
from articles.models import Article, ArticleQuerySet
from guide_site.admin import Attention, AttentionFilter
from salaries.admin.history import HistoryAdmin, HistoryForm

Status = Article.Status


def publish(article: Article) -> None:
    """Show a guide to readers from now on. Raises GuideError for a figure that cannot be shown."""
    check_guide(article.body)
    article.status = Status.PUBLISHED
    article.published_at = min(article.published_at or timezone.now(), timezone.now())
    article.save()


class ArticleForm(HistoryForm):
    """Says at the text which figure keeps the guide from being published."""

    class Meta:
        help_texts = {"status": "Only a guide whose figures can all be shown can be published or scheduled."}
        widgets = {"summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if data.get("status") in {Status.PUBLISHED, Status.SCHEDULED} and data.get("body"):
            try:
                check_guide(data["body"])
            except GuideError as problem:
                self.add_error("body", str(problem))
        return data


@admin.register(Article)
class ArticleAdmin(HistoryAdmin):
    form = ArticleForm
    attention = (
        Attention(
            "drafts",
            "Guides not yet published",
            "Drafts, and guides in review: finish them, or retire them.",
            ArticleQuerySet.drafts,
        ),
    )
    fieldsets = [
        ("Guide", {"fields": ["title", "slug", "summary", "author"]}),
        ("Text", {"fields": ["body"], "classes": ["guide-text"]}),
        ("Filed under", {"fields": ["topics", "image"]}),
        ("On the site", {"fields": ["status", "published_at", "created", "modified"]}),
    ]
    readonly_fields = ["created", "modified"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["topics", "image"]
    list_display = ["title", "status", "published_at", "author", "modified"]
    list_filter = [AttentionFilter, "status", "topics", "author"]
    date_hierarchy = "published_at"
    search_fields = ["title", "slug", "summary", "body"]
    search_help_text = "Title, summary or text"
    actions = ["publish", "retire"]

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    @admin.action(description="Publish now", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            try:
                publish(article)
            except GuideError as problem:
                self.message_user(request, f"{article} is not published: {problem}", messages.ERROR)
            else:
                self.message_user(request, f"{article} is published.")

    @admin.action(description="Retire", permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            article.status = Status.RETIRED
            article.save()
            self.message_user(request, f"{article} is retired.")
