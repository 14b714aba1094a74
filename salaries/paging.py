"""Pages of a list."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(things: Any, request: HttpRequest, size: int) -> Page:
    """The page that ?page= asks for; a number that is not there leads to the nearest page that is."""
    return Paginator(things, size).get_page(request.GET.get("page"))
