"""Two to five places side by side for a role and a year: pay by level, what it buys, and what a move would mean.

In: cities or countries, a role, a year. Out: rows for charts and tables on one axis, a finding, sentences on moving.
Reads stored estimates in a constant number of queries, whatever the number of places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from salaries.charts import Axis, Bar, Tick
from salaries.estimates import Stored, stored_of
from salaries.models import CareerLevel, Estimate, Place, Role, SalaryRecord, Source
from salaries.models.place import PlaceTree
from salaries.money import in_words, ratio_number, usd
from salaries.row import Row
from salaries.worth import Worth, money_in, same_purchasing_power, span_in, worth_in

FEWEST, MOST = 2, 5


@dataclass
class PlaceRow(Row):
    """One place at one level."""

    @property
    def plain_bar(self) -> Bar | None:
        """The bar without the mark of pay outside IT, which is the same at every level."""
        return replace(self.bar, baseline="") if self.bar else None

    @property
    def local_span(self) -> str:
        """The range in local money, empty without a rate, and where that is US dollars."""
        if self.worth is None or self.worth.units_per_usd is None or self.worth.currency_code == "USD":
            return ""
        return span_in(
            self.low_usd,
            self.typical_usd,
            self.high_usd,
            units_per_usd=self.worth.units_per_usd,
            currency_code=self.worth.currency_code,
        )


@dataclass
class LevelRows:
    """One level, or any level where it is None; `missing` are the places without a figure at it."""

    level: CareerLevel | None
    rows: list[PlaceRow]
    missing: list[Place] = field(default_factory=list)

    @property
    def missing_names(self) -> str:
        return in_words(named_apart(self.missing))


@dataclass(frozen=True)
class Move:
    """What the typical pay of one place is matched by in another."""

    origin: PlaceRow
    target: PlaceRow
    amount: str  # typical pay at home, local money
    matched_by: str  # what buys as much there, local money
    verdict: str  # how the typical pay there compares; goes on after a comma


def named_apart(places: Sequence[Place]) -> list[str]:
    """The names of places; those that have the same name say what or where they are."""
    counts = Counter(place.name for place in places)
    return [place.name if counts[place.name] == 1 else f"{place} ({_what_it_is(place)})" for place in places]


def _what_it_is(place: Place) -> str:
    if place.kind == Place.Kind.COUNTRY:
        return "whole country"
    return str(place.country) if place.country and place.country.name != place.name else "city"


class SideBySide:
    """The places in the order that the reader chose; moves start from the first that has a figure."""

    def __init__(self, places: Iterable[Place], *, role: Role, year: int) -> None:
        self.places = list(places)
        self.names = dict(zip(self.places, named_apart(self.places), strict=True))
        self.role, self.year = role, year
        self.baseline = Role.objects.baseline()
        self.worths = worth_in({place.country for place in self.places if place.country}, year)
        self._found = self._stored(role)
        self._outside_it = self._stored(self.baseline) if self.baseline and self.baseline != role else {}
        self.overall = self._at(None)
        with_figures = {level for _, level in self._found if level is not None}
        self.levels = [self._at(level) for level in CareerLevel.objects.all() if level.pk in with_figures]
        self.levels = [one for one in self.levels if one.rows]
        axis = Axis(amount for row in self.every_row for amount in (row.low_usd, row.typical_usd, row.high_usd))
        self.ticks: list[Tick] = axis.ticks
        for row in self.every_row:
            row.bar = axis.bar(row.low_usd, row.typical_usd, row.high_usd, row.baseline_usd)
        self.sources = self._named_sources()

    @property
    def baseline_shown(self) -> Role | None:
        """The role outside IT, unless it is the one that is asked about."""
        return self.baseline if self.baseline != self.role else None

    @property
    def rows(self) -> list[PlaceRow]:
        return self.overall.rows

    @property
    def every_row(self) -> list[PlaceRow]:
        """Any level first, then the levels from the lowest."""
        return [row for one in (self.overall, *self.levels) for row in one.rows]

    # -- how it is found ----------------------------------------------------------------------------------------------
    def _stored(self, role: Role) -> dict[tuple[int, int | None], Stored]:
        """{(place id, level id or None): estimate} of the places and the countries that they lie in."""
        around = {place.pk for place in self.places} | {place.parent_id for place in self.places if place.parent_id}
        stored = Estimate.objects.filter(place__in=around, role=role, year=self.year)
        return {(one.place_id, one.level_id): stored_of(one) for one in stored}

    def _at(self, level: CareerLevel | None) -> LevelRows:
        found = LevelRows(level, [])
        for place in self.places:
            row = self._row(place, level)
            if row is None:
                found.missing.append(place)
            else:
                found.rows.append(row)
        return found

    def _row(self, place: Place, level: CareerLevel | None) -> PlaceRow | None:
        level_id = level.pk if level else None
        # Only a city falls back on its country: what a region pays says little about one country.
        country_id = place.parent_id or 0 if place.kind == Place.Kind.CITY else 0
        own = self._found.get((place.pk, level_id))
        shown = own or self._found.get((country_id, level_id))
        if shown is None:
            return None
        against = self._outside_it.get((place.pk, None)) or self._outside_it.get((country_id, None))
        return PlaceRow(
            place,
            self.role,
            level,
            self.year,
            national=own is None,
            summary=shown.summary,
            baseline_usd=against.summary.typical_annual_usd if against else None,
            source_ids=shown.source_ids,
            baseline_source_ids=against.source_ids if against else (),
            worth=self.worths.get(place.country.pk) if place.country else None,
            label=self.names[place],
        )

    def _named_sources(self) -> list[Source]:
        """The sources that stand behind the rows, by name."""
        tree = PlaceTree()
        inside = {pk for row in self.rows for pk in tree.below(row.shown_place.pk)}
        records = SalaryRecord.objects.comparable().filter(role=self.role, year=self.year, place__in=inside)
        return sorted(Source.objects.filter(pk__in=records.order_by().values("source")), key=str)

    # -- what it says -------------------------------------------------------------------------------------------------
    @property
    def finding(self) -> str:
        """What the figures say of the best and the worst paid place, in a sentence that is true for any choice."""
        ranked = sorted((row for row in self.rows if row.typical_usd), key=lambda row: row.typical_usd or 0)
        if not ranked:
            return f"{self.role}: no typical figure for {in_words(list(self.names.values()))}"
        bottom, top = ranked[0], ranked[-1]
        if len(ranked) == 1:
            return (
                f"{self.role} in {top.in_title}: typically {usd(top.typical_usd)} a year; no figure to set it against"
            )
        if all(row.shown_place == top.shown_place for row in ranked):
            sharing = in_words([row.label for row in self.rows if row in ranked])
            return f"{self.role}: {sharing} share one figure, that of {top.shown_place}"
        return f"{self.role}: {_pay_sentence(top, bottom)}{_buys_clause(top, bottom)}"

    @property
    def moves(self) -> list[Move]:
        """From the first place with a typical figure and a price level to each other such place."""
        able = [row for row in self.rows if row.typical_usd and row.buys]
        return [found for target in able[1:] if (found := _move(able[0], target))] if able else []

    @property
    def same_country(self) -> list[Place]:
        """The countries that more than one place lies in: their cities share one price level."""
        countries = [place.country for place in self.places if place.country]
        return [one for index, one in enumerate(countries) if one in countries[:index]]

    @property
    def conversions(self) -> list[Worth]:
        """The rates and price levels behind the rows, one for each country."""
        used = {row.worth.country.pk: row.worth for row in self.rows if row.worth}
        return list(used.values())


def _pay_sentence(top: Row, bottom: Row) -> str:
    times = ratio_number((top.typical_usd or Decimal(0)) / (bottom.typical_usd or Decimal(1)))
    if top.typical_usd == bottom.typical_usd:
        return f"{top.in_title} and {bottom.in_title} pay the same"
    if times == "1.00":
        return f"{top.in_title} and {bottom.in_title} pay about the same"
    return f"{top.in_title} pays {times} times as much as {bottom.in_title}"


def _buys_clause(top: PlaceRow, bottom: PlaceRow) -> str:
    """What becomes of the difference at local prices; nothing where a price level is missing or shared."""
    if not top.buys or not bottom.buys or top.country == bottom.country:
        return ""
    share = top.buys / bottom.buys
    more, less = ratio_number(share), ratio_number(1 / share)
    if "1.00" in (more, less):
        return ", and the pay buys about as much in both"
    if share > 1:
        return f", and the pay there buys {more} times as much"
    return f", but the pay in {bottom.label} buys {less} times as much"


def _move(origin: PlaceRow, target: PlaceRow) -> Move | None:
    here, there = origin.worth, target.worth
    local = here.local(origin.typical_usd) if here else None
    local_there = there.local(target.typical_usd) if there else None
    if not (here and there and local and local_there and here.price_level and there.price_level):
        return None
    if here.country == there.country:
        return None
    matched = same_purchasing_power(
        amount=local, factor_here=here.price_level.ppp_factor, factor_there=there.price_level.ppp_factor
    )
    return Move(
        origin=origin,
        target=target,
        amount=money_in(local, here.currency_code),
        matched_by=money_in(matched, there.currency_code),
        verdict=_verdict(local_there, matched, money_in(local_there, there.currency_code)),
    )


def _verdict(typical: Decimal, matched: Decimal, written: str) -> str:
    times = typical / matched
    percent = round(abs(times - 1) * 100)
    if not percent:
        return f"about what the role typically pays there, {written}"
    if times >= 2:
        return f"and the role typically pays {written} there: {ratio_number(times)} times that"
    if times > 1:
        return f"and the role typically pays {written} there: {percent}% more"
    return f"but the role typically pays {written} there: {min(percent, 99)}% less"
