"""Room for the labels beside bars, on the narrowest screen.

In: where bars end on their axis, and the labels that stand after them. Out: how much of a chart's width the axis may
take. A label such as int$ 102,577–287,215 takes more than a bar of dollars leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable

# Pixels: what a phone of 360 leaves a chart, a letter of the labels, the gap before them.
CHART, LETTER, GAP = 328, 7.2, 7
MOST, LEAST = 82, 45


def axis_share(labelled: Iterable[tuple[float, str]]) -> int:
    """The axis' part of the width in percent, from (end of a bar in percent of the axis, its label).

    >>> axis_share([(56.0, "$30,000–84,000")]), axis_share([(95.74, "int$ 102,577–287,215")]), axis_share([])
    (82, 56, 82)
    """
    shares = (100 * (CHART - GAP - LETTER * len(label)) / (CHART * end / 100) for end, label in labelled if end)
    return int(max(LEAST, min([MOST, *shares])))
