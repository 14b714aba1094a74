"""Mail that failed for good, and readers who called it spam: they get no more.

In: what happened and an address. Out: whether it is the address of a subscriber. Hearing the same twice changes
nothing. Delays are not told here: mail servers try again by themselves.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError

from articles.models import Subscriber

KINDS = {"bounce": Subscriber.Status.BOUNCED, "complaint": Subscriber.Status.COMPLAINED}


def record(kind: str, address: str) -> bool:
    """Note that mail came back or was complained of. Raises KeyError for another `kind`."""
    status = KINDS[kind]
    try:
        subscriber = Subscriber.objects.at(address)
    except ValidationError:
        return False
    if subscriber is None:
        return False
    subscriber.end(status)
    return True
