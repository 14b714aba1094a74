"""What looks wrong in rows that could be read: warnings, never silent fixes.

In: rows with their annual US dollars. Out: warnings on the result; where the mapping or --strict asks for it, the row
is kept as a draft or refused. Amounts are judged in US dollars, per role and country, so that 30,400,000 Chilean pesos
are no outlier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from math import log2
from typing import Any, NamedTuple, TypeAlias

from salaries.importers.lookups import Places
from salaries.importers.mapping import Doubt
from salaries.importers.notation import NotationError, parse_number
from salaries.importers.result import Refused, Result

# A published figure in US dollars may be this far from ours: sources round their rates.
USD_TOLERANCE = Decimal("0.05")
# Amounts are counted in logarithmic steps, so many from one amount to its double.
STEPS = 8
# A group with a gap of this factor between two neighbours is not in one unit. People differ more than averages.
GAP_OF_OBSERVATIONS, GAP_OF_AVERAGES = 6, 3
# An amount this many times the usual one, or this part of it, is an outlier.
FAR = 10
# An amount looks monthly if twelve times it is within this factor of the usual one, which differs between countries.
NEAR = 4
ENOUGH = 5

# {step: number of amounts}
Histogram: TypeAlias = dict[int, int]


class Suspects(NamedTuple):
    """Rows of a role and a country whose annual US dollars lie within [low, high)."""

    role_id: int
    country_id: int
    low_usd: Decimal
    high_usd: Decimal
    kind: str


MESSAGES = {
    "monthly": "the amount would be usual as pay for a month: {}",
    "outlier": "the amount is far from all others of its role and country: {}",
}


class Doubts:
    """Judges the rows of one file while they are read, and once more when all amounts are known."""

    def __init__(self, rule: Doubt, places: Places, result: Result, *, currency_is_constant: bool) -> None:
        self.rule, self.places, self.result = rule, places, result
        self.judges_currencies = rule.currencies and not currency_is_constant
        self.ordinary: set[tuple[int, str]] = set()
        # Only pay that is said to be for a year can be for a month by mistake.
        self.has_yearly = False
        # By role, country and whether the amounts are averages.
        self.seen: dict[tuple[int, int, bool], Histogram] = defaultdict(lambda: defaultdict(int))

    def judge(self, row: dict[str, Any], number: int, amount: Decimal | None) -> None:
        """Look at one row and its yearly amount in a unit that all rows share. Raises Refused if that is the rule."""
        place, currency = row["place"], row["currency_code"]
        if self.judges_currencies and (place, currency) not in self.ordinary:
            usual = self.places.currency.get(place, "")
            if not usual or usual == currency:
                self.ordinary.add((place, currency))
            else:
                country = self.places.names[self.places.country_of[place]]
                message = f"paid in {currency} in {country}, where {usual} is the currency"
                self.doubt(row, number, "currency", "currency_code", currency, message)
        if text := row.pop("published_usd", ""):
            self.compare_published(row, number, text, amount)
        if amount is not None:
            is_average = row["qualifier"] != "exact"
            self.has_yearly = self.has_yearly or row["period"] == "year"
            self.seen[row["role"], self.places.country_of.get(place, 0), is_average][step_of(amount)] += 1

    def compare_published(self, row: dict[str, Any], number: int, text: str, amount: Decimal | None) -> None:
        try:
            published = parse_number(text)
        except NotationError:
            return
        if amount and abs(published - amount) > amount * USD_TOLERANCE:
            message = (
                f"the published US dollars differ by more than {USD_TOLERANCE:.0%} from {row['currency_code']} "
                f"at the market rate of {row['year']}"
            )
            self.doubt(row, number, "published-usd", "published_usd", text, message)

    def note_estimated_year(self, number: int) -> None:
        self.result.warn("estimated-year", "the source marks the year as estimated", number)

    def doubt(self, row: dict[str, Any], number: int, kind: str, field: str, value: str, message: str) -> None:
        """Warn; and refuse the row, or keep it as a draft, if that is the rule."""
        if self.rule.rows == "refuse":
            raise Refused(field, value, message)
        self.result.warn(kind, message, number)
        if self.rule.rows == "draft":
            row["status"], row["note"] = "draft", f"{row['note']} Check: {message}.".strip()

    # -- when all rows are read -------------------------------------------------------------------------------------
    def suspects(self) -> Iterator[Suspects]:
        """Amounts that do not fit the others of their role and country."""
        everywhere: dict[int, Histogram] = defaultdict(lambda: defaultdict(int))
        for (role, _, _), counts in self.seen.items():
            for step, count in counts.items():
                everywhere[role][step] += count
        for (role, country, is_average), counts in self.seen.items():
            usual = median_step(everywhere[role])
            for first, last in unusual(counts, usual, gap=GAP_OF_AVERAGES if is_average else GAP_OF_OBSERVATIONS):
                others = {step: count for step, count in counts.items() if not first <= step <= last}
                usual_here = {usual, median_step(others)} if others else {usual}
                times_twelve = (first + last) / 2 + steps_in(12)
                looks_monthly = any(abs(times_twelve - step) <= steps_in(NEAR) for step in usual_here)
                kind = "monthly" if looks_monthly and self.has_yearly else "outlier"
                yield Suspects(role, country, amount_at(first), amount_at(last + 1), kind)


def step_of(amount: Decimal) -> int:
    """The logarithmic step that an amount lies in.

    >>> step_of(Decimal(1024)), step_of(Decimal(2048))
    (80, 88)
    """
    return int(log2(amount) * STEPS) if amount >= 1 else -1


def amount_at(step: int) -> Decimal:
    """The amount that a step begins at, to the cent."""
    return Decimal(2 ** (step / STEPS) if step >= 0 else 0).quantize(Decimal("0.01"))


def steps_in(factor: float) -> float:
    """How many steps lie between an amount and `factor` times it."""
    return log2(factor) * STEPS


def median_step(counts: Histogram) -> int:
    """The step that the middle amount lies in."""
    half, passed = sum(counts.values()) / 2, 0
    for step in sorted(counts):
        passed += counts[step]
        if passed >= half:
            return step
    raise ValueError("no amounts, no median")


def unusual(counts: Histogram, usual: int, *, gap: float) -> list[tuple[int, int]]:
    """(first step, last step) of the amounts that do not belong with the others of a group.

    A group with a gap is in two units: the side farther from what is usual elsewhere does not belong. In a group
    without a gap, amounts far from its median do not, or, in a small group, those far from what is usual elsewhere.

    >>> counts = {step_of(Decimal(amount)): 1 for amount in (2_859, 33_511, 60_000)}
    >>> [(amount_at(first), amount_at(last + 1)) for first, last in unusual(counts, step_of(Decimal(90_000)), gap=6)]
    [(Decimal('2655.93'), Decimal('2896.31'))]
    """
    steps = sorted(counts)
    for below, above in pairwise(steps):
        if above - below > steps_in(gap):
            low = {step: counts[step] for step in steps if step <= below}
            high = {step: counts[step] for step in steps if step >= above}
            low_is_off = abs(median_step(low) - usual) > abs(median_step(high) - usual)
            return [(steps[0], below)] if low_is_off else [(above, steps[-1])]
    middle = median_step(counts) if sum(counts.values()) >= ENOUGH else usual
    return [(step, step) for step in steps if abs(step - middle) > steps_in(FAR)]
