"""What programs look for at addresses of their own: robots.txt and security.txt.

In: the site's address and its contact for security. Out: plain text.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

TEXT = "text/plain; charset=utf-8"
# Behind the sign-in, behind a secret link, or without an end.
NOT_FOR_ROBOTS = (
    "/admin/",
    "/accounts/",
    "/styleguide/",
    "/articles/preview/",
    "/articles/comments/",
    *(f"/newsletter/{deed}/" for deed in ("confirm", "preferences", "unsubscribe", "events")),
    "/search/?q=",
    "/search/suggestions/",
)
# RFC 9116 asks for less than a year. Each answer says so much from its own day on.
GOOD_FOR = datetime.timedelta(days=180)


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in NOT_FOR_ROBOTS), ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a contact there is none: a mailbox that nobody reads is worse. Raises Http404."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + GOOD_FOR
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines.append(f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}")
    lines.append("Preferred-Languages: en")
    lines.append(f"Canonical: {settings.SITE_URL}{reverse('security')}")
    response = HttpResponse("\n".join(lines) + "\n", content_type=TEXT)
    # It depends on a setting, which no ETag tells apart.
    response["Cache-Control"] = "private, max-age=3600"
    return response
