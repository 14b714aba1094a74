"""The admin of guides: one file for each kind of thing, imported here so that each registers itself."""

from articles.admin import article, claim, image, imported_item, topic

__all__ = ["article", "claim", "image", "imported_item", "topic"]
