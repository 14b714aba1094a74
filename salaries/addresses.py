"""Addresses of pages, each resolved once: in a line of a table it would take as long as all else about the line.

In: the name of a page, and the slug or key of what it is about, which needs no quoting. Out: the address.
"""

from __future__ import annotations

from functools import cache

from django.urls import reverse

ANY = "ANY"


@cache
def address_of(page: str) -> str:
    """The address of a page."""
    return reverse(page)


@cache
def _pattern(page: str) -> str:
    return reverse(page, args=[ANY])


def address_of_one(page: str, name: str) -> str:
    """The address of a page about one thing."""
    return _pattern(page).replace(ANY, name)
