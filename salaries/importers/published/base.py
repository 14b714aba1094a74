"""What every published format has in common: who says so, what a row can turn into, how a format is recognised.

In: nothing but types. Out: the results that a format yields, and the two kinds of format, for exchange rates and for
PPP factors. A format is a pure reader: it opens no file and asks no database. Nothing in a file makes `read` raise;
what cannot be used comes out as `Unusable`, what is skipped on purpose as `LeftOut`, so everything is accounted for.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal, NamedTuple

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Publication:
    """Who says so: what a Source needs where there is none of that slug yet."""

    slug: str
    publisher: str
    title: str
    url: str
    licence: str
    note: str
    kind: str = "official"
    published: datetime.date | None = None


class PublishedRate(NamedTuple):
    """Units of a currency per US dollar; an average has the row of its last day."""

    row_number: int
    currency_code: str
    span: Literal["day", "month", "year"]
    date: datetime.date
    units_per_usd: Decimal
    note: str


class PublishedFactor(NamedTuple):
    """Local currency per international dollar."""

    row_number: int
    country_code: str
    year: int
    ppp_factor: Decimal


class Unusable(NamedTuple):
    """A refused cell; the whole row is refused if the cell says what the row is about, such as its date or country."""

    row_number: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True)
class LeftOut:
    """How many rows, cells or averages were skipped on purpose for one reason; yielded after the last row."""

    count: int
    what: Literal["rows", "cells", "averages"]
    reason: str


class Tally:
    """Counts what is left out by reason, in the order in which the reasons were met."""

    def __init__(self, what: Literal["rows", "cells", "averages"]) -> None:
        self.what: Literal["rows", "cells", "averages"] = what
        self.counts: Counter[str] = Counter()

    def add(self, reason: str, count: int = 1) -> None:
        """Note that `count` more were left out for this reason."""
        if count:
            self.counts[reason] += count

    def results(self) -> Iterator[LeftOut]:
        """One LeftOut for each reason."""
        for reason, count in self.counts.items():
            yield LeftOut(count, self.what, reason)


class PublishedFormat(ABC):
    """One way in which one publisher writes a table."""

    name: ClassVar[str]
    publication: ClassVar[Publication]
    required: ClassVar[frozenset[str]]

    def recognises(self, columns: Sequence[str], preamble: Sequence[Sequence[str]]) -> bool:
        """Whether a file with this header is in this format. A column name that occurs twice is in none."""
        named = [column for column in columns if column]
        return self.required <= set(named) and len(named) == len(set(named))

    def publication_of(self, preamble: Sequence[Sequence[str]]) -> Publication:
        """Who says so, and in which edition, if the lines above the header name one."""
        return self.publication


class RateFormat(PublishedFormat):
    """A format of exchange rates."""

    @abstractmethod
    def read(
        self, columns: Sequence[str], rows: Iterable[Row], preamble: Sequence[Sequence[str]] = ()
    ) -> Iterator[PublishedRate | Unusable | LeftOut]:
        """The rates of a table, in the order of its rows; then averages, if it makes any; then what was left out."""


class FactorFormat(PublishedFormat):
    """A format of PPP factors."""

    @abstractmethod
    def read(
        self, columns: Sequence[str], rows: Iterable[Row], preamble: Sequence[Sequence[str]] = ()
    ) -> Iterator[PublishedFactor | Unusable | LeftOut]:
        """The factors of a table, in the order of its rows; then what was left out."""
