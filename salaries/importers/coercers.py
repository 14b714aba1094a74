"""What turns the cells of salary files into values, each different text once.

In: the text of a cell. Out: the value of the column of salaries.csv that it is for. Errors: ValueError with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from salaries.importers.salary_row import SalaryRow

# A file with ever new texts in a column does not fill the memory.
MOST_REMEMBERED = 50_000


class Memo(dict[Any, Any]):
    """A coercer that remembers."""

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        super().__init__()
        self.parse = parse

    def __missing__(self, text: Any) -> Any:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value = self[text] = self.parse(text)
        return value


class EstimatedYear(int):
    """A year that the source marks as estimated: 2021e."""


def parse_stated_year(text: str) -> int:
    """A year, with an e behind it where the source estimates it.

    >>> parse_stated_year("2021"), type(parse_stated_year("2021e")).__name__
    (2021, 'EstimatedYear')
    """
    year = coercer("year")(text.removesuffix("e"))
    return EstimatedYear(year) if text.endswith("e") else year


@cache
def coercer(name: str) -> Callable[[str], Any]:
    """What turns the text of our own column `name` into its value; an empty cell is the default. Raises ValueError."""
    info = SalaryRow.model_fields[name]
    kind: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def parse(text: str) -> Any:
        if text == "" and not info.is_required():
            return info.default
        try:
            return adapter.validate_python(text)
        except ValidationError as error:
            raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None

    return parse


def lenient(name: str) -> Callable[[str], Any]:
    """As `coercer`, for words that others write with capitals and spaces: Full Time."""
    parse = coercer(name)

    def parse_words(text: str) -> Any:
        try:
            return parse(text)
        except ValueError:
            return parse("-".join(text.lower().split()))

    return parse_words


def needed(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """The same coercer, refusing an empty cell."""

    def parse_given(text: str) -> Any:
        if not text:
            raise ValueError("is needed")
        return parse(text)

    return parse_given


def optional(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """The same coercer, taking an empty cell as it is."""
    return lambda text: parse(text) if text else ""
