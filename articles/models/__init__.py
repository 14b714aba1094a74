"""Guides, the subjects that they are filed under, and their pictures."""

from articles.models.article import Article, ArticleQuerySet
from articles.models.author import Author
from articles.models.change import ArticleChange
from articles.models.claim import Claim, ClaimDependency, ClaimQuerySet
from articles.models.former_slug import FormerSlug
from articles.models.image import Image
from articles.models.imported_item import ImportedItem
from articles.models.topic import Topic

__all__ = [
    "Article",
    "ArticleChange",
    "ArticleQuerySet",
    "Author",
    "Claim",
    "ClaimDependency",
    "ClaimQuerySet",
    "FormerSlug",
    "Image",
    "ImportedItem",
    "Topic",
]
