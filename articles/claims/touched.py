"""Which claims a change concerns.

In: cells, keys and names that changed. Out: primary keys of claims. Reads the ledger, never the records: the work grows
with the claims that depend on what changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Max, QuerySet

from articles.claims.dependencies import Dependency, numbered
from articles.models import Claim, ClaimDependency
from salaries.estimates import Cell
from salaries.models import Estimate

# Up to so many names a query names them all; more are compared with those that the ledger has.
MOST_NAMED = 500


def by_cells(cells: Collection[Cell]) -> set[int]:
    """Claims about pay in these cells, and those that took another year for the latest than there is now."""
    touched = by_names("cell", {"/".join(map(str, cell)) for cell in cells})
    asked = _of("latest", {str(cell.role_id) for cell in cells}).values_list("claim", "name", "year")
    claims = [(pk, int(role), year) for pk, role, year in asked]
    roles = {role for _, role, _ in claims}
    latest = dict(Estimate.objects.filter(role__in=roles).order_by().values_list("role").annotate(Max("year")))
    return touched | {pk for pk, role, year in claims if latest.get(role) != year}


def by_keys(keys: Collection[str]) -> set[int]:
    """Claims that quote records with these keys, and those that look for a record in vain: it may have come."""
    vain = Claim.objects.filter(verdict=Claim.Verdict.BROKEN, dependencies__kind="record")
    return by_names("record", keys) | set(vain.values_list("pk", flat=True))


def by_names(kind: str, names: Collection[str]) -> set[int]:
    return set(_of(kind, names).values_list("claim", flat=True))


def by_row(kind: str, pk: int | None, names: Iterable[str]) -> set[int]:
    """Claims that use a fact, level, place, role or source, under one of these names or another."""
    own = [numbered(kind, pk)] if pk else []
    return by_names(kind, {one.name for one in (*own, *(Dependency(kind, name) for name in names))})


def _of(kind: str, names: Collection[str]) -> QuerySet[ClaimDependency]:
    found = ClaimDependency.objects.filter(kind=kind)
    if len(names) > MOST_NAMED:
        names = set(names).intersection(found.values_list("name", flat=True).distinct())
    # Of a ledger that depends on more than a query can name, too many claims are judged rather than too few.
    return found.filter(name__in=names) if len(names) <= 10 * MOST_NAMED else found
