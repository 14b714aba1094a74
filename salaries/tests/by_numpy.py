"""Another opinion on quantiles.

Quarters of whole numbers below 2 ** 50 are exact as floats, and so is all that numpy does with them. What it gives is
therefore the true value, which only has to be rounded; nothing needs a tolerance.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np


def quantile_by_numpy(cents: Iterable[int], share: float) -> Decimal:
    """A quantile of whole cents as dollars, to the cent; `share` is a number of quarters."""
    exact = Decimal(float(np.quantile(np.array(list(cents), dtype=np.float64), share, method="linear")))
    return exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * Decimal("0.01")
