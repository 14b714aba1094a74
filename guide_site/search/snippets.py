"""What a result shows of a text: the words that were asked for marked, in the passage that has most of them.

In: tidy text and terms. Out: safe HTML: the text is escaped, only `<mark>` is ours. Pure.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guide_site.search.words import Term, spans

# Characters around the words, of which the passage before them is the shorter part.
PASSAGE, BEFORE = 240, 60
# Enough places to choose from; in a text with more of them any passage will do.
MOST_PLACES = 200

Place = tuple[int, int, int]


def places_of(text: str, terms: Sequence[Term]) -> list[Place]:
    """(start, end, number of the term) of the first words that are asked for."""
    found = (
        (start, end, number) for start, end, word in spans(text) for number, term in enumerate(terms) if term.fits(word)
    )
    return list(islice(found, MOST_PLACES))


def marked(text: str, terms: Sequence[Term]) -> SafeString:
    """The whole text."""
    return _marked(text, places_of(text, terms), 0, len(text))


def excerpt(text: str, terms: Sequence[Term]) -> SafeString:
    """The passage with most of the terms; empty if none is there."""
    places = places_of(text, terms)
    if not places:
        return SafeString("")
    first, last = _densest(places)
    start = max(first - BEFORE, 0)
    end = min(max(start + PASSAGE, last), len(text))
    start, end = _to_words(text, start, end, first, last)
    shown = _marked(text, places, start, end)
    return format_html("{}{}{}", "… " if start else "", shown, " …" if end < len(text) else "")


def _densest(places: Sequence[Place]) -> tuple[int, int]:
    """From where to where the window goes that has most different terms; of equal ones the first."""
    window: deque[Place] = deque()
    inside: Counter[int] = Counter()
    best, most = (places[0][0], places[0][1]), 0
    for place in places:
        window.append(place)
        inside[place[2]] += 1
        while place[1] - window[0][0] > PASSAGE - BEFORE and len(window) > 1:
            inside -= Counter([window.popleft()[2]])
        if len(inside) > most:
            best, most = (window[0][0], place[1]), len(inside)
    return best


def _to_words(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Move both ends to spaces, without cutting off what was found."""
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else first
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space >= 0 else last
    return start, end


def _marked(text: str, places: Sequence[Place], start: int, end: int) -> SafeString:
    """Words with nothing but a space between them are marked together."""
    joined: list[list[int]] = []
    for begin, stop in [(begin, stop) for begin, stop, _ in places if begin >= start and stop <= end]:
        if joined and joined[-1][1] >= begin - 1 and text[joined[-1][1] : begin] in {"", " "}:
            joined[-1][1] = max(stop, joined[-1][1])
        else:
            joined.append([begin, stop])
    pieces: list[str] = []
    at = start
    for begin, stop in joined:
        pieces.append(format_html("{}<mark>{}</mark>", text[at:begin], text[begin:stop]))
        at = stop
    return format_html("{}{}", format_html_join("", "{}", ((piece,) for piece in pieces)), text[at:end])
