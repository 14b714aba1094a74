"""What the names in expressions stand for, looked up for all of them together: a handful of queries, however many.

In: names. Out: for each a `Quantity`: its value, where readers see it, who states it. Errors: `Unknown`, a sentence.

Pay is in US dollars a year. Of several sources it is the typical figure; one source's own range is the range, as in the
comparison of cities. A part (`.low`, `.typical`, `.high`, `.range`) says otherwise. A city without a figure of its own
has its country's. Without a year it is the last year for which all roles of the expression have pay.

Roles go by slug, name or alias (`ml-engineer` for “ML engineer”); `non-it` is the baseline, whatever its slug.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.text import slugify

from articles.claims.dependencies import Dependency, cells_around, named
from articles.claims.expressions import Cell, Name, Thing, Unknown
from articles.claims.values import Value
from salaries import estimates
from salaries.catalogue import Catalogue
from salaries.cells.address import cell_url
from salaries.clock import age_in_years
from salaries.conversion import annualise
from salaries.estimates import LevelCell
from salaries.models import CareerLevel, Fact, Place, Role, SalaryRecord, Source
from salaries.statistics import Summary, summarise

BASELINE = "non-it"
LEVEL_PARTS = {"multiplier": "", "experience": "months", "reach": "months"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a name stands for."""

    value: Value
    url: str
    sources: tuple[Source, ...] = ()
    is_record: bool = False


@dataclass
class Found:
    """A cell whose names are known."""

    place: Place
    role: Role
    level: CareerLevel | None
    source: Source | None


