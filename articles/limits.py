"""How much a guide may hold, so that no text costs more than a moment of work.

In: a text. Out: why it is not read, or nothing. Reading Markdown takes time in step with the text, and far more for a
sign that may begin something than for a letter; so both are counted. The longest guide that people write has some 2,000
such signs in 25,000 characters.
"""

from __future__ import annotations

import re

MOST_CHARACTERS = 200_000
MOST_SIGNS = 20_000
# Each chart or table asks the database, and takes a hundredth of a second.
MOST_BLOCKS = 60
BLOCK = re.compile(r":::[ \t]*\{")
SIGNS = "[](){}<>!*_~`|&\\#:-+=^\n\r"


def too_much(text: str) -> str:
    """Why a text is not read; empty if it is.

    >>> too_much("A [link](/levels/)."), too_much("[" * 20_001)
    ('', 'has more than 20,000 signs that mean something in Markdown; divide it')
    """
    if len(text) > MOST_CHARACTERS:
        return f"has more than {MOST_CHARACTERS:,} characters; divide it"
    if sum(map(text.count, SIGNS)) > MOST_SIGNS:
        return f"has more than {MOST_SIGNS:,} signs that mean something in Markdown; divide it"
    if sum(1 for _ in BLOCK.finditer(text)) > MOST_BLOCKS:
        return f"has more than {MOST_BLOCKS} blocks; divide it"
    return ""
