"""The figures of a guide in their sentences, and the numbers that stand there without a record.

In: the text of a guide. Out: a `Figure` for each role that states a number and for each plain number, in the order of
the text. Pure.

A plain number needs no record if it is

- a year (four digits from 1900 to 2099, also a span of two years), a date (3 May 2026, 2026-05-03) or a time (18:30);
- an ordinal (1st, 22nd) or counts or numbers parts of a text: step 3, level 2, part 1, 3 steps, 5 questions;
- a version: version 3.11, v2, 3.11.4;
- part of a name: GPT-4, S3, H100, 3D;
- inside code, an address or `{plain}`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from articles.claims.wording import SCALE, SIGN
from articles.markup import Construct, Document, Piece, parse

FIGURES = ("pay", "ratio", "fact", "level", "check")
NUMBER = "number"
# Directives whose own line is words for readers; that of others is an address, and the title of a work is a name.
TITLED = ("note", "warning")
LONGEST_CONTEXT = 200
# More of them are no list that anybody would work through.
MOST_PLAIN_NUMBERS = 500
SLOT, OTHER = "\ufffc", "[…]"

DIGITS = r"\d[\d,]*(?:\.\d+)?"
PLAIN_NUMBER = re.compile(
    rf"(?:(?:{SIGN}|\b[A-Z]{{3}}\b)\s?)?{DIGITS}(?:\s?[-–]\s?(?:{SIGN})?{DIGITS})?"
    rf"(?:\s?(?i:{SCALE})\b)?(?:\s?(?:%|per\s?cent\b|[x×](?!\w)|times\b))?",
    re.ASCII,
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
PARTS = "step|level|part|chapter|section|question|figure|table|note|rule|stage|phase|option|page|rung|number|no\\."
NEEDS_NONE = re.compile(
    "|".join(
        [
            r"\b\d{4}-\d\d-\d\d\b",
            rf"\b\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})?\s{MONTH}(?:\s\d{{4}})?",
            rf"\b{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}}(?!-))?\b",
            r"(?<![\w.,$€£¥₩₹₱₫])(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?(?![\w%]|[.,]\d|\s?(?:%|[x×](?!\w)))",
            r"\b\d{1,2}:\d\d\b",
            r"\b\d+(?:st|nd|rd|th)\b",
            rf"\b(?:{PARTS})s?\s\d+(?:\s?[-–]\s?\d+)?\b",
            rf"\b\d+\s(?:{PARTS})s?\b",
            r"\bversions?\s\d[\d.]*",
            r"\bv\d[\d.]*",
            r"\b\d+(?:\.\d+){2,}\b",
            r"\b[A-Za-z]+-?\d[\w.-]*",
            r"\b\d+-?[A-JLN-WYZ]\b",  # but 3x, 60M and 10k
        ]
    ),
    re.IGNORECASE | re.ASCII,
)
# Where a sentence ends: after the space behind its last mark.
ENDS = re.compile(r"[.!?](?:\s|$)")


@dataclass
class Figure:
    """One figure: the text of its role, or the plain number; `before` and `after` are the rest of its sentence."""

    kind: str
    text: str
    line: int
    before: str
    after: str

    @property
    def construct(self) -> Construct:
        return Construct(self.kind, self.text, self.line)


def figures_in(text: str) -> list[Figure]:
    """All figures of a guide and its first plain numbers, those of its directives where these stand."""
    plain, figures = 0, []
    for figure in sorted(_found(parse(text)), key=lambda figure: figure.line):
        plain += figure.kind == NUMBER
        if figure.kind != NUMBER or plain <= MOST_PLAIN_NUMBERS:
            figures.append(figure)
    return figures


def _found(document: Document) -> Iterator[Figure]:
    """Those of a text, and, where its directives hold text, those of their titles and their content."""
    for passage in document.passages:
        yield from _of_passage(passage)
    for one in document.constructs:
        if one.inside:
            yield from _of_passage([Piece(one.line, one.text)] if one.name in TITLED else [])
            yield from _found(one.inside)


def _of_passage(passage: list[Piece]) -> Iterator[Figure]:
    """Its roles, and the plain numbers between them."""
    starts, at = [], 0
    for piece in passage:
        starts.append(at)
        at += 1 if piece.construct else len(piece.text)
    text = "".join(SLOT if piece.construct else piece.text for piece in passage)
    figures = [
        (at, at + 1, piece.construct.name, piece.construct.text)
        for at, piece in zip(starts, passage, strict=True)
        if piece.construct and piece.construct.name in FIGURES
    ]
    plain = islice(plain_numbers(text), MOST_PLAIN_NUMBERS)
    figures += [(*found.span(), NUMBER, found[0].strip()) for found in plain]
    said = {at: said_by(piece) for at, piece in zip(starts, passage, strict=True) if piece.construct}
    ends = [0, *(found.end() for found in ENDS.finditer(text)), len(text)] if figures else []
    for start, end, kind, words in sorted(figures):
        line = passage[bisect_right(starts, start) - 1].line
        first = max(ends[bisect_right(ends, start) - 1], start - LONGEST_CONTEXT)
        last = min(ends[bisect_left(ends, end)], end + LONGEST_CONTEXT)
        before = "".join(said.get(at, text[at]) for at in range(first, start)).lstrip()
        after = "".join(said.get(at, text[at]) for at in range(end, last)).rstrip()
        yield Figure(kind, words, line, before[-LONGEST_CONTEXT:], after[:LONGEST_CONTEXT])


def plain_numbers(text: str) -> Iterator[re.Match[str]]:
    """The numbers in some words that need a record.

    >>> [found[0] for found in plain_numbers("In 2026 about 42% of 1,200 people took step 3 with GPT-4 for S$65,000.")]
    ['42%', '1,200', 'S$65,000']
    """
    return PLAIN_NUMBER.finditer(NEEDS_NONE.sub(lambda found: " " * len(found[0]), text))


def said_by(piece: Piece, otherwise: str = OTHER) -> str:
    """What a role puts into a sentence where its figure is not looked up: its own words, if it has any."""
    if piece.construct and piece.construct.name in {"check", "plain"}:
        return piece.construct.text.split("|")[0].strip()
    return otherwise
