"""What the titles of charts claim, worked out again from the rows: true for any rows, ties and gaps included."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salaries.atlas import atlas_of, finding_of
from salaries.dumbbell import dumbbells
from salaries.models import Place, Role, Source
from salaries.pairing import paired_bars
from salaries.statistics import ratio_to_baseline
from salaries.trend import Trend, TrendYear
from salaries.unit import Unit

# Few different amounts, so that ties are common; and any.
PAY = st.one_of(st.sampled_from([D(100), D(101), D(200), D(100000)]), st.decimals(D("0.01"), D(10**7), places=2))
MAYBE = st.one_of(st.none(), PAY)
NUMBER = r"(\d[\d.]*)"
COMPARED = r"typical pay (.+) from (\d+) to (\d+), same sources(?:; the sources change (.+))?"


@dataclass
class FakeRow:
    place: Place
    low_usd: D | None
    typical_usd: D | None
    high_usd: D | None
    baseline_usd: D | None
    national: bool = False
    sources: list[Any] = field(default_factory=list)
    year: int = 2026

    # In US dollars, which are the unit of these comparisons.
    low = property(lambda self: self.low_usd)
    typical = property(lambda self: self.typical_usd)
    high = property(lambda self: self.high_usd)
    baseline = property(lambda self: self.baseline_usd)

    @property
    def ratio(self):
        return ratio_to_baseline(
            low_annual_usd=self.low_usd,
            typical_annual_usd=self.typical_usd,
            high_annual_usd=self.high_usd,
            baseline_annual_usd=self.baseline_usd,
        )


@st.composite
def amounts(draw):
    """Low, typical and high as an estimate has them: at least one, in order; a typical figure alone fills both ends."""
    low, typical, high = draw(
        st.one_of(
            st.tuples(PAY, PAY, PAY).map(sorted),
            PAY.map(lambda pay: (pay, pay, pay)),
            PAY.map(lambda pay: (pay, None, None)),
            PAY.map(lambda pay: (None, None, pay)),
            st.tuples(PAY, PAY).map(sorted).map(lambda pair: (pair[0], None, pair[1])),
        )
    )
    return low, typical, high


@st.composite
def comparisons(draw):
    rows = []
    for index, (low, typical, high) in enumerate(draw(st.lists(amounts(), max_size=6))):
        place = Place(slug=f"p{index}", name=f"Place {index}", kind="city")
        if draw(st.booleans()):
            place.latitude, place.longitude = D(index), D(index * 2)
        rows.append(FakeRow(place, low, typical, high, draw(MAYBE)))
    role = Role(slug="coder", name="Coder")
    return SimpleNamespace(
        rows=rows, subject="Coder", finding="as the comparison says", role=role, baseline=None, year=2026,
        source=None, sources=[], unit=Unit(),
    )  # fmt: skip


def rounded(value: D) -> D:
    """Two decimals below five, one from there."""
    return value.quantize(D("0.01") if value < 5 else D("0.1"), rounding=ROUND_HALF_UP)


@settings(deadline=None)
@given(comparisons())
def test_the_paired_bars_name_the_span_of_all_ratios(comparison):
    title = paired_bars(comparison).title
    compared = [row for row in comparison.rows if row.baseline_usd]
    if not compared:
        assert title == "as the comparison says"
        return
    known = [
        amount / row.baseline_usd
        for row in compared
        for amount in (row.low_usd, row.typical_usd, row.high_usd)
        if amount is not None
    ]
    low, high = rounded(min(known)), rounded(max(known))
    bottomless = any(row.low_usd is None and row.typical_usd is None for row in compared)
    topless = any(row.high_usd is None and row.typical_usd is None for row in compared)
    claims = {
        (True, True): "Coder, against the average outside IT",
        (True, False): f"Coder: up to {high} times the average outside IT",
        (False, True): f"Coder: {low} times or more the average outside IT",
        (False, False): f"Coder: {low} to {high} times the average outside IT",
    }
    expected = claims[bottomless, topless]
    assert title == (expected if low != high else expected.replace(f"{low} to {high}", f"{low}"))


@settings(deadline=None)
@given(comparisons())
def test_the_dumbbells_name_places_that_have_the_ratios(comparison):
    chart = dumbbells(comparison)
    drawn = [row for row in comparison.rows if row.typical_usd is not None]
    if not drawn:
        assert chart is None
        return
    ratios = {row.place.name: row.typical_usd / row.baseline_usd for row in drawn if row.baseline_usd}
    if not ratios:
        assert chart.title == "as the comparison says"
        return
    low, high = min(ratios.values()), max(ratios.values())
    if match := re.fullmatch(
        rf"Coder: typically from {NUMBER} times the average outside IT in (.+) to {NUMBER} in (.+)", chart.title
    ):
        assert (D(match[1]), D(match[3])) == (rounded(low), rounded(high))
        assert (ratios[match[2]], ratios[match[4]]) == (low, high)
        assert rounded(low) != rounded(high)
    elif match := re.fullmatch(
        rf"Coder: typically {NUMBER} times the average outside IT in each of (\d+) places", chart.title
    ):
        assert {rounded(ratio) for ratio in ratios.values()} == {D(match[1])}
        assert int(match[2]) == len(ratios)
    else:
        match = re.fullmatch(rf"Coder: typically {NUMBER} times the average outside IT in (.+)", chart.title)
        assert ratios == {match[2]: low}
        assert D(match[1]) == rounded(low)


def dollars(pay: D) -> str:
    return f"${pay.quantize(D(1), rounding=ROUND_HALF_UP):,}"


@settings(deadline=None)
@given(comparisons())
def test_the_map_names_the_places_that_pay_most_and_least(comparison):
    paid = {row.place.name: row.typical_usd for row in comparison.rows if row.typical_usd}
    atlas = atlas_of(comparison.rows)
    mapped = [row.place.name for row in comparison.rows if row.typical_usd and row.place.latitude is not None]
    if not mapped:
        assert atlas is None
        return
    assert sorted(dot.place.name for dot in atlas.dots) == sorted(mapped)
    assert sorted(place.name for place in atlas.missing) == sorted(set(paid) - set(mapped))
    low, high = min(paid.values()), max(paid.values())
    if len(paid) == 1:
        assert atlas.finding == f"Typical pay in {mapped[0]} is {dollars(high)} a year"
    elif low == high:
        assert atlas.finding == f"Typical pay is the same in all {len(paid)} places: {dollars(high)} a year"
    else:
        pattern = r"Typical pay is highest in (.+) \((\S+) a year\) and lowest in (.+) \((\S+)\)"
        top, top_pay, bottom, bottom_pay = re.fullmatch(pattern, atlas.finding).groups()
        assert (top_pay, bottom_pay) == (dollars(high), dollars(low))
        for said, pay in ((top, high), (bottom, low)):
            there = {name for name, typical in paid.items() if typical == pay}
            named = set(re.findall(r"Place \d+", said))
            more = re.search(r"and (\d+) more", said)
            assert named <= there
            assert len(named) + int(more[1] if more else 0) == len(there)


def test_of_many_places_that_pay_the_same_three_are_named():
    rows = [FakeRow(Place(name=f"P{index}"), None, D(5), None, None) for index in range(5)]
    rows.append(FakeRow(Place(name="Q"), None, D(9), None, None))
    assert finding_of(rows) == "Typical pay is highest in Q ($9 a year) and lowest in P0, P1, P2 and 2 more ($5)"


@st.composite
def trends(draw):
    years = sorted(draw(st.sets(st.integers(2010, 2020), min_size=1, max_size=7)))
    points = []
    for year in years:
        low, typical, high = draw(amounts())
        points.append(TrendYear(year, low, typical, high, 1, draw(st.frozensets(st.sampled_from([1, 2]), min_size=1))))
    named = {pk: Source(pk=pk, publisher=f"Publisher {pk}", title=f"Survey {pk}") for pk in (1, 2)}
    return Trend(Place(name="City"), Role(name="Coder"), None, False, points, named)


def claimed_change(words: str, first: D, last: D) -> bool:
    """Whether what is said of two amounts is so."""
    if words == "stayed the same":
        return first == last
    if match := re.fullmatch(r"(rose|fell) by less than 1%", words):
        return (last > first) == (match[1] == "rose") and 0 < abs(last - first) < first / 100
    verb, percent = re.fullmatch(r"(rose|fell) (\d+)%", words).groups()
    exact = (last - first) * 100 / first * (1 if verb == "rose" else -1)
    return exact >= 1 and abs(exact - int(percent)) <= D("0.5")


@settings(deadline=None)
@given(trends())
def test_the_trend_compares_only_years_of_the_same_sources(trend):
    by_year = {point.year: point for point in trend.years}
    years = sorted(by_year)
    steps = list(pairwise(years))
    broken = [after for before, after in steps if by_year[before].sources != by_year[after].sources]
    joined = [
        (before, after)
        for before, after in steps
        if after not in broken and by_year[before].typical and by_year[after].typical
    ]
    assert [one.year for one in trend.breaks] == broken
    assert len(trend.plot.lines) == len(joined)
    assert len(trend.plot.breaks) == len(broken)
    said = trend.finding.removeprefix("Coder in City: ")
    if len(years) == 1:
        assert said == f"figures for {years[0]} only, so no trend is drawn"
    elif match := re.fullmatch(
        r"typical pay (.+) from (\d+) to (\d+), same sources(?:; the sources change (.+))?", said
    ):
        first, last = int(match[2]), int(match[3])
        between = [year for year in years if first <= year <= last]
        assert all(step in joined for step in pairwise(between))
        assert claimed_change(match[1], by_year[first].typical, by_year[last].typical)
        if not match[4]:
            assert broken == []
        elif times := re.fullmatch(r"(\d+) times", match[4]):
            assert len(broken) == int(times[1]) > 3
        else:
            assert [int(year) for year in re.findall(r"\d+", match[4])] == broken
    elif said == "no two years in a row have typical figures from the same sources":
        assert joined == []
    else:
        assert said == f"{years[0]} and {years[1]} cannot be compared, because the sources change"
        assert (len(years), broken) == (2, [years[1]])


@settings(deadline=None)
@given(trends())
def test_each_break_names_who_joins_and_who_leaves(trend):
    by_year = {point.year: point.sources for point in trend.years}
    for one in trend.breaks:
        joins, leaves = by_year[one.year] - by_year[one.year_before], by_year[one.year_before] - by_year[one.year]
        parts = [
            f"Publisher {' and Publisher '.join(map(str, sorted(who)))} {verb if len(who) == 1 else verb[:-1]}"
            for who, verb in ((joins, "joins"), (leaves, "leaves"))
            if who
        ]
        assert one.sentence == f"{one.year}: {', '.join(parts)}"


@pytest.mark.parametrize(
    ("words", "first", "last", "true"),
    [("rose 12%", 100, 112, True), ("rose 12%", 100, 111, False), ("fell by less than 1%", 100, 101, False)],
)
def test_the_checker_of_claims_can_say_no(words, first, last, true):
    assert claimed_change(words, D(first), D(last)) is true
