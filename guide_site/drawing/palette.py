"""The colours of pictures: those of the site, from tokens.css. In: nothing. Out: {name: colour}, light and dark."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).resolve().parent.parent / "static/css/tokens.css"
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)")
USED = ("paper", "ink", "muted", "rule", "role", "role-soft", "base")


@cache
def light() -> dict[str, str]:
    return {name: day for name, day, _ in _tokens() if name in USED}


@cache
def dark() -> dict[str, str]:
    return {name: night for name, _, night in _tokens() if name in USED}


def _tokens() -> list[tuple[str, str, str]]:
    return TOKEN.findall(TOKENS.read_text(encoding="utf-8"))
