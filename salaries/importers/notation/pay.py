"""Pay as people write it: `₹30–45 LPA`, `5-8 triệu/tháng`, `年収500万円以上`, `ab 60.000 € brutto im Jahr`.

In: the text of one cell, what the mapping says about the column (`Notation`), and the currency of the row's place.
Out: `Pay`. Errors: NotationError with a sentence for the person who mends the file; whatever could be read in two ways
is refused, never guessed. The words are in words.toml.

How numbers are read:

- Separators are those of any locale. One separator before exactly three digits separates thousands: `1.500 €` is
  1500. Before a multiplier (`1.500k`), and in currencies with three minor digits, it could be either and is refused,
  unless the mapping gives the decimal separator or another number in the text shows it. Lakh, crore and 万 show it: who
  counts in them writes a decimal point.
- A multiplier after the last number of a range counts for both (`100–150k`), unless that would put the first above the
  last (`100,000–150k`).
- A bare `$`, `¥`, `Rs` or `kr` is the mapping's currency, else one that the text names (`$5,000 CAD`), else the
  place's, if that is written so there; else it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from salaries.codes import CURRENCY_CODES
from salaries.importers.notation import words
from salaries.importers.notation.amounts import Amount, read_amounts
from salaries.importers.notation.numbers import NotationError, normalised, parse_number
from salaries.importers.notation.tokens import Token, tokenize
from salaries.importers.notation.words import LOCALES

__all__ = ["LOCALES", "Notation", "NotationError", "Pay", "parse_number", "parse_pay"]

PLAIN = re.compile(r"[1-9][0-9]{0,12}(?:\.[0-9]{1,2})?")
DATE = re.compile(
    r"(?<![\d.,])(?:(?:19|20)\d\d[-/](?:0?[1-9]|1[0-2])(?:[-/]\d{1,2})?|\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d)"
    r"(?![\d.,]*\s?\w)"
)
# What the order of amounts (A) and words says; the letters are those of SHAPE_LETTERS.
SHAPES = {
    "point": re.compile("[~o]?A"),
    "low": re.compile("[fM]~?A|A[mMkw~]"),
    "high": re.compile("[utXw]~?A|A[lX]"),
    "range": re.compile("[~of]?A[-~wtu]~?Al?|bA[-nt]A|MAc?[-tu]?XA|AMc?[-t]?AX|AmAl|AkAl?"),
}
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
RUPEES = {"INR", "PKR", "BDT", "NPR", "LKR"}
NAMED_KINDS = {"estimate", "average", "median", "note"}


@dataclass(frozen=True, slots=True)
class Notation:
    """What a mapping says about how a column is written; the defaults say nothing.

    >>> Notation(decimal=",", symbols={"$": "SGD", "kr": "SEK"}).decimal
    ','
    """

    decimal: Literal[".", ",", ""] = ""
    # What a currency mark stands for in this column, also marks of which we have not heard.
    symbols: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.decimal not in {".", ",", ""}:
            raise NotationError(f"the decimal separator is . or , and not {self.decimal!r}")
        for mark, code in self.symbols.items():
            if code not in CURRENCY_CODES:
                raise NotationError(f"{mark!r} stands for {code!r}, which is not an ISO 4217 currency code")
        object.__setattr__(self, "symbols", {_mark(mark): code for mark, code in self.symbols.items()})


@dataclass(frozen=True, slots=True)
class Pay:
    """What one text says; an empty text where it says nothing."""

    low: Decimal | None = None  # alone: this or more
    typical: Decimal | None = None
    high: Decimal | None = None  # alone: up to this
    currency_code: str = ""
    period: str = ""  # hour, day, week, month, year
    qualifier: str = "exact"  # as in SalaryRecord.Qualifier
    basis: str = ""  # gross, net
    note: str = ""  # what else is said, as written: CTC, Glassdoor est.


@dataclass(slots=True)
class _Statement:
    """What the words of a text say, before its amounts are read."""

    shape: str = ""
    amounts: list[Amount] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)  # of currencies, to how they are written
    periods: dict[str, None] = field(default_factory=dict)
    bases: dict[str, None] = field(default_factory=dict)
    notes: list[Token] = field(default_factory=list)
    said: set[str] = field(default_factory=set)  # about, average, negotiable, …


def parse_pay(text: str, notation: Notation = Notation(), *, currency_hint: str = "") -> Pay:
    """What a text says about pay; `currency_hint` is the currency of the place.

    >>> parse_pay("₹30-45 LPA (Glassdoor est.)").note
    'Glassdoor est.'
    >>> pay = parse_pay("5-8 triệu/tháng", currency_hint="VND")
    >>> pay.low, pay.high, pay.currency_code, pay.period
    (Decimal('5000000'), Decimal('8000000'), '', 'month')
    >>> parse_pay("$5,000", currency_hint="SGD").currency_code
    'SGD'
    >>> parse_pay("$5,000")
    Traceback (most recent call last):
    ...
    salaries.importers.notation.numbers.NotationError: $ could be USD, SGD, HKD, …: name the currency in the mapping
    """
    if PLAIN.fullmatch(text) and notation.decimal != "," and currency_hint not in words.CURRENCIES_WITH_THREE_PLACES:
        return _plain(text)
    return _read(text, notation, currency_hint)


@lru_cache(maxsize=4096)
def _read(text: str, notation: Notation, currency_hint: str) -> Pay:
    """A text that is more than a plain number; files repeat themselves, so the last ones are remembered."""
    plain = normalised(text)
    if DATE.search(plain):
        raise NotationError("a date, not an amount")
    if "%" in plain:
        raise NotationError("a percentage, not an amount")
    statement = _sort(plain, tokenize(plain, notation.symbols))
    shape = _shape(statement, plain)
    code = _currency(statement, notation, currency_hint)
    _check_multipliers(statement, code or currency_hint)
    amounts = read_amounts(
        statement.amounts,
        decimal=notation.decimal,
        three_places=(code or currency_hint) in words.CURRENCIES_WITH_THREE_PLACES,
    )
    if shape == "range" and not (code or statement.periods) and all(amount.is_year for amount in statement.amounts):
        raise NotationError("could be two years: name the currency or the period")
    return Pay(
        low=amounts[0] if shape in {"low", "range"} else None,
        typical=amounts[0] if shape == "point" else None,
        high=amounts[-1] if shape in {"high", "range"} else None,
        currency_code=code,
        period=_only(statement.periods, "two periods: {} and {}"),
        qualifier=_qualifier(shape, statement.said),
        basis=_only(statement.bases, "both {} and {}"),
        note=_note(plain, statement.notes),
    )


def _plain(text: str) -> Pay:
    amount = Decimal(text)
    if not amount:
        raise NotationError("zero: pay is above zero")
    return Pay(typical=amount)


def _sort(text: str, tokens: list[Token]) -> _Statement:
    """Each token to where it belongs."""
    statement = _Statement()
    depth = 0
    amount: Amount | None = None
    skip = False
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if skip:
            skip = False
        elif token.kind in {"open", "close"}:
            depth += 1 if token.kind == "open" else -1
            if depth not in {0, 1}:
                raise NotationError("brackets do not match")
        elif token.kind == "number":
            if depth:
                raise NotationError(f"'{token.word}' stands in brackets: give an amount its own row")
            if amount is None or not amount.takes_more:
                amount = Amount()
                statement.amounts.append(amount)
                statement.shape += "A"
            amount.add_number(token.word)
        elif words.MEANINGS.get(token.word) in words.FACTORS:
            amount = _multiply(statement, amount, text, token)
        elif token.word in words.PER and following and following.word in words.NOUNS:
            statement.periods[words.NOUNS[following.word]] = None
            skip, amount = True, None
        elif token.kind == "unknown" and depth and following and _is_name(text, token, following):
            statement.notes.append(token)
        else:
            _sort_word(statement, text, token)
            if not (token.word == "+" and following and words.MEANINGS.get(following.word) in words.FACTORS):
                amount = None  # but 15+ LPA is one amount
    if depth:
        raise NotationError("brackets do not match")
    return statement


def _multiply(statement: _Statement, amount: Amount | None, text: str, token: Token) -> Amount | None:
    if amount is None:
        raise NotationError(f"'{_written(text, token)}' stands without a number")
    meaning = words.MEANINGS[token.word]
    if meaning == "thousand in full" and text[token.end - 1] == ".":
        raise NotationError(f"'{_written(text, token)}' could be a thousand or a million")
    amount.add_factor(meaning)
    if meaning == "lakh per year":
        statement.periods["year"] = None
    return amount


def _is_name(text: str, token: Token, following: Token) -> bool:
    """The source of an estimate, in brackets: (Levels est.)."""
    return text[token.start].isupper() and words.MEANINGS.get(following.word) in NAMED_KINDS


def _sort_word(statement: _Statement, text: str, token: Token) -> None:
    meaning = words.MEANINGS.get(token.word)
    if token.kind == "unknown":
        raise NotationError(f"'{_written(text, token)}' is not understood")
    if meaning is None:
        _sort_without_meaning(statement, text, token)
    elif meaning in words.SHAPE_LETTERS:
        statement.shape += words.SHAPE_LETTERS[meaning]
    elif meaning in words.PERIODS:
        statement.periods[words.PERIODS[meaning]] = None
    elif meaning in {"gross", "net"}:
        statement.bases[meaning] = None
    elif meaning == "cost to company":
        statement.bases["gross"] = None
        statement.notes.append(token)
    elif meaning != "fill":
        statement.said.add(meaning)
        if meaning in {"estimate", "median", "note", "negotiable"}:
            statement.notes.append(token)


def _sort_without_meaning(statement: _Statement, text: str, token: Token) -> None:
    """A currency, a noun of time or a lonely word of `per`."""
    if token.word in words.FIRST and not statement.amounts:
        statement.periods[words.FIRST[token.word]] = None
    elif token.word in words.NOUNS:
        raise NotationError(f"'{_written(text, token)}' is a length of time: write 'per {words.NOUNS[token.word]}'")
    elif token.word in words.PER:
        raise NotationError(f"'{_written(text, token)}' is not understood")
    else:
        statement.marks[_mark(token.word)] = _written(text, token)


def _shape(statement: _Statement, text: str) -> str:
    """Which of SHAPES the statement has."""
    if not statement.amounts:
        if "negotiable" in statement.said:
            raise NotationError("negotiable: no amount is stated")
        raise NotationError("no amount is stated")
    if "nothing" in statement.said:
        raise NotationError("an amount beside a word that says there is none")
    shape = re.sub("c+", "c", statement.shape.strip("c"))
    if shape.startswith("-"):
        raise NotationError("negative: pay is above zero")
    if shape.startswith("~"):
        if EAST_ASIAN.search(text):
            raise NotationError("a ~ before the amount could mean about or up to")
        statement.said.add("about")
    for name, pattern in SHAPES.items():
        if pattern.fullmatch(shape):
            return name
    if len(statement.amounts) > 1:
        raise NotationError("more than one amount, and no range: give each its own row")
    raise NotationError("neither an amount, a range, nor an open range")


def _currency(statement: _Statement, notation: Notation, hint: str) -> str:
    """The one currency that the text names, or an empty text. What is certain tells what shared marks stand for."""
    codes: dict[str, None] = {}
    for mark in statement.marks:
        if mark in notation.symbols or mark not in words.MARKS:
            codes[notation.symbols.get(mark) or words.CURRENCIES[mark]] = None
    certain = [*codes, hint]
    for mark, written in statement.marks.items():
        if mark in words.MARKS and mark not in notation.symbols:
            candidates = words.MARKS[mark]
            known = [code for code in certain if code in candidates] or [words.CURRENCIES.get(mark, "")]
            if not known[0]:
                listed = ", ".join(candidates[:3]) + (", …" if len(candidates) > 3 else "")
                raise NotationError(f"{written} could be {listed}: name the currency in the mapping")
            codes[known[0]] = None
    return _only(codes, "two currencies: {} and {}")


def _check_multipliers(statement: _Statement, code: str) -> None:
    """Refuse what means different things beside different currencies."""
    factors = {factor for amount in statement.amounts for factor in amount.factors}
    if "lakh beside rupees" in factors and code not in RUPEES:
        raise NotationError("'L' means lakh only beside rupees")
    if "thousand in full" in factors and code in words.CURRENCIES_OF_MIL_FOR_MILLION:
        raise NotationError("'mil' could be a thousand or a million")


def _qualifier(shape: str, said: set[str]) -> str:
    if shape in {"low", "high"}:
        return "from" if shape == "low" else "up-to"
    if said & {"average", "median"}:
        return "average"
    return "about" if said & {"about", "estimate"} else "exact"


def _only(found: Mapping[str, None], conflict: str) -> str:
    if len(found) > 1:
        raise NotationError(conflict.format(*list(found)[:2]))
    return next(iter(found), "")


def _note(text: str, tokens: list[Token]) -> str:
    """The words of the tokens; those that stand side by side in one piece."""
    pieces: list[str] = []
    end = -1
    for token in tokens:
        piece = text[token.start : token.end]
        if 0 <= token.start - end <= 1 and pieces:
            pieces[-1] += text[end : token.start] + piece
        else:
            pieces.append(piece)
        end = token.end
    return "; ".join(pieces)


def _mark(mark: str) -> str:
    return words.folded(mark).rstrip(".")


def _written(text: str, token: Token) -> str:
    """The words as written, short and printable."""
    return "".join(
        letter if letter.isprintable() else f"U+{ord(letter):04X}" for letter in text[token.start : token.end][:40]
    )
