"""`{check}`: the author's words against what the records come to.

In: the texts of the checks of a guide, such as `3x | ml-engineer@singapore / non-it@singapore`. Out: for each a
`Checked`. Errors: `CheckError`, a sentence, for a text that cannot be judged. After a second bar may stand a note for
readers, which accepts a contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from articles.claims.dependencies import Dependency
from articles.claims.expressions import Expression, ExpressionError, Name
from articles.claims.quantities import Quantities, Quantity
from articles.claims.values import Value, unit_in_words
from articles.claims.wording import Unclear, Wording, read_words
from articles.claims.written import written
from salaries.catalogue import Catalogue
from salaries.models import Source


class CheckError(ValueError):
    """A check that cannot be judged; the message says why."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that could be judged. `disagreement` is empty where the words hold; `url` leads to the evidence."""

    words: str
    value: str
    disagreement: str
    note: str
    url: str
    is_receipt: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A check as written."""

    words: str
    expression: str
    note: str

    @classmethod
    def of(cls, text: str) -> Parts:
        words, _, rest = text.partition("|")
        expression, _, note = rest.partition("|")
        return cls(words.strip(), expression.strip(), note.strip())


class Checks:
    """All checks of a guide, looked up together. A text that cannot be read says so when it is asked for."""

    def __init__(self, texts: Iterable[str], known: Catalogue) -> None:
        self.read: dict[str, tuple[Parts, Wording, Expression] | CheckError] = {}
        for text in texts:
            try:
                self.read[text] = read_check(text)
            except CheckError as error:
                self.read[text] = error
        self.quantities = Quantities({name for text in self.read for name in self.names(text)}, known)

    def names(self, text: str) -> list[Name]:
        one = self.read[text]
        return [] if isinstance(one, CheckError) else one[2].names

    def dependencies(self, text: str) -> set[Dependency]:
        return self.quantities.dependencies(self.names(text))

    def answer(self, text: str) -> Checked:
        """What became of a check. Raises CheckError."""
        one = self.read[text]
        if isinstance(one, CheckError):
            raise one
        parts, wording, expression = one
        asked = Asked(self.quantities, expression.names)
        try:
            value = expression.value(asked)
        except ExpressionError as error:
            raise CheckError(f"expression, {error}") from error
        if value.unit != wording.unit:
            states, comes_to = unit_in_words(wording.unit), unit_in_words(value.unit)
            raise CheckError(f"the words state {states}, and the expression comes to {comes_to}")
        first = asked.found[0]
        return Checked(
            parts.words,
            written(value, as_percent=wording.is_percent),
            wording.disagreement(value),
            parts.note,
            first.url,
            first.is_record,
            tuple({source.pk: source for one in asked.found for source in one.sources}.values()),
        )


class Asked:
    """The names of one expression: cells without a year share one. A `Resolver`, which remembers what it found."""

    def __init__(self, quantities: Quantities, names: list[Name]) -> None:
        self.quantities, self.year = quantities, quantities.year_of(names)
        self.found: list[Quantity] = []

    def value(self, name: Name) -> Value:
        self.found.append(self.quantities.quantity(name, self.year))
        return self.found[-1].value


def read_check(text: str) -> tuple[Parts, Wording, Expression]:
    """The parts of a check. Raises CheckError."""
    parts = Parts.of(text)
    if not parts.words or not parts.expression:
        raise CheckError("write your words, a bar and an expression: 3x | ml-engineer@singapore / non-it@singapore")
    try:
        wording, expression = read_words(parts.words), Expression(parts.expression)
    except Unclear as error:
        raise CheckError(str(error)) from error
    except ExpressionError as error:
        raise CheckError(f"expression, {error}") from error
    if not expression.names:
        raise CheckError("an expression needs at least one figure of the records")
    return parts, wording, expression
