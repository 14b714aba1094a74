"""docs/editing.md is true: every construct that it shows is rendered, and shows what the page says."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import takewhile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.utils.html import strip_tags

from articles.asides import ASIDES
from articles.blocks import BLOCKS as DRAWN
from articles.claims.wording import read_words
from articles.figures import render
from articles.tests.test_models import guide
from salaries.unit import Unit

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "editing.md").read_text()
CELL = r"((?:[^|\\]|\\.)*)"


def rows(head: str) -> list[list[str]]:
    """The rows of the table with this head, cells as an author would type them."""
    lines = PAGE.split(f"\n{head}\n")[1].splitlines()[1:]
    table = takewhile(lambda line: line.startswith("|"), lines)
    return [[typed(cell) for cell in re.findall(rf"\|{CELL}(?=\|)", line)] for line in table]


def typed(cell: str) -> str:
    """`` {pay}`a` `` → {pay}`a`."""
    cell = cell.strip().replace("\\|", "|")
    code = re.fullmatch(r"(`+)(.*?)\1", cell)
    return code[2].strip() if code and "`, `" not in cell else cell


FIGURES = rows("| you write | readers see |")
CONVERTED = rows("| you write | with `?currency=` | readers see |")
CHECKS = rows("| you write | it comes to | verdict |")
WORDS = rows("| words | hold |")
NAMES = rows("| name | stands for |")
MARKDOWN = re.findall(r"````\n(.*?)````", PAGE, re.DOTALL)
BLOCKS = re.findall(r"```\n(:::\{.*?)```", PAGE, re.DOTALL)


def test_the_page_is_read():
    every = (FIGURES, CONVERTED, CHECKS, WORDS, NAMES, BLOCKS, MARKDOWN)
    assert [len(found) for found in every] == [14, 9, 12, 13, 8, 16, 1]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_a_figure_shows_what_the_page_says(db, text, expected):
    shown = render(text)
    assert shown.problems == []
    assert strip_tags(shown.body).strip() == expected


@pytest.mark.parametrize(("text", "code", "expected"), CONVERTED)
def test_a_figure_in_another_unit_shows_what_the_page_says(db, text, code, expected):
    shown = render(text, unit=Unit(code))
    assert shown.problems == []
    assert strip_tags(shown.body).strip().replace("\u00a0", " ") == expected


@pytest.mark.parametrize(("text", "value", "verdict"), CHECKS)
def test_an_example_has_the_verdict_that_the_page_says(db, text, value, verdict):
    claim = guide(body=text).claims.get()
    assert (claim.value, claim.verdict) == (value, verdict)


@pytest.mark.parametrize("text", BLOCKS)
def test_a_block_is_drawn(db, text):
    assert render(text).problems == []


def test_every_block_is_on_the_page():
    shown = {name for text in BLOCKS for name in re.findall(r":::\{([a-z-]+)\}", text)}
    assert shown == {*ASIDES, *DRAWN}


def test_the_markdown_becomes_what_the_page_says(db):
    shown = render(MARKDOWN[0])
    soup = BeautifulSoup(shown.body, "html.parser")
    assert shown.problems == []
    assert [(cell["scope"], cell.get("class"), cell.text) for cell in soup.select(".scroll[tabindex] th")] == [
        ("col", None, "City"),
        ("col", ["end"], "Pay"),
    ]
    assert [(cell.get("class"), cell.text) for cell in soup.select("td")] == [
        (None, "Seoul"),
        (["end"], "₩60M–120M a year"),
    ]
    assert soup.pre.text == 'print("Lines of code stand between three backquotes")\n'
    assert (soup.sup.a["href"], soup.select_one(".footnotes li")["id"]) == ("#fn1", "fn1")
    assert soup.select_one(".footnotes li").text.strip() == "Footnotes hold figures too: 30–50%. ↩︎"


def test_a_heading_has_the_anchor_that_the_page_says(db):
    body = render("## What Seoul pays\n\n[below](#what-seoul-pays)\n\n## Pay\n\n## Pay").body
    assert re.findall(r'(?:id|href)="(.*?)"', body) == ["what-seoul-pays", "#what-seoul-pays", "pay", "pay-1"]


@pytest.mark.parametrize("name", [name for name, _ in NAMES])
def test_a_name_stands_for_something(db, name):
    for number, words in enumerate(("3x", "$3", "S$3")):
        claim = guide(slug=f"guide-{number}", body=f"{{check}}`{words} | {name}`").claims.get()
        if claim.verdict == "contradicted":
            return
    pytest.fail(claim.reason)


NUMBER = r"(\d[\d,.]*\d|\d)"


@pytest.mark.parametrize(("words", "hold"), [row for row in WORDS if re.match(rf"from {NUMBER} to", row[1])])
def test_words_hold_as_far_as_the_page_says(words, hold):
    spans = re.findall(rf"from {NUMBER} to {NUMBER}", hold)
    groups = [re.findall(r"`([^`]+)`", group) or [group] for group in words.split(";")]
    assert len(groups) == len(spans)
    for group, span in zip(groups, spans, strict=True):
        bounds = tuple(Fraction(end.replace(",", "")) for end in span)
        assert {read_words(one).bounds for one in group} == {bounds}
