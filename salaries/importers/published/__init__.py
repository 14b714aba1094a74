"""Exchange rates and PPP factors as their publishers write them: one class for each format, no database.

In: the header, the rows and the lines above the header of a table. Out: rates or factors, refused cells with their
reasons, and counts of what is left out on purpose. Ask each of RATE_FORMATS or FACTOR_FORMATS whether it recognises a
table; at most one does.
"""

from salaries.importers.published.base import (
    FactorFormat,
    LeftOut,
    Publication,
    PublishedFactor,
    PublishedRate,
    RateFormat,
    Unusable,
)
from salaries.importers.published.ecb import EcbReferenceRates, bundled_ecb_file
from salaries.importers.published.federal_reserve import FederalReserveRates
from salaries.importers.published.world_bank_ppp import WorldBankPpp, WorldBankWidePpp
from salaries.importers.published.world_bank_rates import WorldBankImpliedRates

RATE_FORMATS: tuple[RateFormat, ...] = (EcbReferenceRates(), FederalReserveRates(), WorldBankImpliedRates())
FACTOR_FORMATS: tuple[FactorFormat, ...] = (WorldBankPpp(), WorldBankWidePpp())

__all__ = [
    "FACTOR_FORMATS",
    "RATE_FORMATS",
    "FactorFormat",
    "LeftOut",
    "Publication",
    "PublishedFactor",
    "PublishedRate",
    "RateFormat",
    "Unusable",
    "bundled_ecb_file",
]
