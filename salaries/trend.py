"""How pay changed over the years in one place, like with like.

In: a place, a role, a level or none, and a unit. Out: a `Trend` for templates/charts/trend.html, from stored estimates.

Two neighbouring years are joined only where the same sources stand behind both; where the sources change, the trend is
broken, and says what changed. Each year converts at its own rate or PPP factor, so a change of the exchange rate is
part of what is seen; a year that has none keeps its line in the table, without a figure. A city without any figures of
its own shows its country's, as everywhere.

A source is a publication: where each edition of a survey is a source of its own, each edition is a break.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from string import ascii_lowercase

from django.utils.text import capfirst

from salaries.catalogue import catalogue
from salaries.charts.trend import Plot, YearMark, draw_trend
from salaries.models import CareerLevel, Estimate, Place, Role, Source
from salaries.unit import Unit

NAMED_SOURCES = 2
NAMED_BREAKS = 3
US_DOLLARS = Unit()


@dataclass(frozen=True)
class TrendYear:
    """The estimate of one year, in the unit of its trend, and the sources behind it."""

    year: int
    low: Decimal | None
    typical: Decimal | None
    high: Decimal | None
    sample_size: int
    sources: frozenset[int]


@dataclass(frozen=True)
class Break:
    """Where the sources change: `mark` is its letter on the chart."""

    mark: str
    year_before: int
    year: int
    sentence: str


@dataclass(frozen=True)
class Trend:
    """The years in order. `national` marks a city that shows its country's figures.

    `uncovered` says, where the unit that was asked for covers no year, why the trend is in dollars.
    """

    place: Place
    role: Role
    level: CareerLevel | None
    national: bool
    years: list[TrendYear]
    named: dict[int, Source]
    unit: Unit = US_DOLLARS
    uncovered: str = ""

    @property
    def subject(self) -> str:
        role = f"{self.role}, {self.level}," if self.level else f"{self.role}"
        return f"{role} in {self.place}" + (", national figures" if self.national else "")

    @property
    def caption(self) -> str:
        """The unit, the years, at which rates, and what could not be converted."""
        span = f"{self.years[0].year} to {self.years[-1].year}" if self.is_drawn else f"{self.years[0].year}"
        rate = "PPP factor" if self.unit.is_ppp else "exchange rate"
        parts = [f"{capfirst(self.unit.long_name)} a year", span, f"each year at its own {rate}"]
        without = [str(one.year) for one in self.years if one.low is one.typical is one.high is None]
        return ", ".join(
            [*parts, *([f"none for {_listed(without)}"] if without else []), *filter(None, [self.uncovered])]
        )

    @property
    def is_drawn(self) -> bool:
        """One year alone is no trend."""
        return len(self.years) > 1

    @property
    def sources(self) -> list[Source]:
        return sorted(self.named.values(), key=str)

    @cached_property
    def breaks(self) -> list[Break]:
        changed = [(before, after) for before, after in pairwise(self.years) if before.sources != after.sources]
        return [
            Break(_letter(index), before.year, after.year, f"{after.year}: {self._what_changed(before, after)}")
            for index, (before, after) in enumerate(changed)
        ]

    @cached_property
    def runs(self) -> list[list[TrendYear]]:
        """Years that can be compared with each other: the same sources, and a typical figure in each."""
        runs = [[self.years[0]]]
        for before, after in pairwise(self.years):
            if _is_joined(before, after):
                runs[-1].append(after)
            else:
                runs.append([after])
        return runs

    @cached_property
    def finding(self) -> str:
        """What the figures say, in a sentence that is true for whatever there is."""
        if not self.is_drawn:
            return f"{self.subject}: figures for {self.years[0].year} only, so no trend is drawn"
        longest = max(reversed(self.runs), key=len)
        if len(longest) == 1:
            return f"{self.subject}: {self._why_not}"
        first, last = longest[0], longest[-1]
        changed = change_in_words(first.typical or Decimal(0), last.typical or Decimal(0))
        sentence = f"{self.subject}: typical pay {changed} from {first.year} to {last.year}, same sources"
        return f"{sentence}; the sources change {self._when}" if self.breaks else sentence

    @property
    def _why_not(self) -> str:
        if len(self.years) == 2 and self.breaks:
            return f"{self.years[0].year} and {self.years[1].year} cannot be compared, because the sources change"
        return "no two years in a row have typical figures from the same sources"

    @property
    def _when(self) -> str:
        years = [str(one.year) for one in self.breaks]
        return f"{len(years)} times" if len(years) > NAMED_BREAKS else f"in {_listed(years)}"

    @cached_property
    def plot(self) -> Plot:
        joined = {after.year for before, after in pairwise(self.years) if _is_joined(before, after)}
        marks = [YearMark(one.year, one.low, one.typical, one.high, one.year in joined) for one in self.years]
        return draw_trend(marks, breaks=[one.year for one in self.breaks], label=self.unit.tick)

    @property
    def marked_breaks(self) -> Iterable[tuple[str, Break]]:
        """(where it lies in the plot, the break)."""
        return zip(self.plot.breaks, self.breaks, strict=True)

    @property
    def rows(self) -> list[dict[str, object]]:
        """The table: each year with its sources by name, and its break if one comes before it."""
        broken = {one.year: one for one in self.breaks}
        return [
            {"figures": one, "sources": [self.named[pk] for pk in sorted(one.sources)], "break": broken.get(one.year)}
            for one in self.years
        ]

    def _what_changed(self, before: TrendYear, after: TrendYear) -> str:
        parts = [
            self._movement(after.sources - before.sources, "joins", "join"),
            self._movement(before.sources - after.sources, "leaves", "leave"),
        ]
        return ", ".join(filter(None, parts))

    def _movement(self, sources: Iterable[int], one: str, many: str) -> str:
        names = sorted(map(self._name, sources))
        if not names:
            return ""
        more = len(names) - NAMED_SOURCES
        shown = names if more <= 1 else [*names[:NAMED_SOURCES], f"{more} more"]
        return f"{_listed(shown)} {one if len(names) == 1 else many}"

    def _name(self, pk: int) -> str:
        """The publisher; the whole title where one publisher has several sources here."""
        source = self.named[pk]
        return str(source) if self._publishers[source.publisher] > 1 else source.publisher

    @cached_property
    def _publishers(self) -> Counter[str]:
        return Counter(source.publisher for source in self.named.values())


def trend_of(*, place: Place, role: Role, level: CareerLevel | None = None, unit: Unit = US_DOLLARS) -> Trend | None:
    """The trend of a place's own figures, or of its country's where a city has none; None without figures.

    In US dollars where the unit covers none of the years.
    """
    around = [place.pk, place.parent_id] if place.kind == Place.Kind.CITY else [place.pk]
    found = list(Estimate.objects.filter(place__in=around, role=role, level=level).order_by("year"))
    own = [estimate for estimate in found if estimate.place_id == place.pk]
    shown = own or found
    if not shown:
        return None
    sources = _sources_behind(shown)
    if not unit.is_usd:
        unit.read(catalogue(), [one.year for one in shown])
    drawn_in = unit.covering(place, [one.year for one in shown])
    years = [_year_of(one, place, drawn_in, sources[one.year]) for one in shown]
    named = Source.objects.in_bulk(set().union(*sources.values()))
    uncovered = "" if drawn_in is unit else unit.why_not(place, shown[-1].year)
    return Trend(place, role, level, not own, years, named, drawn_in, uncovered)


def _year_of(estimate: Estimate, place: Place, unit: Unit, sources: frozenset[int]) -> TrendYear:
    low, typical, high = (
        unit.convert(amount, place, estimate.year)
        for amount in (estimate.low_usd, estimate.typical_usd, estimate.high_usd)
    )
    return TrendYear(estimate.year, low, typical, high, estimate.sample_size, sources)


def _sources_behind(estimates: Sequence[Estimate]) -> dict[int, frozenset[int]]:
    """{year: ids of the sources} of the estimates of one place, role and level."""
    return {one.year: frozenset(source for source, *_ in one.made_of) for one in estimates}


def _is_joined(before: TrendYear, after: TrendYear) -> bool:
    return before.sources == after.sources and before.typical is not None and after.typical is not None


def change_in_words(first: Decimal, last: Decimal) -> str:
    """From one amount to another, in whole percent.

    >>> change_in_words(Decimal(100), Decimal(112)), change_in_words(Decimal(300), Decimal(298))
    ('rose 12%', 'fell by less than 1%')
    """
    if first == last:
        return "stayed the same"
    verb = "rose" if last > first else "fell"
    if not first:
        return f"{verb} from nothing"
    share = abs(last / first - 1) * 100
    return f"{verb} by less than 1%" if share < 1 else f"{verb} {share.quantize(Decimal(1), rounding=ROUND_HALF_UP)}%"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _letter(index: int) -> str:
    return ascii_lowercase[index] if index < len(ascii_lowercase) else str(index + 1)
