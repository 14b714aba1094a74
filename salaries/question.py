"""What is asked of the records: roles, levels and years, and which records count.

In: choices of a reader, a guide or a program. Out: a `Question`, which says whether the stored estimates answer it,
and which filter on the records it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from salaries.models import CareerLevel, Role, Source

# A page answers at most this many roles × levels × years at once.
MOST_CELLS = 60


@dataclass(frozen=True)
class Narrowing:
    """Which records count; an empty choice lets all of them count. Several values of one choice are “or”."""

    sources: tuple[Source, ...] = ()
    populations: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()
    work_modes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources or self.populations or self.employment_types or self.work_modes)

    @property
    def lookups(self) -> dict[str, Any]:
        """The same as a filter on records."""
        given = {
            "source__in": self.sources,
            "population__in": self.populations,
            "employment_type__in": self.employment_types,
            "work_mode__in": self.work_modes,
        }
        return {name: values for name, values in given.items() if values}

    @property
    def for_baseline(self) -> Narrowing:
        """Pay outside IT is taken from the same sources; it knows no employers, contracts and ways of working."""
        return Narrowing(self.sources)

    @property
    def in_address(self) -> dict[str, list[str]]:
        """The same as in a query string: {"source": [slugs], "population": [values]}, without empty choices."""
        given = {lookup.removesuffix("__in"): values for lookup, values in self.lookups.items()}
        return {name: [getattr(value, "slug", value) for value in values] for name, values in given.items()}

    def parts(self) -> tuple[frozenset[Any], ...]:
        """The allowed values of each part of `Estimate.made_of`, in its order; an empty one allows all."""
        return (
            frozenset(source.pk for source in self.sources),
            frozenset(self.populations),
            frozenset(self.employment_types),
            frozenset(self.work_modes),
        )


EVERY_RECORD = Narrowing()


@dataclass(frozen=True)
class Question:
    """Every role at every level (None is any level) in every year that is named, by the records that count."""

    roles: tuple[Role, ...]
    years: tuple[int, ...]
    levels: tuple[CareerLevel | None, ...] = (None,)
    narrowing: Narrowing = EVERY_RECORD

    @classmethod
    def of(
        cls,
        role: Role,
        year: int,
        level: CareerLevel | None = None,
        source: Source | None = None,
        population: str = "",
    ) -> Question:
        """The question about one role in one year."""
        narrowing = Narrowing((source,) if source else (), (population,) if population else ())
        return cls((role,), (year,), (level,), narrowing)

    @property
    def is_stored(self) -> bool:
        """Whether the stored estimates answer it."""
        return not self.narrowing

    def cells(self) -> Iterator[tuple[Role, CareerLevel | None, int]]:
        return product(self.roles, self.levels, self.years)

    @property
    def is_single(self) -> bool:
        """Whether it asks for one figure of each place."""
        return len(self.roles) == len(self.years) == len(self.levels) == 1

    # -- what there is one of, for titles; None where there are several -----------------------------------------------
    @property
    def role(self) -> Role | None:
        return only(self.roles)

    @property
    def year(self) -> int | None:
        return only(self.years)

    @property
    def level(self) -> CareerLevel | None:
        """The one level that is asked for; None also stands for any level."""
        return only(self.levels)

    @property
    def source(self) -> Source | None:
        return only(self.narrowing.sources)

    @property
    def ids(self) -> dict[str, Any]:
        """The cells as `salaries.estimates` takes them."""
        return {
            "role_ids": [role.pk for role in self.roles],
            "years": list(self.years),
            "level_ids": [level.pk if level else None for level in self.levels],
        }


def only(values: tuple[Any, ...]) -> Any:
    return values[0] if len(values) == 1 else None
