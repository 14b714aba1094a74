"""How many requests one address may make in a minute, counted in Django's cache.

In: a request. Out: whether it may pass, and the RateLimit headers that say what is left. Answers 304 are made before
the API is asked and do not count. Without a cache that keeps anything, nothing is limited.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Left:
    """What one address may still ask for until its minute is over."""

    limit: int
    used: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "RateLimit-Reset": str(self.seconds),
        }


class Allowance(BaseThrottle):
    """A fixed window: counting is one step in the cache, so that several processes agree when they share it."""

    left: Left | None = None

    def allow_request(self, request: Any, view: Any) -> bool:
        now = int(time.time())
        window, passed = divmod(now, WINDOW_SECONDS)
        # The address is hashed: a cache key has a length and an alphabet, and keeps nobody's address.
        key = f"api-{sha256(str(self.get_ident(request)).encode()).hexdigest()[:32]}-{window}"
        self.left = Left(settings.API_REQUESTS_A_MINUTE, count(key), WINDOW_SECONDS - passed)
        request.allowance = self.left
        return self.left.used <= self.left.limit

    def wait(self) -> float | None:
        return self.left.seconds if self.left else None


def count(key: str) -> int:
    """How often the key has been counted, this time included."""
    cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:
        return 1
