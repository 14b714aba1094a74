"""Markdown files into guides: front matter becomes fields, the text stays as written.

In: files and folders. Out: the same `Result` and `ImportRun` as every importer; a file is a row, numbered in order.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from anyascii import anyascii
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.text import slugify
from pydantic import AwareDatetime, BeforeValidator, Field

from articles import front_matter, gate
from articles.addresses import own_path
from articles.figures import check_guide
from articles.importers import beside
from articles.importers.beside import Beside
from articles.importers.written import Line, Prose, trimmed
from articles.markup import GuideError
from articles.models import Article, Topic
from salaries.importers.base import Importer, NumberedRow, Planned, Rows
from salaries.importers.fields import Key
from salaries.importers.reading import UnreadableFile
from salaries.importers.result import Refusal, Refused, Result
from salaries.models import ImportRun

PUBLIC = {"published", "scheduled"}
LONGEST_TOPIC, LONGEST_TOPIC_SLUG = 120, 80


class ArticleRow(Beside):
    slug: Annotated[Key, BeforeValidator(trimmed)]
    title: Line = Field(min_length=1, max_length=200)
    summary: Line = Field(min_length=1)
    topics: list[Line] = []
    author: Line = Field(min_length=1, max_length=120)
    status: Literal["draft", "in-review", "scheduled", "published", "retired"] = "draft"
    published: AwareDatetime | None = None
    retired_reason: Line = ""
    comments_closed: Annotated[Line, Field(max_length=200)] | None = None  # left out: as it is
    body: Prose


class ArticleImporter(Importer):
    name, row_model, model = "articles", ArticleRow, Article
    # Whether a public guide with dead links and pictures is taken with a word on each; WordPress has notes of its own.
    looks_for_dead_links: ClassVar[bool] = True

    def __init__(self, *, user: User | None = None) -> None:
        super().__init__(user=user)
        self.folders: dict[int, Path] = {}
        self.beside: dict[str, tuple[ArticleRow, Path]] = {}

    def read(self, path: Any, **reading: Any) -> Rows:
        """The files at the given paths, a row each."""
        files = list(markdown_files(path))
        rows, digest = [], sha256()
        for number, file in enumerate(files, start=1):
            try:
                content = file.read_bytes()
                metadata, body = front_matter.split(content.decode("utf-8-sig"))
            except (OSError, ValueError) as error:
                raise UnreadableFile(f"{file}: {error}") from error
            digest.update(content)
            self.folders[number] = file.parent
            rows.append(NumberedRow(number, {"slug": file.stem, **metadata, "body": body}))
        name = ", ".join(file.name for file in files)
        return Rows(name, digest.hexdigest(), list(ArticleRow.model_fields), rows)

    def existing(self) -> models.QuerySet[Any]:
        return beside.with_what_is_beside(Article.objects.prefetch_related("topics"))

    def take(self, file: Rows, result: Result) -> None:
        self.coming = {str(row.values.get("slug")): str(row.values.get("status")) for row in file.rows}
        super().take(file, result)

    def values(self, row: ArticleRow) -> dict[str, Any]:
        if row.published is None and row.status in PUBLIC:
            raise Refused("published", "", f"{row.slug}: a {row.status} guide needs the time from which it is public")
        try:
            check_guide(row.body)
        except GuideError as error:
            reason = f"{row.slug}.md, line {error.line}: {error.reason}"
            if row.status in PUBLIC and not self.stands_already(row):
                raise Refused("body", error.construct, reason) from error
            self.doubts.append(f"a figure that cannot be shown, {error.construct}: {reason}")
        if (row.slug,) not in self.known and (problem := Article(slug=row.slug).slug_problem()):
            raise Refused("slug", row.slug, problem)
        beside.refuse_unknown(row, row.body, {slug for (slug,) in self.known} | set(self.coming))
        self.beside[row.slug] = row, self.folder
        self.doubts += beside.doubts(row, self.folder)
        if self.looks_for_dead_links and row.status in PUBLIC and not self.stands_already(row):
            self.doubts += self.dead_ends(row)
        published_at = row.published.astimezone(datetime.UTC) if row.published else None
        unsaid = {"comments_closed"} if row.comments_closed is None else set()
        return row.model_dump(exclude={"topics", "published", *beside.NAMES, *unsaid}) | {"published_at": published_at}

    def changes(self, instance: Any, values: dict[str, Any], links: dict[str, list[Any]]) -> dict[str, tuple[str, str]]:
        differing = beside.differing(instance, *self.beside[instance.slug])
        return super().changes(instance, values, links) | {
            name: (beside.in_words(now), beside.in_words(said)) for name, (now, said) in differing.items()
        }

    def stands_already(self, row: ArticleRow) -> bool:
        """Whether the site shows this text already: its figures were there when it was published."""
        known = self.known.get((row.slug,))
        return known is not None and (known.body, known.status) == (row.body, row.status)

    def dead_ends(self, row: ArticleRow) -> list[str]:
        """What an editor could not publish: links and pictures of this site that lead nowhere, also after this run."""
        coming = {f"/articles/{slug}/" for slug, status in self.coming.items() if status in PUBLIC}
        coming |= {f"{settings.MEDIA_URL}{one.file}" for one in row.pictures or []}
        article = Article(slug=row.slug, body=row.body)
        found = [("link to", *one) for one in gate.dead_links(article)]
        found += [("picture", *one) for one in gate.flawed_pictures(article)]
        return [
            f"what an editor has to mend, {row.slug}.md, line {one.line}: {kind} {one.target}: {reason}"
            for kind, one, reason in found
            if own_path(one.target) not in coming or reason == gate.WORDLESS
        ]

    def plan(self, row: NumberedRow, created: list[Planned], updated: list[Planned], result: Result) -> list[Refusal]:
        """As every importer; a guide that is taken although something is amiss is told with what that is."""
        self.doubts: list[str] = []
        self.folder = self.folders.get(row.number, Path())
        reasons = super().plan(row, created, updated, result)
        for doubt in self.doubts if not reasons else ():
            result.notes.append(f"taken with {doubt}")
            result.warn("guide", doubt, row.number)
        return reasons

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
        for planned in [*created, *updated]:
            beside.write(planned.instance, *self.beside[planned.instance.slug])


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
