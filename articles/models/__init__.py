"""Guides, their subjects and pictures, what readers say about them; the newsletter and who gets it."""

from articles.models.article import Article, ArticleQuerySet
from articles.models.author import Author
from articles.models.change import ArticleChange
from articles.models.claim import Claim, ClaimDependency, ClaimQuerySet
from articles.models.comment import Comment, CommentQuerySet
from articles.models.commenter import BannedAddress, Commenter
from articles.models.delivery import Delivery
from articles.models.former_slug import FormerSlug
from articles.models.image import Image
from articles.models.imported_item import ImportedItem
from articles.models.newsletter import NewsletterIssue
from articles.models.subscriber import Subscriber
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
    "Delivery",
    "FormerSlug",
    "Image",
    "ImportedItem",
    "NewsletterIssue",
    "Subscriber",
    "Topic",
]
