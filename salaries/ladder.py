"""The ladder: what each rung pays by the records, and how that compares with the published multipliers.

In: levels and estimates, or one source's records, and a unit. Out: rungs, lowest first, in a constant number of
queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from salaries import estimates
from salaries.catalogue import Catalogue, catalogue
from salaries.charts import Axis
from salaries.clock import age_in_years
from salaries.models import CareerLevel, Estimate, Place, Role, Source
from salaries.statistics import Ratio, Summary, ratio_to_baseline, summarise
from salaries.unit import Unit


@dataclass
class Rung:
    """One level: its pay in annual US dollars, and the multiple of the first rung's typical pay that this gives.

    `pay` is written in the unit of the ladder, `step` the typical pay as a percentage of the axis, for drawing.
    """

    level: CareerLevel
    estimate: Summary | None
    given_ratio: Ratio | None
    pay: str = ""
    step: str = ""


class Ladder:
    """The rungs for a role in a place and year, over all sources or by one of them.

    Its `unit` is US dollars where the one that was asked for does not cover the place; `uncovered` then says why.
    `sources` are those behind the rungs.
    """

    def __init__(
        self,
        *,
        role: Role,
        place: Place,
        year: int,
        source: Source | None = None,
        unit: Unit | None = None,
        known: Catalogue | None = None,
    ) -> None:
        self.role, self.place, self.year, self.source = role, place, year, source
        known, asked = known or catalogue(), unit or Unit()
        if not asked.is_usd:
            asked.read(known, [year])
        self.unit, self.uncovered = asked.covering(place, [year]), asked.why_not(place, year)
        self.sources: list[Source] = []
        summaries = self._stated_by(source, known) if source else self._stored(known)
        lowest = summaries.get(known.ladder[0].pk) if known.ladder else None
        first = lowest.typical_annual_usd if lowest else None
        self.rungs = [self._rung(level, summaries.get(level.pk), first) for level in known.ladder]
        highest = Axis(rung.estimate.typical_annual_usd for rung in self.rungs if rung.estimate)
        for rung in self.rungs:
            if rung.estimate:
                rung.step = highest.percent(rung.estimate.typical_annual_usd)

    def _stated_by(self, source: Source, known: Catalogue) -> dict[int, Summary]:
        """{level id: summary} of the place by one source, by the rules of the estimates."""
        by_level = estimates.levels_at(self.place.pk, known.tree, role_id=self.role.pk, year=self.year, source=source)
        self.sources = [source]
        return {
            level: summarise(bands=list(bands.values()), age_years=age_in_years(self.year))
            for level, bands in by_level.items()
            if level and bands
        }

    def _stored(self, known: Catalogue) -> dict[int, Summary]:
        """{level id: summary} of the place over all sources."""
        found = Estimate.objects.filter(place=self.place, role=self.role, year=self.year, level__isnull=False)
        stored = {one.level_id: estimates.stored_of(one) for one in found.order_by()}
        behind = {pk for one in stored.values() for pk in one.source_ids}
        self.sources = sorted((known.sources[pk] for pk in behind if pk in known.sources), key=str)
        return {level: one.summary for level, one in stored.items() if level}

    def _rung(self, level: CareerLevel, summary: Summary | None, first: Decimal | None) -> Rung:
        ratio = None
        if summary is not None:
            typical = summary.typical_annual_usd
            ratio = ratio_to_baseline(
                low_annual_usd=typical, typical_annual_usd=typical, high_annual_usd=typical, baseline_annual_usd=first
            )
        return Rung(level, summary, ratio, pay=self._pay(summary) if summary else "")

    def _pay(self, summary: Summary) -> str:
        amounts = (summary.low_annual_usd, summary.typical_annual_usd, summary.high_annual_usd)
        return self.unit.span(*(self.unit.convert(amount, self.place, self.year) for amount in amounts))
