"""Public pages of the guides."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import DetailView

from articles.claims.ledger import accepted_notes
from articles.comments.threads import discussion_of
from articles.contradictions import contradictions_at
from articles.figures import render as render_guide
from articles.models import Article, Author, Topic
from articles.preview import PreviewEnded, article_of, end_of
from salaries.paging import page_of
from salaries.unit_choice import UnitForm

GUIDES_ON_A_PAGE = 20
RELATED_GUIDES = 3


def index(request: HttpRequest) -> HttpResponse:
    """Published guides, newest first, all or of one topic."""
    guides = Article.objects.published().with_relations()
    topic, problem = None, ""
    try:
        topic = forms.ModelChoiceField(Topic.objects.all(), to_field_name="slug", required=False).clean(
            request.GET.get("topic")
        )
    except forms.ValidationError:
        guides, problem = guides.none(), "There is no such topic."
    if topic:
        guides = guides.about(topic.slug)
    page = page_of(guides, request, GUIDES_ON_A_PAGE)
    context = {"guides": page, "page_obj": page, "topic": topic, "problem": problem, "topics": Topic.objects.in_use()}
    return render(request, "articles/list.html", context)


def never_shared(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keeps a page out of caches, search engines and the addresses that other sites are told of."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


class ArticleView(DetailView):
    template_name = "articles/detail.html"
    context_object_name = "article"

    def get_queryset(self) -> Any:
        return Article.objects.published().with_relations()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            return instead_of(request, kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | guide_context(self.object, UnitForm(self.request.GET))
        return context | {"discussion": discussion_of(self.object)}


class AuthorView(DetailView):
    template_name = "articles/author.html"

    def get_queryset(self) -> Any:
        return Author.objects.with_guides()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guides = Article.objects.published().by(self.object).with_relations()
        return super().get_context_data(**kwargs) | {"page_obj": page_of(guides, self.request, GUIDES_ON_A_PAGE)}


def instead_of(request: HttpRequest, slug: str) -> HttpResponse:
    """What the address of a guide that is not public says: where the guide went, or why it is gone. Raises Http404."""
    moved = Article.objects.formerly_at(slug).first()
    if moved and (moved.is_public or moved.status == Article.Status.RETIRED):
        query = request.META.get("QUERY_STRING")
        return redirect(moved.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    retired = Article.objects.filter(slug=slug, status=Article.Status.RETIRED).select_related("replaced_by").first()
    if retired is None or not retired.has_been_public:
        raise Http404
    other = retired.replaced_by
    context = {
        "kicker": "Retired guide",
        "heading": retired.title,
        "reason": retired.retired_reason or "This guide is no longer on the site.",
        "replacement": other if other and other.is_public else None,
    }
    return render(request, "articles/gone.html", context, status=410)


def guide_context(article: Article, choice: UnitForm) -> dict[str, Any]:
    """What the page of a guide shows besides the guide, with amounts in the unit that its reader chose."""
    guide = render_guide(article.body, accepted_notes(article), choice.unit)
    changes = list(article.changes.all())
    return {
        "body": guide.body,
        "contents": guide.contents,
        "figure_count": guide.figure_count,
        "charts": guide.charts,
        "source_list": guide.sources,
        "unit_choice": choice,
        "conversions": guide.conversions,
        "contradictions": contradictions_at(guide.desk),
        "author": Author.objects.with_guides().filter(name=article.author).first(),
        "changes": changes,
        "correction": next((change for change in changes if change.is_correction), None),
        "related": Article.objects.related_to(article).with_relations()[:RELATED_GUIDES],
    }


@never_shared
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A guide before it is public, for whoever has the link."""
    try:
        article = article_of(token)
    except PreviewEnded:
        reason = "Links to guides that are not public yet last seven days. Ask whoever sent it for a new one."
        ended = {"kicker": "Preview", "heading": "This link has ended", "reason": reason}
        return render(request, "articles/gone.html", ended, status=410)
    if article.is_public:
        return redirect(article)
    context = {"article": article, "preview_until": end_of(token)}
    context |= guide_context(article, UnitForm(request.GET))
    return render(request, "articles/detail.html", context)
