"""Who stands behind a figure, and which figures may be given away.

In: records, or the sources of a cell. Out: how many records are withheld because their source may not be redistributed.
The pages show such records as quotations; files and the API leave them out and say how many.

An estimate is our own statistic and is given away, unless every source behind it is withheld: then it is those sources'
figures under another name, and its amounts are withheld too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from salaries.models import Source


def withheld_sources() -> dict[int, str]:
    """{id: slug} of the sources whose single figures may not be passed on."""
    return dict(Source.objects.filter(redistributable=False).order_by("slug").values_list("pk", "slug"))


def withheld_counts(things: QuerySet[Any], withheld: dict[int, str] | None = None) -> dict[str, int]:
    """{source's slug: how many of the records or facts are withheld}, in one query where there is such a source."""
    withheld = withheld_sources() if withheld is None else withheld
    if not withheld:
        return {}
    counted = things.order_by().filter(source__in=withheld).values_list("source").annotate(n=Count("pk"))
    return {withheld[source]: n for source, n in sorted(counted, key=lambda pair: withheld[pair[0]])}


def closed_figures(behind: Iterable[Collection[int]], withheld: Mapping[int, str]) -> tuple[dict[str, int], int]:
    """Of figures with these sources behind them: {source's slug: on how many closed ones it stands}, and their number.

    Closed are those with nothing but withheld sources behind them.
    """
    if not withheld:
        return {}, 0
    counts, closed = Counter[str](), 0
    for sources in behind:
        if is_withheld(sources, withheld):
            closed += 1
            counts.update(withheld[source] for source in sources)
    return dict(sorted(counts.items())), closed


def is_withheld(sources: Iterable[int], withheld: Collection[int]) -> bool:
    """Whether nothing but withheld sources stands behind a figure."""
    sources = list(sources)
    return bool(sources) and all(source in withheld for source in sources)
