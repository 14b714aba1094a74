"""Text into words that can be compared: lower case, plain Latin letters, singular.

In: a text in any script. Out: words of a–z and 0–9. The same for what is indexed and for what is asked, so that no
database's own idea of a word matters. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

# A possessive s belongs to no word; C++ and C# are words.
WORD = re.compile(r"(?<=\w)['’]s\b|([^\W_]+(?:\+\+|#(?!\w))?)")
NOT_PLAIN = re.compile(r"[^a-z0-9]")
LONGEST_WORD = 40
LONGEST_QUESTION, MOST_TERMS = 200, 10
# Words of fewer letters are not taken for the beginning of longer ones.
SHORTEST_BEGINNING = 3
SMALL = frozenset(
    "a an and are as at be by do does for from how i in is it me my of on or the to what when which who with".split()
)


def tidy(text: str) -> str:
    """One way of writing each letter, without characters that cannot be stored or shown.

    >>> tidy("Zu\\u0308rich\\x00 \\ud800")
    'Zürich   '
    """
    return unicodedata.normalize("NFC", re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", " ", text))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of a tidy text begins and ends, and what it is compared as."""
    for found in WORD.finditer(text):
        if found[1] and (word := folded(found[1])):
            yield found.start(1), found.end(1), word


def words_of(text: str) -> list[str]:
    """
    >>> words_of("Zürich’s salaries: C++, Node.js and 서울")
    ['zurich', 'salary', 'cplusplus', 'node', 'js', 'and', 'seoul']
    """
    return [word for _, _, word in spans(tidy(text))]


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """
    >>> [folded(word) for word in ("Cities", "classes", "boss", "status", "AWS", "C#", "Việt")]
    ['city', 'class', 'boss', 'status', 'aws', 'csharp', 'viet']
    """
    plain = anyascii(word).lower().replace("++", "plusplus").replace("#", "sharp")
    return singular(NOT_PLAIN.sub("", plain)[:LONGEST_WORD])


def singular(word: str) -> str:
    """The word without the s of a plural. Wrong for some, but wrong in the same way in texts and in questions."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def distinct(words: Iterable[str]) -> str:
    """Each word once, in an order that depends on nothing else."""
    return " ".join(sorted(set(words)))


@dataclass(frozen=True)
class Term:
    """A word that is looked for, as a whole word or also as the beginning of one."""

    word: str
    is_beginning: bool

    def fits(self, word: str) -> bool:
        return word.startswith(self.word) if self.is_beginning else word == self.word


@dataclass(frozen=True)
class Question:
    """What a reader asks for: the text as it is shown again, and the words that all must be there."""

    text: str
    terms: tuple[Term, ...]
    is_cut: bool = False

    @classmethod
    def of(cls, text: str, *, typing: bool = False) -> Question:
        """Small words are left out if there are others. `typing`: the last word may be the beginning of any.

        >>> [term.word for term in Question.of("What do engineers earn in Seoul?").terms]
        ['engineer', 'earn', 'seoul']
        >>> Question.of("the").terms
        (Term(word='the', is_beginning=True),)
        """
        shown = " ".join(tidy(text[: LONGEST_QUESTION + 1]).split())
        words = list(dict.fromkeys(words_of(shown)))
        words = [word for word in words if word not in SMALL] or words
        last = words[MOST_TERMS - 1 : MOST_TERMS] or words[-1:]
        terms = tuple(
            Term(word, len(word) >= SHORTEST_BEGINNING or (typing and word in last)) for word in words[:MOST_TERMS]
        )
        return cls(shown[:LONGEST_QUESTION], terms, len(text) > LONGEST_QUESTION or len(words) > MOST_TERMS)

    @property
    def whole(self) -> tuple[Term, ...]:
        """The same terms as whole words."""
        return tuple(Term(term.word, False) for term in self.terms)
