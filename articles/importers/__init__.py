"""Guides from files, one module for each format."""

from collections.abc import Sequence
from pathlib import Path

from articles.importers.markdown import ArticleImporter, ArticleRow
from articles.importers.wxr import WxrImporter, is_export
from salaries.importers.reading import UnreadableFile

__all__ = ["ArticleImporter", "ArticleRow", "WxrImporter", "importer_for"]


def importer_for(paths: Sequence[Path | str]) -> ArticleImporter:
    """What imports these paths, told by what is in them. Raises UnreadableFile for an export among other files."""
    exports = [path for path in map(Path, paths) if is_export(path)]
    if exports and len(paths) > 1:
        raise UnreadableFile(f"{exports[0]}: an export of WordPress is imported by itself, without other files.")
    return WxrImporter() if exports else ArticleImporter()
