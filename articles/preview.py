"""Links that show a guide before it is public, to whoever has them, for seven days.

In: a guide. Out: a signed address, and from such an address the guide as it is now. Nothing is stored, so a link cannot
be called back: it ends by itself, or when the site's SECRET_KEY changes. Once the guide is public the link leads there.
"""

from __future__ import annotations

import datetime

from django.core import signing
from django.http import Http404
from django.urls import reverse

from articles.models import Article

LASTS = datetime.timedelta(days=7)
signer = signing.TimestampSigner(salt="articles.preview")


class PreviewEnded(Exception):
    """The link was good once."""


def address_of(article: Article) -> str:
    return reverse("articles:preview", args=[signer.sign(str(article.pk))])


def end_of(token: str) -> datetime.datetime:
    """When a link ends. The signature is checked by `article_of`."""
    made = signing.b62_decode(token.rsplit(signer.sep, 2)[1])
    return datetime.datetime.fromtimestamp(made, datetime.UTC) + LASTS


def article_of(token: str) -> Article:
    """The guide behind a link. Raises Http404, or PreviewEnded."""
    try:
        key = signer.unsign(token, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise PreviewEnded from error
    except signing.BadSignature as error:
        raise Http404 from error
    if (article := Article.objects.with_relations().filter(pk=key).first()) is None:
        raise Http404
    return article
