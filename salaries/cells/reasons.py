"""Why sources differ, as far as their records say so. Pure: no database, no clock.

In: what each source's records are about. Out: the attributes that set the sources apart, and a sentence that is true of
their figures. Where the records say nothing, nothing is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

from salaries.money import ratio_number, usd

# In the order in which a difference is told. An attribute that a record leaves open is an empty string.
ATTRIBUTES = {
    "population": "Employers",
    "level": "Level",
    "place": "Place",
    "basis": "Tax",
    "employment_type": "Employment",
    "work_mode": "Place of work",
    "qualifier": "How it is stated",
    "published": "Published",
}
NOT_SAID = {
    "level": "without a level",
    "qualifier": "as stated",
    "published": "without a date",
}
WORDS = {
    "population": {"local": "for local employers", "international": "for international employers"},
    "basis": {"gross": "before tax", "net": "after tax"},
    "employment_type": {
        "full-time": "for full-time work",
        "part-time": "for part-time work",
        "contract": "for contract work",
        "freelance": "for freelance work",
        "internship": "for internships",
    },
    "work_mode": {"on-site": "for work on site", "hybrid": "for hybrid work", "remote": "for remote work"},
    "qualifier": {
        "about": "approximate",
        "average": "an average",
        "from": "a lowest figure",
        "up-to": "a highest figure",
    },
}
MOST_NAMED = 2
AGREE_BELOW = Decimal("1.1")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Voice:
    """One source in a cell: its typical pay, and for each attribute the values that its records have."""

    name: str
    typical_annual_usd: Decimal | None
    traits: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def says(self, attribute: str) -> frozenset[str]:
        """What its records say; nothing where they leave it open."""
        return frozenset(value for value in self.traits.get(attribute, ()) if value)


@dataclass(frozen=True)
class Reason:
    """An attribute on which sources differ, and which sources say what."""

    label: str
    groups: list[tuple[str, list[str]]]


def in_words(attribute: str, values: Iterable[str]) -> str:
    """What goes after “is”.

    >>> in_words("population", {"international"}), in_words("level", {"Junior", "Senior"})
    ('for international employers', 'for Junior and Senior')
    >>> in_words("population", {"", "local"}), in_words("basis", {""})
    ('for local employers, in part not said', 'not said')
    """
    known = sorted(value for value in values if value)
    if not known:
        return NOT_SAID.get(attribute, "not said")
    said = _named(attribute, known)
    return f"{said}, in part {NOT_SAID.get(attribute, 'not said')}" if "" in set(values) else said


def _named(attribute: str, known: list[str]) -> str:
    if attribute in WORDS:
        return listed([WORDS[attribute].get(value, value) for value in known])
    if attribute == "published":
        return f"published in {listed(known)}"
    if len(known) > MOST_NAMED:
        return f"for {len(known)} {attribute}s"
    return f"for {listed(known)}"


def listed(words: Sequence[str]) -> str:
    """
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def differs(attribute: str, voices: Sequence[Voice]) -> bool:
    """Whether the records set the sources apart: at least one says something, and not all say the same.

    A missing date is no difference: most publications that give none are not older for it.
    """
    if attribute == "published":
        return len({voice.says(attribute) for voice in voices if voice.says(attribute)}) > 1
    if not any(voice.says(attribute) for voice in voices):
        return False
    return len({voice.traits.get(attribute, frozenset()) for voice in voices}) > 1


def reasons(voices: Sequence[Voice]) -> list[Reason]:
    """The attributes on which the sources differ, with the sources that say the same together."""
    found = []
    for attribute, label in ATTRIBUTES.items():
        if differs(attribute, voices):
            groups: dict[str, list[str]] = {}
            for voice in voices:
                groups.setdefault(in_words(attribute, voice.traits.get(attribute, ())), []).append(voice.name)
            found.append(Reason(label, list(groups.items())))
    return found


def finding(voices: Sequence[Voice]) -> str:
    """How far the sources lie apart, and what sets the lowest and the highest apart, in one true sentence."""
    ranked = sorted(
        (voice for voice in voices if voice.typical_annual_usd), key=lambda one: one.typical_annual_usd or 0
    )
    if len(voices) == 1:
        typical = voices[0].typical_annual_usd
        return f"one source, typically {usd(typical)} a year" if typical else "one source, without a typical figure"
    count = counted(len(voices), "source")
    if not ranked:
        return f"{count}, none with a typical figure"
    if len(ranked) == 1:
        return f"{count}, one with a typical figure: {usd(ranked[0].typical_annual_usd)} a year"
    low = _together([voice for voice in ranked if voice.typical_annual_usd == ranked[0].typical_annual_usd])
    high = _together([voice for voice in ranked if voice.typical_annual_usd == ranked[-1].typical_annual_usd])
    who = count if len(ranked) == len(voices) else f"{number(len(ranked))} of {count}"
    return f"{who} {_apart(low, high, otherwise='' if reasons(voices) else 'no reason is on record')}"


def _apart(low: Voice, high: Voice, *, otherwise: str) -> str:
    factor = (high.typical_annual_usd or Decimal(0)) / (low.typical_annual_usd or Decimal(1))
    if factor == 1:
        return f"give the same typical pay, {usd(high.typical_annual_usd)} a year"
    if factor < AGREE_BELOW:
        share = ((factor - 1) * 100).quantize(Decimal(1), rounding=ROUND_CEILING)
        return f"agree within {share}%"
    reason = set_apart(low, high) or otherwise
    return f"differ by a factor of {ratio_number(factor)}{': ' if reason else ''}{reason}"


def _together(voices: Sequence[Voice]) -> Voice:
    """Sources with the same typical pay, as one: none of them alone is the lowest or the highest."""
    said = {name: frozenset().union(*(voice.traits.get(name, frozenset()) for voice in voices)) for name in ATTRIBUTES}
    return Voice(voices[0].name, voices[0].typical_annual_usd, said)


def set_apart(low: Voice, high: Voice) -> str:
    """The first attribute on which the lowest and the highest have no value in common.

    Empty where there is none: they say the same, or differ but not as clearly as that.
    """
    for attribute in filter(lambda name: differs(name, [low, high]), ATTRIBUTES):
        if not low.traits.get(attribute, frozenset()) & high.traits.get(attribute, frozenset()):
            said = [
                f"the {which} is {in_words(attribute, voice.traits.get(attribute, ()))}"
                for which, voice in (("lowest", low), ("highest", high))
                if voice.says(attribute)
            ]
            return ", ".join(said)
    return ""


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def counted(count: int, noun: str) -> str:
    """
    >>> counted(1, "source"), counted(3, "source"), counted(12, "source")
    ('one source', 'three sources', '12 sources')
    """
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"
