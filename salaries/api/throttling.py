"""How many requests one address may make in a minute, counted in Django's cache.

In: a request. Out: whether it may pass, and the RateLimit headers that say what is left. Answers 304 are made before
the API is asked and do not count. Without a cache that keeps anything, nothing is limited; nor while the
cache is down, which the log tells once for each pause.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

WINDOW_SECONDS = 60
PAUSE_SECONDS = 10

logger = logging.getLogger(__name__)


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
        used = tally.count(key)
        if used is None:
            return True
        self.left = Left(settings.API_REQUESTS_A_MINUTE, used, WINDOW_SECONDS - passed)
        request.allowance = self.left
        return self.left.used <= self.left.limit

    def wait(self) -> float | None:
        return self.left.seconds if self.left else None


class Tally:
    """Counts in the cache, and leaves it alone for a while after it has failed."""

    def __init__(self) -> None:
        self.paused_until = 0.0

    def count(self, key: str) -> int | None:
        """How often the key has been counted, this time included; None while the cache does not answer."""
        if time.monotonic() < self.paused_until:
            return None
        try:
            cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
            return cache.incr(key)
        except ValueError:  # nothing is kept, or it was dropped in between
            return 1
        except Exception as failure:  # each cache has errors of its own
            logger.warning("The cache failed; nothing is counted for %s s: %r", PAUSE_SECONDS, failure)
            self.paused_until = time.monotonic() + PAUSE_SECONDS
            return None


tally = Tally()
