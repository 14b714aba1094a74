"""Geometry of charts: amounts to positions along an axis, as percentages that SVG attributes take.

In: annual US dollars. Out: strings such as "41.20". Floats are used here and nowhere else for money.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

SHORTEST_BAR = 0.6


@dataclass(frozen=True, slots=True)
class Tick:
    percent: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row's marks on an axis; a mark that is not there is an empty string."""

    low: str
    width: str
    typical: str
    baseline: str
    open_low: bool
    open_high: bool


class Axis:
    """A linear axis from zero to a round number at or above the largest amount; `label` writes its numbers."""

    def __init__(self, amounts: Iterable[Decimal | None], *, label: Callable[[float], str] | None = None) -> None:
        self.label = label or short_usd
        largest = float(max((amount for amount in amounts if amount is not None), default=Decimal(0))) or 1.0
        self.step = self._round_step(largest / 4)
        self.end = math.ceil(largest / self.step - 1e-9) * self.step

    @staticmethod
    def _round_step(rough: float) -> float:
        magnitude = 10 ** math.floor(math.log10(rough))
        return next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= rough * (1 - 1e-9))

    def percent(self, amount: Decimal | None) -> str:
        """Where an amount lies; empty for none."""
        return "" if amount is None else f"{float(amount) / self.end * 100:.2f}"

    @property
    def ticks(self) -> list[Tick]:
        count = round(self.end / self.step)
        return [
            Tick(f"{index * self.step / self.end * 100:.2f}", self.label(index * self.step))
            for index in range(count + 1)
        ]

    def bar(
        self,
        low: Decimal | None,
        typical: Decimal | None,
        high: Decimal | None,
        baseline: Decimal | None = None,
    ) -> Bar:
        """A range with its typical figure; an open end runs from the figure there is, marked as open."""
        start = low if low is not None else typical if typical is not None else high
        end = high if high is not None else typical if typical is not None else low
        if low is None and typical is None:
            start = Decimal(0)
        width = 0.0
        if start is not None and end is not None:
            width = max(float(end - start) / self.end * 100, SHORTEST_BAR)
        return Bar(
            low=self.percent(start),
            width=f"{width:.2f}",
            typical=self.percent(typical),
            baseline=self.percent(baseline),
            open_low=low is None and typical is None and high is not None,
            open_high=high is None and typical is None and low is not None,
        )


def short_usd(amount: float) -> str:
    """A label for an axis: $0, $500, $25k, $1.5M.

    >>> short_usd(0), short_usd(2500), short_usd(1500000)
    ('$0', '$2.5k', '$1.5M')
    """
    for size, suffix in ((1_000_000, "M"), (1_000, "k")):
        if amount >= size:
            return f"${amount / size:g}{suffix}"
    return f"${amount:g}"
