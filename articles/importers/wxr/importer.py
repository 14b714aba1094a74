"""A WordPress export into guides: every item is created, updated, unchanged, left out or refused, with its reason.

In: a list of one path. Out: a `Result` with a report by item, an `ImportRun`, and an `ImportedItem` for each item. A
later run finds the guide of an item by what WordPress calls the item, so that addresses and titles may change on either
side. Posts and pages become guides; the file wins over what editors changed meanwhile, and the history keeps theirs.
"""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

from django.utils import timezone
from pydantic import Field

from articles.importers.markdown import PUBLIC, ArticleImporter, ArticleRow
from articles.importers.wxr.content import Unconvertible, plain, shorten, to_markdown
from articles.importers.wxr.export import Item, read_export
from articles.importers.wxr.fields import LONGEST_SLUG, author_of, moment_of, slug_of, status_of, title_of, topics_of
from articles.importers.wxr.links import guides_by_place, link_notes, relinked
from articles.importers.wxr.notes import LEFT_OUT, OTHER_KINDS, notes_on, totals
from articles.models import Article, ImportedItem
from salaries.importers.base import NumberedRow, Planned, Rows
from salaries.importers.fields import Text
from salaries.importers.result import Refusal, Result
from salaries.models import ImportRun

GUIDES = {"post", "page"}
Outcome = ImportedItem.Outcome


class WxrRow(ArticleRow):
    identity: Text = Field(min_length=1)


