"""The ladder: what each rung pays by the records, and how that compares with the published multipliers.

In: levels and estimates, or one source's records, and a unit. Out: rungs, lowest first, in a constant number of
queries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from salaries import estimates
from salaries.catalogue import catalogue
from salaries.charts import Axis
from salaries.clock import age_in_years
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.statistics import Ratio, Summary, ratio_to_baseline, summarise
from salaries.unit import Unit

# A ladder shows a few records of each rung; a place with more is told by its estimates.
RECORDS_READ = 200


@dataclass
class Rung:
    """One level: its pay in annual US dollars, and the multiple of the first rung's typical pay that this gives.

    `pay` is written in the unit of the ladder, `step` the typical pay as a percentage of the axis, for drawing.
    """

    level: CareerLevel
    estimate: Summary | None
    given_ratio: Ratio | None
    quoted: list[SalaryRecord] = field(default_factory=list)
    pay: str = ""
    step: str = ""


class Ladder:
    """The rungs for a role in a place and year, over all sources or by one of them.

    Its `unit` is US dollars where the one that was asked for does not cover the place; `uncovered` then says why.
    """

    def __init__(
        self, *, role: Role, place: Place, year: int, source: Source | None = None, unit: Unit | None = None
    ) -> None:
        self.role, self.place, self.year, self.source = role, place, year, source
        asked = unit or Unit()
        if not asked.is_usd:
            asked.read(catalogue(), [year])
        self.unit, self.uncovered = asked.covering(place, [year]), asked.why_not(place, year)
        levels = list(CareerLevel.objects.select_related("source").prefetch_related("skills", "tools"))
        summaries = self._summaries()
        lowest = summaries.get(levels[0].pk) if levels else None
        first = lowest.typical_annual_usd if lowest else None
        self.rungs = [self._rung(level, summaries.get(level.pk), first) for level in levels]
        records = SalaryRecord.objects.comparable().filter(role=role, year=year, level__isnull=False)
        records = records.filter(source=source) if source else records
        for record in records.filter(place__in=Place.objects.within(place)).with_relations()[:RECORDS_READ]:
            next(rung for rung in self.rungs if rung.level.pk == record.level_id).quoted.append(record)
        highest = Axis(rung.estimate.typical_annual_usd for rung in self.rungs if rung.estimate)
        for rung in self.rungs:
            if rung.estimate:
                rung.step = highest.percent(rung.estimate.typical_annual_usd)

    def _summaries(self) -> dict[int, Summary]:
        """{level id: summary} of the place, by the rules of the estimates."""
        narrowed = {"source": self.source} if self.source else {}
        by_level = estimates.levels_at(self.place.pk, role_id=self.role.pk, year=self.year, **narrowed)
        return {
            level: summarise(bands=list(bands.values()), age_years=age_in_years(self.year))
            for level, bands in by_level.items()
            if level and bands
        }

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