@dataclass
class Quantities:
    """Everything that the names need, read at once; pay only when it is asked for, since quoting needs none."""

    names: Iterable[Name]
    known: Catalogue

    def __post_init__(self) -> None:
        names = set(self.names)
        cells = [name for name in names if isinstance(name, Cell)]
        keys = {name.key for name in names if isinstance(name, Thing)}
        records = SalaryRecord.objects.filter(key__in=keys).select_related("exchange_rate").order_by()
        self.records = {one.key: one for one in self.known.complete(records) if one.is_published}
        self.facts = {one.key: one for one in self.known.complete(Fact.objects.filter(key__in=keys))}
        self.roles = named_roles(self.known.roles.values()) if cells else {}
        self.found = {name: found for name in cells if isinstance(found := self._find(name), Found)}

    def _find(self, name: Cell) -> Found | str:
        """The rows behind the names of a cell, or what is wrong with them."""
        known = self.known.by_slug
        roles, place = self.roles.get(name.role, []), known.places.get(name.place)
        if len(roles) != 1:
            return f"{name.role!r} is the name of several roles" if roles else f"there is no role {name.role!r}"
        if place is None:
            return f"there is no place {name.place!r}"
        if name.level and name.level not in known.levels:
            return f"there is no level {name.level!r}"
        if name.source and name.source not in known.sources:
            return f"there is no source {name.source!r}"
        return Found(place, roles[0], known.levels.get(name.level), known.sources.get(name.source))

    @cached_property
    def latest(self) -> dict[int, int]:
        """{role id: the last year with pay} of the roles that are named."""
        roles = {found.role.pk for found in self.found.values()}
        return {role: year for role, year in self.known.last_years.items() if role in roles} if roles else {}

    @cached_property
    def stored(self) -> dict[LevelCell, estimates.Stored]:
        """The estimates of cells that name no source."""
        return estimates.stored_in(self._places(lambda name: not name.source), **self._cells)

    @cached_property
    def narrowed(self) -> dict[LevelCell, dict[int, estimates.Band]]:
        """What single sources say of the cells that name one."""
        sources = {found.source for found in self.found.values() if found.source}
        places = self._places(lambda name: bool(name.source))
        return estimates.bands_in(places, self.known.tree, **self._cells, source__in=sources)

    @property
    def _cells(self) -> dict[str, Any]:
        found = self.found.values()
        return {
            "role_ids": {one.role.pk for one in found},
            "years": {name.year for name in self.found if name.year} | set(self.latest.values()),
            "level_ids": {one.level.pk if one.level else None for one in found},
        }

    def _places(self, is_asked: Callable[[Cell], bool]) -> set[int]:
        places = [found.place for name, found in self.found.items() if is_asked(name)]
        return {pk for place in places for pk in (place.pk, place.parent_id) if pk}

    # -- one expression -----------------------------------------------------------------------------------------------
    def year_of(self, names: Iterable[Name]) -> int | None:
        """The year of the cells that name none."""
        roles = {self.found[name].role.pk for name in names if name in self.found and not name.year}  # type: ignore[index, union-attr]
        years = [self.latest[role] for role in roles if role in self.latest]
        return min(years) if years and len(years) == len(roles) else None

    def quantity(self, name: Name, year: int | None) -> Quantity:
        """What a name stands for; `year` is that of a cell without one. Raises Unknown."""
        return self._cell(name, name.year or year) if isinstance(name, Cell) else self._thing(name)

    def dependencies(self, names: Iterable[Name]) -> set[Dependency]:
        """On what an expression with these names depends."""
        names = list(names)
        year = self.year_of(names)
        depends: set[Dependency] = set()
        for name in names:
            if isinstance(name, Thing):
                depends |= self._thing_dependencies(name)
                continue
            found = self.found.get(name)
            for kind in ("role", "place", "level", "source"):
                if slug := getattr(name, kind):
                    depends |= named(kind, slug, found and getattr(found, kind))
            if found and not name.year:
                depends.add(Dependency("latest", str(found.role.pk), self.latest.get(found.role.pk)))
            if found and (of := name.year or year):
                depends |= cells_around(found.place, found.role.pk, of)
        return depends

    def _thing_dependencies(self, name: Thing) -> set[Dependency]:
        if name.kind == "level":
            return named("level", name.key, self.known.by_slug.levels.get(name.key))
        kinds: dict[str, dict[str, Any]] = {"record": self.records, "fact": self.facts}
        asked = [name.kind] if name.kind else list(kinds)
        return {one for kind in asked for one in named(kind, name.key, kinds[kind].get(name.key))}

    # -- cells --------------------------------------------------------------------------------------------------------
    def _cell(self, name: Cell, year: int | None) -> Quantity:
        found = self.found.get(name)
        if found is None:
            raise Unknown(str(self._find(name)))
        if year is None:
            raise Unknown(f"nobody states what a {found.role.name} earns")
        for place in (found.place, found.place.country):
            if place and (summary := self._summary(place, found, year)):
                value = _part_of(name.part, summary.low_annual_usd, summary.typical_annual_usd, summary.high_annual_usd)
                if not name.part:
                    value = _headline(summary)
                url = cell_url(found.place, found.role, year, found.level)
                return Quantity(Value(value.low, value.high, (("USD", 1),)), url, self._sources_of(found))
        where = f"{found.place}, {found.role}" + (f", {found.level}" if found.level else "")
        raise Unknown(f"there is no pay for {where} in {year}" + (f" from {found.source}" if found.source else ""))

    def _summary(self, place: Place, found: Found, year: int) -> Summary | None:
        at = (place.pk, found.role.pk, year, found.level.pk if found.level else None)
        if found.source is None:
            return self.stored[at].summary if at in self.stored else None
        band = self.narrowed.get(at, {}).get(found.source.pk)
        return summarise(bands=[band], age_years=age_in_years(year)) if band else None

    @staticmethod
    def _sources_of(found: Found) -> tuple[Source, ...]:
        return (found.source,) if found.source else ()

    # -- records, facts and levels ------------------------------------------------------------------------------------
    def _thing(self, name: Thing) -> Quantity:
        if name.kind == "level":
            return self._level(name)
        record = self.records.get(name.key) if name.kind != "fact" else None
        fact = self.facts.get(name.key) if name.kind != "record" else None
        if record and fact:
            raise Unknown(f"{name.key!r} is both a record and a fact; write record:{name.key} or fact:{name.key}")
        if record:
            value = _of_record(record, name.part)
            return Quantity(value, record.get_absolute_url(), (record.source,), is_record=True)
        if fact:
            return Quantity(_of_fact(fact, name.part), fact.get_absolute_url(), (fact.source,))
        what = name.kind or "record or fact"
        raise Unknown(f"there is no {what} {name.key!r}")

    def _level(self, name: Thing) -> Quantity:
        if (level := self.known.by_slug.levels.get(name.key)) is None:
            raise Unknown(f"there is no level {name.key!r}")
        if name.part not in LEVEL_PARTS:
            raise Unknown(f"a level has the parts {', '.join(LEVEL_PARTS)}: write level:{name.key}.multiplier")
        is_multiplier = name.part == "multiplier"
        unit = "" if is_multiplier else "_months"
        low, high = (getattr(level, f"{name.part}_{end}{unit}") for end in ("low", "high"))
        if low is None and high is None:
            raise Unknown(f"the {name.part} of {level.name} is not stated")
        source = self.known.sources[level.source_id]
        return Quantity(Value.of(low, high, LEVEL_PARTS[name.part]), level.get_absolute_url(), (source,))


