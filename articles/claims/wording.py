"""What the words of a claim state, and whether a value agrees: “3x”, “more than 3x”, “around $105,000”, “30–50 %”.

In: the author's words. Out: a `Wording`, which judges a value. Errors: `Unclear`, a sentence. Pure.

How far a value may be off follows from how precise the words are:

- **A number** allows half of its last digit either way: 3x is 2.5 to 3.5, 3.1x is 3.05 to 3.15. The closing zeros of a
  whole number from 100 on do not count as digits, except the second: $105,000 allows 500, $100,000 allows 5,000. A
  scale counts after that: 2.5 million allows 50,000.
- **“about”, “around”, “roughly”, “some”, “approximately”, “~”** allow a tenth of the number, or half of its last digit
  if that is more. “nearly” and “almost” allow as much, but only below the number.
- **“more than”, “over”, “above”** and **“less than”, “under”, “below”** are taken at their word, and so are **“at
  least”, “from”, “or more”, “+”** and **“at most”, “up to”, “or less”**, which allow the number itself.
- **A range** allows half of the last digit at both ends. A value that is a range must agree at both ends; one that is
  a single number must lie between them.

A value that is a range agrees with a single number if all of it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from articles.claims.values import PLAIN, Unit, Value, unit_in_words
from salaries.codes import CURRENCY_CODES

CURRENCIES = {"US$": "USD", "S$": "SGD", "$": "USD", "₩": "KRW", "₹": "INR", "₱": "PHP", "₫": "VND", "¥": "JPY"}
CURRENCIES |= {"€": "EUR", "£": "GBP", "Rp": "IDR", "RM": "MYR", "NT$": "TWD", "HK$": "HKD", "A$": "AUD", "฿": "THB"}
SCALES = {"k": 10**3, "thousand": 10**3, "lakh": 10**5, "m": 10**6, "million": 10**6, "crore": 10**7}
SCALES |= {"bn": 10**9, "billion": 10**9, "trillion": 10**12}
PERIODS = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
SPELLED = "zero one two three four five six seven eight nine ten eleven twelve".split()
MULTIPLES = {"half": Fraction(1, 2), "twice": Fraction(2), "double": Fraction(2), "doubles": Fraction(2)}
MULTIPLES |= {"triple": Fraction(3), "triples": Fraction(3), "thrice": Fraction(3), "quadruple": Fraction(4)}

# In this order: “no more than” also ends in “more than”, “just under” in “under”.
HEDGES = {
    "at least": "at least|no less than|not less than|from|starting at",
    "at most": "at most|up to|no more than|not more than",
    "nearly": "nearly|almost|just under",
    "above": "more than|over|above|exceeding|exceeds",
    "below": "less than|fewer than|under|below",
    "about": "about|around|roughly|approximately|approx\\.?|some|circa|c\\.|close to|~|≈",
}
AFTER = {"at least": r"or more|and more|and up|or above|\+", "at most": "or less|or fewer|at most|or below"}

SIGN = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
WORDS = "|".join([*SPELLED, *MULTIPLES])
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
NUMBER = re.compile(
    rf"(?<![\w.])(?<!(?-i:[A-Z])-)(?:(?P<sign>{SIGN})\s?|(?P<code>(?-i:[A-Z]{{3}}))\s)?"
    rf"(?:(?P<digits>\d[\d,]*(?:\.\d+)?)|(?P<spelled>{WORDS})\b)"
    rf"(?:\s?(?P<scale>{SCALE})\b)?(?:\s?(?P<percent>%|per\s?cent\b))?",
    re.IGNORECASE | re.ASCII,
)
TIMES = re.compile(r"\s?(?:x|×|times|-?fold)(?!\w)", re.IGNORECASE)
BETWEEN = re.compile(rf"(?:{TIMES.pattern})?\s*(?:[-–—]|to\b|(?P<also>and)\b)\s*", re.IGNORECASE)
MONTHS = re.compile(r"\s?-?(?P<unit>months?|years?)\b", re.IGNORECASE)
PERIOD = re.compile(
    r"\s*(?:a|an|per|each|every|/)\s?(?P<period>hour|day|week|month|year)\b|\s(?P<ly>monthly|yearly)\b", re.IGNORECASE
)
YEAR = re.compile(r"(?:19|20)\d\d")
LONGEST = 200


class Unclear(ValueError):
    """Words that state no number, or more than one; the message says so."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One number as written: what it is, and how much half of its last digit is."""

    number: Fraction
    half: Fraction


