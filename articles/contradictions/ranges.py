"""Pay outside a range that should hold it.

- A level's pay in a place below or above the range that the place has for all levels: compared for the same place, role
  and year. An end that lies more than a twentieth outside is found.
- Pay in a place below or above the range of the same level (or of no level) for a place around it: found if all of it
  lies more than a twentieth outside.

A range that is called an average holds nothing: many earn less, many more. And a range for some
people only, such as those of international employers, is not held against a figure that does not say so, nor the other
way round. In the same currency amounts are compared as quoted, else in US dollars.

In: material. Out: contradictions. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from articles.contradictions.finding import Contradiction, contradiction
from articles.contradictions.statements import Material, Span, Statement, grouped, nested
from articles.contradictions.writing import amount, converted, share, yearly
from salaries.money import ratio_number

TWENTIETH = Decimal("0.05")


def find(material: Material) -> Iterator[Contradiction]:
    yield from levels_in_places(material)
    yield from places_in_places(material)


def is_below(value: Decimal | None, floor: Decimal | None) -> bool:
    return value is not None and floor is not None and value < floor * (1 - TWENTIETH)


def is_above(value: Decimal | None, ceiling: Decimal | None) -> bool:
    return value is not None and ceiling is not None and value > ceiling * (1 + TWENTIETH)


def in_one_currency(one: Statement, other: Statement) -> tuple[Span, Span, str]:
    if one.currency == other.currency:
        return one.local, other.local, one.currency
    return one.usd, other.usd, "USD"


def steps_of(one: Statement, other: Statement) -> list[str]:
    """How both come to a year, in one currency."""
    write = yearly if one.currency == other.currency else converted
    return [step for each in (one, other) for step in write(each)]


def levels_in_places(material: Material) -> Iterator[Contradiction]:
    for group in grouped(material.statements, lambda one: (one.place_id, one.role_id, one.year)):
        whole = [one for one in group if one.level_order is None and not one.is_average]
        for level in (one for one in group if one.level_order is not None):
            for around in whole:
                if level.is_said_of_the_same(around):
                    yield from _level(level, around)


def _level(level: Statement, around: Statement) -> Iterator[Contradiction]:
    span, whole, currency = in_one_currency(level, around)
    if is_below(span.bottom, whole.low):
        value, end, verb, where = span.bottom, whole.low, "begins below", "floor"
    elif is_above(span.top, whole.high):
        value, end, verb, where = span.top, whole.high, "ends above", "top"
    elif is_above(span.bottom, whole.high):
        value, end, verb, where = span.bottom, whole.high, "begins above", "top"
    elif is_below(span.top, whole.low):
        value, end, verb, where = span.top, whole.low, "ends below", "floor"
    else:
        return
    if value is None or not end:
        return
    off = share(abs(value - end), end)
    yield contradiction(
        "level-outside-place",
        f"{level.place}: {level.title}, {level.quoted}, {verb} the range for all levels there, {around.quoted}.",
        (level, around),
        [
            *steps_of(level, around),
            f"{amount(value, currency)} is {off} {verb.split()[1]} the {where}, {amount(end, currency)}",
        ],
        reading="A level outside its place’s range",
        explanation="A range for a place without a level should hold all of its levels. Either it leaves this level "
        "out, or one of the two is wrong.",
    )


def places_in_places(material: Material) -> Iterator[Contradiction]:
    for group in grouped(material.statements, lambda one: (one.role_id, one.level_order, one.year)):
        for inner, outer in nested(group):
            ranged = outer.usd.is_range and not outer.is_average and inner.place_id != outer.place_id
            if ranged and inner.is_said_of_the_same(outer):
                yield from _place(inner, outer)


def _place(inner: Statement, outer: Statement) -> Iterator[Contradiction]:
    span, whole, currency = in_one_currency(inner, outer)
    if is_above(span.bottom, whole.high):
        value, end, where = span.bottom, whole.high, "top"
    elif is_below(span.top, whole.low):
        value, end, where = span.top, whole.low, "floor"
    else:
        return
    if value is None or not end:
        return
    side = "above" if where == "top" else "below"
    yield contradiction(
        "place-outside-region",
        f"{inner.title}: {inner.place}, {inner.quoted}, lies {side} the whole range for {outer.place}, {outer.quoted}.",
        (inner, outer),
        [
            *steps_of(inner, outer),
            f"{amount(value, currency)} ÷ {amount(end, currency)} = {ratio_number(value / end)} times the {where}",
        ],
        reading="A place outside the range around it",
        explanation=f"{inner.place} lies in {outer.place}, so that a range for all of {outer.place} should hold it. "
        "The wider range was made without it, or one of the two is wrong.",
    )
