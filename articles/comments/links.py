"""Links in mails that stand for whoever comments. Whoever has one is taken for the owner of the address.

In: a commenter, or a comment. Out: a signed address, and from such an address the row as it is now. A link confirms an
address, or mutes the replies to what an address said on one guide; neither does anything when it is merely opened.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.models import Comment, Commenter

LASTS = datetime.timedelta(days=7)
confirming = signing.TimestampSigner(salt="articles.comments.confirm")
# Mute links never end: a mail may be opened years later.
muting = signing.Signer(salt="articles.comments.mute")


def to_confirm(commenter: Commenter) -> str:
    return settings.SITE_URL + reverse("articles:comment-confirm", args=[confirming.sign(str(commenter.pk))])


def to_mute(comment: Comment) -> str:
    return settings.SITE_URL + reverse("articles:comment-mute", args=[muting.sign(str(comment.pk))])


def confirmed_by(token: str) -> tuple[Commenter, bool]:
    """Whose link it is, and whether it still counts. Raises Http404 for one that is not ours, or of nobody any more."""
    try:
        key = confirming.unsign(token)
    except signing.BadSignature as error:
        raise Http404 from error
    commenter = get_object_or_404(Commenter, pk=key)
    try:
        confirming.unsign(token, max_age=LASTS)
    except signing.SignatureExpired:
        return commenter, False
    return commenter, True


def muted_by(token: str) -> Comment:
    """The comment whose replies are to be muted. Raises Http404."""
    try:
        key = muting.unsign(token)
    except signing.BadSignature as error:
        raise Http404 from error
    return get_object_or_404(Comment.objects.with_relations(), pk=key)
