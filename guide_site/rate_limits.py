"""How often one address may ask for something, counted in Django's cache.

In: a rate ("120/m"), what it is for, and whom to count. Out: what is left. A window is fixed: counting is one step in
the cache, so that several processes agree when they share it. Without a cache that keeps anything, nothing is limited;
nor while the cache is down, which the log tells once for each pause.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache

PERIODS = {"m": 60, "h": 3_600, "d": 86_400}
PAUSE_SECONDS = 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Left:
    """What one address may still ask for until its window is over."""

    limit: int
    used: int
    seconds: int

    @property
    def allowed(self) -> bool:
        return self.used <= self.limit

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "RateLimit-Reset": str(self.seconds),
        }


def spend(rate: str, *, purpose: str, address: str) -> Left | None:
    """Count one request against a rate such as "5/h" (m, h or d). None while nothing can be counted."""
    limit, _, period = rate.partition("/")
    seconds = PERIODS[period]
    window, passed = divmod(int(time.time()), seconds)
    # The address is hashed: a cache key has a length and an alphabet, and keeps nobody's address.
    key = f"{purpose}-{sha256(address.encode()).hexdigest()[:32]}-{window}"
    used = tally.count(key, seconds)
    return None if used is None else Left(int(limit), used, seconds - passed)


class Tally:
    """Counts in the cache, and leaves it alone for a while after it has failed."""

    def __init__(self) -> None:
        self.paused_until = 0.0

    def count(self, key: str, seconds: int) -> int | None:
        """How often the key has been counted, this time included; None while the cache does not answer."""
        if time.monotonic() < self.paused_until:
            return None
        try:
            cache.add(key, 0, timeout=2 * seconds)
            return cache.incr(key)
        except ValueError:  # nothing is kept, or it was dropped in between
            return 1
        except Exception as failure:  # each cache has errors of its own
            logger.warning("The cache failed; nothing is counted for %s s: %r", PAUSE_SECONDS, failure)
            self.paused_until = time.monotonic() + PAUSE_SECONDS
            return None


tally = Tally()
