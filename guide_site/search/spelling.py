"""What a reader may have meant by a word that is nowhere: the closest word of titles, summaries and other names.

In: terms. Out: the question with other words, or nothing. Works on every database alike, and reads the words that there
are only when something was not found, once for each published version and count of public guides.
"""

from __future__ import annotations

from collections import Counter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import Article
from guide_site.search.models import SearchEntry
from guide_site.search.words import Question, Term, spans
from salaries.models import PublishedVersion

# Letters that may be wrong, missing, too many or changed about: one in short words, two in long ones.
SHORTEST, LONG = 4, 7
# Guides whose titles are read: enough words for a guess.
MOST_TITLES = 5_000

Vocabulary = dict[str, str]
_kept: tuple[tuple[str, int], Vocabulary] | None = None


def vocabulary() -> Vocabulary:
    """{word as it is compared: the word as it is most often written}, of what readers may see."""
    global _kept
    key = (PublishedVersion.current(), Article.objects.published().count())
    if _kept is None or _kept[0] != key:
        _kept = key, _read()
    return _kept[1]


def _read() -> Vocabulary:
    written: dict[str, Counter[str]] = {}
    entries = SearchEntry.objects.public().order_by("order", "-date", "thing", "object_id")
    named = entries.exclude(thing="article").values_list("title", "summary", "text")
    titled = entries.filter(thing="article").values_list("title")[:MOST_TITLES]
    for text in (" ".join(parts) for parts in (*named, *titled)):
        for start, end, word in spans(text):
            written.setdefault(word, Counter())[text[start:end].lower()] += 1
    return {word: forms.most_common(1)[0][0] for word, forms in written.items()}


def corrected(question: Question) -> str:
    """The question with each unknown word replaced by the closest known one; empty if nothing is better."""
    known = vocabulary()
    words = [_closest(term, known) for term in question.terms]
    if [word for word, _ in words] == [term.word for term in question.terms]:
        return ""
    return " ".join(shown for _, shown in words)


def _closest(term: Term, known: Vocabulary) -> tuple[str, str]:
    """(the word, as it is written)"""
    word = term.word
    if word in known or len(word) < SHORTEST or any(other.startswith(word) for other in known):
        return word, known.get(word, word)
    most = 1 if len(word) < LONG else 2
    # Sorted, so that of equally close words the same one is chosen everywhere.
    found = process.extractOne(word, sorted(known), scorer=OSA.distance, score_cutoff=most)
    return (found[0], known[found[0]]) if found else (word, word)
