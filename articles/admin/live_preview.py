"""The text of a guide as readers would see it, while somebody writes it; nothing is stored.

In: the form of a guide as typed. Out: the guide, what stands in the way of publishing it, line by line, and its figures
with their verdicts; for htmx as a part of the form, otherwise as a page. Also: which texts that a browser keeps are
saved by now.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles import gate
from articles.claims.ledger import accepted_notes, foreseen
from articles.figures import RenderedGuide, render
from articles.models import Article, Claim
from articles.models.workflow import Problem
from salaries.admin.history import HistoryAdmin

SAVED, MOST_SAVED = "saved_drafts", 20
# Of a text with more problems than these the first ones are enough to work on.
MOST_SHOWN = 100


@dataclass
class LivePreview:
    """What there is to say of a guide as typed; `stored` is the guide that it would replace."""

    article: Article
    stored: Article | None

    @cached_property
    def notes(self) -> dict[str, str]:
        return accepted_notes(self.stored) if self.stored else {}

    @cached_property
    def guide(self) -> RenderedGuide:
        return render(self.article.body, self.notes)

    @cached_property
    def problems(self) -> list[Problem]:
        found = [Problem("body", f"{one.construct}: {one.reason}", one.line) for one in self.guide.problems]
        found += [*gate.pictures(self.article), *gate.links(self.article)]
        return sorted(found, key=lambda problem: problem.line)

    @property
    def shown_problems(self) -> list[Problem]:
        return self.problems[:MOST_SHOWN]

    @cached_property
    def claims(self) -> list[Claim]:
        return foreseen(self.article.body, self.notes)

    @property
    def doubtful(self) -> list[Claim]:
        """Figures to look at; those that are broken are among the problems."""
        looked_at = {Claim.Verdict.CONTRADICTED, Claim.Verdict.UNSOURCED}
        return [claim for claim in self.claims if claim.verdict in looked_at][:MOST_SHOWN]

    @property
    def verdicts(self) -> list[tuple[str, int]]:
        """How many figures have each verdict."""
        verdicts = [claim.get_verdict_display() for claim in self.claims]
        return [(label, verdicts.count(label)) for label in Claim.Verdict.labels if label in verdicts]


class LivePreviewAdmin(HistoryAdmin):
    """The admin of guides whose form shows them."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name="articles_article_preview"), *super().get_urls()]

    @method_decorator(require_POST)
    def preview_view(self, request: HttpRequest) -> HttpResponse:
        stored = self._stored(request)
        may = self.has_change_permission(request, stored) if stored else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        typed = {name: request.POST.get(name, "") for name in ("title", "summary", "author", "slug", "body")}
        article = Article(**typed | {"body": typed["body"].replace("\r\n", "\n")})
        is_part = getattr(request, "htmx", False)
        template = "admin/articles/article/live_preview.html" if is_part else "articles/unsaved.html"
        context = {"preview": LivePreview(article, stored), "article": article}
        return TemplateResponse(request, template, context)

    @staticmethod
    def _stored(request: HttpRequest) -> Article | None:
        """The guide that the address names. Raises Http404."""
        key = request.GET.get("guide", "")
        if not key:
            return None
        if not (key.isascii() and key.isdecimal() and len(key) < 12):
            raise Http404
        return get_object_or_404(Article, pk=int(key))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj, address = kwargs.get("obj"), reverse("admin:articles_article_preview")
        context["preview_address"] = f"{address}?guide={obj.pk}" if obj else address
        context["saved_drafts"] = " ".join(request.session.get(SAVED, []))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if draft := request.POST.get("draft", "")[:40]:
            request.session[SAVED] = [*request.session.get(SAVED, []), draft][-MOST_SAVED:]
