"""What every public address has in common.

The ETag of a page is the published version. Under it the page is rendered once, and kept (`kept_pages`); whoever has it
already is answered 304. Either costs two queries, no rendering. In: a request and the published version. Out: the page
with an ETag, or 304. Pages behind the sign-in are left alone.

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
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django_htmx.middleware import HtmxDetails

from articles.models import Article
from guide_site.kept_pages import KeptPages, key_of
from salaries.models import PublishedVersion

PRIVATE_PREFIXES = ("/admin/", "/accounts/", "/styleguide/", settings.STATIC_URL, settings.MEDIA_URL)


@cache
def release() -> str:
    """A fingerprint of the code, templates and packages that make the pages: a new release makes new ETags."""
    digest = sha256()
    for file in Path(settings.BASE_DIR).glob("requirements.txt"):
        digest.update(file.read_bytes())
    for folder in ("guide_site", "articles", "salaries", "templates"):
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.suffix in {".py", ".html", ".css", ".js"} and "tests" not in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


HTMX_HEADERS = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def part_of(request: HttpRequest) -> str:
    """Which form of the page htmx asks for, read as the views read it; empty without htmx."""
    htmx = HtmxDetails(request)
    asked = {"-part": htmx, "-boosted": htmx.boosted, "-restored": htmx.history_restore_request}
    return "".join(name for name, is_asked in asked.items() if is_asked)


def etag_of(request: HttpRequest) -> str:
    """Changes with every published change, with each scheduled guide whose time has come, with the release, and daily.

    Daily, because the latest rate and the running year follow the calendar.
    """
    due, day = Article.objects.published().count(), timezone.now().date().toordinal()
    return f'W/"{release()}-{PublishedVersion.current()}-{due}-{day}{part_of(request)}"'


class PublishedVersionMiddleware:
    """Answers a GET of a public page without calling its view, if its reader or the cache has it already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept_pages = KeptPages()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or request.path.startswith(PRIVATE_PREFIXES):
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours, before anything is answered
        with PublishedVersion.held():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        etag = etag_of(request)
        # "*" asks whether there is anything at all at the address, which only its view can say.
        if request.headers.get("If-None-Match", "*").strip() != "*":
            unchanged = get_conditional_response(request, etag=etag)
            if unchanged is not None and unchanged.status_code == 304:
                return self._labelled(unchanged, etag)
        key = key_of(request, etag)
        if key and (kept := self.kept_pages.find(key, request)):
            return kept
        response = self.get_response(request)
        if response.status_code != 200 or is_own(response):
            return response
        self._labelled(response, etag)
        if key and request.method == "GET":
            return self.kept_pages.keep(key, request, response)
        return response

    @staticmethod
    def _labelled(response: HttpResponse, etag: str) -> HttpResponse:
        response["ETag"] = etag
        patch_cache_control(response, public=True, no_cache=True)
        patch_vary_headers(response, (*HTMX_HEADERS, "Accept-Encoding"))
        return response


def is_own(response: HttpResponse) -> bool:
    """Whether a view says that its answer is one reader's own."""
    said = response.headers.get("Cache-Control", "")
    return "no-store" in said or "private" in said


OPEN_DATA = re.compile(
    r"/api/.*|/[a-z]+\.(csv|json)|/(cities|countries|levels|roles|salaries|sources)/[-\w]+\.(csv|json)",
    re.DOTALL | re.ASCII,
)
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
