"""Pages of a list."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(things: Any, request: HttpRequest, size: int, *, count: int | None = None) -> Page:
    """The page that ?page= asks for; a number that is not there leads to the nearest page that is.

    Things are counted unless it is known how many there are.
    """
    paginator = Paginator(things, size)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
