"""Guides into Markdown files that `import_articles` reads: all fields, the text to the last space, drafts too.

In: guides and a folder. Out: a file for each, named after its address, in the same words every time; and why a guide
could not be read back as it is. Files that are right already are not touched, others not removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from articles import front_matter
from articles.importers import ArticleRow, beside, media
from articles.models import Article, ArticleQuerySet


@dataclass(frozen=True)
class Written:
    """One file; `problem` says why the import would not take it as it is."""

    path: Path
    is_new: bool
    problem: str = ""


def fields_of(article: Article) -> dict[str, Any]:
    """The fields of a guide's front matter, in the order of the docs."""
    fields = {
        "slug": article.slug,
        "title": article.title,
        "summary": article.summary,
        "topics": [topic.name for topic in article.topics.all()],
        "author": article.author,
        "status": str(article.status),
        "published": article.published_at,
        "retired_reason": article.retired_reason or None,
        **beside.stated(article),
    }
    return without_empty(fields)


def without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [])}


def as_file(article: Article) -> str:
    """A guide as the text of a Markdown file."""
    return front_matter.join(fields_of(article), article.body)


def problem_of(article: Article, text: str) -> str:
    """Why the text of a file is not read back as the guide that it was; empty if it is."""
    try:
        fields, body = front_matter.split(text)
        row = ArticleRow.model_validate({**fields, "body": body})
    except ValidationError as error:
        reasons = ((problem["loc"][0], problem["msg"].removeprefix("Value error, ")) for problem in error.errors())
        return "; ".join(f"{name}: {reason}" for name, reason in reasons)
    except ValueError as error:
        return str(error)
    said = {**fields_of(article), "body": article.body}
    read = without_empty(row.model_dump())
    return ", ".join(f"{name} would be read differently" for name in said if said[name] != read.get(name))


def export_articles(folder: Path, articles: ArticleQuerySet) -> Iterator[Written]:
    """Write the files one by one. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    names: set[str] = set()
    complete = beside.with_what_is_beside(articles.prefetch_related("topics"))
    for article in complete.order_by("slug").iterator(chunk_size=100):
        # Slugs that differ in capitals only are one name to some file systems; the address stands in the file.
        name, number = article.slug, 1
        while name.lower() in names:
            number += 1
            name = f"{article.slug}-{number}"
        names.add(name.lower())
        path, text = folder / f"{name}.md", as_file(article)
        content = text.encode()
        is_new = not path.is_file() or path.read_bytes() != content
        if is_new:
            path.write_bytes(content)
        media.write_files(article, folder)
        yield Written(path, is_new, problem_of(article, text))
