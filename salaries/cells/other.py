"""The other years and levels of a cell's place and role, from the stored estimates in one query.

In: a cell. Out: links with their typical pay.
"""

from __future__ import annotations

from dataclasses import dataclass

from salaries.cells.address import around, cell_url
from salaries.derivation import Asked
from salaries.models import Estimate, Place
from salaries.money import usd, usd_span


@dataclass(frozen=True)
class Link:
    url: str
    words: str
    amount: str


class OtherCells:
    """Of the place whose figures are shown; where there are none, of the place asked about and its country."""

    def __init__(self, asked: Asked, place: Place) -> None:
        self.asked, self.place = asked, place
        found = Estimate.objects.filter(place__in=around(place), role=asked.role)
        found = found.select_related("level", "place__parent", "role").order_by()
        stored = sorted(found, key=lambda one: (-one.year, one.level.order if one.level else 0))
        self.stored = [one for one in stored if one.place_id == place.pk]
        self.national = [one for one in stored if one.place_id != place.pk]

    @property
    def years(self) -> list[Link]:
        """The same level in other years, latest first."""
        same = [one for one in self.stored if one.level_id == self.asked.level_id and one.year != self.asked.year]
        return [self._link(one, str(one.year)) for one in same]

    @property
    def levels(self) -> list[Link]:
        """Any level, then the levels from the lowest, in the same year."""
        same = [one for one in self.stored if one.year == self.asked.year and one.level_id != self.asked.level_id]
        return [self._link(one, str(one.level or "Any level")) for one in same]

    @property
    def nearest(self) -> list[Link]:
        """Where nothing is on record for the cell: what there is for its place and role, or else for the country."""
        return [
            self._link(one, f"{one.role}, {one.level or 'any level'}, {one.place}, {one.year}")
            for one in (self.stored or self.national)
        ]

    @staticmethod
    def _link(one: Estimate, words: str) -> Link:
        amount = usd(one.typical_usd) or usd_span(one.low_usd, None, one.high_usd)
        return Link(cell_url(one.place, one.role, one.year, one.level), words, amount)
