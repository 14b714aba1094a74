"""Where an amount stands among others: pure arithmetic, no database. The check page puts it into sentences.

In: an amount and a band, an estimate or single persons' pay, all in annual US dollars. Out: a `Rank` among single
salaries, a `Where` in a range, or the amount that stands in the same way elsewhere.

- Percentile rank: the inverse of `statistics.quantile`. Of n salaries in order the first has rank 0, the last rank 1,
  the others (index ÷ (n − 1)); between two salaries the rank is interpolated linearly; among equal salaries it is
  midway of the first and the last of them.
- Thirds: a range with two ends is cut into three equal parts. An amount on a cut belongs to the upper part.
- The same standing elsewhere: see `same_standing` and `same_rank`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from fractions import Fraction

from salaries.statistics import CENT, SMALLEST_GROUP_FOR_QUARTILES, Band, Summary, cents_of, quantile_of_cents


class Where(Enum):
    """Where an amount lies; the value goes on: "Your pay lies …"."""

    BELOW = "below the range"
    LOWER = "in the lower third of the range"
    MIDDLE = "in the middle third of the range"
    UPPER = "in the upper third of the range"
    ABOVE = "above the range"
    BELOW_FIGURE = "below the one figure"
    AT_FIGURE = "at the one figure"
    ABOVE_FIGURE = "above the one figure"
    BEFORE_START = "before the start of an open range"
    PAST_START = "at or past the start of an open range"
    BEFORE_END = "at or before the end of an open range"
    PAST_END = "past the end of an open range"


@dataclass(frozen=True, slots=True)
class Rank:
    """Where an amount stands among single salaries. `share` is 0 at the lowest and 1 at the highest."""

    share: Fraction
    below: int
    equal: int
    count: int

    @property
    def allows_percentile(self) -> bool:
        """Few salaries are counted one by one, as the methodology says."""
        return self.count >= SMALLEST_GROUP_FOR_QUARTILES


def rank_among(*, amount: Decimal, ordered_cents: Sequence[int]) -> Rank:
    """The percentile rank of an amount among salaries in ascending order. Raises ValueError where there are none.

    >>> rank_among(amount=Decimal(25), ordered_cents=[1000, 2000, 3000, 4000, 5000]).share
    Fraction(3, 8)
    """
    if not ordered_cents:
        raise ValueError("no salaries, no rank")
    cents, count = cents_of(amount), len(ordered_cents)
    below, through = bisect_left(ordered_cents, cents), bisect_right(ordered_cents, cents)
    equal = through - below
    if below == count:
        share = Fraction(1)
    elif through == 0:
        share = Fraction(0)
    elif equal:
        # A single salary, or salaries that are all equal, have the amount in their middle.
        share = Fraction(below + through - 1, 2 * (count - 1)) if count > 1 else Fraction(1, 2)
    else:
        step = ordered_cents[below] - ordered_cents[below - 1]
        share = (below - 1 + Fraction(cents - ordered_cents[below - 1], step)) / (count - 1)
    return Rank(share, below, equal, count)


def where_in(*, amount: Decimal, within: Band | Summary) -> Where | None:
    """Where an amount lies in a range, open or not, or against a single figure; None where nothing is stated."""
    low, typical, high = within.low_annual_usd, within.typical_annual_usd, within.high_annual_usd
    if low is None and high is None:
        low = high = typical
    if low is None:
        return None if high is None else Where.PAST_END if amount > high else Where.BEFORE_END
    if high is None:
        return Where.BEFORE_START if amount < low else Where.PAST_START
    if low == high:
        return Where.AT_FIGURE if amount == low else Where.BELOW_FIGURE if amount < low else Where.ABOVE_FIGURE
    if amount < low:
        return Where.BELOW
    if amount > high:
        return Where.ABOVE
    into = 3 * (amount - low)
    width = high - low
    return Where.LOWER if into < width else Where.MIDDLE if into < 2 * width else Where.UPPER


def ends_of(band: Band | Summary) -> tuple[Decimal, Decimal] | None:
    """Low and high where both are stated and apart; None where it is no range."""
    low, high = band.low_annual_usd, band.high_annual_usd
    return (low, high) if low is not None and high is not None and low < high else None


def same_standing(*, amount: Decimal, here: Band | Summary, there: Band | Summary) -> Decimal | None:
    """The amount that lies in the range there as `amount` lies in the range here; None where they cannot be matched.

    Within the range: the same share of the way from low to high. Below or above it: the same multiple of the nearer
    end. Where one of the two is no range: the same multiple of the typical figure.
    """
    range_here, range_there = ends_of(here), ends_of(there)
    if range_here and range_there:
        (low, high), (low_there, high_there) = range_here, range_there
        if amount < low:
            return _scaled(amount, low, low_there)
        if amount > high:
            return _scaled(amount, high, high_there)
        share = Fraction(amount - low) / Fraction(high - low)
        return _to_cent(Fraction(low_there) + share * Fraction(high_there - low_there))
    return _scaled(amount, here.typical_annual_usd, there.typical_annual_usd)


def same_rank(*, amount: Decimal, here_cents: Sequence[int], there_cents: Sequence[int]) -> Decimal | None:
    """The amount with the same percentile rank among other salaries; both in ascending order, of five or more.

    Below or above all salaries here: the same multiple of the lowest or the highest.
    """
    if min(len(here_cents), len(there_cents)) < SMALLEST_GROUP_FOR_QUARTILES:
        return None
    rank = rank_among(amount=amount, ordered_cents=here_cents)
    if rank.below == rank.count:
        return _scaled(amount, here_cents[-1] * CENT, there_cents[-1] * CENT)
    if not rank.below and not rank.equal:
        return _scaled(amount, here_cents[0] * CENT, there_cents[0] * CENT)
    return quantile_of_cents(ordered=there_cents, share=rank.share)


def _scaled(amount: Decimal, here: Decimal | None, there: Decimal | None) -> Decimal | None:
    """The same multiple of a figure there as the amount is of the figure here."""
    if not here or there is None:
        return None
    return _to_cent(Fraction(amount) * Fraction(there) / Fraction(here))


def _to_cent(exact: Fraction) -> Decimal:
    return round(exact * 100) * CENT


def times_of(*, amount: Decimal, of: Decimal | None) -> Decimal | None:
    """How many times a figure the amount is; None without a figure."""
    return amount / of if of else None


def against_typical(*, amount: Decimal, typical: Decimal | None) -> str:
    """The distance from a typical figure in words; an empty text without one.

    >>> [against_typical(amount=Decimal(amount), typical=Decimal(1000)) for amount in (710, 1002, 1000, 2500, 1)]
    ['29% below typical', 'about typical', 'typical', '2.5 times typical', 'more than 99% below typical']
    """
    times = times_of(amount=amount, of=typical)
    if times is None:
        return ""
    if times >= 2:
        return f"{times.quantize(Decimal('0.1'), rounding=ROUND_HALF_EVEN):,} times typical"
    percent = int(((times - 1) * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    if times == 1:
        return "typical"
    if not percent:
        return "about typical"
    if percent == -100:
        return "more than 99% below typical"
    return f"{percent}% above typical" if percent > 0 else f"{-percent}% below typical"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 62nd.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 62, 73)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '62nd', '73rd']
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def rank_in_words(rank: Rank) -> str:
    """What goes on after "Your pay lies …"; a percentile from five salaries on, a count before that.

    >>> rank_in_words(Rank(Fraction(3, 8), 2, 0, 5)), rank_in_words(Rank(Fraction(1, 2), 1, 0, 3))
    ('at the 38th percentile of 5 salaries', 'above 1 of 3 salaries')
    """
    if rank.below == rank.count:
        return f"above all {rank.count} salaries"
    if not rank.below and not rank.equal:
        return f"below all {rank.count} salaries"
    if not rank.allows_percentile:
        return f"above {rank.below} of {rank.count} salaries"
    if rank.share in (0, 1):
        return f"at the {'highest' if rank.share else 'lowest'} of {rank.count} salaries"
    # A salary inside the list is never called the 0th or the 100th percentile.
    percent = min(max(round(rank.share * 100), 1), 99)
    return f"at the {ordinal(percent)} percentile of {rank.count} salaries"
