"""Conditional GET for every public page: its ETag is the published version. A 304 costs two queries, no rendering.

In: a request and the published version. Out: the page with an ETag, or 304. Pages behind the sign-in are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from articles.models import Article
from salaries.models import PublishedVersion

PRIVATE_PREFIXES = ("/admin/", "/styleguide/", settings.STATIC_URL, settings.MEDIA_URL)


@cache
def release() -> str:
    """A fingerprint of the code and templates that make the pages: a new release makes new ETags."""
    digest = sha256()
    for folder in ("guide_site", "articles", "salaries", "templates"):
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.suffix in {".py", ".html", ".css", ".js"} and "tests" not in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def etag_of(request: HttpRequest) -> str:
    """Changes with every published change, with each scheduled guide whose time has come, and with the release."""
    due = Article.objects.published().count()
    part = "-part" if request.headers.get("HX-Request") == "true" else ""
    return f'W/"{release()}-{PublishedVersion.current()}-{due}{part}"'


class PublishedVersionMiddleware:
    """Answers a conditional GET of a public page without calling its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or request.path.startswith(PRIVATE_PREFIXES):
            return self.get_response(request)
        etag = etag_of(request)
        if request.headers.get("If-None-Match"):
            unchanged = get_conditional_response(request, etag=etag)
            if unchanged is not None and unchanged.status_code == 304:
                return self._labelled(unchanged, etag)
        response = self.get_response(request)
        # A view that says no-store means it: its answer is one reader's own.
        is_public = response.status_code == 200 and "no-store" not in response.headers.get("Cache-Control", "")
        return self._labelled(response, etag) if is_public else response

    @staticmethod
    def _labelled(response: HttpResponse, etag: str) -> HttpResponse:
        response["ETag"] = etag
        patch_cache_control(response, public=True, no_cache=True)
        patch_vary_headers(response, ["HX-Request"])
        return response
