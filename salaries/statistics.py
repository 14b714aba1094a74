"""Statistics as pure functions of values: no database, no clock. The methodology page prints their method notes.

Amounts are annual US dollars (`Decimal`, cents). Quantiles are computed here and nowhere else, so that every database
gives the same figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from salaries.models.estimate import Confidence

CENT = Decimal("0.01")
QUARTER = Fraction(1, 4)
SMALLEST_GROUP_FOR_QUARTILES = 5
OLD_FROM_YEARS = 2

METHOD_NOTES = {
    "quantile": "Quantiles interpolate linearly between the two nearest observations.",
    "band": (
        "A published range counts with its own low and high. Five or more observations of one source count with their "
        "middle half (25th to 75th percentile); fewer count one by one, never as quartiles."
    ),
    "typical": "Typical is the quoted median or average, else midway of low and high; an open range has none.",
    "estimate": (
        "One source, one vote: the typical figure is the median of the sources' typical figures, the range runs from "
        "the lowest low to the highest high."
    ),
    "confidence": (
        "Strong: three or more sources with typical figures within a factor of 1.5, and thirty or more records. Fair: "
        "two or more sources with typical figures within a factor of 2. Single source: one source. Thin: the rest. Pay "
        "of the year before last, and older pay, is a step less sure: strong counts as fair, fair as thin."
    ),
    "ratio": "Pay of the role divided by pay outside IT, same place and year; a range divides both of its ends.",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one record states, as annual US dollars: a published range or figure, not one person's pay."""

    low_annual_usd: Decimal | None
    typical_annual_usd: Decimal | None
    high_annual_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class Band:
    """What one source says of one cell."""

    low_annual_usd: Decimal | None
    typical_annual_usd: Decimal | None
    high_annual_usd: Decimal | None
    sample_size: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What all sources together say of one cell."""

    low_annual_usd: Decimal | None
    typical_annual_usd: Decimal | None
    high_annual_usd: Decimal | None
    sample_size: int
    source_count: int
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Ratio:
    """Role pay over baseline pay; `low` and `high` are None where the role's pay is a single figure."""

    low: Decimal | None
    typical: Decimal | None
    high: Decimal | None


def quantile(*, values: Sequence[Decimal], share: Fraction) -> Decimal:
    """The value below which `share` (0 to 1) of `values` lie, by linear interpolation, to the cent.

    `values` need not be sorted. Raises ValueError where there are none.
    """
    return quantile_of_cents(ordered=sorted(map(cents_of, values)), share=share)


def quantile_of_cents(*, ordered: Sequence[int], share: Fraction) -> Decimal:
    """The same, of whole cents in ascending order: exact, then rounded half-even, and quick."""
    if not ordered:
        raise ValueError("no values, no quantile")
    index, rest = divmod(share.numerator * (len(ordered) - 1), share.denominator)
    if not rest:
        return ordered[index] * CENT
    step = ordered[index + 1] - ordered[index]
    return round(ordered[index] + Fraction(rest * step, share.denominator)) * CENT


def cents_of(amount: Decimal) -> int:
    """An amount in whole cents. Raises ValueError for a part of a cent, which no amount here has."""
    cents = int(amount.scaleb(2))
    if cents != amount.scaleb(2):
        raise ValueError(f"{amount} has parts of a cent")
    return cents


def median(*, values: Sequence[Decimal]) -> Decimal:
    """The middle value, or the mean of the two middle ones."""
    return quantile(values=values, share=Fraction(1, 2))


