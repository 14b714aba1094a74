"""What a ladder says of its levels against what else it says.

- Multipliers against pay: typical pay of a level over that of the lowest level, by one source for one role and year.
  Both are taken at one place: of its own statements, or else of those inside it. Among the places around the lowest
  level it is the one where most levels can be compared, of several the smallest. A ratio more than a quarter off the
  published multiple is found.
- Time to reach against experience: a level that is reached in less time than the experience that it asks for.

In: material. Out: contradictions, at most one for a ladder and one for each source of its pay. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from articles.contradictions.finding import Contradiction, contradiction
from articles.contradictions.statements import Material, Rung, Statement, grouped
from articles.contradictions.writing import in_usd
from salaries.money import in_words, ratio_number, usd
from salaries.words import months

QUARTER = Decimal("0.25")


def find(material: Material) -> Iterator[Contradiction]:
    yield from multipliers(material)
    yield from times(material)


class Compared(NamedTuple):
    """A level with its pay, what that is of the lowest level's, and what it should be."""

    rung: Rung
    statements: list[Statement]
    ratio: tuple[Decimal, Decimal]
    published: tuple[Decimal, Decimal]

    @property
    def is_off(self) -> bool:
        return self.ratio[1] < self.published[0] * (1 - QUARTER) or self.ratio[0] > self.published[1] * (1 + QUARTER)


def multipliers(material: Material) -> Iterator[Contradiction]:
    rungs = [rung for rung in sorted(material.rungs, key=lambda rung: rung.order) if _multiple(rung)]
    if len(rungs) < 2:
        return
    leveled = [one for one in material.statements if one.level_order is not None and one.usd.middle]
    for group in grouped(leveled, lambda one: (one.role_id, one.source_id, one.year)):
        inside: dict[int, list[Statement]] = defaultdict(list)
        size: dict[int, int] = {}
        for one in group:
            for position, place in enumerate(one.lies_in):
                inside[place].append(one)
                size[place] = position - len(one.lies_in)  # what lies deepest is smallest
        answers = [(compared_at(here, rungs, place), place) for place, here in inside.items()]
        compared, place = min(answers, key=lambda answer: (-len(answer[0]), size[answer[1]]))
        if any(one.is_off for one in compared):
            yield _multipliers(rungs[0], at(inside[place], rungs[0], place), compared)


def _multiple(rung: Rung) -> tuple[Decimal, Decimal] | None:
    low, high = rung.multiplier
    low, high = low or high, high or low
    return (low, high) if low and high else None


def at(group: list[Statement], rung: Rung, place: int) -> list[Statement]:
    """Of the statements inside a place those of a level: the place's own, or else all."""
    inside = [one for one in group if one.level_order == rung.order]
    return [one for one in inside if one.place_id == place] or inside


def compared_at(group: list[Statement], rungs: list[Rung], place: int) -> list[Compared]:
    lowest = _middles(at(group, rungs[0], place))
    first = _multiple(rungs[0])
    found = []
    for rung in rungs[1:]:
        here, multiple = at(group, rung, place), _multiple(rung)
        if here and lowest and first and multiple:
            middles = _middles(here)
            ratio = (min(middles) / max(lowest), max(middles) / min(lowest))
            found.append(Compared(rung, here, ratio, (multiple[0] / first[1], multiple[1] / first[0])))
    return found


def _middles(statements: list[Statement]) -> list[Decimal]:
    return [one.usd.middle for one in statements if one.usd.middle]


def _multipliers(first: Rung, lowest: list[Statement], compared: list[Compared]) -> Contradiction:
    off = [one for one in compared if one.is_off]
    steps = [f"{first.name}: {_typical(lowest)}"]
    for one in compared:
        steps.append(
            f"{one.rung.name}: {_typical(one.statements)}, {_ratio(one.ratio)} that of the first level; published: "
            f"{one.rung.multiplier_words}"
        )
    measured = in_words([f"{_ratio(one.ratio)} for {one.rung.name}" for one in off])
    published = in_words([one.rung.multiplier_words for one in off])
    return contradiction(
        "multipliers",
        f"Typical pay as a multiple of {first.name}: {measured}; published {'is' if len(off) == 1 else 'are'} "
        f"{published}.",
        [*lowest, *(each for one in compared for each in one.statements), first, *(one.rung for one in compared)],
        steps,
        reading="Multiples of something else",
        explanation="The multiples published with the ladder do not follow from the pay quoted for its levels. "
        "The levels may be quoted for different places, or the multiples may be those of one person over time.",
    )


def _typical(statements: list[Statement]) -> str:
    middles = dict.fromkeys(_middles(statements))
    spans = dict.fromkeys(in_usd(one.usd) for one in statements)
    shown = " to ".join(usd(middle) for middle in sorted(middles))
    return f"typically {shown}" + (f", midway of {in_words(list(spans))}" if statements[0].usd.is_range else "")


def _ratio(ratio: tuple[Decimal, Decimal]) -> str:
    low, high = map(ratio_number, ratio)
    return f"{low}×" if low == high else f"{low}–{high}×"


def times(material: Material) -> Iterator[Contradiction]:
    early = []
    for rung in sorted(material.rungs, key=lambda rung: rung.order):
        soonest, least = rung.reach[0], rung.experience[0]
        if soonest is not None and least is not None and soonest < least:
            early.append(rung)
    if early:
        named = in_words([f"{rung.name} after {months(rung.reach[0], rung.reach[0])}" for rung in early])
        yield contradiction(
            "time-to-reach",
            f"Levels that are reached sooner than the experience they ask for: {named}.",
            early,
            [_time(rung) for rung in early],
            reading="Two clocks",
            explanation="Both hold only if times count from the level below and experience from the first day: the "
            "source does not say.",
        )


def _time(rung: Rung) -> str:
    soonest, least = rung.reach[0] or 0, rung.experience[0] or 0
    return (
        f"{rung.name}: reached in {rung.reach_words}, with {rung.experience_words} of experience; "
        f"{soonest} months < {least} months"
    )
