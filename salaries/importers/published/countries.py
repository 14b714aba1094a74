"""Countries as the World Bank names them, and the currency that is a country's own.

In: alpha-3 and alpha-2 codes. Out: ISO 3166-1 alpha-2 codes, and a country's currency with the day of its
introduction. Facts from the Unicode CLDR as Babel ships it. None where there is no answer.
"""

from __future__ import annotations

import datetime
from functools import cache

from babel.core import get_global

from salaries.codes import COUNTRY_CODES, CURRENCY_CODES

# Codes that ISO has withdrawn. Burma, the two Germanies and so on are other areas or other currencies than today's.
WITHDRAWN = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})

# What the World Bank's tables list besides countries: regions, income and lending groups, and places without a code.
GROUPS = frozenset(
    """
    AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE
    MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD
    """.split()
)
WITHOUT_CODE = {"XK": "Kosovo", "XKX": "Kosovo", "CHI": "the Channel Islands"}


@cache
def _alpha3_codes() -> dict[str, str]:
    return {
        alias: territories[0]
        for alias, territories in get_global("territory_aliases").items()
        if len(alias) == 3 and alias not in WITHDRAWN and len(territories) == 1 and territories[0] in COUNTRY_CODES
    }


def alpha2_of(alpha3: str) -> str | None:
    """The alpha-2 code of a country.

    >>> alpha2_of("NAM"), alpha2_of("EUU")
    ('NA', None)
    """
    return _alpha3_codes().get(alpha3)


def why_no_country(code: str) -> str | None:
    """Why a code of the World Bank stands for no ISO country; None for a code that the World Bank does not use.

    >>> why_no_country("XKX")
    'Kosovo has no ISO 3166-1 code'
    """
    if code in GROUPS:
        return "a group of countries, such as Arab World, or “Not classified”"
    return f"{WITHOUT_CODE[code]} has no ISO 3166-1 code" if code in WITHOUT_CODE else None


@cache
def own_currency(alpha2: str) -> tuple[str, datetime.date] | None:
    """The currency in use today that this country issues, and the day it was introduced.

    A currency is a country's own if its code begins with the country's code, as ISO 4217 forms them: AUD is
    Australia's and not Tuvalu's. Shared currencies (EUR, XOF, XCD) are no single country's.

    >>> own_currency("TR")
    ('TRY', datetime.date(2005, 1, 1))
    >>> own_currency("DE") is None, own_currency("EC") is None
    (True, True)
    """
    for code, since, until, is_tender in get_global("territory_currencies").get(alpha2, ()):
        if code.startswith(alpha2) and code in CURRENCY_CODES and is_tender and since and not until:
            return code, datetime.date(*since)
    return None
