"""What the site keeps of a reader, by mail address: to hand it over, and to erase it.

In: an address. Out: all that is kept of it, for people; or how many rows are gone. Each kind of thing that holds an
address is one entry of `KINDS`: whoever adds a table with addresses adds an entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from articles.comments import personal as comments
from articles.mail_addresses import normal
from articles.newsletter import personal


class Kind(NamedTuple):
    """`export` and `erase` take an address in its normal form (`articles.mail_addresses`)."""

    name: str
    export: Callable[[str], list[dict[str, Any]]]
    erase: Callable[[str], int]


KINDS: list[Kind] = [
    Kind("newsletter", personal.export, personal.erase),
    Kind("comments", comments.export_of, comments.erase),
]


def export(address: str) -> dict[str, Any]:
    """Everything that is kept under an address, kind by kind. Raises ValidationError for what is no address."""
    email = normal(address)
    return {"address": email, **{kind.name: kind.export(email) for kind in KINDS}}


def erase(address: str) -> dict[str, int]:
    """Erase it, and say how many rows of each kind there were. Raises ValidationError for what is no address."""
    email = normal(address)
    return {kind.name: kind.erase(email) for kind in KINDS}
