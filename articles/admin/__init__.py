"""The admin of guides: one file for each kind of thing, imported here so that each registers itself."""

from articles.admin import article, author, image, topic

__all__ = ["article", "author", "image", "topic"]
