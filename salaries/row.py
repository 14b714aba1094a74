"""One line of a comparison: a role in a place at a level in a year, against pay outside IT.

In: figures in annual US dollars, and what they are in the reader's unit. Out: what tables, charts and sentences show.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from salaries.addresses import address_of, address_of_one
from salaries.charts import Bar
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.statistics import Summary
from salaries.summed import Summed
from salaries.worth import Worth, money_in

RECORDS_SHOWN = 3
# With more records than this a row shows its figures only: of thousands, any three would say nothing.
MOST_QUOTABLE = 12


class Quotation(NamedTuple):
    """What a row shows of a record: its amounts as quoted, and where its receipt is. `salaries.money` writes it."""

    key: str
    place_id: int
    role_id: int
    year: int
    level_id: int | None
    low: Decimal | None
    typical: Decimal | None
    high: Decimal | None
    currency_code: str
    period: str
    qualifier: str

    @property
    def quoted_amounts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        return self.low, self.typical, self.high

    def get_period_display(self) -> str:
        return PERIOD_WORDS[self.period]

    def get_absolute_url(self) -> str:
        return address_of_one("salaries:record", self.key)


PERIOD_WORDS = dict(SalaryRecord.Period.choices)


@dataclass
class Row(Summed):
    """`national` marks a city that shows its country's figure. `low` to `baseline` are in the unit that is shown."""

    place: Place
    role: Role
    level: CareerLevel | None
    year: int
    national: bool
    summary: Summary
    baseline_usd: Decimal | None = None
    source_ids: tuple[int, ...] = ()
    baseline_source_ids: tuple[int, ...] = ()
    worth: Worth | None = None
    low: Decimal | None = None
    typical: Decimal | None = None
    high: Decimal | None = None
    baseline: Decimal | None = None
    label: str = ""
    bar: Bar | None = None
    records: list[Quotation] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.label:
            self.label = str(self.place)

    @property
    def country(self) -> Place | None:
        return self.place.country

    @property
    def in_title(self) -> str:
        """For a sentence without a table beside it: also says that a figure is not of the city itself."""
        return f"{self.label} (national figures)" if self.national else self.label

    @property
    def in_title_with_country(self) -> str:
        """The same where two cities have the same name."""
        country = self.country
        if country is None or country == self.place:
            return self.in_title
        return self.in_title.replace(str(self.place), f"{self.place} ({country})", 1)

    @property
    def shown_place(self) -> Place:
        """Whose figure it is: the place itself, or its country."""
        return self.place.parent if self.national and self.place.parent else self.place

    @property
    def buys(self) -> Decimal | None:
        """What the typical pay buys, in international dollars."""
        return self.worth.buys(self.typical_usd) if self.worth else None

    @property
    def local_typical(self) -> str:
        """Typical pay in the country's own money; empty where that is the dollar or no rate is known."""
        if self.worth is None or self.worth.currency_code == "USD":
            return ""
        return money_in(self.worth.local(self.typical_usd), self.worth.currency_code)

    @property
    def newest(self) -> datetime.date | None:
        """When the newest of its sources that gives a date was published."""
        return max((source.published for source in self.sources if source.published), default=None)

    @property
    def estimate_url(self) -> str:
        """Where the figure is shown with each of its sources."""
        level = f"&level={self.level.slug}" if self.level else ""
        return (
            f"{address_of('salaries:estimate')}?place={self.place.slug}&role={self.role.slug}{level}&year={self.year}"
        )

    @property
    def more_records(self) -> int:
        return max(self.sample_size - len(self.records), 0)

    @property
    def can_be_quoted(self) -> bool:
        """Whether its first records are shown as quoted."""
        return self.sample_size <= MOST_QUOTABLE


def name_sources(rows: Collection[Row], named: Mapping[int, Source]) -> None:
    """Give rows the sources that stand behind them, by name."""
    for row in rows:
        # What is deleted while a file is being read is not found any more.
        row.sources = sorted((named[source] for source in row.source_ids if source in named), key=str)


def _ratio_key(row: Row) -> Decimal | None:
    ratio = row.ratio
    return None if ratio is None else ratio.typical if ratio.typical is not None else ratio.low


# Nothing to sort by goes last in both directions. "typical" and "high" are in the unit that is shown.
SORT_KEYS = {
    "place": lambda row: row.label.lower(),
    "typical": lambda row: row.typical,
    "high": lambda row: row.high,
    "ppp": lambda row: row.buys,
    "ratio": _ratio_key,
    "records": lambda row: row.sample_size,
    "confidence": lambda row: row.confidence_dots,
    "freshness": lambda row: row.newest,
}


def in_order(rows: list[Row], sort: str) -> list[Row]:
    """Rows by a key of SORT_KEYS, with “-” before it the other way round; equals by name, then by address."""
    key = SORT_KEYS[sort.removeprefix("-")]
    named = sorted(rows, key=lambda row: (row.label.lower(), row.place.slug))
    keyed = [(key(row), row) for row in named]
    known = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0], reverse=sort[0] == "-")
    return [row for _, row in known] + [row for value, row in keyed if value is None]
