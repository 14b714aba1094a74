"""Where one person's pay stands: against each source and all together, on each level here, and in other places.

In: what a valid `StandingForm` says. Out: an `Answer` for the page, worked out for it and kept nowhere. The number of
queries does not depend on the number of places, sources and records. The arithmetic is in `salaries.standing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F

from salaries import estimates
from salaries.charts import Axis, Bar, Tick
from salaries.models import CareerLevel, Estimate, ExchangeRate, Place, Role, SalaryRecord, Source
from salaries.models.place import PlaceTree
from salaries.money import format_amounts, ratio_number, usd
from salaries.standing import (
    Rank,
    against_typical,
    rank_among,
    rank_in_words,
    same_rank,
    same_standing,
    times_of,
    where_in,
)
from salaries.stated import Bag, Stated, any_level, merged
from salaries.statistics import SMALLEST_GROUP_FOR_QUARTILES, Band, Summary
from salaries.summed import CONFIDENCE_DOTS
from salaries.worth import Worth, money_in, span_in, worth_in

# The places with most records: more would make a long page, and read a source's records in each of them.
PLACES_ELSEWHERE = 30
MOST_QUESTIONS = 8


@dataclass(frozen=True)
class Asked:
    """A person's pay and what to set it against."""

    place: Place
    role: Role
    level: CareerLevel | None
    year: int
    amount: Decimal
    currency_code: str
    period: str
    annual: Decimal
    annual_usd: Decimal
    units_per_usd: Decimal
    rate: ExchangeRate | None = None

    def span(self, of: Band | Summary) -> str:
        """A range in the person's own currency; empty where that is the dollars that are shown anyway."""
        if self.currency_code == "USD":
            return ""
        return span_in(
            of.low_annual_usd,
            of.typical_annual_usd,
            of.high_annual_usd,
            units_per_usd=self.units_per_usd,
            currency_code=self.currency_code,
        )

    def in_own_currency(self, usd: Decimal | None) -> str:
        return (
            "" if usd is None or self.currency_code == "USD" else money_in(usd * self.units_per_usd, self.currency_code)
        )


@dataclass(frozen=True)
class Line:
    """The pay against one band. `source` is None for all sources together, `level` is set on the ladder."""

    band: Band | Summary
    own_span: str  # the band in the person's own currency; empty where that is US dollars
    own_typical: str
    words: str  # where the pay lies
    beside: str  # how it compares with the typical figure
    bar: Bar
    rank: Rank | None = None
    source: Source | None = None
    level: CareerLevel | None = None
    is_asked: bool = False
    is_next: bool = False


@dataclass(frozen=True)
class Elsewhere:
    """The pay that stands in another place as the asked one stands here."""

    place: Place
    annual_usd: Decimal
    local: str
    buys: Decimal | None  # international dollars
    times: Decimal | None  # what it buys over what the asked pay buys at home
    by_rank: bool

    @property
    def times_in_words(self) -> str:
        return f"{ratio_number(self.times)}×" if self.times is not None else ""


