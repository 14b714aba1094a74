"""Figures for machines: what a page gives away as files, and what work pays.

In: what a page shows of an estimate, its places and years. Out: Dataset and Occupation. Amounts are whole US dollars
a year, rounded as the page rounds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.urls import reverse

from guide_site.structured_data.graph import Thing, absolute, thing
from salaries.derivation import Derivation, SourcesBand
from salaries.models import Place, Role
from salaries.statistics import SMALLEST_GROUP_FOR_QUARTILES, Summary

FILES = (("csv", "text/csv"), ("json", "application/json"))
PLACE_TYPES = {"city": "City", "country": "Country", "region": "Place"}


def dataset(
    *, name: str, description: str, path: str, years: Iterable[int] = (), where: Sequence[Thing | str] = ()
) -> Thing:
    """What the page at `path` gives away: its address with .csv or .json in place of the last slash."""
    page, _, query = path.partition("?")
    asked = f"?{query}" if query else ""
    covered = sorted(set(years))
    return thing(
        "Dataset",
        name=name,
        description=description,
        url=absolute(path),
        license=absolute(f"{reverse('api:index')}#licence"),
        creator=thing("Organization", name=settings.SITE_NAME),
        temporalCoverage="/".join(str(year) for year in dict.fromkeys((covered[0], covered[-1]))) if covered else "",
        spatialCoverage=where[0] if len(where) == 1 else list(where),
        distribution=[
            thing(
                "DataDownload",
                encodingFormat=media_type,
                contentUrl=absolute(f"{page.removesuffix('/')}.{form}{asked}"),
            )
            for form, media_type in FILES
        ],
    )


def place(where: Place) -> Thing:
    """A place, and for a city its country. It must have what it lies in at hand."""
    country = where.country
    inside = thing("Country", name=country.name) if country and country != where else None
    return thing(PLACE_TYPES[where.kind], name=where.name, containedInPlace=inside)


def occupation(role: Role, where: Place, salaries: Sequence[Thing], *, path: str) -> Thing:
    """What a role pays in a place; `path` leads to the page of that figure."""
    return thing(
        "Occupation",
        name=role.name,
        description=role.description,
        url=absolute(path),
        occupationLocation=place(where),
        estimatedSalary=list(salaries),
    )


def of_summary(summary: Summary) -> list[Thing]:
    """An estimate: its range, and the median of the sources where several have a typical figure."""
    found = [span(summary.low_annual_usd, summary.typical_annual_usd, summary.high_annual_usd, name="All sources")]
    if summary.source_count > 1 and summary.typical_annual_usd is not None:
        found.append(distribution("Median of the sources’ typical figures", median=summary.typical_annual_usd))
    return [one for one in found if one]


def of_sources(found: Derivation) -> list[Thing]:
    """Each source: quartiles where it states single salaries, enough of them; else its own range."""
    return [one for band in found.bands if (one := _of_source(band))]


def _of_source(one: SourcesBand) -> Thing | None:
    band, name = one.band, str(one.source)
    if one.observation_count >= SMALLEST_GROUP_FOR_QUARTILES and not one.published_count:
        low, typical, high = band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd
        return distribution(name, percentile25=low, median=typical, percentile75=high)
    return span(band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd, name=name)


def distribution(name: str, **percentiles: Decimal | None) -> Thing:
    amounts = {key: whole(amount) for key, amount in percentiles.items()}
    return thing("MonetaryAmountDistribution", name=name, currency="USD", duration="P1Y", **amounts)


def span(low: Decimal | None, typical: Decimal | None, high: Decimal | None, *, name: str) -> Thing | None:
    """A range that is no quantile. One amount is its value; an end that nobody states is left out."""
    if typical is None and low is None and high is None:
        return None
    least, most = whole(low), whole(high)
    if least == most:
        least = most = None
    value = thing("QuantitativeValue", minValue=least, maxValue=most, value=whole(typical), unitText="YEAR")
    return thing("MonetaryAmount", name=name, currency="USD", value=value)


def whole(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
