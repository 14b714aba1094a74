"""Guides, the subjects that they are filed under, their pictures, and what readers say about them."""

from articles.models.article import Article, ArticleQuerySet
from articles.models.author import Author
from articles.models.change import ArticleChange
from articles.models.claim import Claim, ClaimDependency, ClaimQuerySet
from articles.models.comment import Comment, CommentQuerySet
from articles.models.commenter import BannedAddress, Commenter
from articles.models.former_slug import FormerSlug
from articles.models.image import Image
from articles.models.imported_item import ImportedItem
from articles.models.topic import Topic

__all__ = [
    "Article",
    "ArticleChange",
    "ArticleQuerySet",
    "Author",
    "BannedAddress",
    "Claim",
    "ClaimDependency",
    "ClaimQuerySet",
    "Comment",
    "CommentQuerySet",
    "Commenter",
    "FormerSlug",
    "Image",
    "ImportedItem",
    "Topic",
]
