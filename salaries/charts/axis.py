"""An axis: amounts to positions along it, as percentages.

In: amounts of one unit, mostly annual US dollars. Out: strings such as "41.20", and the labels of the axis.

The scale is linear, from zero. It is logarithmic where a linear one would hide most of what it shows: where the largest
amount is at least 20 times the smallest positive one, and more than half of the positive amounts would lie in the first
tenth of a linear axis. Nothing has a length on a log scale: a bar runs from its low end to its high end, and a
single figure is a mark. Such an axis says “log scale” wherever it is drawn (`Ticks.note`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

SHORTEST_BAR = 0.6
MOST_TICKS = 6
LOG_FROM_SPREAD = 20
CROWDED = 0.1
LOG_NOTE = "log scale"
STEPS_IN_A_DECADE = ((1, 2, 5), (1, 3), (1,))


@dataclass(frozen=True, slots=True)
class Tick:
    percent: str
    label: str


class Ticks(list[Tick]):
    """The labels of an axis. `note` names a scale that is not linear, for a reader who would not expect it."""

    def __init__(self, ticks: Iterable[Tick], note: str = "") -> None:
        super().__init__(ticks)
        self.note = note


@dataclass(frozen=True, slots=True)
class Bar:
    """One row's marks on an axis; a mark that is not there is an empty string."""

    low: str
    width: str
    typical: str
    baseline: str
    open_low: bool
    open_high: bool


def short_label(symbol: str = "", *, unit: str = "", lakh: bool = False) -> Callable[[float], str]:
    """Labels for an axis in any unit; `lakh` counts as Indian readers do.

    >>> won = short_label("₩")
    >>> won(0), won(2500), won(60_000_000), won(1_440_000_000)
    ('₩0', '₩2.5k', '₩60M', '₩1.44B')
    >>> short_label("₹", lakh=True)(4_500_000).split(), short_label(unit="%")(30)
    (['₹45', 'lakh'], '30%')
    """
    sizes = ((100_000, "\u00a0lakh"), (1_000, "k")) if lakh else ((10**9, "B"), (10**6, "M"), (1_000, "k"))

    def label(amount: float) -> str:
        sign, amount = ("−" if amount < 0 else ""), abs(amount)
        size, suffix = next((pair for pair in sizes if amount >= pair[0]), (1, ""))
        return f"{sign}{symbol}{amount / size:.6g}{suffix}{unit}"

    return label


def short_usd(amount: float) -> str:
    """A label for an axis: $0, $500, $25k, $1.5M.

    >>> short_usd(0), short_usd(2500), short_usd(1500000)
    ('$0', '$2.5k', '$1.5M')
    """
    return short_label("$")(amount)


def three_digits(amount: Decimal | float) -> float:
    """For a label beside a mark, where the exact figure stands elsewhere.

    >>> three_digits(Decimal("105602.86")), three_digits(Decimal(12200)), three_digits(Decimal("999600"))
    (106000.0, 12200.0, 1000000.0)
    """
    return float(f"{float(amount):.3g}")


class Axis:
    """An axis that holds all amounts and begins and ends on round numbers; see above for its scale.

    `is_log` decides the scale instead; a chart whose bars mean their length has `is_log=False`.
    """

    def __init__(
        self,
        amounts: Iterable[Decimal | None],
        *,
        label: Callable[[float], str] = short_usd,
        is_log: bool | None = None,
        most_ticks: int = MOST_TICKS,
    ) -> None:
        given = [float(amount) for amount in amounts if amount is not None]
        positive = [amount for amount in given if amount > 0]
        self.label = label
        self.is_log = bool(positive) and (self._asks_for_log(given) if is_log is None else is_log)
        if self.is_log:
            self._values = _log_ticks(min(positive), max(positive), most_ticks)
            self.start, self.end = self._values[0], self._values[-1]
        else:
            low, high = min(0.0, *given, 0.0), max(0.0, *given, 0.0)
            self.step = _round_step((high - low or 1.0) / 4)
            self.start = math.floor(low / self.step + 1e-9) * self.step
            self.end = math.ceil(high / self.step - 1e-9) * self.step or 1.0
            count = round((self.end - self.start) / self.step)
            self._values = [self.start + index * self.step for index in range(count + 1)]

    @staticmethod
    def _asks_for_log(given: list[float]) -> bool:
        positive = [amount for amount in given if amount > 0]
        largest = max(positive)
        crowded = sum(amount <= largest * CROWDED for amount in positive)
        return min(given) >= 0 and largest >= LOG_FROM_SPREAD * min(positive) and crowded * 2 > len(positive)

    def position(self, amount: Decimal | float) -> float:
        """Where an amount lies, in percent; on a log scale nothing lies before the start."""
        if self.is_log:
            share = math.log(max(float(amount), self.start) / self.start) / math.log(self.end / self.start)
        else:
            share = (float(amount) - self.start) / (self.end - self.start)
        return share * 100

    def percent(self, amount: Decimal | None) -> str:
        """Where an amount lies; empty for none."""
        return "" if amount is None else f"{self.position(amount):.2f}"

    @property
    def note(self) -> str:
        return LOG_NOTE if self.is_log else ""

    @property
    def values(self) -> list[float]:
        """The amounts of the ticks."""
        return list(self._values)

    @property
    def ticks(self) -> Ticks:
        return Ticks((Tick(f"{self.position(value):.2f}", self.label(value)) for value in self._values), self.note)

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
        if low is None and typical is None and high is not None:
            start = min(high, Decimal(0))  # on a log scale, the beginning of the axis
        width = 0.0
        if start is not None and end is not None:
            width = max(self.position(end) - self.position(start), SHORTEST_BAR)
        return Bar(
            low=self.percent(start),
            width=f"{width:.2f}",
            typical=self.percent(typical),
            baseline=self.percent(baseline),
            open_low=low is None and typical is None and high is not None,
            open_high=high is None and typical is None and low is not None,
        )


def _round_step(rough: float) -> float:
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= rough * (1 - 1e-9))


def _log_ticks(smallest: float, largest: float, most: int) -> list[float]:
    """Round numbers that hold the smallest and the largest amount: 1, 2, 5 in each decade, or fewer."""
    for steps in STEPS_IN_A_DECADE:
        if len(ticks := _ladder(smallest, largest, steps)) <= most:
            return ticks
    first, last = math.log10(ticks[0]), math.log10(ticks[-1])
    apart = math.ceil((last - first) / (most - 1))
    return [10.0 ** (round(first) + apart * index) for index in range(math.ceil(round(last - first) / apart) + 1)]


def _ladder(smallest: float, largest: float, steps: tuple[int, ...]) -> list[float]:
    """Rungs from the last one at or below the smallest to the first one at or above the largest, two at least."""

    def rungs() -> Iterator[float]:
        decade = math.floor(math.log10(smallest)) - 1
        while True:
            yield from (float(f"{step}e{decade}") for step in steps)
            decade += 1

    found: list[float] = []
    for rung in rungs():
        if rung <= smallest * (1 + 1e-9):
            found = [rung]
        else:
            found.append(rung)
        if rung >= largest * (1 - 1e-9) and len(found) > 1:
            return found
    raise AssertionError("rungs never end")
