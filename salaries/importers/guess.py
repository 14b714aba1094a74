"""A mapping for a file that has none: headers matched by name, to be looked at before anything is imported.

In: the header of a file, and constants that the person gives. Out: a `Mapping` marked as a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence

from pydantic import ValidationError

from salaries.importers.lookups import plain
from salaries.importers.mapping import MAPPED_FIELDS, Mapping
from salaries.importers.reading import UnreadableFile

# Between the words of a name such as jobTitle.
HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
# What columns are called elsewhere, in the order of preference; compared without case, accents and punctuation.
HEADERS: dict[str, tuple[str, ...]] = {
    "role": ("job title", "role", "title", "position", "occupation", "job", "primary role", "dev type", "profession"),
    "country": ("country", "company location", "country code", "ref area label", "employee residence", "nation"),
    "city": ("city", "town", "metro", "metro area"),
    "place": ("place", "location", "region"),
    "level": ("level", "experience level", "seniority", "career level", "grade"),
    "year": ("year", "work year", "survey year", "time"),
    "currency_code": ("currency code", "salary currency", "currency", "pay currency"),
    "low": ("low", "min", "minimum", "salary min", "min salary", "salary from", "annual p25"),
    "high": ("high", "max", "maximum", "salary max", "max salary", "salary to", "annual p75"),
    "typical": ("typical", "median", "average", "mean", "median salary", "average salary", "annual median"),
    "pay": (
        "salary",
        "pay",
        "compensation",
        "wage",
        "wages",
        "total compensation",
        "salary range",
        "annual salary",
        "amount",
    ),
    "period": ("period", "pay period", "salary period", "per"),
    "published_usd": ("salary in usd", "salary usd", "usd"),
    "employment_type": ("employment type", "employment", "contract type", "job type"),
    "work_mode": ("work mode", "remote", "work type", "remote work"),
    "population": ("population", "employers"),
    "sample_size": ("sample size", "n", "responses", "respondents", "count"),
    "basis": ("basis", "gross net"),
    "quote": ("quote", "words as quoted"),
    "note": ("note", "notes", "comment"),
    "source": ("source",),
}


def guess_mapping(columns: Sequence[str], constants: Dictionary[str, str]) -> Mapping:
    """The columns that have a usual name, each for one field. Raises UnreadableFile for a constant of no field."""
    check_constants(constants)
    by_name = {plain(HUMP.sub(" ", column)): column for column in reversed(columns) if column}
    found: dict[str, str] = {}
    for field, names in HEADERS.items():
        column = next((by_name[name] for name in names if name in by_name), None)
        if column is not None and field not in constants and column not in found.values():
            found[field] = column
    if {"country", "city"} & found.keys():
        found.pop("place", None)
    if {"low", "typical", "high"} & found.keys():
        found.pop("pay", None)
    try:
        return Mapping(version=1, columns=found, constants=dict(constants), name="guess", is_guess=True)
    except ValidationError as error:
        raise UnreadableFile(f"The columns could not be guessed: {error.errors()[0]['msg']}.") from error


def settle_mapping(mapping: Mapping | None, columns: Sequence[str], constants: Dictionary[str, str]) -> Mapping | None:
    """How a file with this header is read: by the mapping, as our own format (None), or by a guess.

    `constants` are the person's choice, and come before the mapping's own constants and columns. Raises UnreadableFile.
    """
    if mapping is None and not constants and ("key" in columns or not guess_mapping(columns, {}).columns):
        return None
    if mapping is None:
        return guess_mapping(columns, constants)
    check_constants(constants)
    remaining = {field: column for field, column in mapping.columns.items() if field not in constants}
    return mapping.model_copy(update={"constants": mapping.constants | dict(constants), "columns": remaining})


def check_constants(constants: Dictionary[str, str]) -> None:
    if unknown := sorted(set(constants) - MAPPED_FIELDS):
        raise UnreadableFile(f"There is no field {', '.join(unknown)}; fields are {', '.join(sorted(MAPPED_FIELDS))}.")


def parse_constants(pairs: Sequence[str]) -> dict[str, str]:
    """{field: value} of words such as year=2025. Raises UnreadableFile.

    >>> parse_constants(["year=2025", "source=a=b"])
    {'year': '2025', 'source': 'a=b'}
    """
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise UnreadableFile(f"{wrong[0]!r} is no FIELD=VALUE.")
    return {name.strip(): value.strip() for name, value in (pair.split("=", 1) for pair in pairs)}