class Answer:
    """Everything the page says; `found` is False where there is nothing to stand in."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        around = [asked.place.pk] + ([asked.place.parent_id] if asked.place.kind == Place.Kind.CITY else [])
        stored = Estimate.objects.filter(place__in=around, role=asked.role, year=asked.year)
        self._stored = {(one.place_id, one.level_id): estimates.summary_of(one) for one in stored}
        self.national = False
        self.shown_place = asked.place
        level_id = asked.level.pk if asked.level else None
        self.summary = self._stored.get((asked.place.pk, level_id))
        if self.summary is None and len(around) > 1 and asked.place.parent:
            self.summary = self._stored.get((asked.place.parent.pk, level_id))
            self.national, self.shown_place = self.summary is not None, asked.place.parent

    @property
    def found(self) -> bool:
        return self.summary is not None

    @property
    def subject(self) -> str:
        """The role, the level if one is asked for, and the place whose figures these are."""
        level = f", {self.asked.level}," if self.asked.level else ""
        return f"{self.asked.role}{level} in {self.shown_place if self.found else self.asked.place}"

    @property
    def pay_in_words(self) -> str:
        """As given, for a year and in US dollars, as far as these differ."""
        asked = self.asked
        given = format_amounts(None, asked.amount, None, asked.currency_code)
        words = [f"{given} {SalaryRecord.Period(asked.period).label}"]
        if asked.period != SalaryRecord.Period.YEAR:
            words.append(f"{format_amounts(None, asked.annual, None, asked.currency_code)} a year")
        if asked.rate:
            words.append(usd(asked.annual_usd))
        return f"{', or '.join([' is '.join(words[:2]), *words[2:]])}."

    @property
    def caption(self) -> str:
        return f"{self.subject}: your pay against each source"

    @property
    def ladder_caption(self) -> str:
        return f"{self.asked.role} in {self.shown_place}: your pay against each level"

    # -- here ---------------------------------------------------------------------------------------------------------
    @cached_property
    def bags(self) -> dict[int, Bag]:
        """{source id: what it states of this cell}."""
        stated = Stated.read({self.shown_place.pk}, PlaceTree(), role_id=self.asked.role.pk, year=self.asked.year)
        return bags_at(stated, self.shown_place.pk, self.asked.level)

    @cached_property
    def axis(self) -> Axis:
        bands = [bag.band for bag in self.bags.values()] + list(self._here.values())
        ends = [end for band in bands for end in (band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd)]
        return Axis([*ends, self.asked.annual_usd])

    @property
    def ticks(self) -> list[Tick]:
        return self.axis.ticks

    @property
    def mark(self) -> str:
        """Where the pay lies on the axis, in per cent."""
        return self.axis.percent(self.asked.annual_usd)

    @cached_property
    def overall(self) -> Line:
        """Against all sources together."""
        assert self.summary is not None  # noqa: S101
        return self._line(self.summary)

    @cached_property
    def by_source(self) -> list[Line]:
        """Against each source, those with most records first."""
        named = Source.objects.in_bulk(list(self.bags))
        lines = [self._line(bag.band, bag=bag, source=named[source]) for source, bag in self.bags.items()]
        return sorted(lines, key=lambda line: (-line.band.sample_size, str(line.source)))

    def _line(self, band: Band | Summary, *, bag: Bag | None = None, **more: Any) -> Line:
        pay = self.asked.annual_usd
        rank = _rank(pay, bag) if bag else None
        where = where_in(amount=pay, within=band)
        return Line(
            band=band,
            own_span=self.asked.span(band),
            own_typical=self.asked.in_own_currency(band.typical_annual_usd),
            words=rank_in_words(rank) if rank else where.value if where else "",
            beside=against_typical(amount=pay, typical=band.typical_annual_usd),
            bar=self.axis.bar(band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd),
            rank=rank,
            **more,
        )

    @property
    def finding(self) -> str:
        """Where the pay lies, in a sentence: the percentile where one source of single salaries is all there is."""
        only = self.by_source[0] if len(self.by_source) == 1 else None
        words = only.words if only and only.rank and only.rank.allows_percentile else self.overall.words
        return f"Your pay lies {words} for {self.subject}"

    @property
    def confidence_dots(self) -> int:
        return CONFIDENCE_DOTS[self.summary.confidence] if self.summary else 0

    # -- levels -------------------------------------------------------------------------------------------------------
    @cached_property
    def _here(self) -> dict[int, Summary]:
        """{level id: summary} of the same place that the answer is about."""
        return {level: one for (place, level), one in self._stored.items() if level and place == self.shown_place.pk}

    @cached_property
    def ladder(self) -> list[Line]:
        """Every level with a figure here, lowest first; the asked one and the next above it are marked."""
        levels = [level for level in CareerLevel.objects.all() if level.pk in self._here]
        asked = self.asked.level
        next_level = next((level for level in levels if asked and level.order > asked.order), None)
        return [
            self._line(self._here[level.pk], level=level, is_asked=level == asked, is_next=level == next_level)
            for level in levels
        ]

    @property
    def next_level(self) -> Line | None:
        return next((line for line in self.ladder if line.is_next), None)

    # -- elsewhere ----------------------------------------------------------------------------------------------------
    @cached_property
    def elsewhere(self) -> list[Elsewhere]:
        """What the same standing pays in other places of the same kind, what buys most first."""
        asked, stored = self.asked, self._stored_elsewhere
        ranked = self._same_rank_at([one.place_id for one in stored])
        lines = []
        for one in stored:
            by_rank = ranked.get(one.place_id)
            there = estimates.summary_of(one)
            in_range = same_standing(amount=asked.annual_usd, here=self.overall.band, there=there)
            same = in_range if by_rank is None else by_rank
            worth = self.worths.get(one.place.country.pk) if one.place.country else None
            if same is not None and worth is not None:
                lines.append(_elsewhere(one.place, same, worth, self.own_buys, by_rank=by_rank is not None))
        return sorted(lines, key=lambda line: (-(line.buys or 0), line.place.name))

    @cached_property
    def worths(self) -> dict[int, Worth]:
        """{country id: what a dollar is worth there}, of this place and the others."""
        countries = [place.country for place in (self.asked.place, *(one.place for one in self._stored_elsewhere))]
        return worth_in([country for country in countries if country], self.asked.year)

    @cached_property
    def own_buys(self) -> Decimal | None:
        """What the asked pay buys at home, in international dollars."""
        home = self.worths.get(self.asked.place.country.pk) if self.asked.place.country else None
        return home.buys(self.asked.annual_usd) if home else None

    @property
    def conversions(self) -> list[Worth]:
        return sorted(self.worths.values(), key=lambda worth: worth.country.name)

    @cached_property
    def _stored_elsewhere(self) -> list[Estimate]:
        asked = self.asked
        found = Estimate.objects.filter(role=asked.role, year=asked.year, level=asked.level)
        found = found.filter(place__kind=asked.place.kind).exclude(place__in=[asked.place.pk, self.shown_place.pk])
        return list(found.select_related("place__parent__parent").order_by("-sample_size", "place")[:PLACES_ELSEWHERE])

    def _same_rank_at(self, places: list[int]) -> dict[int, Decimal]:
        """{place id: pay of the same percentile rank} by the source with most single salaries here, if it has five."""
        source, bag = max(self.bags.items(), key=lambda pair: len(pair[1].observed_cents), default=(0, Bag([], [])))
        if len(bag.observed_cents) < SMALLEST_GROUP_FOR_QUARTILES:
            return {}
        asked = self.asked
        stated = Stated.read(places, PlaceTree(), role_id=asked.role.pk, year=asked.year, source=source)
        there = {place: bags_at(stated, place, asked.level).get(source) for place in places}
        same = {
            place: same_rank(amount=asked.annual_usd, here_cents=bag.observed_cents, there_cents=other.observed_cents)
            for place, other in there.items()
            if other
        }
        return {place: amount for place, amount in same.items() if amount is not None}

    # -- nothing here -------------------------------------------------------------------------------------------------
    @cached_property
    def instead(self) -> list[dict[str, Any]]:
        """The nearest questions that have an answer: label, and the fields of the form to change."""
        return nearest_questions(self.asked)


def bags_at(stated: Stated, place: int, level: CareerLevel | None) -> dict[int, Bag]:
    """{source id: what it states} of a place and level, by the rules of the estimates."""
    level_id = level.pk if level else None
    by_source = stated.by_source(place, level_id)
    return {
        source: merged(any_level(by_level) if level_id is None else by_level[level_id])
        for source, by_level in by_source.items()
    }


def _rank(pay: Decimal, bag: Bag) -> Rank | None:
    """The rank among single salaries; not for one of them, nor for a few beside a published range."""
    count = len(bag.observed_cents)
    if count < 2 or (bag.published and count < SMALLEST_GROUP_FOR_QUARTILES):
        return None
    return rank_among(amount=pay, ordered_cents=bag.observed_cents)


def _elsewhere(place: Place, usd: Decimal, worth: Worth, own_buys: Decimal | None, *, by_rank: bool) -> Elsewhere:
    buys = worth.buys(usd)
    times = times_of(amount=buys, of=own_buys) if buys is not None else None
    return Elsewhere(place, usd, money_in(worth.local(usd), worth.currency_code), buys, times, by_rank)


def nearest_questions(asked: Asked) -> list[dict[str, Any]]:
    """Any level, other levels and other years here; then the same cell in other places. In two queries."""
    around = [asked.place.pk] + ([asked.place.parent_id] if asked.place.kind == Place.Kind.CITY else [])
    here = Estimate.objects.filter(place__in=around, role=asked.role).select_related("level")
    found: dict[str, dict[str, Any]] = {}
    for one in here.order_by("-year", F("level__order").asc(nulls_first=True)):
        if one.level_id is None or one.level == asked.level or one.year == asked.year:
            fields = {"level": one.level.slug if one.level else "", "year": one.year}
            found[f"{one.level or 'Any level'}, {one.year}"] = fields
    elsewhere = Estimate.objects.filter(role=asked.role, level=asked.level, place__kind=asked.place.kind)
    elsewhere = elsewhere.exclude(place=asked.place).select_related("place").order_by("-year", "-sample_size", "place")
    for one in elsewhere[:MOST_QUESTIONS]:
        found.setdefault(f"{one.place}, {one.year}", {"place": one.place.slug, "year": one.year})
    return [{"label": label, "fields": fields} for label, fields in list(found.items())[:MOST_QUESTIONS]]
