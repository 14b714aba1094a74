"""Rendered public pages, kept in Django's cache until what they show has changed.

In: requests, and the ETag that a page would carry now, which no other content ever carries. Out: the answer as it was
rendered first, or None. Nothing is purged: a change makes a new ETag, and what was kept under the old one is never
asked for again. A cache that fails or does not answer costs time, not the page.
"""

from __future__ import annotations

import gzip
import logging
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import chain
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

LARGEST_BODY = 300_000
LONGEST_QUERY = 1_000
# The API counts what is asked of it, so each request has to reach it.
NEVER_KEPT = ("/api/",)
# What answers may depend on besides their address; the ETag tells these apart.
TOLD_APART = {"accept-encoding", "hx-request", "hx-boosted", "hx-history-restore-request"}
PAUSE_SECONDS = 10

logger = logging.getLogger(__name__)
Found = TypeVar("Found")


def key_of(request: HttpRequest, etag: str) -> str | None:
    """The name of the answer in the cache; None if it is not to be kept.

    Parameters stay in the order in which they came: where one is repeated, the order can matter.
    """
    query = request.META.get("QUERY_STRING", "")
    if settings.DEBUG or len(query) > LONGEST_QUERY or request.path.startswith(NEVER_KEPT):
        return None
    where = (settings.SITE_URL, request.scheme, request.get_host(), request.path, query)
    return sha256(repr((etag, where)).encode()).hexdigest()


class KeptPages:
    """The cache "pages", left alone for a while after it has failed."""

    def __init__(self) -> None:
        self.paused_until = 0.0

    def find(self, key: str, request: HttpRequest) -> HttpResponse | None:
        """A kept answer, sent as it is kept, compressed, to whoever takes that: public pages hold no secret."""
        kept = self._attempt(lambda: caches["pages"].get(key))
        if kept is None:
            return None
        headers, packed = kept
        if takes_gzip(request):
            return compressed(headers, packed)
        return HttpResponse(gzip.decompress(packed), headers=headers)

    def keep(self, key: str, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Keep an answer that is the same for everybody, unless it is large. Returns it as it is to be sent."""
        if response.cookies or not varies_only_as_told_apart(response):
            return response
        body = body_of(response)
        if body is None:
            return response
        # A tenth of the size. The highest level takes three times as long, and saves one byte in a hundred.
        packed = gzip.compress(body, compresslevel=6, mtime=0)
        headers = dict(response.items())
        self._attempt(lambda: caches["pages"].set(key, (headers, packed)))
        return compressed(headers, packed) if takes_gzip(request) else response

    def _attempt(self, ask: Callable[[], Found]) -> Found | None:
        if time.monotonic() < self.paused_until:
            return None
        try:
            return ask()
        except Exception:  # each cache has errors of its own
            logger.warning("The cache of pages failed; going on without it for %s s", PAUSE_SECONDS, exc_info=True)
            self.paused_until = time.monotonic() + PAUSE_SECONDS
            return None


def compressed(headers: dict[str, str], packed: bytes) -> HttpResponse:
    return HttpResponse(packed, headers=headers | {"Content-Encoding": "gzip", "Content-Length": str(len(packed))})


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the reader's program says that it can unpack gzip, and does not rule it out."""
    offers = (one.strip().lower().replace(" ", "") for one in request.headers.get("Accept-Encoding", "").split(","))
    return any(one.partition(";")[0] == "gzip" and not one.endswith((";q=0", ";q=0.0")) for one in offers)


def varies_only_as_told_apart(response: HttpResponseBase) -> bool:
    names = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    return names - {""} <= TOLD_APART


def body_of(response: Any) -> bytes | None:
    """The whole body if it is small. An answer that is streamed is read until it ends or proves to be large."""
    if not isinstance(response, StreamingHttpResponse):
        return response.content if len(response.content) <= LARGEST_BODY else None
    if response.is_async:
        return None
    pieces, size = [], 0
    coming = iter(cast("Iterator[bytes]", response.streaming_content))
    for piece in coming:
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_BODY:
            response.streaming_content = chain(pieces, coming)
            return None
    response.streaming_content = pieces
    response["Content-Length"] = str(size)
    return b"".join(pieces)
