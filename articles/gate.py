"""What must hold before readers see a guide. The one place that says so.

In: a guide as it would be, saved or not. Out: every problem at once, each with its field, and with its line in the
text. Whatever else must hold is another function in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.addresses import own_path
from articles.figures import render
from articles.models import Article
from articles.models.workflow import FOR_READERS, GuideStatus, Problem
from articles.references import Reference, references

REQUIRED = ("title", "slug", "summary", "author", "body")
WORDLESS = "needs words for readers who do not see it"
# Addresses that exist, but not for readers.
NOT_FOR_READERS = ("/admin/", "/styleguide/")


def problems_of(article: Article, *, before: str = GuideStatus.DRAFT) -> list[Problem]:
    """Why a guide cannot be what its status says, after having been `before`; those of the text by line."""
    problems = [*timing(article, before), *retirement(article)]
    if article.status in FOR_READERS:
        problems += [problem for check in CHECKS for problem in check(article)]
    return sorted(problems, key=lambda problem: problem.line)


def timing(article: Article, before: str) -> Iterator[Problem]:
    newly_scheduled = article.status == GuideStatus.SCHEDULED and before != GuideStatus.SCHEDULED
    if newly_scheduled and (article.published_at is None or article.published_at <= timezone.now()):
        yield Problem("published_at", "A scheduled guide needs a time in the future.")


def retirement(article: Article) -> Iterator[Problem]:
    if article.status != GuideStatus.RETIRED:
        return
    if not article.retired_reason.strip():
        yield Problem("retired_reason", "Say why the guide is retired: its address shows it to readers.")
    if article.pk and article.replaced_by_id == article.pk:
        yield Problem("replaced_by", "A guide cannot replace itself.")


def required_fields(article: Article) -> Iterator[Problem]:
    for name in REQUIRED:
        if not getattr(article, name).strip():
            yield Problem(name, "Readers need this.")


def figures(article: Article) -> Iterator[Problem]:
    for problem in render(article.body).problems:
        yield Problem("body", f"{problem.construct}: {problem.reason}", problem.line)


def pictures(article: Article) -> Iterator[Problem]:
    if article.image and not article.image.alternative_text.strip():
        yield Problem("image", "This picture has no words for readers who do not see it.")
    for one, reason in flawed_pictures(article):
        yield Problem("body", f"picture {one.target}: {reason}", one.line)


def flawed_pictures(article: Article) -> Iterator[tuple[Reference, str]]:
    """Pictures in the text that readers would not see, or not hear of, and why."""
    for one in references(article.body).pictures:
        if not one.text.strip():
            yield one, WORDLESS
        if own_path(one.target) is None:
            yield one, "only pictures of this site are shown"
        elif reason := why_dead(one.target, article):
            yield one, reason


def links(article: Article) -> Iterator[Problem]:
    for one, reason in dead_links(article):
        yield Problem("body", f"link to {one.target}: {reason}", one.line)


def dead_links(article: Article) -> Iterator[tuple[Reference, str]]:
    """Links inside the site that lead nowhere, and why."""
    found = references(article.body)
    for one in found.links:
        if reason := why_link_is_dead(one, article, found.anchors):
            yield one, reason


def why_link_is_dead(link: Reference, article: Article, anchors: set[str]) -> str:
    if link.target.startswith("#"):
        return "" if link.target[1:] in anchors else "no heading of this guide has this anchor"
    return why_dead(link.target, article)


def why_dead(target: str, article: Article) -> str:
    """Why an address of this site shows readers nothing; empty if it does, or lies elsewhere."""
    path = own_path(target)
    if path is None or path == f"/articles/{article.slug}/":
        return ""
    if not path.startswith("/"):
        return "an address of this site begins with /"
    if path.startswith(NOT_FOR_READERS):
        return "this page is not for readers"
    if path.startswith(settings.MEDIA_URL):
        return "" if default_storage.exists(path.removeprefix(settings.MEDIA_URL)) else "there is no such file"
    try:
        match = resolve(path)
        view_class: Any = getattr(match.func, "view_class", None)
        if hasattr(view_class, "get_object"):
            view = view_class()
            view.setup(HttpRequest(), **match.kwargs)
            view.get_object()
    except Resolver404:
        return "there is no such page"
    except Http404:
        if moved := Article.objects.published().formerly_at(match.kwargs.get("slug", "")).first():
            return f"this guide has moved to {moved.get_absolute_url()}"
        return "nothing public has this address"
    return ""


CHECKS: tuple[Callable[[Article], Iterable[Problem]], ...] = (required_fields, figures, pictures, links)
