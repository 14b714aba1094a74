"""What fields of front matter are made of.

In: values as YAML gives them. Out: text. Errors: ValueError with a sentence for the person who mends the file.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict

from salaries.importers.base import RowModel
from salaries.importers.fields import Text, parse_text


def trimmed(text: Any) -> str:
    """Text without spaces and line ends around it."""
    return parse_text(text).strip()


def said(text: str) -> str:
    """A text with words in it, to the last space as it is."""
    if not text.strip():
        raise ValueError("there is no text")
    return text


Line = Annotated[str, BeforeValidator(trimmed)]
Prose = Annotated[Text, AfterValidator(said)]


class FrontMatter(RowModel):
    """Prose stays as it is, to the last space; of everything else the ends are cut."""

    model_config = ConfigDict(str_strip_whitespace=False)
