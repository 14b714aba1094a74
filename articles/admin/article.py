"""Guides: writing, and the way to readers. What may be published, and by whom, `articles.models.workflow` says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.admin.article_form import ArticleForm
from articles.admin.change import ArticleChangeInline
from articles.admin.contradictions import ContradictionsAdmin
from articles.admin.live_preview import LivePreviewAdmin
from articles.models import Article, ArticleQuerySet
from articles.models.workflow import GuideStatus, NotAllowed, may_publish
from articles.preview import address_of
from guide_site.admin import Attention, AttentionFilter


@admin.register(Article)
class ArticleAdmin(LivePreviewAdmin, ContradictionsAdmin):
    form = ArticleForm
    attention = (
        Attention(
            "in-review",
            "Guides in review",
            "Their writers wait: publish them, or send them back to draft.",
            ArticleQuerySet.in_review,
        ),
        Attention(
            "drafts",
            "Draft guides",
            "Not yet sent for review: finish them, or retire them.",
            ArticleQuerySet.drafts,
        ),
    )
    fieldsets = [
        ("Guide", {"fields": ["title", "slug", "summary", "author"]}),
        ("Text", {"fields": ["body", "disagreements"], "classes": ["guide-text"]}),
        ("Filed under", {"fields": ["topics", "image"]}),
        ("On the site", {"fields": ["status", "published_at", "preview", "way", "created", "modified"]}),
        ("Comments", {"fields": ["comments_closed"]}),
        (
            "Retired",
            {
                "fields": ["retired_reason", "replaced_by", "former_addresses"],
                "description": "A retired guide answers at its address with the reason, and leads to its replacement.",
            },
        ),
    ]
    readonly_fields = ["disagreements", "former_addresses", "preview", "way", "created", "modified"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["topics", "image", "replaced_by"]
    list_display = ["title", "status", "published_at", "author", "modified", "disagreements"]
    list_filter = [AttentionFilter, "status", "topics", "author"]
    date_hierarchy = "published_at"
    search_fields = ["title", "slug", "summary", "body"]
    search_help_text = "Title, summary or text"
    inlines = [ArticleChangeInline]
    actions = ["send_for_review", "back_to_draft", "publish"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user  # a class of its own for each request
        return form

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        if hasattr(obj, "_history"):  # an earlier version: what counts is the guide as it is now
            obj = Article.objects.filter(pk=obj.pk).first()  # type: ignore[union-attr]
        return obj is None or obj.may_be_edited_by(request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        *fieldsets, last = super().get_fieldsets(request, obj)
        if obj is None or "why" not in last[1]["fields"]:
            return [*fieldsets, last]
        return [*fieldsets, (last[0], {"fields": ["why", "version"]})]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Held while it is being saved, so that of two editors who save at once one comes second."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            return Article.objects.select_for_update().filter(pk=found.pk).first()
        return found

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Whoever may no longer change a guide, because it was published meanwhile, gets the text back."""
        article = self.get_object(request, object_id) if object_id and request.method == "POST" else None
        if article and self.has_change_permission(request) and not self.has_change_permission(request, article):
            context = self.admin_site.each_context(request) | {
                "title": "This guide is not yours to change any more",
                "article": article,
                "body": request.POST.get("body", ""),
            }
            return TemplateResponse(request, "admin/articles/article/kept_text.html", context, status=403)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request.user)

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description="preview")
    def preview(self, article: Article) -> str:
        if not article.pk or article.is_public:
            return "None: readers see this guide." if article.pk else "Not saved yet."
        address = settings.SITE_URL + address_of(article)
        words = 'Whoever has <a href="{0}">this link</a> can read the guide as it is, for seven days. To send it: {0}'
        return format_html(words, address)

    @admin.display(description="former addresses")
    def former_addresses(self, article: Article) -> str:
        """Where readers found it before; each leads to where it is now."""
        slugs = article.former_slugs.all() if article.pk else []
        return ", ".join(f"/articles/{one.slug}/" for one in slugs) or "None."

    @admin.display(description="who moved it, and when")
    def way(self, article: Article) -> str:
        rows = [
            (GuideStatus(step.status).label, f"{step.when:%Y-%m-%d %H:%M}", step.who or "the site", step.why)
            for step in (article.steps() if article.pk else [])
        ]
        cells = SafeString('<tr><th scope="row">{}</th><td>{} UTC</td><td>{}</td><td>{}</td></tr>')
        return format_html("<table>{}</table>", format_html_join("", cells, rows)) if rows else "Not saved yet."

    @admin.action(description="Send for review", permissions=["change"])
    def send_for_review(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._each(request, queryset, Article.send_for_review, "in review")

    @admin.action(description="Back to draft", permissions=["change"])
    def back_to_draft(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._each(request, queryset, Article.back_to_draft, "a draft again")

    @admin.action(description="Publish now", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._each(request, queryset, Article.publish, "published")

    def _each(self, request: HttpRequest, guides: QuerySet[Article], move: Callable[..., None], done: str) -> None:
        for article in guides:
            try:
                move(article, by=request.user)
            except NotAllowed as refused:
                self.message_user(request, f"{article} is not {done}: {refused}", messages.ERROR)
            else:
                self.message_user(request, f"{article} is {done}.")
