"""A reader's question answered: results of every kind or of one, how many of each kind, and a better spelling.

In: the text that was typed, and a kind. Out: an `Answer`, whose results are read when a page of them is. A number of
queries that depends neither on the results nor on the words: counts, keys of records, and for a page its entries and
its records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, overload

from django.utils.safestring import SafeString

from guide_site.search.engines import LEAD
from guide_site.search.models import Kind, SearchEntry
from guide_site.search.record_keys import RecordKeys, keys_of, records_of
from guide_site.search.snippets import excerpt, marked
from guide_site.search.spelling import corrected
from guide_site.search.words import Question, spans
from salaries.models import SalaryRecord
from salaries.money import quoted

SUGGESTIONS = 8
ONE_OF = {
    Kind.CITY: "City",
    Kind.COUNTRY: "Country",
    Kind.ROLE: "Role",
    Kind.LEVEL: "Level",
    Kind.SKILL: "Skill",
    Kind.GUIDE: "Guide",
    Kind.SOURCE: "Source",
    Kind.RECORD: "Record",
}


class Hit(NamedTuple):
    """One result as it is shown."""

    kind: str
    url: str
    title: SafeString
    summary: SafeString
    passage: SafeString = SafeString("")


class KindCount(NamedTuple):
    value: str
    label: str
    number: int


@dataclass(frozen=True)
class Answer:
    """What was found for a question. `asked` is what the reader typed, if the question is another spelling of it."""

    question: Question
    kind: str = ""
    asked: str = ""

    @cached_property
    def keys(self) -> RecordKeys:
        return keys_of(self.question.text)

    @cached_property
    def counts(self) -> dict[str, int]:
        """{kind: how many}, without kinds that have none."""
        found = SearchEntry.objects.public().having(self.question.terms).counts()
        return found | ({str(Kind.RECORD): len(self.keys)} if len(self.keys) else {})

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def kinds(self) -> list[KindCount]:
        """Those with results, and the one that was chosen."""
        return [
            KindCount(kind.value, str(kind.label), self.counts.get(kind, 0))
            for kind in Kind
            if kind in self.counts or kind == self.kind
        ]

    @cached_property
    def results(self) -> Results:
        return Results(self)


class Results(Sequence[Hit]):
    """The record whose key the question is, then entries by how well they fit, then records with a part of a key."""

    def __init__(self, answer: Answer) -> None:
        self.question, kind = answer.question, answer.kind
        has_records = kind in {"", Kind.RECORD}
        self.first = answer.keys.exact if has_records else []
        self.last = answer.keys.others if has_records else []
        entries = SearchEntry.objects.public().having(self.question.terms)
        self.entries = (entries.filter(kind=kind) if kind else entries).best_first(self.question)
        of_entries = {name: count for name, count in answer.counts.items() if name != Kind.RECORD}
        self.entry_count = of_entries.get(kind, 0) if kind else sum(of_entries.values())

    def __len__(self) -> int:
        return len(self.first) + self.entry_count + len(self.last)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | Sequence[Hit]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _ = index.indices(len(self))
        before = len(self.first)
        after = before + self.entry_count
        keys = self.first[start:stop] + self.last[max(start - after, 0) : max(stop - after, 0)]
        records = {record.key: of_record(record, self.question) for record in (records_of(keys) if keys else ())}
        entries = self._entries(max(start - before, 0), min(stop, after) - before)
        hits = [records.get(key) for key in self.first[start:stop]]
        return [hit for hit in (*hits, *entries, *(records.get(key) for key in keys[len(hits) :])) if hit]

    def _entries(self, start: int, stop: int) -> list[Hit]:
        """Chosen by their keys alone, then read: what is put in order has no texts in it."""
        if start >= stop:
            return []
        chosen = list(self.entries.values_list("pk", flat=True)[start:stop])
        read = SearchEntry.objects.in_bulk(chosen)
        return [of_entry(read[pk], self.question) for pk in chosen if pk in read]


def of_entry(entry: SearchEntry, question: Question) -> Hit:
    """The passage is shown where title and summary do not have all the words."""
    terms = question.terms
    said = {word for _, _, word in spans(f"{entry.title} {entry.summary}")}
    missing = [term for term in terms if not any(term.fits(word) for word in said)]
    passage = excerpt(entry.text, terms) if missing else SafeString("")
    title, summary = marked(entry.title, terms), marked(entry.summary, terms)
    return Hit(ONE_OF[Kind(entry.kind)], entry.url, title, summary, passage)


def of_record(record: SalaryRecord, question: Question) -> Hit:
    level = f", {record.level}" if record.level else ""
    summary = f"{quoted(record)}. {record.role}{level}, {record.place}, {record.year}. {record.source}"
    title, said = marked(record.key, question.terms), marked(summary, question.terms)
    return Hit(ONE_OF[Kind.RECORD], record.get_absolute_url(), title, said)


def ask(text: str, kind: str = "") -> Answer:
    """What was found; if nothing of any kind was, what is found for the closest words that there are."""
    answer = Answer(Question.of(text), kind)
    if answer.total or not answer.question.terms or not (better := corrected(answer.question)):
        return answer
    other = Answer(Question.of(better), kind, asked=answer.question.text)
    return other if other.total else answer


def suggest(text: str) -> list[Hit]:
    """The best titles for a question that is still being typed; its last word may be the beginning of any."""
    question = Question.of(text, typing=True)
    found = _titled(question)
    if not found and question.terms and (better := corrected(question)):
        found = _titled(Question.of(better))
    return found


def _titled(question: Question) -> list[Hit]:
    entries = SearchEntry.objects.public().having(question.terms, LEAD).best_first(question)
    shown = entries.only("kind", "url", "title")[:SUGGESTIONS]
    empty = SafeString("")
    return [Hit(ONE_OF[Kind(one.kind)], one.url, marked(one.title, question.terms), empty) for one in shown]
