"""Page, CSV, JSON and API give the same figures for the same query string, and the page's heading is true.

The questions are random and the same each time; GUIDE_SITE_QUESTIONS=200 asks that many.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest

from guide_site.tests.html import read
from salaries.models import CareerLevel, Role, Source
from salaries.tests.generated_world import generate_world
from salaries.tests.page_rows import agrees, amounts, expected, label_of, rows_on, shown, two_digits
from salaries.tests.random_questions import Asker, as_query_string

KINDS = {"cities": "city", "countries": "country"}
QUESTIONS = int(os.environ.get("GUIDE_SITE_QUESTIONS", 16))
SEED = int(os.environ.get("GUIDE_SITE_SEED", 5))
PLACES_ON_A_PAGE = 60


@pytest.fixture
def world(db, request) -> None:
    """The sample, or a generated world with nothing withheld, so that the files hold every figure of the pages."""
    if request.param == "generated":
        request.getfixturevalue("make_world")(generate_world)
        Source.objects.update(redistributable=True)


def body(response) -> str:
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def file_of(client, kind: str, query: str) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """The rows of the CSV file, and the whole JSON file."""
    lines = csv.DictReader(io.StringIO(body(client.get(f"/{kind}.csv?{query}"))))
    return list(lines), json.loads(body(client.get(f"/{kind}.json?{query}")))


def in_csv(value: Any) -> str:
    """A value of the JSON file as the CSV file writes it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def pages_of(client, kind: str, query: str, rows: int) -> list[dict[str, Any]]:
    """The rows of every page of the table."""
    found = []
    for number in range(1, max(1, -(-rows // PLACES_ON_A_PAGE)) + 1):
        found += rows_on(client.get(f"/{kind}/?{query}&page={number}"))
    return found


def several(asked: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in ("role", "level", "year") if len(asked[name]) > 1)


def names() -> dict[str, str]:
    return {one.slug: one.name for model in (Role, CareerLevel) for one in model.objects.all()}


worlds = pytest.mark.parametrize("world", ["sample", "generated"], indirect=True)
pages = pytest.mark.parametrize("kind", KINDS)


@worlds
@pages
def test_page_and_files_have_the_same_rows_with_the_same_figures(world, client, kind):
    asker, named, compared = Asker(SEED), names(), 0
    for question in asker.comparisons(KINDS[kind], QUESTIONS):
        query = as_query_string(question)
        rows, told = file_of(client, kind, query)
        as_text = [{name: in_csv(value) for name, value in row.items()} for row in told["rows"]]
        assert as_text == rows, query
        on_page = pages_of(client, kind, query, len(rows))
        assert len(on_page) == len(rows), query
        for given, row in zip(on_page, rows, strict=True):
            wanted = expected(row, named, several(told["asked"]))
            if row["typical"]:
                assert agrees(given["pay"][:1], shown(row["typical"], row["unit"])), (query, row)
            for name, value in wanted.items():
                same = agrees(given[name], value) if isinstance(value, list) else given[name] == value
                assert same, (query, name, given[name], value, row)
            compared += 1
    assert compared > QUESTIONS


@worlds
@pages
def test_the_api_says_of_each_row_what_the_file_says(world, client, kind, settings):
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    asker, compared = Asker(SEED + 1), 0
    for question in asker.comparisons(KINDS[kind], QUESTIONS):
        # The API narrows by one source and one kind of employers.
        question = {name: values for name, values in question.items() if name not in {"employment_type", "work_mode"}}
        narrowed = {name: question[name][0] for name in ("source", "population") if name in question}
        question |= {name: [value] for name, value in narrowed.items()}
        rows, _ = file_of(client, kind, as_query_string(question))
        for row in rows[:4]:
            cell = {name: row[name] for name in ("place", "role", "year")} | {"level": row["level"] or "any"}
            told = client.get("/api/estimate/", cell | narrowed).json()
            for name in ("low_usd", "typical_usd", "high_usd"):
                assert (told[name] or "") == row[name], (cell, narrowed)
            assert [told["figures_of"], str(told["national"]).lower()] == [row["figures_of"], row["national"]]
            assert [str(told["record_count"]), str(told["source_count"])] == [row["record_count"], row["source_count"]]
            assert told["confidence"]["level"] == row["confidence"]
            assert (told["baseline"]["typical_usd"] if told["baseline"] else "") == row["baseline_usd"]
            ratio = told["ratio"] or dict.fromkeys(("low", "typical", "high"))
            assert [ratio[end] or "" for end in ratio] == [row[f"ratio_{end}"] for end in ratio]
            assert (told["purchasing_power"]["typical"] or "") == row["typical_ppp"]
            assert sorted(one["source"] for one in told["sources"]) == row["source_slugs"].split()
            compared += 1
    assert compared > QUESTIONS


# -- the finding ------------------------------------------------------------------------------------------------------
def heading_of(response) -> str:
    assert response.status_code == 200
    (found,) = re.findall(r"<h1>(.*?)</h1>", response.content.decode())
    reader = read(response)
    assert reader is not None
    return found.replace("&#x27;", "'").replace("&amp;", "&").replace("\xa0", " ")


def subject_of(asked: dict[str, Any], named: dict[str, str]) -> str:
    """The one role and the one level that are asked about."""
    roles, levels = asked["role"], [level for level in asked["level"] if level != "any"]
    one_level = named[levels[0]] if len(asked["level"]) == 1 and levels else ""
    return ", ".join(filter(None, [named[roles[0]] if len(roles) == 1 else "", one_level]))


def is_true(said: str, rows: list[dict[str, str]], asked: dict[str, Any], named: dict[str, str]) -> bool:
    """Whether a heading is so, by the rows of the file."""
    if not rows:
        return said == "Nothing on record for this choice"
    subject, unit = subject_of(asked, named), asked["currency"]
    known = [row for row in rows if row["typical"]]
    labels = [label_of(row, named, several(asked)) for row in known]
    # Of cities of the same name the country is told, too.
    told = [
        label.replace(row["place_name"], f"{row['place_name']} ({row['country_name']})", 1)
        if labels.count(label) > 1
        else label
        for row, label in zip(known, labels, strict=True)
    ]
    if len(known) > 1 and len({(row["figures_of"], row["role"], row["level"], row["year"]) for row in known}) == 1:
        sharing = " and ".join(labels) if len(labels) == 2 else f"{len(labels)} places"
        (whose,) = {row["country_name"] for row in known}
        return said == ": ".join(filter(None, [subject, f"{sharing} share one figure, that of {whose}"]))
    told = [
        f"{label} (national figures)" if row["national"] == "true" else label
        for row, label in zip(known, told, strict=True)
    ]
    pay = [(label, D(row["typical"])) for row, label in zip(known, told, strict=True)]
    if not pay:
        none = "no typical figure for these places"
        return said == (f"{subject}: {none}" if subject else none.capitalize())
    if len(pay) == 1:
        match = re.fullmatch(r"(.*): typically (.*) a year", said)
        where = f"{subject} in {pay[0][0]}" if subject else pay[0][0]
        return match[1] == where and agrees(amounts(match[2]), shown(str(pay[0][1]), unit))
    said = said.removeprefix(f"{subject}: ") if subject else said
    low, high = min(amount for _, amount in pay), max(amount for _, amount in pay)
    times = two_digits(Fraction(high) / Fraction(low))
    many, one, start = ("buy", "buys", "pay in ") if unit == "PPP" else ("pay", "pays", "")
    if match := re.fullmatch(rf"{start}(.*) {one} ([\d.]+) times as much as {start}(.*)", said):
        return (match[1], high) in pay and (match[3], low) in pay and D(match[2]) == times > 1
    match = re.fullmatch(rf"{start}(.*) and {start}(.*?) {many} (the|about the) same", said)
    is_same = low == high if match[3] == "the" else low < high and times == 1
    # The better paid place is named first.
    return (match[1], high) in pay and (match[2], low) in pay and is_same


@worlds
@pages
def test_the_heading_is_true_whatever_is_asked(world, client, kind):
    asker, named, seen = Asker(SEED + 2), names(), set()
    for question in asker.comparisons(KINDS[kind], QUESTIONS * 2):
        query = as_query_string(question)
        rows, told = file_of(client, kind, query)
        said = heading_of(client.get(f"/{kind}/?{query}"))
        assert is_true(said, rows, told["asked"], named), (query, said)
        seen.add(re.sub(r".*(Nothing|no typical|typically|times as much|the same|share one figure).*", r"\1", said))
    assert {"Nothing", "times as much"} <= seen


def test_the_judge_of_headings_can_say_no():
    rows = [
        {"place_name": name, "typical": pay, "country": "x", "place": name, "country_name": "", "role": "coder"}
        | dict.fromkeys(("level", "newest_source", "low", "high", "baseline", "typical_ppp", "baseline_usd"), "")
        | {"national": "false", "source_count": "1", "record_count": "1", "confidence": "fair", "unit": "USD"}
        | {"year": "2026", "figures_of": name}
        for name, pay in (("A", "300.00"), ("B", "100.00"), ("C", "100.00"))
    ]
    asked = {"role": ["coder"], "level": ["any"], "year": [2026], "currency": "USD"}
    judged = {
        said: is_true(f"Coder: {said}", rows, asked, {"coder": "Coder"})
        for said in (
            "A pays 3.00 times as much as B",
            "A pays 3.00 times as much as C",
            "A pays 2.99 times as much as B",
            "B pays 3.00 times as much as A",
            "B and C pay the same",
            "A and B pay about the same",
        )
    }
    assert [*judged.values()] == [True, True, False, False, False, False]
    # 301 ÷ 300 = 1.003.
    close = [rows[0] | {"typical": "301.00"}, rows[1] | {"typical": "300.00"}]
    said = ("A and B pay about the same", "B and A pay about the same", "A and B pay the same")
    judged = [is_true(f"Coder: {one}", close, asked, {"coder": "Coder"}) for one in said]
    assert judged == [True, False, False]
