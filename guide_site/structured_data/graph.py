"""Things of schema.org as dictionaries, and as the text of a page.

In: properties. Out: dictionaries without what is unknown; JSON that is safe inside a <script> element.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any, TypeAlias

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

Thing: TypeAlias = dict[str, Any]
UNKNOWN: tuple[Any, ...] = (None, "", [], {})
# So that no text can end the element or begin another; JSON reads them as the letters that they are.
ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


def thing(kind: str, **properties: Any) -> Thing:
    """A thing of that type; `ref` is its @id."""
    named = {"@id" if name == "ref" else name: value for name, value in properties.items()}
    return {"@type": kind} | {name: value for name, value in named.items() if value not in UNKNOWN}


def absolute(path: str) -> str:
    """The full address of a page or a file of this site."""
    return f"{settings.SITE_URL}{path}"


def date(when: datetime.datetime | datetime.date | None) -> str:
    return (
        when.isoformat(timespec="seconds") if isinstance(when, datetime.datetime) else when.isoformat() if when else ""
    )


def script(things: Iterable[Thing]) -> SafeString:
    """The element of a page; empty without things. Browsers neither run nor block it: its type is no script's."""
    graph = list(things)
    if not graph:
        return mark_safe("")
    said = graph[0] if len(graph) == 1 else {"@graph": graph}
    text = json.dumps({"@context": "https://schema.org", **said}, ensure_ascii=False, separators=(",", ":"))
    escaped = text.translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{escaped}</script>')  # noqa: S308  escaped above
