"""How an estimate is made, step by step, in words and with its own figures.

In: a derivation. Out: sentences. The rules are those of `salaries.statistics`; here they are only told.
"""

from __future__ import annotations

from salaries.cells.reasons import counted, listed
from salaries.derivation import Derivation
from salaries.money import usd, usd_span
from salaries.statistics import METHOD_NOTES

MOST_LISTED = 7


def steps_of(found: Derivation) -> list[str]:
    return [sentence for step in (_records, _bands, _typical, _range, _confidence) for sentence in step(found)]


def _records(found: Derivation) -> list[str]:
    summary = found.summary
    sentences = []
    if found.national:
        sentences.append(
            f"Nothing is on record for {found.asked.place} itself, so these are the figures of its country."
        )
    inside = "" if found.figures_of.kind == found.figures_of.Kind.CITY else ", for each source its own figures for "
    inside += f"{found.figures_of} as a whole, or else those of the places inside it" if inside else ""
    count = counted(summary.sample_size, "record").capitalize()
    verb = "counts" if summary.sample_size == 1 else "count"
    return [*sentences, f"{count} of {counted(summary.source_count, 'source')} {verb}{inside}."]


def _bands(found: Derivation) -> list[str]:
    sentences = [METHOD_NOTES["band"]]
    if found.asked.level is None:
        sentences.append("Of each source, the records that name no level count; if it has none, all of its levels.")
    return sentences


def _typical(found: Derivation) -> list[str]:
    typicals = sorted(one.band.typical_annual_usd for one in found.bands if one.band.typical_annual_usd is not None)
    if not typicals:
        return ["No source gives a typical figure, so the estimate has none."]
    result = usd(found.summary.typical_annual_usd)
    if len(typicals) == 1:
        return [f"Typical pay is that of the only source with a typical figure: {result}."]
    middle = "the middle one" if len(typicals) % 2 else "midway of the two in the middle"
    if len(typicals) > MOST_LISTED:
        return [f"One source, one vote: of {len(typicals)} typical figures, {middle} is {result}."]
    return [f"One source, one vote: of {listed([usd(one) for one in typicals])}, {middle} is {result}."]


def _range(found: Derivation) -> list[str]:
    summary = found.summary
    span = usd_span(summary.low_annual_usd, summary.typical_annual_usd, summary.high_annual_usd)
    return [f"The range runs from the lowest to the highest figure of any source: {span}."]


def _confidence(found: Derivation) -> list[str]:
    return [f"Confidence is {found.summary.confidence.label}. {METHOD_NOTES['confidence']}"]
