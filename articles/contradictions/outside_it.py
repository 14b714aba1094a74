"""Pay against the average outside IT.

- A multiple that is said of a role's pay, against the role's pay over the average outside IT, in each place of which
  the multiple is said: it falls short where the ratio is more than a twentieth below, and is far above where it is more
  than half as much again. A multiple is read as a promise, which a higher ratio keeps for longer than a lower one.
- Pay that lies as a whole more than a fiftieth below the average outside IT of its place.

The average is that of the place; without one, of a city's country or of a country's cities. Of several statements on a
role those of the average's own source count, if there are any.

In: material. Out: contradictions. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from articles.contradictions.finding import Contradiction, contradiction
from articles.contradictions.statements import Material, Multiple, Statement, grouped
from articles.contradictions.writing import converted, in_usd, share
from salaries.money import in_words, ratio_number, usd

TWENTIETH, FIFTIETH, HALF = Decimal("0.05"), Decimal("0.02"), Decimal("0.5")
HOLDS, SHORT, FAR = "as said", "less", "far more"


def find(material: Material) -> Iterator[Contradiction]:
    averages = [one for one in material.statements if one.is_baseline and one.usd.middle]
    for multiple in material.multiples:
        yield from multiples(material, averages, multiple)
    yield from below(material, averages)


def averages_for(averages: list[Statement], one: Statement) -> list[Statement]:
    """The averages of a statement's place, or of its country, or of its cities; none of regions."""
    of_year = [average for average in averages if average.year == one.year]
    here = [average for average in of_year if average.place_id == one.place_id]
    if here or one.is_region:
        return here
    around = [average for average in of_year if one.is_inside(average) and not average.is_region]
    return around or [average for average in of_year if average.is_inside(one)]


# -- multiples --------------------------------------------------------------------------------------------------------
class Ratio(NamedTuple):
    """A place's ratio: what was divided, its ends, and whether the multiple holds."""

    paid: Statement
    average: Statement
    low: Decimal | None
    high: Decimal | None
    verdict: str

    @property
    def words(self) -> str:
        ends = [ratio_number(end) for end in (self.low, self.high) if end is not None]
        if len(ends) == 2:
            return "–".join(dict.fromkeys(ends))
        return f"{ends[0]} or more" if self.high is None else f"up to {ends[0]}"

    @property
    def named(self) -> str:
        return f"{self.paid.place} ({self.words})"


def multiples(material: Material, averages: list[Statement], multiple: Multiple) -> Iterator[Contradiction]:
    ratios = list(ratios_of(material, averages, multiple))
    wrong = [one for one in ratios if one.verdict != HOLDS]
    if not wrong:
        return
    said = {
        verdict: in_words([one.named for one in ratios if one.verdict == verdict])
        for verdict in (HOLDS, SHORT, FAR)
        if any(one.verdict == verdict for one in ratios)
    }
    parts = [f"{verdict} in {places}" for verdict, places in said.items()]
    yield contradiction(
        "multiple",
        f"“{multiple.words}”, said of {multiple.place or 'all places'}, against pay outside IT: {'; '.join(parts)}.",
        [multiple, *(each for one in ratios for each in (one.paid, one.average))],
        [
            *(
                f"{one.paid.place}: {in_usd(one.paid.usd)} ÷ {in_usd(one.average.usd)} = {one.words}, {one.verdict}"
                for one in ratios
            )
        ],
        reading="Not in every place",
        explanation="One multiple is said of places with different ratios. It may also compare with other people than "
        "the average outside IT, and where pay is that of international employers it compares two populations.",
    )


def ratios_of(material: Material, averages: list[Statement], multiple: Multiple) -> Iterator[Ratio]:
    paid = [
        one
        for one in material.statements
        if (one.role_id, one.level_order, one.year) == (multiple.role_id, multiple.level_order, multiple.year)
        and (multiple.place_id is None or multiple.place_id in one.lies_in)
        and not one.is_region
    ]
    found = (_ratio(multiple, one, average) for one in paid for average in averages_for(averages, one))
    for group in grouped((one for one in found if one), lambda one: one.average.place_id):
        here = [one for one in group if one.paid.place_id == one.average.place_id] or group
        known = [one for one in here if one.paid.source_id == one.average.source_id] or here
        if known:
            # Of several the one that keeps the promise, if any does: then nothing is wrong with it here.
            yield min(known, key=lambda one: one.verdict != HOLDS)


def _ratio(multiple: Multiple, one: Statement, average: Statement) -> Ratio | None:
    divisor = average.usd.middle
    low, high = one.usd.bottom, one.usd.top
    if not divisor or (low is None and high is None):
        return None
    least, most = (None if end is None else end / divisor for end in (low, high))
    verdict = HOLDS
    if most is not None and multiple.low is not None and most < multiple.low * (1 - TWENTIETH):
        verdict = SHORT
    elif least is not None and multiple.high is not None and least > multiple.high * (1 + HALF):
        verdict = FAR
    return Ratio(one, average, least, most, verdict)


# -- pay below the average --------------------------------------------------------------------------------------------
def below(material: Material, averages: list[Statement]) -> Iterator[Contradiction]:
    for one in material.statements:
        compared = [] if one.is_baseline or one.usd.top is None else averages_for(averages, one)
        if compared and all(is_below(one, average) for average in compared):
            average = min(compared, key=lambda each: each.usd.middle or 0)
            yield _below(one, average)


def is_below(one: Statement, average: Statement) -> bool:
    most, middle = one.usd.top, average.usd.middle
    return most is not None and middle is not None and most < middle * (1 - FIFTIETH)


def _below(one: Statement, average: Statement) -> Contradiction:
    most, middle = one.usd.top or Decimal(0), average.usd.middle or Decimal(1)
    elsewhere = one.place_id != average.place_id
    return contradiction(
        "below-outside-it",
        f"{one.label}, {one.quoted}, is below the average outside IT in {average.place}, {average.quoted}.",
        (one, average),
        [
            *converted(one),
            *converted(average),
            f"{usd(most)} is {share(middle - most, middle)} below {usd(middle)}",
        ],
        reading="Less than work outside IT",
        explanation="All of it lies below what people outside IT earn on average, though it is said to pay better."
        + (f" {average.place} is not all of {one.place}, though." if elsewhere else ""),
    )