class WxrImporter(ArticleImporter):
    row_model: ClassVar[type[ArticleRow]] = WxrRow
    mapping = "wordpress"
    looks_for_dead_links = False

    def read(self, path: Any, **reading: Any) -> Rows:
        """The posts and pages as rows; what cannot be one is set aside with its reason."""
        self.export = read_export(Path(path[0]))
        self.notes: dict[int, list[str]] = {}
        self.outcomes: dict[int, str] = {}
        self.identities = self._identities()
        self.shortcodes: Counter[str] = Counter()
        self.made_of = ImportedItem.objects.guides()
        self.taken = dict.fromkeys(Article.objects.values_list("slug", flat=True), "")
        self.taken |= {article.slug: identity for identity, article in self.made_of.items()}
        self.slugs: dict[int, str] = {}
        self.links_in: dict[int, list[str]] = {}
        rows, now = [], timezone.now()
        for item in self.export.items:
            if reason := self._why_not(item):
                self._leave_out(item, reason)
            elif row := self._row(item, now):
                rows.append(NumberedRow(item.number, row))
        self._relink(rows)
        columns = list(ArticleRow.model_fields)
        return Rows(self.export.file_name, self.export.sha256, columns, rows)

    def _identities(self) -> dict[int, str]:
        """What WordPress calls each item. Ids and guids repeat in real files: a repeated one takes the slug with it."""
        found: dict[int, str] = {}
        seen: Counter[str] = Counter()
        for item in self.export.items:
            identity = " ".join(filter(None, [item.guid or item.link, item.post_id])) or f"{item.kind} {item.slug}"
            seen[identity] += 1
            if seen[identity] > 1:
                identity = f"{identity} {item.slug}"
                seen[identity] += 1
                identity = f"{identity} {seen[identity]}" if seen[identity] > 1 else identity
            found[item.number] = identity
        return found

    def _why_not(self, item: Item) -> str:
        """The reason why an item is no guide; empty for one that is."""
        if item.kind not in GUIDES:
            return OTHER_KINDS.get(item.kind, LEFT_OUT["kind"])
        return LEFT_OUT["trash"] if item.status == "trash" else ""

    def _leave_out(self, item: Item, reason: str) -> None:
        self.outcomes[item.number] = Outcome.LEFT_OUT
        self.notes[item.number] = [reason, *([item.attachment] if item.attachment else [])]

    def _row(self, item: Item, now: datetime.datetime) -> dict[str, Any] | None:
        """An item as a row; None where it has no text, or one that cannot be converted."""
        try:
            converted = to_markdown(item.content, item.footnotes)
        except Unconvertible as error:
            self._leave_out(item, f"{error}")
            return None
        if not converted.markdown:
            self._leave_out(item, LEFT_OUT["drawn" if converted.found.drawn_blocks else "empty"])
            return None
        self.shortcodes += converted.shortcodes
        moment, *notes = moment_of(item)
        status, status_note = status_of(item, moment, now)
        title, title_note = title_of(item, converted.first_sentence)
        author, author_note = author_of(item, self.export.authors, self.export.site_title)
        topics, topics_note = topics_of(item)
        slug, slug_note = self._slug(item, title)
        notes += [
            status_note,
            title_note,
            slug_note,
            author_note,
            topics_note,
            *notes_on(item, converted),
        ]
        self.notes[item.number] = [note for note in notes if note]
        self.links_in[item.number] = converted.found.links
        return {
            "identity": self.identities[item.number],
            "slug": slug,
            "title": title,
            "summary": shorten(plain(item.excerpt)) or converted.first_sentence or title,
            "topics": topics,
            "author": author,
            "status": status,
            "published": moment,
            "body": converted.markdown,
        }

    def _relink(self, rows: list[NumberedRow]) -> None:
        """Links between posts become links between guides, where readers will see them."""
        public = {row.number: self.slugs[row.number] for row in rows if row.values["status"] in PUBLIC}
        guides = guides_by_place(self.export.items, public)
        for row in rows:
            row.values["body"] = relinked(row.values["body"], guides)
            self.notes[row.number] += link_notes(self.links_in[row.number], self.export.site_url, guides)

    def _slug(self, item: Item, title: str) -> tuple[str, str]:
        """The address that the guide has already; else one that no other guide has."""
        identity = self.identities[item.number]
        wanted, note = slug_of(item, title)
        if made := self.made_of.get(identity):
            slug = made.slug
            note = note if slug == wanted else ""
        else:
            slug, number = wanted, 1
            while self.taken.get(slug, identity) != identity:
                number += 1
                slug = f"{wanted[: LONGEST_SLUG - 6]}-{number}"
                note = f"another guide has the address {wanted!r}: this one has {slug!r}"
        self.taken[slug] = identity
        self.slugs[item.number] = slug
        return slug, note

    def take(self, file: Rows, result: Result) -> None:
        result.takes_others = True
        for number, outcome in self.outcomes.items():
            if outcome == Outcome.LEFT_OUT:
                result.left_out[self.notes[number][0]] += 1
        result.left_out_count = result.left_out.total()
        for number, notes in self.notes.items():
            if number not in self.outcomes:
                for note in notes:
                    result.warn("guide", note, number)
        result.notes.extend(totals(self.export, self.shortcodes))
        super().take(file, result)
        result.report.extend(self._lines())
        if result.run:
            self._keep(result.run)

    def plan(self, row: NumberedRow, created: list[Planned], updated: list[Planned], result: Result) -> list[Refusal]:
        before = len(created), len(updated)
        if reasons := super().plan(row, created, updated, result):
            self.outcomes[row.number] = Outcome.REFUSED
            self.notes[row.number] = [f"{one.field}: {one.reason}" for one in reasons]
        elif len(created) > before[0]:
            self.outcomes[row.number] = Outcome.CREATED
        else:
            self.outcomes[row.number] = Outcome.UPDATED if len(updated) > before[1] else Outcome.UNCHANGED
        return reasons

    def values(self, row: ArticleRow) -> dict[str, Any]:
        values = super().values(row)
        del values["identity"]
        return values

    def _lines(self) -> list[str]:
        """The report: a line for each item of the file."""
        lines = []
        for item in self.export.items:
            words = Outcome(self.outcomes[item.number]).label.lower()
            at = f" at /articles/{self.slugs[item.number]}/" if item.number in self.slugs else ""
            notes = "; ".join(self.notes.get(item.number, []))
            lines.append(f"item {item.number}, {item.name}: {words}{at}{': ' if notes else ''}{notes}")
        return lines

    def _keep(self, run: ImportRun) -> None:
        guides = Article.objects.in_bulk(list(self.slugs.values()), field_name="slug")
        ImportedItem.objects.bulk_create(
            [
                ImportedItem(
                    run=run,
                    number=item.number,
                    kind=item.kind[:60],
                    title=plain(item.title)[:250],
                    identity=self.identities[item.number],
                    outcome=self.outcomes[item.number],
                    notes="\n".join(self.notes.get(item.number, [])),
                    article=guides.get(self.slugs.get(item.number, "")),
                )
                for item in self.export.items
            ],
            batch_size=500,
        )
