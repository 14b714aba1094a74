"""One number as people write it, with the separators of any locale.

In: a number without units. Out: `Decimal`. Errors: NotationError, a sentence for the person who mends the file.

`1,234.50`, `1.234,50`, `1 234,50`, `1'234.50` and `12,34,567` can be read in one way only. One separator before three
digits (`1,234`) separates thousands, for money has two minor digits; where it need not (before a multiplier: `1,250
million`) the number is ambiguous, unless the decimal separator is given.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

LONGEST_TEXT = 200
SAY_DECIMAL = "say in the mapping which is the decimal separator"
OTHER = {".": ",", ",": "."}
# A blank separates thousands only.
LITERAL = re.compile(r"[0-9]+(?:[.,'٬٫][0-9]+| [0-9]{3}(?![0-9]))*")
SEPARATOR = re.compile(r"([.,' ٬٫])")
APOSTROPHES = "’‘ʼ´′`＇"  # thousands in Switzerland
MARKS_OF_DIRECTION = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


class NotationError(ValueError):
    """The text cannot be read as pay; the message says why."""


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    """One letter in the form that the tables know."""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if letter in MARKS_OF_DIRECTION:
        return ""
    if letter.isspace() or letter == "\u200b":
        return " "
    if letter in APOSTROPHES:
        return "'"
    if "\uff01" <= letter <= "\uff5d":  # full-width ASCII; the full-width tilde joins, it does not mean "about"
        return chr(ord(letter) - 0xFEE0)
    return letter


def normalised(text: str) -> str:
    """The text with ASCII digits, plain blanks and one form for each letter.

    >>> normalised("１２　०९\\u202f٣")
    '12 09 3'
    """
    if len(text) > LONGEST_TEXT:
        raise NotationError(f"longer than {LONGEST_TEXT} characters")
    return " ".join("".join(map(_letter, unicodedata.normalize("NFC", text))).split())


def proven_decimal(literal: str) -> str:
    """The decimal separator that a number gives away, or an empty text.

    >>> proven_decimal("1.234,5"), proven_decimal("1,234,567"), proven_decimal("1.5"), proven_decimal("1.500")
    (',', '.', '.', '')
    """
    first, *rest = SEPARATOR.split(literal)
    marks = rest[::2]
    if not marks or marks[-1] not in OTHER or "٬" in marks or "٫" in marks:
        return ""
    if len(marks) == 1:
        return "" if len(first) <= 3 and first[0] != "0" and len(rest[-1]) in (3, 4) else marks[0]
    return marks[-1] if len(set(marks)) > 1 else OTHER[marks[-1]]


def read_number(literal: str, *, decimal: str = "", may_be_fine: bool = False) -> Decimal:
    """A number that matches LITERAL; `may_be_fine` if three digits after the separator could be decimals.

    >>> read_number("12,34,567.50"), read_number("1.500")
    (Decimal('1234567.50'), Decimal('1500'))
    >>> read_number("1.500", decimal=".", may_be_fine=True)
    Decimal('1.500')
    """
    parts = SEPARATOR.split(literal)
    groups, marks = parts[::2], parts[1::2]
    if literal[0] == "0" and len(groups[0]) > 1:
        raise NotationError(f"'{literal}' begins with 0, as telephone numbers and identifiers do")
    if not marks:
        return Decimal(literal)
    fraction = ""
    if _ends_in_fraction(groups, marks, decimal, may_be_fine):
        fraction = groups.pop()
        if marks.pop() in marks:
            raise NotationError(f"'{literal}' has badly grouped digits")
    if decimal in marks or "٫" in marks or not _well_grouped(groups, marks):
        raise NotationError(f"'{literal}' has badly grouped digits")
    return Decimal(f"{''.join(groups)}.{fraction or 0}") if fraction else Decimal("".join(groups))


def _ends_in_fraction(groups: list[str], marks: list[str], decimal: str, may_be_fine: bool) -> bool:
    """Whether the last separator is the decimal one."""
    last = marks[-1]
    if last not in OTHER:
        return last == "٫"
    if decimal:
        return last == decimal
    if len(marks) > 1:
        return len(set(marks)) > 1
    if len(groups[0]) > 3 or groups[0] == "0" or len(groups[1]) not in (3, 4):
        return True
    # Four digits after the separator are a myriad group in East Asia, unless a multiplier follows.
    if (len(groups[1]) == 3) == may_be_fine:
        whole, fine = "".join(groups), f"{groups[0]}.{groups[1]}"
        raise NotationError(f"'{last.join(groups)}' could be {whole} or {fine}: {SAY_DECIMAL}")
    return len(groups[1]) == 4


def _well_grouped(groups: list[str], marks: list[str]) -> bool:
    """In thousands throughout, or as in India: 12,34,567."""
    if not marks:
        return True
    first, *middle, last = groups
    if len(set(marks)) > 1 or first[0] == "0" or len(last) != 3:
        return False
    thousands = len(first) <= 3 and all(len(group) == 3 for group in middle)
    return thousands or (len(first) <= 2 and marks[0] in ",٬" and all(len(group) == 2 for group in middle))


def parse_number(text: str, *, decimal: str = "") -> Decimal:
    """A single number without sign and units; `decimal` is its decimal separator, if that is known.

    >>> parse_number("1.234.567,89"), parse_number("1’234’567.5"), parse_number("१२,३४,५६७")
    (Decimal('1234567.89'), Decimal('1234567.5'), Decimal('1234567'))
    >>> parse_number("1,234"), parse_number("1,234", decimal=",")
    (Decimal('1234'), Decimal('1.234'))
    >>> parse_number("1,23,4")
    Traceback (most recent call last):
    ...
    salaries.importers.notation.numbers.NotationError: '1,23,4' has badly grouped digits
    """
    plain = normalised(text)
    if not LITERAL.fullmatch(plain):
        raise NotationError("not a number such as 1,234.50")
    return read_number(plain, decimal=decimal)
