"""What a guide quotes, as plain values that the rules compare.

In: nothing but values; `articles.contradictions.reading` makes them from the records. Out: `Material`. Amounts are for
a year, in the currency as quoted and in US dollars; None is an end that is not stated. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

Thing = TypeVar("Thing")
# What two statements may both say, and differ in: then they are about different people, not about each other.
PEOPLE = ("population", "employment_type", "work_mode", "basis")


@dataclass(frozen=True, slots=True)
class Span:
    """An amount a year: a range, a single figure (`typical` alone), or a range that is open at one end."""

    low: Decimal | None
    typical: Decimal | None
    high: Decimal | None

    @property
    def bottom(self) -> Decimal | None:
        """The least that it may be; None if that is open."""
        return self.low if self.low is not None or self.high is not None else self.typical

    @property
    def top(self) -> Decimal | None:
        """The most that it may be; None if that is open."""
        return self.high if self.low is not None or self.high is not None else self.typical

    @property
    def middle(self) -> Decimal | None:
        """What is typical: stated, or midway of low and high."""
        if self.typical is not None or self.low is None or self.high is None:
            return self.typical
        return (self.low + self.high) / 2

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None and self.low < self.high

    @property
    def ends(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        return self.low, self.typical, self.high


@dataclass(frozen=True, slots=True)
class Statement:
    """One record: what one source says of pay. `lies_in` are the ids of its place and of all around it."""

    key: str
    url: str
    quoted: str
    place: str
    place_id: int
    lies_in: tuple[int, ...]
    is_region: bool
    role: str
    role_id: int
    year: int
    currency: str
    period: str
    local: Span
    usd: Span
    source: str
    source_id: int
    units_per_usd: Decimal | None = None
    level: str = ""
    level_order: int | None = None
    is_baseline: bool = False
    is_average: bool = False
    population: str = ""
    employment_type: str = ""
    work_mode: str = ""
    basis: str = ""

    @property
    def who(self) -> str:
        """The title that it is stated for."""
        return f"{self.role} ({self.level})" if self.level else self.role

    @property
    def title(self) -> str:
        """The level alone, or the role."""
        return self.level or self.role

    @property
    def label(self) -> str:
        return f"{self.place}: {self.who}"

    def may_be_same_people(self, other: Statement) -> bool:
        """Whether they may be set against each other: the same year, and no word that they are about others."""
        return self.year == other.year and all(
            not getattr(self, name) or not getattr(other, name) or getattr(self, name) == getattr(other, name)
            for name in PEOPLE
        )

    def is_said_of_the_same(self, other: Statement) -> bool:
        """Whether they are about the same people and year by their own words: one does not say more than the other."""
        return self.year == other.year and all(getattr(self, name) == getattr(other, name) for name in PEOPLE)

    def is_inside(self, other: Statement) -> bool:
        """Whether its place is the other's or lies in it."""
        return other.place_id in self.lies_in


@dataclass(frozen=True, slots=True)
class Multiple:
    """A fact: a role's pay as a multiple of something; None is an open end. Without a place it is said of all."""

    key: str
    url: str
    statement: str
    words: str
    low: Decimal | None
    high: Decimal | None
    role_id: int
    place: str
    place_id: int | None
    level_order: int | None
    year: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A level as published: experience and time to reach in months, pay as a multiple of the first level's."""

    slug: str
    url: str
    name: str
    order: int
    experience: tuple[int | None, int | None]
    reach: tuple[int | None, int | None]
    multiplier: tuple[Decimal | None, Decimal | None]
    experience_words: str
    reach_words: str
    multiplier_words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Market:
    """The lowest and the highest exchange rate known of a year, in units of a currency per US dollar."""

    year: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Material:
    """All that a guide quotes. `markets` is {currency: its years, oldest first}; US dollars need none."""

    statements: tuple[Statement, ...] = ()
    multiples: tuple[Multiple, ...] = ()
    rungs: tuple[Rung, ...] = ()
    markets: Mapping[str, tuple[Market, ...]] = field(default_factory=dict)

    def market(self, currency: str, year: int) -> Market | None:
        """The rates of a year, or of the last year before it with any; None where none is known."""
        if currency == "USD":
            return Market(year, Decimal(1), Decimal(1))
        return next((one for one in reversed(self.markets.get(currency, ())) if one.year <= year), None)


def grouped(things: Iterable[Thing], key: Callable[[Thing], Any]) -> Iterator[list[Thing]]:
    """Things, such as statements, that have something in common."""
    groups: dict[Any, list[Thing]] = defaultdict(list)
    for one in things:
        groups[key(one)].append(one)
    yield from groups.values()


def nested(statements: Iterable[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of which the first is of the same place as the second or inside it; each pair once."""
    statements = list(statements)
    at: dict[int, list[Statement]] = defaultdict(list)
    for one in statements:
        at[one.place_id].append(one)
    for one in statements:
        for place in one.lies_in:
            for other in at[place]:
                if place != one.place_id or one.key < other.key:
                    yield one, other
