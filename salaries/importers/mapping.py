"""Mappings: which column of somebody's file is which field of ours, in a small TOML file (docs/mappings.md).

In: the name of a mapping that ships with the site, or a path. Out: a checked `Mapping`. Errors: `UnreadableFile` with
the place in the file and the reason.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from salaries.importers import fields
from salaries.importers.reading import UnreadableFile
from salaries.importers.reference import LevelRow, SourceRow

SHIPPED = Path(__file__).parent / "mappings"
# What pydantic finds, in the words of whoever writes a mapping.
IN_WORDS = {"extra_forbidden": "there is no such entry", "missing": "is needed"}

# Columns of our own format, and three that only files of others have.
OWN_FIELDS = (
    "source place role level year currency_code period low typical high qualifier population employment_type work_mode "
    "sample_size basis quote note status"
).split()
MAPPED_FIELDS = {*OWN_FIELDS, "country", "city", "pay", "published_usd"}


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Key(Part):
    """What makes two rows the same: an id, or else the content of columns (all, if none are named) and its count."""

    prefix: fields.Slug | None = None
    id: str | None = None
    columns: list[str] = []


class Written(Part):
    """How amounts are written, where the text alone does not tell."""

    decimal: Literal["", ".", ","] = ""
    symbols: dict[str, fields.Currency] = {}
    missing: list[str] = []
    ppp_year: fields.Year | None = None


class Doubt(Part):
    """What becomes of rows that look wrong."""

    rows: Literal["import", "draft", "refuse"] = "import"
    currencies: bool = True


class Level(LevelRow):
    """A level that the file needs and the site may not have."""

    source: str = ""


class Mapping(Part):
    """How to read one kind of file. See the mappings beside this module for examples."""

    version: Literal[1]
    title: str = ""
    source: SourceRow | None = None
    levels: list[Level] = []
    key: Key = Key()
    constants: dict[str, str] = {}
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    take: dict[str, list[str]] = {}
    written: Written = Written()
    doubt: Doubt = Doubt()
    encoding: str = ""
    sheet: str = ""
    name: str = Field(default="", exclude=True)
    is_guess: bool = Field(default=False, exclude=True)

    @model_validator(mode="after")
    def check_fields(self) -> Mapping:
        if unknown := sorted({*self.constants, *self.columns, *self.values} - MAPPED_FIELDS):
            raise ValueError(f"there is no field {', '.join(unknown)}; fields are {', '.join(sorted(MAPPED_FIELDS))}")
        if twice := sorted(self.constants.keys() & self.columns.keys()):
            raise ValueError(f"{', '.join(twice)}: either a constant or a column")
        return self

    @property
    def prefix(self) -> str:
        """What the keys of its records begin with."""
        return self.key.prefix or (self.source.slug if self.source else self.constants.get("source", "")) or "row"

    @property
    def missing_fields(self) -> list[str]:
        """What a record needs and neither a column nor a constant gives, in words."""
        given = {*self.columns, *self.constants} | ({"source"} if self.source else set())
        given |= {"currency_code"} if self.written.ppp_year else set()
        amounts = {"pay", "low", "typical", "high"}
        needed = {"source": {"source"}, "place": {"place", "country", "city"}, "role": {"role"}, "year": {"year"}}
        needed |= {"pay": amounts, "currency_code": {"currency_code", "pay"}, "period": {"period", "pay"}}
        return [name for name, any_of in needed.items() if not any_of & given]

    def to_toml(self) -> str:
        """The mapping as a file, without what is not said."""
        return tomli_w.dumps(self.model_dump(mode="json", exclude_defaults=True, exclude_none=True) | {"version": 1})


def load_mapping(name: str) -> Mapping:
    """The mapping of a file at a path, or of the shipped file with this name. Raises UnreadableFile."""
    path = Path(name)
    if path.suffix != ".toml" and not path.is_file():
        path = SHIPPED / f"{name}.toml"
        if not name.replace("-", "").isalnum() or not path.is_file():
            raise UnreadableFile(f"There is no mapping {name}: give a path, or one of {', '.join(shipped_names())}.")
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} is no text in UTF-8.") from error
    return parse_mapping(text, name=path.stem)


def parse_mapping(text: str, *, name: str) -> Mapping:
    """A mapping from the text of its file. Raises UnreadableFile."""
    try:
        return Mapping.model_validate(_with_text(tomllib.loads(text)) | {"name": name})
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFile(f"Mapping {name}: {error}.") from error
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, problem['loc'])) or 'as a whole'}: "
            + IN_WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
            for problem in error.errors()
        ]
        raise UnreadableFile(f"Mapping {name}: {'; '.join(problems)}.") from error


def _with_text(parsed: Any, inside: str = "") -> Any:
    """The parsed file with everything that stands for a cell as text: TOML knows numbers, booleans and dates."""
    if isinstance(parsed, dict):
        return {name: _with_text(value, inside or name) for name, value in parsed.items()}
    if isinstance(parsed, list):
        return [_with_text(value, inside) for value in parsed]
    if inside in {"version", "doubt"} or isinstance(parsed, str):
        return parsed
    return str(parsed).lower() if isinstance(parsed, bool) else str(parsed)


def shipped_names() -> list[str]:
    """The mappings that come with the site."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))
