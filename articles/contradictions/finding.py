"""A contradiction between things that a guide quotes.

In: what a rule found. Out: a `Contradiction`, which readers, editors and the command show alike. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from articles.contradictions.statements import Multiple, Rung, Statement


class Severity(Enum):
    """How sure it is. The value goes on: “They …”."""

    FIRM = "cannot both be right"
    OPEN = "can both be right only if they are about different people or counted differently"


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things that are compared, with the address of its receipt."""

    label: str
    words: str
    url: str
    source: str = ""
    is_receipt: bool = False


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`kind` names the rule, `keys` what is compared, `steps` are the arithmetic, `reading` is a guess in short."""

    kind: str
    sentence: str
    keys: tuple[str, ...]
    items: tuple[Item, ...]
    steps: tuple[str, ...]
    reading: str
    explanation: str
    severity: Severity

    @property
    def is_firm(self) -> bool:
        return self.severity is Severity.FIRM


def item_of(one: Statement | Multiple | Rung) -> Item:
    if isinstance(one, Statement):
        return Item(one.label, one.quoted, one.url, one.source, is_receipt=True)
    if isinstance(one, Multiple):
        return Item(one.statement, one.words, one.url, one.source)
    words = f"{one.experience_words} of experience, {one.reach_words} to reach, multiple {one.multiplier_words}"
    return Item(one.name, words, one.url, one.source)


def contradiction(
    kind: str,
    sentence: str,
    compared: Iterable[Statement | Multiple | Rung],
    steps: Iterable[str],
    *,
    reading: str,
    explanation: str,
    severity: Severity = Severity.OPEN,
) -> Contradiction:
    compared = list(compared)
    keys = tuple(one.slug if isinstance(one, Rung) else one.key for one in compared)
    items = tuple(map(item_of, compared))
    return Contradiction(kind, sentence, keys, items, tuple(steps), reading, explanation, severity)
