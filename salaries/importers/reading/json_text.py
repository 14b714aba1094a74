"""JSON read piece by piece: one value after another out of blocks of text, never the whole file.

In: blocks of text. Out: values, in which numbers are text with their digits as written. A name given twice in one
object is refused, for one of its values would be lost. Raises BadText.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .limits import in_words
from .lines import BadText

SPACE = re.compile(r"[ \t\r\n]*")


class Digits(str):
    """A number as it is written. Its own type, so that it does not get quotation marks inside nested values."""

    __slots__ = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise BadText(f"it names {next(name for name in names if names.count(name) > 1)!r} twice")
    return found


DECODER = json.JSONDecoder(
    parse_int=Digits, parse_float=Digits, parse_constant=Digits, object_pairs_hook=_object, strict=False
)


def decoded(text: str) -> Any:
    """One value that fills the text. Raises BadText.

    >>> decoded('{"pay": 95000.50, "to": null}')
    {'pay': '95000.50', 'to': None}
    """
    try:
        return DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise BadText(f"it is not well-formed JSON ({error.msg}, character {error.pos + 1})") from error
    except RecursionError as error:
        raise BadText("it is nested too deeply") from error


def cell(value: Any) -> str:
    """A value as the text of a cell: nested ones as compact JSON.

    >>> cell(None), cell(True), cell("a"), cell(decoded('[1.50, {"a": "b"}]'))
    ('', 'true', 'a', '[1.50,{"a":"b"}]')
    """
    if isinstance(value, str):
        return value
    return "" if value is None else _compact(value)


def _compact(value: Any) -> str:
    if isinstance(value, Digits):
        return value
    if isinstance(value, dict):
        return "{" + ",".join(f"{_compact(name)}:{_compact(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_compact, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


class JsonText:
    """Blocks of text as a stream of JSON values and punctuation."""

    def __init__(self, blocks: Iterator[str], most: int) -> None:
        self.blocks, self.most = blocks, most
        self.text, self.at = "", 0

    def _more(self) -> bool:
        """Add what comes next, at least as much as is there, so that a long value is not tried too often."""
        kept = self.text[self.at :]
        parts = [kept]
        added = 0
        for block in self.blocks:
            parts.append(block)
            added += len(block)
            if added >= len(kept):
                break
        self.text, self.at = "".join(parts), 0
        return added > 0

    def peek(self) -> str:
        """The next character that is not space, "" at the end."""
        while True:
            self.at = SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                return ""

    def take(self, wanted: str) -> str:
        """The next character, which must be one of those wanted. Raises BadText."""
        character = self.peek()
        if not character or character not in wanted:
            found = repr(character) if character else "the end of the file"
            raise BadText(f"it is not well-formed JSON: {found} stands where {' or '.join(wanted)} belongs")
        self.at += 1
        return character

    def value(self) -> Any:
        """The next value. Raises BadText if there is none, or it is too long to be a row."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if len(self.text) - self.at > self.most:
                    raise BadText(
                        f"it is longer than {in_words(self.most)} or not well-formed ({error.msg})"
                    ) from error
                if not self._more():
                    raise BadText(f"it is not well-formed JSON ({error.msg})") from error
                continue
            except RecursionError as error:
                raise BadText("it is nested too deeply") from error
            # A number at the end of the text may go on.
            if end == len(self.text) and not isinstance(value, dict | list) and self._more():
                continue
            if end - self.at > self.most:
                raise BadText(f"it is longer than {in_words(self.most)}")
            self.at = end
            return value