def band_of(*, observed_cents: Sequence[int] = (), published: Sequence[Statement] = ()) -> Band:
    """The band of one source; see METHOD_NOTES["band"].

    `observed_cents` are single persons' annual pay in cents of a US dollar, in ascending order: whole numbers, because
    there can be a million of them.
    """

    lows = [_first_given(s.low_annual_usd, s.typical_annual_usd) for s in published]
    highs = [_first_given(s.high_annual_usd, s.typical_annual_usd) for s in published]
    if len(observed_cents) >= SMALLEST_GROUP_FOR_QUARTILES:
        lows.append(quantile_of_cents(ordered=observed_cents, share=QUARTER))
        highs.append(quantile_of_cents(ordered=observed_cents, share=3 * QUARTER))
    elif observed_cents:
        lows.append(observed_cents[0] * CENT)
        highs.append(observed_cents[-1] * CENT)
    stated = [cents_of(s.typical_annual_usd) for s in published if s.typical_annual_usd is not None]
    typicals = sorted([*observed_cents, *stated]) if stated else observed_cents
    return Band(
        low_annual_usd=min((low for low in lows if low is not None), default=None),
        typical_annual_usd=quantile_of_cents(ordered=typicals, share=2 * QUARTER) if typicals else None,
        high_annual_usd=max((high for high in highs if high is not None), default=None),
        sample_size=len(observed_cents) + len(published),
    )


def _first_given(*amounts: Decimal | None) -> Decimal | None:
    return next((amount for amount in amounts if amount is not None), None)


def summarise(*, bands: Sequence[Band], age_years: int) -> Summary:
    """The estimate of a cell from its sources' bands; see METHOD_NOTES["estimate"]. Raises ValueError without bands.

    `age_years` is how many years ago the pay's year was; 0 for the running year.
    """
    if not bands:
        raise ValueError("no sources, no estimate")
    typicals = [band.typical_annual_usd for band in bands if band.typical_annual_usd is not None]
    sample_size = sum(band.sample_size for band in bands)
    return Summary(
        low_annual_usd=min((b.low_annual_usd for b in bands if b.low_annual_usd is not None), default=None),
        typical_annual_usd=median(values=typicals) if typicals else None,
        high_annual_usd=max((b.high_annual_usd for b in bands if b.high_annual_usd is not None), default=None),
        sample_size=sample_size,
        source_count=len(bands),
        confidence=judge_confidence(
            source_count=len(bands), sample_size=sample_size, typicals_annual_usd=typicals, age_years=age_years
        ),
    )


def spread_of(*, typicals_annual_usd: Sequence[Decimal]) -> Decimal | None:
    """The largest typical figure of the sources over the smallest, unrounded; None for fewer than two."""
    smallest = min(typicals_annual_usd, default=None)
    # A new rate can make nothing of a tiny amount; nothing can be said of such a spread.
    return max(typicals_annual_usd) / smallest if smallest and len(typicals_annual_usd) > 1 else None


def judge_confidence(
    *, source_count: int, sample_size: int, typicals_annual_usd: Sequence[Decimal], age_years: int
) -> Confidence:
    """How sure a summary is; see METHOD_NOTES["confidence"]."""
    if source_count == 1:
        return Confidence.SINGLE_SOURCE
    spread = spread_of(typicals_annual_usd=typicals_annual_usd)
    if spread is None or spread > 2:
        return Confidence.THIN
    is_strong = len(typicals_annual_usd) >= 3 and sample_size >= 30 and spread <= Decimal("1.5")
    if age_years >= OLD_FROM_YEARS:
        return Confidence.FAIR if is_strong else Confidence.THIN
    return Confidence.STRONG if is_strong else Confidence.FAIR


def ratio_to_baseline(
    *,
    low_annual_usd: Decimal | None,
    typical_annual_usd: Decimal | None,
    high_annual_usd: Decimal | None,
    baseline_annual_usd: Decimal | None,
) -> Ratio | None:
    """Role pay over baseline pay, unrounded; None without a baseline. See METHOD_NOTES["ratio"]."""
    if not baseline_annual_usd:
        return None

    def share(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else amount / baseline_annual_usd

    if low_annual_usd == high_annual_usd:
        return Ratio(low=None, typical=share(typical_annual_usd), high=None)
    return Ratio(low=share(low_annual_usd), typical=share(typical_annual_usd), high=share(high_annual_usd))
