"""What the columns of a file hold: how full, how many different texts, and how amounts are written.

In: an open table. Out: a line in words for each column. A look at the first rows, in bounded memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from salaries.importers.countries import UnknownCountry, country_code
from salaries.importers.notation import NotationError, parse_pay
from salaries.importers.reading import Table

ROWS = 20_000
DIFFERENT = 1_000


@dataclass
class Column:
    """What was seen in one column."""

    name: str
    filled: int = 0
    texts: Counter[str] = field(default_factory=Counter)

    def see(self, text: str) -> None:
        if text:
            self.filled += 1
            if text in self.texts or len(self.texts) < DIFFERENT:
                self.texts[text] += 1

    def __str__(self) -> str:
        several = f"{len(self.texts):,}{'+' if len(self.texts) == DIFFERENT else ''} different"
        examples = ", ".join(repr(text[:40]) for text, _ in self.texts.most_common(3))
        said = [f"{self.filled:,} filled", several, *self.reading, examples]
        return f"{self.name or '(no name)'}: {'; '.join(part for part in said if part)}"

    @property
    def reading(self) -> Iterator[str]:
        """What most of the texts can be read as."""
        sample = list(islice(self.texts, 200))
        if not sample:
            return
        countries = sum(1 for text in sample if is_country(text))
        if countries * 2 > len(sample):
            yield f"countries ({countries} of {len(sample)})"
        pays, problems = [], Counter[str]()
        for text in sample:
            try:
                pays.append(parse_pay(text))
            except NotationError as error:
                problems[str(error)] += 1
        if len(pays) * 2 <= len(sample):
            return
        currencies = sorted({pay.currency_code for pay in pays} - {""})
        periods = sorted({pay.period for pay in pays} - {""})
        ranges = sum(1 for pay in pays if pay.low is not None and pay.high is not None)
        yield f"amounts ({len(pays)} of {len(sample)})" + (f", {ranges} ranges" if ranges else "")
        if currencies or periods:
            yield f"written with {', '.join([*currencies, *periods])}"
        for reason, count in problems.most_common(3):
            yield f"{count} not read: {reason}"


def is_country(text: str) -> bool:
    try:
        country_code(text)
    except UnknownCountry:
        return False
    return True


def inspect(table: Table) -> list[Column]:
    """The columns as the first rows fill them."""
    columns = [Column(name) for name in table.columns]
    for _, cells in islice(table.rows(), ROWS):
        for column, cell in zip(columns, cells, strict=False):
            column.see(cell.strip())
    return columns
