"""What the newsletter keeps of a reader. Used by `articles.readers`.

In: an address in its normal form. Out: the row of the reader with the letters that were sent; or how many rows are
gone. What was sent to an erased reader is still counted, and names nobody.
"""

from __future__ import annotations

from typing import Any

from articles.models import Subscriber


def export(email: str) -> list[dict[str, Any]]:
    found = Subscriber.objects.filter(email=email).prefetch_related("topics", "places", "deliveries__issue")
    return [
        {
            "address": one.email,
            "status": one.get_status_display(),
            "frequency": one.get_frequency_display(),
            "topics": [topic.name for topic in one.topics.all()],
            "places": [place.name for place in one.places.all()],
            "first_asked": one.created,
            "last_asked": one.asked_at,
            "confirmed": one.confirmed_at,
            "ended": one.ended_at,
            "letters": [
                {"subject": delivery.issue.subject, "status": delivery.get_status_display(), "when": delivery.changed}
                for delivery in one.deliveries.all()
            ],
        }
        for one in found
    ]


def erase(email: str) -> int:
    found = Subscriber.objects.filter(email=email)
    number = found.count()
    found.delete()
    return number