def named_roles(roles: Collection[Role]) -> dict[str, list[Role]]:
    """Roles by what they may be called in an expression; a slug belongs to its role alone."""
    called: dict[str, list[Role]] = {}
    for role in roles:
        for alias in {slugify(name) for name in (role.name, *role.aliases.splitlines())}:
            called.setdefault(alias, []).append(role)
    return called | {BASELINE: [r for r in roles if r.is_baseline]} | {role.slug: [role] for role in roles}


def _headline(summary: Summary) -> Value:
    """The typical figure of several sources; one source's own range."""
    low, typical, high = summary.low_annual_usd, summary.typical_annual_usd, summary.high_annual_usd
    if typical is not None and (summary.source_count > 1 or low == high):
        return Value.of(typical, typical)
    return Value.of(low, high)


def _of_record(record: SalaryRecord, part: str) -> Value:
    """Annual pay: in US dollars, or with `.local` in the currency as quoted."""
    if part == "local":
        low, typical, high = (a if a is None else annualise(a, record.period) for a in record.quoted_amounts)
        return _part_of("", low, typical, high, record.currency_code)
    low, high = record.annual_low_usd, record.annual_high_usd
    if (low, record.annual_typical_usd, high) == (None, None, None):
        raise Unknown(f"no exchange rate covers {record.currency_code} in {record.year}")
    return _part_of(part, low, record.annual_typical_usd, high, "USD")


def _of_fact(fact: Fact, part: str) -> Value:
    """A percentage is hundredths."""
    unit = {Fact.Unit.USD: "USD", Fact.Unit.MONTHS: "months"}.get(Fact.Unit(fact.unit), "")
    per = 100 if fact.unit == Fact.Unit.PERCENT else 1
    low, high = (None if end is None else end / per for end in (fact.low, fact.high))
    middle = None if low is None or high is None else (low + high) / 2
    return _part_of(part, low, middle, high, unit)


def _part_of(part: str, low: Decimal | None, typical: Decimal | None, high: Decimal | None, unit: str = "") -> Value:
    """The range, or the single figure where there is none; a part picks one of its numbers. Raises Unknown."""
    numbers = {"low": low, "typical": typical, "high": high}
    if part in numbers:
        if (number := numbers[part]) is None:
            raise Unknown(f"this has no {part} figure")
        return Value.of(number, number, unit)
    if part not in {"", "range"}:
        raise Unknown(f"there is no part {part!r}")
    if low is None and high is None:
        return Value.of(typical, typical, unit)
    return Value.of(low, high, unit)
