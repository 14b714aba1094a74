"""Frames: charts under /embed/ may stand in a frame on any site, and nothing else may.

In: a request. Out: its answer, for /embed/ with a policy that lets itself be framed. It is decided by the address and
outside of what is kept, so that a kept page and an answer 304 say the same as the first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse

EMBEDS = "/embed/"


class FramingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.get_framed: Callable[[HttpRequest], Any] = csp_replace({"frame-ancestors": ["*"]})(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(EMBEDS):
            return self.get_response(request)
        response = self.get_framed(request)
        del response["X-Frame-Options"]
        return response
