"""What every public address has in common.

Conditional GET: the ETag of a page is the published version, and a 304 costs two queries, no rendering. In: a request
and the published version. Out: the page with an ETag, or 304. Pages behind the sign-in are left alone.

Open data: scripts of other sites may read the API and the CSV and JSON files. Out: CORS headers.
"""

from __future__ import annotations

import re
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


OPEN_DATA = re.compile(r"/api/.*|/[a-z]+\.(csv|json)", re.DOTALL)
OPEN_DATA_METHODS = "GET, HEAD, OPTIONS"
OPEN_DATA_HEADERS = (
    "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Withheld-Records, "
    "X-Withheld-Sources"
)


class OpenDataMiddleware:
    """Lets scripts of any site read what is given away. Outside the conditional GET, so that a 304 has it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not OPEN_DATA.fullmatch(request.path):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": OPEN_DATA_METHODS})
            response["Access-Control-Allow-Methods"] = OPEN_DATA_METHODS
            response["Access-Control-Allow-Headers"] = "If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = self.get_response(request)
            response["Access-Control-Expose-Headers"] = OPEN_DATA_HEADERS
        response["Access-Control-Allow-Origin"] = "*"
        return response
