"""When comments on a guide are closed, and why, in words for readers.

In: a guide. Out: a sentence, or nothing while they are open. Age is counted in whole days, since pages are kept for a
day at most: a page never offers a form that is closed.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone

from articles.models import Article


def closed_because(article: Article) -> str:
    if article.comments_closed:
        return article.comments_closed
    days = settings.COMMENTS_CLOSE_AFTER_DAYS
    if not days or article.published_at is None:
        return ""
    last_day = timezone.localdate(article.published_at) + datetime.timedelta(days)
    return f"Comments close {days} days after a guide is published." if timezone.localdate() > last_day else ""
