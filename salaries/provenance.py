"""Who stands behind a figure, and which figures may be given away.

In: records or cells. Out: the sources of a cell, and how many records are withheld because their source may not be
redistributed. The pages show such records as quotations; files and the API leave them out and say how many.

An estimate is our own statistic and is given away, unless every source behind it is withheld: then it is those sources'
figures under another name, and its amounts are withheld too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, QuerySet

from salaries.models import SalaryRecord, Source
from salaries.models.place import PlaceTree


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


class Behind:
    """The sources of every cell of some roles and years, read in two queries."""

    def __init__(self, *, roles: Collection[int], years: Collection[int], **narrowed: Any) -> None:
        self.tree = PlaceTree()
        self.stated: dict[tuple[int, int, int], dict[int | None, set[int]]] = defaultdict(lambda: defaultdict(set))
        records = SalaryRecord.objects.comparable().filter(role__in=roles, year__in=years, **narrowed).order_by()
        cell = ("role_id", "year", "place_id", "level_id", "source_id")
        for role, year, place, level, source in records.values_list(*cell).distinct():
            self.stated[role, year, place][level].add(source)

    def sources(self, *, place: int, role: int, year: int, level: int | None = None) -> set[int]:
        """The ids of the sources of a cell; without a level, of any level."""
        found: set[int] = set()
        for inner in self.tree.below(place):
            by_level = self.stated.get((role, year, inner), {})
            found.update(*([by_level.get(level, set())] if level is not None else by_level.values()))
        return found


def is_withheld(sources: Iterable[int], withheld: Collection[int]) -> bool:
    """Whether nothing but withheld sources stands behind a figure."""
    sources = list(sources)
    return bool(sources) and all(source in withheld for source in sources)
