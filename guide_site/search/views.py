"""The page of search, and the suggestions under its field."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from guide_site.search.asking import ask, suggest
from guide_site.search.models import Kind
from guide_site.search.words import Question
from salaries.paging import page_of

RESULTS_ON_A_PAGE = 20


def search(request: HttpRequest) -> HttpResponse:
    """Results for ?q=, all or of one ?type=; without it, what can be found here."""
    text, kind = request.GET.get("q", ""), request.GET.get("type", "")
    problem = "" if kind in {"", *Kind} else "There is no such type of result."
    answer = ask(text, "" if problem else kind) if Question.of(text).text else None
    page = page_of(answer.results if answer and not problem else (), request, RESULTS_ON_A_PAGE)
    context = {"text": text[:1_000], "kind": kind, "answer": answer, "problem": problem, "page_obj": page}
    response = render(request, "search.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


def suggestions(request: HttpRequest) -> HttpResponse:
    """For htmx, while a reader types. Others are led to the page."""
    text = request.GET.get("q", "")
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('search')}?{urlencode({'q': text})}" if text else reverse("search"))
    context = {"suggestions": suggest(text), "text": text.strip()[:100]}
    response = render(request, "components/suggestions.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
