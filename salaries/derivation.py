"""How one estimate is made: its sources, their records and bands, from the same functions that made the estimate.

In: a place, role, level (or any) and year, and which records count. Out: a `Derivation`; None where nothing is on
record. A city without records of its own shows its country's figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from salaries.clock import age_in_years
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.models.place import PlaceTree
from salaries.provenance import is_withheld, withheld_sources
from salaries.question import EVERY_RECORD, Narrowing
from salaries.stated import Stated, any_level
from salaries.statistics import Band, Summary, spread_of, summarise


@dataclass(frozen=True)
class Asked:
    """One cell, and which records count."""

    place: Place
    role: Role
    year: int
    level: CareerLevel | None = None
    narrowing: Narrowing = EVERY_RECORD

    @property
    def level_id(self) -> int | None:
        return self.level.pk if self.level else None


@dataclass(frozen=True)
class SourcesBand:
    """What one source says, of how many single persons' pay and how many published figures."""

    source: Source
    band: Band
    observation_count: int
    published_count: int


@dataclass(frozen=True)
class Derivation:
    """`figures_of` is the place asked about or, marked `national`, its country. `withheld` is {source id: slug}."""

    asked: Asked
    figures_of: Place
    national: bool
    summary: Summary
    bands: list[SourcesBand]
    records: QuerySet[SalaryRecord]
    withheld: dict[int, str]

    @property
    def withheld_counts(self) -> dict[str, int]:
        """{source's slug: how many of its records went in and are withheld}."""
        counts = Counter({self.withheld.get(one.source.pk, ""): one.band.sample_size for one in self.bands})
        return {slug: counts[slug] for slug in sorted(counts) if slug}

    @property
    def age_years(self) -> int:
        """How many years ago the pay's year was: what the confidence counts with."""
        return age_in_years(self.asked.year)

    @property
    def spread(self) -> Decimal | None:
        """How far apart the sources are: the largest of their typical figures over the smallest."""
        typicals = [one.band.typical_annual_usd for one in self.bands]
        return spread_of(typicals_annual_usd=[typical for typical in typicals if typical is not None])

    @property
    def is_withheld(self) -> bool:
        return is_withheld([one.source.pk for one in self.bands], self.withheld)


def derive(asked: Asked) -> Derivation | None:
    """The derivation of a cell, or of its country's where a city has none."""
    places = [asked.place]
    if asked.place.kind == Place.Kind.CITY and asked.place.parent:
        places.append(asked.place.parent)
    tree = PlaceTree()
    at = {"role_id": asked.role.pk, "year": asked.year}
    stated = Stated.read([place.pk for place in places], tree, **at, **asked.narrowing.lookups)
    for place in places:
        bands = stated.bands(place.pk, asked.level_id)
        if bands:
            return _derivation(asked, place, stated, bands)
    return None


def _derivation(asked: Asked, place: Place, stated: Stated, bands: dict[int, Band]) -> Derivation:
    found = stated.by_source(place.pk, asked.level_id)
    # The very bags that the bands were made of: those of the level, or those that count for any level.
    bags = {
        source: by_level[asked.level_id] if asked.level else any_level(by_level) for source, by_level in found.items()
    }
    sources = Source.objects.in_bulk(bands)
    lines = [
        SourcesBand(
            sources[source],
            band,
            sum(len(bag.observed_cents) for bag in bags[source]),
            sum(len(bag.published) for bag in bags[source]),
        )
        for source, band in bands.items()
    ]
    return Derivation(
        asked,
        place,
        place.pk != asked.place.pk,
        summarise(bands=list(bands.values()), age_years=age_in_years(asked.year)),
        sorted(lines, key=lambda line: line.source.slug),
        _records(asked, stated, {id(bag) for chosen in bags.values() for bag in chosen}),
        withheld_sources(),
    )


def _records(asked: Asked, stated: Stated, chosen: set[int]) -> QuerySet[SalaryRecord]:
    """The records in the chosen bags: a few conditions, however many records there are."""
    places: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for place, by_source in stated.at.items():
        for source, by_level in by_source.items():
            for level, bag in by_level.items():
                if id(bag) in chosen:
                    places[source, level].append(place)
    cells = Q(pk__in=[])
    for (source, level), at in places.items():
        cells |= Q(source=source, level=level, place__in=at) if level else Q(source=source, level=None, place__in=at)
    records = SalaryRecord.objects.comparable().filter(cells, role=asked.role, year=asked.year)
    records = records.filter(**asked.narrowing.lookups)
    return records.with_relations().select_related("import_run").order_by("source__slug", "key")
