"""PPP factors of the World Bank (PA.NUS.PPP): the long table of datasets/ppp and the World Bank's own wide download.

In, long: `Country`, `Country ID` (alpha-2), `Year`, `PPP`. In, wide: `Country Code` (alpha-3), `Indicator Code` and a
column for each year, below a preamble that dates the edition. Out: factors by country and year, and, since editions
differ, a publication of its own for each edition. Left out and counted: groups such as Arab World, Kosovo, and empty
years. The wide table of another indicator, such as the price level ratio, is refused row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from salaries.codes import COUNTRY_CODES
from salaries.importers.fields import parse_year
from salaries.importers.published.base import (
    FactorFormat,
    LeftOut,
    Publication,
    PublishedFactor,
    Row,
    Tally,
    Unusable,
)
from salaries.importers.published.cells import named_rows, parse_day, positive_number, to_eight_decimals
from salaries.importers.published.countries import alpha2_of, why_no_country

INDICATOR = "PA.NUS.PPP"
OTHER_INDICATORS = {
    "PA.NUS.PPPC.RF": "the price level ratio, which is not a PPP factor; look for PA.NUS.PPP",
    "PA.NUS.PRVT.PP": "the PPP factor for private consumption, not the one for GDP; look for PA.NUS.PPP",
}
NOT_THE_FACTOR = "not the PPP factor for GDP; look for PA.NUS.PPP"
EDITION = "Last Updated Date"
FACTORS = Publication(
    slug="world-bank-ppp",
    publisher="World Bank",
    title="PPP conversion factor, GDP (PA.NUS.PPP)",
    url="https://data.worldbank.org/indicator/PA.NUS.PPP",
    licence="CC BY 4.0",
    note="Local currency per international dollar, for all of a country’s GDP, not for a city or a household’s basket.",
)


class WorldBankPpp(FactorFormat):
    """One row for each country and year."""

    name = "world-bank-ppp"
    required = frozenset({"Country", "Country ID", "Year", "PPP"})
    publication = replace(
        FACTORS,
        note=f"{FACTORS.note} As compiled in the public repository datasets/ppp. Other editions differ slightly.",
    )

    def read(
        self, columns: Sequence[str], rows: Iterable[Row], preamble: Sequence[Sequence[str]] = ()
    ) -> Iterator[PublishedFactor | Unusable | LeftOut]:
        """Factors row by row, then what was left out."""
        left_out = Tally("rows")
        for numbered in named_rows(columns, rows):
            if isinstance(numbered, Unusable):
                yield numbered
                continue
            number, row = numbered
            country = row["Country ID"]
            if reason := why_no_country(country):
                left_out.add(reason)
            elif country not in COUNTRY_CODES:
                yield Unusable(number, "Country ID", country, "not an ISO 3166-1 alpha-2 code")
            else:
                yield factor(number, country, row["Year"], row["PPP"], fields=("Year", "PPP"))
        yield from left_out.results()


class WorldBankWidePpp(FactorFormat):
    """One row for each country, one column for each year."""

    name = "world-bank-ppp-wide"
    required = frozenset({"Country Name", "Country Code", "Indicator Code"})
    publication = replace(FACTORS, slug="world-bank-ppp-undated", note=f"{FACTORS.note} The edition is not known.")

    def recognises(self, columns: Sequence[str], preamble: Sequence[Sequence[str]]) -> bool:
        """Also a wide table of another indicator, so that its rows can be refused with the true reason."""
        return super().recognises(columns, preamble) and any(is_year(column) for column in columns)

    def publication_of(self, preamble: Sequence[Sequence[str]]) -> Publication:
        """The edition of the day that the preamble names."""
        for line in preamble:
            if len(line) > 1 and line[0].strip() == EDITION:
                try:
                    day = parse_day(line[1].strip())
                except ValueError:
                    continue
                note = f"{FACTORS.note} Edition of {day}. Other editions differ slightly."
                return replace(FACTORS, slug=f"{FACTORS.slug}-{day}", note=note, published=day)
        return self.publication

    def read(
        self, columns: Sequence[str], rows: Iterable[Row], preamble: Sequence[Sequence[str]] = ()
    ) -> Iterator[PublishedFactor | Unusable | LeftOut]:
        """Factors cell by cell, then how many cells were left out."""
        left_out = Tally("cells")
        years = [column for column in columns if is_year(column)]
        for numbered in named_rows(columns, rows):
            if isinstance(numbered, Unusable):
                yield numbered
                continue
            number, row = numbered
            country, indicator = alpha2_of(row["Country Code"]), row["Indicator Code"]
            if indicator != INDICATOR:
                yield Unusable(number, "Indicator Code", indicator, OTHER_INDICATORS.get(indicator, NOT_THE_FACTOR))
            elif reason := why_no_country(row["Country Code"]):
                left_out.add(reason, len(years))
            elif country is None:
                yield Unusable(number, "Country Code", row["Country Code"], "not an ISO 3166-1 alpha-3 code")
            else:
                for year in years:
                    if row[year]:
                        yield factor(number, country, year, row[year], fields=(year, year))
                    else:
                        left_out.add("no value for that country and year")
        yield from left_out.results()


def is_year(column: str) -> bool:
    """Whether a column of the wide table is one of values.

    >>> is_year("1990"), is_year("Indicator Code")
    (True, False)
    """
    try:
        parse_year(column)
    except ValueError:
        return False
    return True


def factor(
    number: int, country: str, written_year: str, written_factor: str, *, fields: tuple[str, str]
) -> PublishedFactor | Unusable:
    """One factor; `fields` are the columns of the year and of the value."""
    field, written = fields[0], written_year
    try:
        year = parse_year(written_year)
        field, written = fields[1], written_factor
        return PublishedFactor(number, country, year, to_eight_decimals(positive_number(written)))
    except ValueError as error:
        return Unusable(number, field, written, str(error))
