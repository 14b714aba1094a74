"""What the columns of a file hold: how full, how many different texts, and how amounts are written.

In: an open table. Out: a line in words for each column. A look at the first rows, in bounded memory.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from salaries.codes import CURRENCY_CODES
from salaries.importers.coercers import parse_stated_year
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
        for what, test in (("years", is_year), ("currencies", CURRENCY_CODES.__contains__), ("countries", is_country)):
            found = sum(1 for text in sample if test(text))
            if found * 2 > len(sample):
                yield f"{what} ({found} of {len(sample)})"
                return
        pays, problems, meant = [], Counter[str](), 0
        for text in sample:
            try:
                pays.append(parse_pay(text))
            except NotationError as error:
                problems[str(error)] += 1
                meant += is_priced(text)
        if (len(pays) + meant) * 2 <= len(sample):
            return
        currencies = sorted({pay.currency_code for pay in pays} - {""})
        periods = sorted({pay.period for pay in pays} - {""})
        ranges = sum(1 for pay in pays if pay.low is not None and pay.high is not None)
        yield f"amounts ({len(pays)} of {len(sample)})" + (f", {ranges} of them ranges" if ranges else "")
        if currencies or periods:
            yield f"written with {', '.join([*currencies, *periods])}"
        for reason, count in problems.most_common(3):
            yield f"{count} not read: {reason}"


def is_year(text: str) -> bool:
    """Whether a text is a year, also one that its source marks as estimated: 2021e."""
    try:
        parse_stated_year(text)
    except ValueError:
        return False
    return True


def is_priced(text: str) -> bool:
    """Whether a text holds a digit and a sign of a currency, and so is meant as an amount, even if it is not clear.

    >>> is_priced("$5,000"), is_priced("Engineer 2")
    (True, False)
    """
    return any(map(str.isdigit, text)) and any(unicodedata.category(letter) == "Sc" for letter in text)


def is_country(text: str) -> bool:
    """Whether a text names a country."""
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
