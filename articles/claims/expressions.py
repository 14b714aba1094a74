"""The expression language of `{check}`: small, safe and exact. Nothing is ever evaluated as code.

In: a text such as `ml-engineer@singapore / non-it@singapore`, and a `Resolver` that knows what names stand for. Out: a
`Value`. Errors: `ExpressionError`, with the character that it is about. A text has at most 500 characters, so that any
text is answered at once.

    expression := product (("+" | "-") product)*
    product    := factor (("*" | "/") factor)*            also × · ÷ and −
    factor     := "-" factor | "(" expression ")" | number | name
    number     := 3   2.5   1,200   30%   $34,000         30% is 0.3; $ makes it US dollars
    name       := role@place [/level] [:year] ["[" source "]"] [.part]      pay, in US dollars a year
                | [kind:] key [.part]                                       kind: record, fact or level

Slugs have hyphens, and a level follows a slash: so a minus needs a space before it, a division one on either side. A
part is what follows the last full stop: `low`, `typical`, `high`, `range`; of records also `local`; of levels
`multiplier`, `experience` or `reach`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeAlias

from articles.claims.values import Unfit, Value

LONGEST = 500
DEEPEST = 20
LONGEST_NUMBER = 30

SLUG = r"[A-Za-z0-9_]+(?:-+[A-Za-z0-9_]+)*"
CELL = re.compile(
    rf"(?P<role>{SLUG})@(?P<place>{SLUG})(?:/(?P<level>{SLUG}))?(?::(?P<year>\d{{4}})(?![\w-]))?"
    rf"(?:\[(?P<source>{SLUG})\])?(?:\.(?P<part>[a-z]+))?"
)
THING = re.compile(rf"(?:(?P<kind>record|fact|level):)?(?P<key>{SLUG})(?:\.(?P<part>[a-z]+))?")
NUMBER = re.compile(r"(?P<sign>\$)?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<percent>%)?(?![\w@.:-])", re.ASCII)
SIGNS = {"+": "+", "-": "-", "−": "-", "*": "*", "×": "*", "·": "*", "/": "/", "÷": "/", "(": "(", ")": ")"}


class ExpressionError(ValueError):
    """What is wrong with an expression, and at which of its characters (1 is the first)."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"character {position}: {reason}")
        self.position, self.reason = position, reason


class Cell(NamedTuple):
    """Pay of a role in a place; an empty part is not given."""

    role: str
    place: str
    level: str = ""
    year: int | None = None
    source: str = ""
    part: str = ""


class Thing(NamedTuple):
    """A record, a fact or a level by its key; without a kind a record, or else a fact."""

    kind: str
    key: str
    part: str = ""


Name: TypeAlias = Cell | Thing


class Unknown(LookupError):
    """A name that stands for nothing; the message says why."""


class Resolver(Protocol):
    """What names stand for."""

    def value(self, name: Name) -> Value:
        """The value of a name. Raises Unknown."""
        ...


class Token(NamedTuple):
    """`of` is a sign, a value or a name; `position` counts from 1."""

    of: str | Value | Name
    position: int


@dataclass
class Chain:
    """Operands with the sign before each, worked out from left to right."""

    steps: list[tuple[str, Node]] = field(default_factory=list)


Node: TypeAlias = Token | Chain


class Expression:
    """A text that has been read. Raises ExpressionError."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise ExpressionError(LONGEST + 1, f"an expression has at most {LONGEST} characters")
        self.text, self._depth = text, 0
        self._tokens = list(_tokens(text))
        self._next = 0
        self._root = self._chain("+-", lambda: self._chain("*/", self._factor))
        if (token := self._peek()) is not None:
            raise ExpressionError(token.position, f"{_named(token)} is not expected here")

    @property
    def names(self) -> list[Name]:
        """What must be looked up, in the order of the text."""
        return [token.of for token in self._tokens if isinstance(token.of, Cell | Thing)]

    def value(self, resolver: Resolver) -> Value:
        """What it comes to. Raises ExpressionError."""
        return _value(self._root, resolver)[0]

    # -- reading ------------------------------------------------------------------------------------------------------
    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, signs: str) -> str:
        """The next sign, if it is one of these."""
        token = self._peek()
        if token is None or not isinstance(token.of, str) or token.of not in signs:
            return ""
        self._next += 1
        return token.of

    def _chain(self, signs: str, operand: Callable[[], Node]) -> Chain:
        chain = Chain([(signs[0], operand())])
        while sign := self._take(signs):
            chain.steps.append((sign, operand()))
        return chain

    def _factor(self) -> Node:
        sign = "+"
        while self._take("-"):
            sign = "-" if sign == "+" else "+"
        inner = self._operand()
        return inner if sign == "+" else Chain([("-", inner)])

    def _operand(self) -> Node:
        token = self._peek()
        if token is None:
            raise ExpressionError(len(self.text) + 1, "the expression ends where a number or a name should stand")
        self._next += 1
        if token.of == "(":
            self._depth += 1
            if self._depth > DEEPEST:
                raise ExpressionError(token.position, f"parentheses stand more than {DEEPEST} deep")
            inner = self._chain("+-", lambda: self._chain("*/", self._factor))
            if not self._take(")"):
                raise ExpressionError(token.position, "this parenthesis is not closed")
            self._depth -= 1
            return inner
        if isinstance(token.of, str):
            raise ExpressionError(token.position, f"a number or a name should stand before {token.of}")
        return token


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif found := NUMBER.match(text, at):
            yield Token(_number(found), at + 1)
            at = found.end()
        elif found := CELL.match(text, at):
            given = found.groupdict(default="")
            year = given.pop("year")
            yield Token(Cell(**given, year=int(year) if year else None), at + 1)
            at = found.end()
        elif found := THING.match(text, at):
            yield Token(Thing(found["kind"] or "", found["key"], found["part"] or ""), at + 1)
            at = found.end()
        elif sign := SIGNS.get(text[at]):
            yield Token(sign, at + 1)
            at += 1
        else:
            raise ExpressionError(at + 1, f"{text[at]!r} has no meaning here")


def _number(found: re.Match[str]) -> Value:
    digits = found["digits"].replace(",", "")
    if len(digits) > LONGEST_NUMBER:
        raise ExpressionError(found.start() + 1, f"a number has at most {LONGEST_NUMBER} digits")
    number = Decimal(digits) / 100 if found["percent"] else Decimal(digits)
    return Value.of(number, number, "USD" if found["sign"] else "")


def _named(token: Token) -> str:
    if isinstance(token.of, Cell):
        return f"{token.of.role}@{token.of.place}"
    return token.of.key if isinstance(token.of, Thing) else str(token.of)


def _value(node: Node, resolver: Resolver) -> tuple[Value, int]:
    """The value, and where it begins."""
    if isinstance(node, Token):
        if isinstance(node.of, Value):
            return node.of, node.position
        assert not isinstance(node.of, str), "a sign is never an operand"  # noqa: S101
        try:
            return resolver.value(node.of), node.position
        except Unknown as error:
            raise ExpressionError(node.position, str(error)) from error
    (sign, first), *rest = node.steps
    result, start = _value(first, resolver)
    if sign == "-":
        result = -result
    for sign, operand in rest:
        other, position = _value(operand, resolver)
        try:
            result = CALCULATE[sign](result, other)
        except Unfit as error:
            raise ExpressionError(position, str(error)) from error
    return result, start


CALCULATE = {"+": Value.__add__, "-": Value.__sub__, "*": Value.__mul__, "/": Value.__truediv__}
