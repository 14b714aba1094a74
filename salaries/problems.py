"""What is wrong with a request, as a problem document (RFC 9457), for the API and for the JSON files.

In: a status, a sentence and the errors of single fields. Out: a dict, or a response that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"
LONGEST_MESSAGE = 200
TOO_MANY = "There are too many parameters."


def problem(status: int, detail: str, errors: Mapping[str, Iterable[Any]] | None = None) -> dict[str, Any]:
    """The members of a problem document; `errors` gives sentences for each field.

    >>> problem(404, "No such place.")
    {'type': 'about:blank', 'title': 'Not Found', 'status': 404, 'detail': 'No such place.'}
    """
    found = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return found | ({"errors": in_short(errors)} if errors else {})


def in_short(errors: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
    """Sentences that may repeat what was sent, cut to a bearable length."""
    return {name: [shortened(str(message)) for message in messages] for name, messages in errors.items()}


def shortened(text: str) -> str:
    """One line of what can be seen.

    >>> shortened("No such place: a\\r\\nX: b\\x00.")
    'No such place: a  X: b .'
    """
    text = "".join(sign if sign.isprintable() else " " for sign in text[:LONGEST_MESSAGE])
    return text if len(text) < LONGEST_MESSAGE else f"{text[: LONGEST_MESSAGE - 1]}…"


def problem_response(status: int, detail: str, errors: Mapping[str, Iterable[Any]] | None = None) -> JsonResponse:
    return JsonResponse(problem(status, detail, errors), status=status, content_type=MEDIA_TYPE)
