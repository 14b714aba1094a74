"""Guides from files, one module for each format."""

from articles.importers.markdown import ArticleImporter, ArticleRow

__all__ = ["ArticleImporter", "ArticleRow"]
