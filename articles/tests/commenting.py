"""Readers who comment in tests: through the form, as a browser would send it; and stored comments to begin with.

`send` fills in and sends the form, `comment_on` stores a comment, `links_in` finds the links of a mail.
"""

import datetime
import re
import time

from django.conf import settings
from django.core import signing
from django.utils import timezone

from articles.models import Article, Comment, Commenter
from guide_site.public_forms import SALT

SLUG = "mid-level-to-senior"
WRITE = f"/articles/{SLUG}/comment/"
GUIDE = f"/articles/{SLUG}/"


def started(seconds_ago: int = 60) -> str:
    """What a form carries that was opened so long ago."""
    return signing.dumps(int(time.time()) - seconds_ago, salt=SALT)


def filled_in(**typed):
    return {
        "started": started(),
        "name": "Ada",
        "email": "ada@example.org",
        "text": "Thank you.",
        "wants_replies": "on",
        **typed,
    }


def send(client, headers=None, ip="127.0.0.1", **typed):
    """Send the form; what is None is left out."""
    data = {name: value for name, value in filled_in(**typed).items() if value is not None}
    return client.post(WRITE, data, headers=headers, REMOTE_ADDR=ip)


def guide() -> Article:
    return Article.objects.get(slug=SLUG)


def comment_on(
    article: Article | None = None,
    *,
    email="ada@example.org",
    confirmed=True,
    answers: Comment | None = None,
    days_ago=0,
    **fields,
) -> Comment:
    """A stored comment: approved, of a confirmed address, unless a test says otherwise."""
    commenter, _ = Commenter.objects.get_or_create(
        email=email, defaults={"confirmed": timezone.now() if confirmed else None}
    )
    created = timezone.now() - datetime.timedelta(days=days_ago)
    values = {"name": "Ada", "text": "Thank you.", "status": "approved", "created": created, **fields}
    comment = Comment(article=article or guide(), commenter=commenter, **values)
    comment.answer_to(answers)
    comment.save()
    return comment


def links_in(message) -> list[str]:
    """The paths that a mail leads to on this site."""
    return re.findall(re.escape(settings.SITE_URL) + r"(/\S+)", message.body)
