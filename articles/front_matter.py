"""A guide as a text file: fields between two lines of three hyphens, in YAML, and under them the text as it is.

In: the text of a file, or fields and a text. Out: the other of the two. What was joined is split into the same again,
to the last space and line end; a file ends with one line end that is not part of the text. Errors: ValueError.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

MOST_CHARACTERS = 64 * 1024
BLOCK = re.compile(r"\A---[ \t]*\r?\n(?P<fields>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

LINE_ENDS = re.compile("[\n\r\x85\u2028\u2029]")


class Loader(yaml.SafeLoader):
    """YAML without references: a few lines of them can stand for more than a memory holds."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("front matter has no references (*name)")
        return super().compose_node(parent, index)


class Dumper(yaml.SafeDumper):
    """YAML that quotes text with line ends, which plain YAML reads as others than it wrote."""


def _quoted(dumper: Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if LINE_ENDS.search(text) else None)


Dumper.add_representer(str, _quoted)


def split(text: str) -> tuple[dict[str, Any], str]:
    """Fields and text of a file; no fields if it does not begin with any. Raises ValueError.

    >>> split("---\\ntitle: 'yes'\\n---\\nText\\n")
    ({'title': 'yes'}, 'Text')
    """
    block = BLOCK.match(text)
    body = text[block.end() :] if block else text
    body = body.removesuffix("\r\n") if body.endswith("\r\n") else body.removesuffix("\n")
    if block is None:
        return {}, body
    if len(block["fields"]) > MOST_CHARACTERS:
        raise ValueError(f"the front matter is longer than {MOST_CHARACTERS:,} characters")
    try:
        fields = yaml.load(block["fields"], Loader)  # noqa: S506  a safe loader, and stricter
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ValueError(str(error) or "the front matter is nested too deeply") from error
    if not isinstance(fields or {}, dict):
        raise ValueError("the front matter is not a list of names with values")
    return {str(name): value for name, value in (fields or {}).items()}, body


def join(fields: dict[str, Any], body: str) -> str:
    """A file that `split` takes apart into the same.

    >>> join({"title": "yes", "topics": ["1.0"]}, "Text")
    "---\\ntitle: 'yes'\\ntopics:\\n- '1.0'\\n---\\nText\\n"
    """
    block = yaml.dump(
        fields, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=float("inf")
    )
    return f"---\n{block}---\n{body}" + ("\r\n" if body.endswith("\r") else "\n")
