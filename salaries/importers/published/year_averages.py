"""Averages of years from daily rates, worked out while the days pass by.

In: daily rates in any order. Out: one PublishedRate for each currency and year that has an average, and the reason
where there is none. Kept in memory: a sum and a few dates for each currency and year, not the rates.

**When a year has an average.** An average of a year is used for everything paid in that year, and nobody who reads a
converted salary sees how many days stand behind it. So it is given only where it stands for the year:

- The year is over: the file has days of a later year, or the year's own last day in the file is 29 December or later.
- The currency has rates on at least 19 in 20 of the year's weekdays. A year has about 2.5 % bank holidays, so this
  allows for a few missing days and no missing month.

The real history shows why a note on a partial average would not be enough. The rouble of 2022 was quoted until 1
March: its mean is 78.1 per dollar, the year's was 68.5. The Icelandic króna of 2008 was quoted until 9 December, on
92 % of the weekdays, and its mean is still 16 % above the official average. Where such a year is left out, another
source's average or a dated daily rate is used instead, and both say what they are.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from salaries.importers.published.base import PublishedRate, Tally
from salaries.importers.published.cells import in_words, to_eight_decimals

# From this day on, the last day in the file may be the year's last working day.
MAY_BE_LAST = (12, 29)
# The first working day of a year is 4 January at the latest; the last one has been 28 December, in 2001.
LATEST_FIRST_DAY, EARLIEST_LAST_DAY = (1, 4), (12, 28)


@dataclass
class Running:
    """What is known so far about one currency in one year."""

    first: datetime.date
    last: datetime.date
    row_number: int  # of the last day
    days: int = 0
    total: Decimal = Decimal(0)


class YearAverages:
    """Add every daily rate, then ask for the averages once."""

    def __init__(self) -> None:
        self.running: dict[tuple[str, int], Running] = {}
        self.last_days: dict[int, datetime.date] = {}
        self.working_days: Counter[int] = Counter()

    def add_day(self, day: datetime.date) -> None:
        """Note that the file has this day, whatever currencies are quoted on it. Once for each day."""
        self.working_days[day.year] += 1
        self.last_days[day.year] = max(day, self.last_days.get(day.year, day))

    def add(self, currency_code: str, day: datetime.date, row_number: int, rate: Decimal) -> None:
        """Note the rate of a currency on a day, unrounded."""
        running = self.running.setdefault((currency_code, day.year), Running(day, day, row_number))
        running.first = min(day, running.first)
        if day > running.last:
            running.last, running.row_number = day, row_number
        running.days += 1
        running.total += rate

    def results(self, left_out: Tally) -> Iterator[PublishedRate]:
        """The averages, by currency and year; the years that have none are added to `left_out`."""
        for (currency_code, year), running in sorted(self.running.items()):
            if not self.is_over(year):
                left_out.add(f"{year} is not over: its last day in the file is {self.last_days[year]}")
            elif not stands_for_the_year(running, year):
                span = in_words(running.first, running.last)
                left_out.add(f"no average of {currency_code} for {year}: rates on {running.days} days only, {span}")
            else:
                average = to_eight_decimals(running.total / running.days)
                january = datetime.date(year, 1, 1)
                yield PublishedRate(
                    running.row_number, currency_code, "year", january, average, self.note(running, year)
                )

    def is_over(self, year: int) -> bool:
        """Whether the file holds the year to its end."""
        last = self.last_days[year]
        return year < max(self.last_days) or (last.month, last.day) >= MAY_BE_LAST

    def note(self, running: Running, year: int) -> str:
        """How the average was worked out; from which day to which where days are missing."""
        whole = (
            running.days == self.working_days[year]
            and (running.first.month, running.first.day) <= LATEST_FIRST_DAY
            and (running.last.month, running.last.day) >= EARLIEST_LAST_DAY
        )
        span = "" if whole else f", {in_words(running.first, running.last)}"
        return f"Mean of the daily cross rates of {running.days} working days{span}."


def stands_for_the_year(running: Running, year: int) -> bool:
    """Whether there are rates on at least 19 in 20 of the year's weekdays."""
    return running.days * 20 >= weekdays(year) * 19


def weekdays(year: int) -> int:
    """How many days from Monday to Friday a year has.

    >>> weekdays(2022), weekdays(2024)
    (260, 262)
    """
    january = datetime.date(year, 1, 1)
    length = (datetime.date(year, 12, 31) - january).days + 1
    return sum((january.weekday() + passed) % 7 < 5 for passed in range(length))
