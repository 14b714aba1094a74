"""What the figures of a guide say against each other, for editors: a page of its own beside the form, and a link to it.

In: a guide as it is saved, whoever may look at guides. Out: a page that is only read. It is worked out when it is
opened: the list of guides links to it and counts nothing.
"""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.contradictions import contradictions_in
from articles.models import Article
from salaries.admin.history import HistoryAdmin

PAGE = "admin:articles_article_contradictions"


class ContradictionsAdmin(HistoryAdmin):
    """The admin of guides, with the page of their contradictions."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.contradictions_view)
        name = PAGE.partition(":")[2]
        return [path("<int:object_id>/contradictions/", view, name=name), *super().get_urls()]

    def contradictions_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=object_id)
        context = self.admin_site.each_context(request) | {
            "title": f"Where the sources disagree: {article}",
            "opts": self.opts,
            "article": article,
            "contradictions": contradictions_in(article.body),
        }
        return TemplateResponse(request, "admin/articles/article/contradictions.html", context)

    @admin.display(description="sources disagree")
    def disagreements(self, article: Article) -> str:
        if not article.pk:
            return "Not saved yet."
        return format_html('<a href="{}">Compare its figures</a>', reverse(PAGE, args=[article.pk]))
