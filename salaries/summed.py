"""What a summary says, under the names that templates and charts use.

In: a class with a `summary`, its `role`, and pay outside IT. Out: the same properties for a row of a comparison and a
line of a portrait.
"""

from __future__ import annotations

from decimal import Decimal

from salaries.models import Confidence, Role
from salaries.money import ratio_in_short
from salaries.statistics import Ratio, Summary, ratio_to_baseline

CONFIDENCE_DOTS = {
    Confidence.SINGLE_SOURCE: 1,
    Confidence.THIN: 2,
    Confidence.FAIR: 3,
    Confidence.STRONG: 4,
}


class Summed:
    """Amounts are annual US dollars."""

    role: Role
    summary: Summary
    baseline_usd: Decimal | None

    @property
    def low_usd(self) -> Decimal | None:
        return self.summary.low_annual_usd

    @property
    def typical_usd(self) -> Decimal | None:
        return self.summary.typical_annual_usd

    @property
    def high_usd(self) -> Decimal | None:
        return self.summary.high_annual_usd

    @property
    def sample_size(self) -> int:
        return self.summary.sample_size

    @property
    def source_count(self) -> int:
        return self.summary.source_count

    @property
    def confidence(self) -> str:
        return str(self.summary.confidence.label)

    @property
    def confidence_dots(self) -> int:
        return CONFIDENCE_DOTS[self.summary.confidence]

    @property
    def ratio(self) -> Ratio | None:
        """Pay over pay outside IT in the same place and year, which itself has none; the unit does not matter."""
        if self.role.is_baseline:
            return None
        return ratio_to_baseline(
            low_annual_usd=self.low_usd,
            typical_annual_usd=self.typical_usd,
            high_annual_usd=self.high_usd,
            baseline_annual_usd=self.baseline_usd,
        )

    @property
    def ratio_in_short(self) -> tuple[str, str]:
        """The ratio as a headline and the span under it."""
        return ratio_in_short(self.ratio, source_count=self.source_count)

    @property
    def ratio_headline(self) -> str:
        return self.ratio_in_short[0]

    @property
    def ratio_span(self) -> str:
        return self.ratio_in_short[1]
