"""The address at which a mail provider, or a script beside the mail server, tells of bounces and complaints.

In: a POST with `Authorization: Bearer …` (NEWSLETTER_EVENTS_SECRET) and JSON: {"event": "bounce" or "complaint",
"email": "…"}, or a list of those. Out: {"recorded": how many are subscribers, "unknown": how many are not}; 400 with a
reason, 403 for another secret, 404 where no secret is set.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.newsletter.events import KINDS, record

MOST_AT_ONCE = 1_000
SHAPE = f'Send {{"event": one of {", ".join(KINDS)}, "email": "…"}}, or a list of up to {MOST_AT_ONCE} of those.'


@csrf_exempt
@require_POST
@never_cache
def events(request: HttpRequest) -> HttpResponse:
    if not settings.NEWSLETTER_EVENTS_SECRET:
        raise Http404
    if not constant_time_compare(
        request.headers.get("Authorization", ""), f"Bearer {settings.NEWSLETTER_EVENTS_SECRET}"
    ):
        return JsonResponse({"error": "Another secret is needed."}, status=403)
    if (told := _told(request)) is None:
        return JsonResponse({"error": SHAPE}, status=400)
    known = [record(one["event"], one["email"]) for one in told]
    return JsonResponse({"recorded": known.count(True), "unknown": known.count(False)})


def _told(request: HttpRequest) -> list[dict[str, Any]] | None:
    """What was sent, if all of it can be understood."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    told = sent if isinstance(sent, list) else [sent]
    understood = all(
        isinstance(one, dict) and one.get("event") in list(KINDS) and isinstance(one.get("email"), str) for one in told
    )
    return told if understood and len(told) <= MOST_AT_ONCE else None
