"""Public pages of the guides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import DetailView

from articles.claims.ledger import accepted_notes
from articles.figures import render as render_guide
from articles.models import Article, Topic
from salaries.paging import page_of

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


class ArticleView(DetailView):
    template_name = "articles/detail.html"
    context_object_name = "article"

    def get_queryset(self) -> Any:
        return Article.objects.published().with_relations()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guide = render_guide(self.object.body, accepted_notes(self.object))
        return super().get_context_data(**kwargs) | {
            "body": guide.body,
            "contents": guide.contents,
            "figure_count": guide.figure_count,
            "source_list": guide.sources,
            "related": Article.objects.related_to(self.object).with_relations()[:RELATED_GUIDES],
        }
