"""Exports of WordPress (WXR): reading the file, its HTML into Markdown, its items into guides. Nothing is fetched."""

from articles.importers.wxr.export import is_export
from articles.importers.wxr.importer import WxrImporter

__all__ = ["WxrImporter", "is_export"]
