"""What differs between two texts: whole lines, with the words that changed marked inside them.

In: two texts. Out: `Line`s in the order of reading; long stretches without a change become one line that counts them.
Pure. Lines that are too long or too many to be matched word by word are shown whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\s+|\w+|[^\w\s]")
AROUND = 2  # unchanged lines shown before and after a change
ALIKE = 0.4
MOST_PAIRS = 2_500
MOST_WORDS = 2_000
MOST_LINES = 3_000


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is same, removed, added or skipped; a skipped line says how many lines it stands for."""

    kind: str
    pieces: tuple[Piece, ...]


def lines_between(old: str, new: str) -> list[Line]:
    """
    >>> for line in lines_between("Pay is high.", "Pay is very high."): print(line.kind, [p.text for p in line.pieces])
    removed ['Pay is ', 'high.']
    added ['Pay is ', 'very ', 'high.']
    """
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > MOST_LINES)
    lines: list[Line] = []
    steps = matcher.get_opcodes()
    for number, (kind, start, end, new_start, new_end) in enumerate(steps):
        if kind == "equal":
            same = [whole("same", line) for line in before[start:end]]
            lines += shortened(same, is_first=number == 0, is_last=number == len(steps) - 1)
        else:
            lines += replaced(before[start:end], after[new_start:new_end])
    return lines


def whole(kind: str, line: str) -> Line:
    return Line(kind, (Piece(line),))


def shortened(same: list[Line], *, is_first: bool, is_last: bool) -> list[Line]:
    """Only the lines next to a change, and how many were left out."""
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    left_out = len(same) - head - tail
    if left_out < 2:
        return same
    words = f"{left_out} lines without a change"
    return [*same[:head], whole("skipped", words), *(same[-tail:] if tail else [])]


def replaced(before: list[str], after: list[str]) -> Iterator[Line]:
    """Lines that were replaced: each beside the new line that is most like it, with its words marked."""
    partners = paired(before, after)
    done = 0
    for index, line in enumerate(before):
        if index not in partners:
            yield whole("removed", line)
            continue
        yield from (whole("added", other) for other in after[done : partners[index]])
        yield from marked(line, after[partners[index]])
        done = partners[index] + 1
    yield from (whole("added", other) for other in after[done:])


def paired(before: list[str], after: list[str]) -> dict[int, int]:
    """{place in before: place in after}, both rising."""
    if len(before) * len(after) > MOST_PAIRS or max(map(len, [*before, *after])) > MOST_WORDS * 5:
        return {}
    old_counts, new_counts = [Counter(words(line)) for line in before], [Counter(words(line)) for line in after]
    found: dict[int, int] = {}
    lowest = 0
    for index, counts in enumerate(old_counts):
        likeness = [(alike(counts, new_counts[number]), -number) for number in range(lowest, len(after))]
        if likeness and (best := max(likeness))[0] >= ALIKE:
            found[index] = -best[1]
            lowest = found[index] + 1
    return found


def alike(one: Counter[str], other: Counter[str]) -> float:
    """The part of their words that two lines share, in whatever order; far quicker than matching them."""
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def words(line: str) -> list[str]:
    return WORD.findall(line)


def marked(old: str, new: str) -> tuple[Line, Line]:
    before, after = words(old), words(new)
    steps = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > MOST_WORDS).get_opcodes()
    removed = [Piece("".join(before[a:b]), kind != "equal") for kind, a, b, _, _ in steps if b > a]
    added = [Piece("".join(after[c:d]), kind != "equal") for kind, _, _, c, d in steps if d > c]
    return Line("removed", tuple(removed)), Line("added", tuple(added))