@dataclass(frozen=True, slots=True)
class Wording:
    """What words state. `hedge` is a key of HEDGES, or empty; `to` is the other end of a range."""

    hedge: str
    stated: Stated
    to: Stated | None = None
    unit: Unit = PLAIN
    is_percent: bool = False

    def disagreement(self, value: Value) -> str:
        """Why the words do not say what the value is; empty if they do.

        >>> read_words("3x").disagreement(Value.of(3, 4))
        'the words hold from 2.5 to 3.5'
        """
        if value.unit != self.unit:
            return f"the words state {unit_in_words(self.unit)}, and this is {unit_in_words(value.unit)}"
        if self.agrees(value):
            return ""
        low, high = self.bounds
        if self.to and not value.is_single:
            return "the words state another range"
        edges = {"above": "above", "at least": "from", "below": "below", "at most": "up to"}
        if self.hedge in edges:
            return f"the words hold {edges[self.hedge]} {self._shown(self.stated.number)}"
        return f"the words hold from {self._shown(low)} to {self._shown(high)}"

    def agrees(self, value: Value) -> bool:
        """Whether a value of the same unit is what the words say.

        >>> [read_words("3x").agrees(Value(n, n)) for n in map(Fraction, ("2.49", "2.5", "3.5", "3.51"))]
        [False, True, True, False]
        >>> [read_words("more than 3x").agrees(Value(n, n)) for n in map(Fraction, ("3", "3.01"))]
        [False, True]
        >>> read_words("up to 50%").agrees(Value(Fraction(3, 10), Fraction(5, 10)))
        True
        """
        number = self.stated.number
        if self.hedge == "above":
            return value.low > number
        if self.hedge == "at least":
            return value.low >= number
        if self.hedge == "below":
            return value.high < number
        if self.hedge == "at most":
            return value.high <= number
        low, high = self.bounds
        if self.to and not value.is_single:
            near = ((value.low, self.stated), (value.high, self.to))
            return all(one.number - self._slack(one) <= end <= one.number + self._slack(one) for end, one in near)
        return low <= value.low and value.high <= high

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest number that the words allow, unless they are open at one end.

        >>> [tuple(map(float, read_words(words).bounds)) for words in ("about $105,000", "30–50%", "almost 4x")]
        [(94500.0, 115500.0), (0.295, 0.505), (3.5, 4.0)]
        """
        last = self.to or self.stated
        above = Fraction(0) if self.hedge == "nearly" else self._slack(last)
        return self.stated.number - self._slack(self.stated), last.number + above

    def _slack(self, stated: Stated) -> Fraction:
        return max(stated.half, stated.number / 10) if self.hedge in {"about", "nearly"} else stated.half

    def _shown(self, number: Fraction) -> str:
        return f"{float(number * 100):,.10g}%" if self.is_percent else f"{float(number):,.10g}"


def read_words(words: str) -> Wording:
    """What words state; other words around the number do not matter. Raises Unclear.

    >>> read_words("three times as much").bounds == read_words("3x").bounds
    True
    >>> read_words("$2,300 a month").stated.number  # pay is compared by the year
    Fraction(27600, 1)
    >>> read_words("2–4 years").bounds == (18, 54)  # half a year either way, in months
    True
    >>> read_words("a lot")
    Traceback (most recent call last):
    articles.claims.wording.Unclear: the words state no number
    """
    if len(words) > LONGEST:
        raise Unclear(f"the words of a claim have at most {LONGEST} characters")
    first, last, second = _numbers(words)
    before, after = words[: first.start()], words[last.end() :]
    factor, unit, is_percent = _unit(first, last, after)
    stated = _stated(first, factor, last)
    to = _stated(second, factor, last) if second else None
    if to and to.number < stated.number:
        raise Unclear("the first number of the range is above the second")
    return Wording("" if to else _hedge(before, after), stated, to, unit, is_percent)


def _numbers(words: str) -> tuple[re.Match[str], re.Match[str], re.Match[str] | None]:
    """(first number, last number, the last one again if the two are a range)."""
    found = list(NUMBER.finditer(words))
    # A year beside another number is a date, and “one” beside digits is no number.
    found = [one for one in found if one["digits"] and not YEAR.fullmatch(one[0].strip())] or found
    if not found:
        raise Unclear("the words state no number")
    first, *others = found
    if not others:
        return first, first, None
    between = BETWEEN.fullmatch(words, first.end(), others[0].start())
    is_range = between and (not between["also"] or re.search(r"\bbetween\b", words[: first.start()], re.IGNORECASE))
    if len(others) > 1 or not is_range:
        raise Unclear("the words state more than one number; a claim is about one, or about a range")
    return first, others[0], others[0]


def _unit(first: re.Match[str], last: re.Match[str], after: str) -> tuple[Fraction, Unit, bool]:
    """(what to multiply by, unit, whether it is a percentage): a range says either once."""
    given = {name: last[name] or first[name] for name in ("sign", "code", "percent")}
    if given["percent"]:
        return Fraction(1, 100), PLAIN, True
    code = given["code"] if given["code"] in CURRENCY_CODES else ""
    if currency := CURRENCIES.get(given["sign"] or "") or code:
        period = PERIOD.search(after)
        name = "" if period is None else (period["period"] or {"monthly": "month"}.get(period["ly"].lower(), "year"))
        return Fraction(PERIODS.get(name.lower(), 1)), ((currency, 1),), False
    if months := MONTHS.match(after):
        return Fraction(12 if months["unit"].lower().startswith("year") else 1), (("months", 1),), False
    return Fraction(1), PLAIN, False


def _stated(found: re.Match[str], factor: Fraction, last: re.Match[str]) -> Stated:
    factor *= SCALES.get((found["scale"] or last["scale"] or "").lower(), 1)
    if spelled := (found["spelled"] or "").lower():
        number = MULTIPLES[spelled] if spelled in MULTIPLES else Fraction(SPELLED.index(spelled))
        return Stated(number * factor, (Fraction(1, 20) if spelled == "half" else Fraction(1, 2)) * factor)
    digits = found["digits"].replace(",", "")
    return Stated(Fraction(digits) * factor, half_of_last_digit(digits) * factor)


def half_of_last_digit(digits: str) -> Fraction:
    """How far a number may be off and still be written so.

    >>> [str(half_of_last_digit(digits)) for digits in ("3", "3.0", "20", "105000", "100000", "2300")]
    ['1/2', '1/20', '1/2', '500', '5000', '50']
    """
    whole, _, decimals = digits.partition(".")
    if decimals:
        return Fraction(1, 2 * 10 ** len(decimals))
    zeros = min(len(whole) - len(whole.rstrip("0")), max(len(whole) - 2, 0)) if len(whole) > 2 else 0
    return Fraction(10**zeros, 2)


def _hedge(before: str, after: str) -> str:
    """The hedge that stands right before the number or right after it and its unit."""
    for hedge, words in HEDGES.items():
        if re.search(rf"(?:^|(?<=\W))(?:{words})\s*$", before, re.IGNORECASE):
            return hedge
    rest = after
    for unit in (TIMES, MONTHS, PERIOD):
        if found := unit.match(rest):
            rest = rest[found.end() :]
    for hedge, words in AFTER.items():
        if re.match(rf"\s*(?:{words})(?!\w)", rest, re.IGNORECASE):
            return hedge
    return ""
