"""How many requests one address may make of the API in a minute.

In: a request. Out: whether it may pass, and the RateLimit headers that say what is left. Answers 304 are made before
the API is asked and do not count.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from guide_site.rate_limits import Left, spend


class Allowance(BaseThrottle):
    """A fixed window of a minute for each address."""

    left: Left | None = None

    def allow_request(self, request: Any, view: Any) -> bool:
        rate = f"{settings.API_REQUESTS_A_MINUTE}/m"
        self.left = spend(rate, purpose="api", address=str(self.get_ident(request)))
        if self.left is None:
            return True
        request.allowance = self.left
        return self.left.allowed

    def wait(self) -> float | None:
        return self.left.seconds if self.left else None
