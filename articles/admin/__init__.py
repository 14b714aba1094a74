"""The admin of guides: one file for each kind of thing, imported here so that each registers itself."""

from articles.admin import (
    article,
    author,
    banned_address,
    claim,
    comment,
    image,
    imported_item,
    newsletter,
    subscriber,
    topic,
)

__all__ = [
    "article",
    "author",
    "banned_address",
    "claim",
    "comment",
    "image",
    "imported_item",
    "newsletter",
    "subscriber",
    "topic",
]
