"""A text about pay, cut into numbers, words and signs.

In: text as `numbers.normalised` leaves it. Out: `Token`s in the order of the text. Errors: NotationError.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import NamedTuple

from salaries.importers.notation import words
from salaries.importers.notation.numbers import LITERAL, NotationError

BRACKETS = {"(": "open", "[": "open", ")": "close", "]": "close"}
KNOWN = {*words.PER, *words.NOUNS, *words.FIRST, *words.MEANINGS, *words.CURRENCIES, *words.MARKS}
# By first letter, the lengths of the words that begin with it, longest first.
LENGTHS: dict[str, list[int]] = {}
for _first in {word[0] for word in KNOWN}:
    LENGTHS[_first] = sorted({len(word) for word in KNOWN if word[0] == _first}, reverse=True)


class Token(NamedTuple):
    """`kind` is number, word, open, close or unknown; `word` is what the tables are looked up with."""

    kind: str
    word: str
    start: int
    end: int


def tokenize(text: str, marks: Collection[str] = ()) -> list[Token]:
    """The tokens of a normalised text; `marks` are further currency marks, in small letters.

    >>> [(token.kind, token.word) for token in tokenize("₹30-45 LPA")]
    [('word', '₹'), ('number', '30'), ('word', '-'), ('number', '45'), ('word', 'lpa')]
    """
    small = words.folded(text)
    tokens: list[Token] = []
    start = 0
    while start < len(text):
        if text[start] == " ":
            start += 1
            continue
        token = _token(text, small, start, marks)
        start = token.end
        if token.kind != "stop":
            tokens.append(token)
    return tokens


def _token(text: str, small: str, start: int, marks: Collection[str]) -> Token:
    if text[start] in ".,'" and text[start + 1 : start + 2].isdecimal():
        raise NotationError(f"'{text[start : start + 10]}' is not a number")
    lengths = LENGTHS.get(small[start], [])
    if marks:
        lengths = sorted({*lengths, *map(len, marks)}, reverse=True)
    for end in (start + length for length in lengths if start + length <= len(text)):
        if (small[start:end] in KNOWN or small[start:end] in marks) and _stands_alone(text, start, end):
            dotted = text[end - 1].isalpha() and text[end : end + 1] == "."
            return Token("word", small[start:end], start, end + dotted)
    if literal := LITERAL.match(text, start):
        return Token("number", literal[0], start, literal.end())
    if text[start] in BRACKETS:
        return Token(BRACKETS[text[start]], text[start], start, start + 1)
    if text[start] in ".。" and start + 1 == len(text):
        return Token("stop", ".", start, start + 1)
    end = start + 1
    while end < len(text) and _in_word(text[start]) and _in_word(text[end]):
        end += 1
    return Token("unknown", small[start:end], start, end)


def _in_word(letter: str) -> bool:
    return letter.isalpha() or unicodedata.category(letter).startswith("M")


def _unspaced(letter: str) -> bool:
    """Thai and its neighbours, Chinese, Japanese and Korean: a word may touch the next."""
    return "\u0e00" <= letter <= "\u0eff" or "\u1000" <= letter <= "\u17ff" or "\u3040" <= letter <= "\ud7ff"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word ends here, and is in capitals where that is needed."""
    if text[start:end].lower() in words.ONLY_CAPITALS and not text[start:end].isupper():
        return False
    last, following = text[end - 1], text[end : end + 1]
    if not following:
        return True
    if not _in_word(last):  # 13. gehalt; "+ bonus" ends in a letter; signs end where they end
        return True
    return not _in_word(following) or _unspaced(last) or _unspaced(following)
