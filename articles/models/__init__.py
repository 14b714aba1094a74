"""Guides, the subjects that they are filed under, and their pictures."""

from articles.models.article import Article, ArticleQuerySet
from articles.models.claim import Claim, ClaimDependency, ClaimQuerySet
from articles.models.image import Image
from articles.models.topic import Topic

__all__ = ["Article", "ArticleQuerySet", "Claim", "ClaimDependency", "ClaimQuerySet", "Image", "Topic"]
