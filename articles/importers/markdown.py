"""Markdown files into guides: front matter becomes fields, the text stays as written.

In: files and folders. Out: the same `Result` and `ImportRun` as every importer; a file is a row, numbered in order.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import frontmatter
import yaml
from anyascii import anyascii
from django.db import models
from django.utils.text import slugify
from pydantic import AwareDatetime, Field

from articles.figures import check_guide
from articles.markup import GuideError
from articles.models import Article, Topic
from salaries.importers.base import Importer, NumberedRow, Planned, RowModel, Rows
from salaries.importers.fields import Key, Text
from salaries.importers.reading import UnreadableFile
from salaries.importers.result import Refused
from salaries.models import ImportRun

LONGEST_TOPIC, LONGEST_TOPIC_SLUG = 120, 80


class ArticleRow(RowModel):
    slug: Key
    title: Text = Field(min_length=1, max_length=200)
    summary: Text = Field(min_length=1)
    topics: list[Text] = []
    author: Text = Field(min_length=1, max_length=120)
    status: Literal["draft", "in-review", "scheduled", "published", "retired"] = "draft"
    published: AwareDatetime | None = None
    body: Text = Field(min_length=1)


class ArticleImporter(Importer):
    name, row_model, model = "articles", ArticleRow, Article

    def read(self, path: Any, **reading: Any) -> Rows:
        """The files at the given paths, a row each."""
        files = list(markdown_files(path))
        rows, digest = [], sha256()
        for number, file in enumerate(files, start=1):
            try:
                content = file.read_bytes()
                metadata, body = frontmatter.parse(content.decode("utf-8-sig"))
            except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
                raise UnreadableFile(f"{file}: {error}") from error
            digest.update(content)
            rows.append(NumberedRow(number, {"slug": file.stem, **metadata, "body": body}))
        name = ", ".join(file.name for file in files)
        return Rows(name, digest.hexdigest(), list(ArticleRow.model_fields), rows)

    def existing(self) -> models.QuerySet[Any]:
        return Article.objects.prefetch_related("topics")

    def values(self, row: ArticleRow) -> dict[str, Any]:
        if row.published is None and row.status in {"published", "scheduled"}:
            raise Refused("published", "", f"{row.slug}: a {row.status} guide needs the time from which it is public")
        try:
            check_guide(row.body)
        except GuideError as error:
            raise Refused("body", error.construct, f"{row.slug}.md, line {error.line}: {error.reason}") from error
        published_at = row.published.astimezone(datetime.UTC) if row.published else None
        return row.model_dump(exclude={"topics", "published"}) | {"published_at": published_at}

    def links(self, row: ArticleRow) -> dict[str, list[Any]]:
        return {"topics": [self.topic(name) for name in row.topics]}

    def topic(self, name: str) -> Topic:
        """The topic of that name, made if it is new (unsaved until the run is)."""
        if (Topic, "slug") not in self.looked_up:
            topics = list(Topic.objects.all())
            self.looked_up[Topic, "slug"] = {topic.slug: topic for topic in topics}
            self.looked_up[Topic, "name"] = {topic.name: topic for topic in topics}
        if known := self.looked_up[Topic, "name"].get(name):
            return known
        slug = slugify(anyascii(name))[:LONGEST_TOPIC_SLUG]
        if not slug:
            raise Refused("topics", name, "a topic needs a name with letters")
        if len(name) > LONGEST_TOPIC:
            raise Refused("topics", name, f"a topic has at most {LONGEST_TOPIC} characters")
        topic = self.looked_up[Topic, "slug"].setdefault(slug, Topic(slug=slug, name=name))
        return self.looked_up[Topic, "name"].setdefault(topic.name, topic)

    def save(self, created: list[Planned], updated: list[Planned], run: ImportRun) -> None:
        for planned in [*created, *updated]:
            for topic in planned.links["topics"]:
                if topic.pk is None:
                    topic.save()
            planned.instance._change_reason = f"Import run {run.pk}"
        super().save(created, updated, run)


def markdown_files(paths: Sequence[Path | str]) -> list[Path]:
    """The files themselves, and the Markdown files in folders. Raises UnreadableFile where there are none."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found.extend(sorted(path.rglob("*.md")))
        elif path.is_file():
            found.append(path)
        else:
            raise UnreadableFile(f"{path}: there is no such file or folder.")
    if not found:
        raise UnreadableFile("There are no Markdown files here.")
    return found
