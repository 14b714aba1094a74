"""Every cell of the comparisons and of /api/estimate/, worked out again from the records alone by other code.

The other code is `second_opinion`, an implementation of docs/methodology.md of its own. The worlds are the sample, one
that is generated, and the 74,301 salaries of aijobs.net where the reference files lie beside the project. The questions
are random, and the same each time.
"""

from __future__ import annotations

import csv
import io
import os
from typing import Any

import pytest

from salaries.importers import RateImporter
from salaries.tests import second_table
from salaries.tests.generated_world import generate_world
from salaries.tests.random_questions import Asker, as_query_string
from salaries.tests.real_files import import_real, real_file
from salaries.tests.second_opinion import SecondOpinion

KINDS = {"cities": "city", "countries": "country"}
# More questions than the suite asks: GUIDE_SITE_QUESTIONS=200 asks that many of each world and page.
QUESTIONS = int(os.environ.get("GUIDE_SITE_QUESTIONS", 0))
SEED = int(os.environ.get("GUIDE_SITE_SEED", 4))
AIJOBS = "salaries/aijobs_salaries_2025-01-19.csv.gz"


@pytest.fixture
def generated(make_world) -> None:
    make_world(generate_world)


@pytest.fixture
def without_limit(settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 1_000_000


def rows_of(client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def agree_on_comparisons(client, kind: str, count: int) -> int:
    """Ask at random and compare every cell of every row; how many rows that were."""
    opinion, asker, compared = SecondOpinion(), Asker(SEED), 0
    for query in asker.comparisons(KINDS[kind], QUESTIONS or count):
        address = f"/{kind}.csv?{as_query_string(query)}"
        given, expected = rows_of(client, address), second_table.rows(opinion, KINDS[kind], query)
        assert [[*row.items()] for row in given] == [[*row.items()] for row in expected], address
        compared += len(given)
    return compared


def given_estimate(client, query: dict[str, str]) -> dict[str, Any] | None:
    """What the API says, in the form of `second_table.estimate`."""
    response = client.get(f"/api/estimate/?{as_query_string(query)}")
    if response.status_code == 404:
        return None
    assert response.status_code == 200, query
    told = response.json()
    ends = ("low", "typical", "high")

    def figures(of: dict[str, Any], form: str = "{}_usd") -> list[str]:
        return [of[form.format(end)] or "" for end in ends]

    def counts(of: dict[str, Any]) -> list[Any]:
        return [of["record_count"], of["source_count"], of["confidence"]["level"]]

    buys, ratio, baseline = told["purchasing_power"], told["ratio"], told["baseline"]
    assert told["records_left_out"] == max(told["record_count"] - sum(told["withheld"].values()) - 1000, 0)
    return {
        "year": told["asked"]["year"],
        "figures_of": told["figures_of"],
        "national": told["national"],
        "figures": figures(told),
        "counts": counts(told),
        "withheld": told["withheld"],
        "sources": {
            one["source"]: [*figures(one), one["observation_count"], one["published_count"]] for one in told["sources"]
        },
        "records": {one["key"]: figures(one, "annual_{}_usd") for one in told["records"]},
        "buys": figures(buys, "{}") if buys else None,
        "ppp_year": buys["ppp_year"] if buys else None,
        "ratio": figures(ratio, "{}") if ratio else None,
        "baseline": baseline and [baseline["figures_of"], *figures(baseline), *counts(baseline)],
    }


def agree_on_estimates(client, count: int) -> int:
    """Ask for single estimates at random; how many there were."""
    opinion, asker, found = SecondOpinion(), Asker(SEED), 0
    for _ in range(QUESTIONS or count):
        query = asker.cell()
        given, expected = given_estimate(client, query), second_table.estimate(opinion, query)
        if given and len(expected["records"]) > 1000:
            assert len(given["records"]) == 1000
            expected["records"] = {key: expected["records"].get(key) for key in given["records"]}
        assert given == expected, query
        found += given is not None
    return found


# -- the sample -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_agrees_with_a_second_opinion(db, client, kind):
    assert agree_on_comparisons(client, kind, 20) > 20


def test_estimates_of_the_sample_agree_with_a_second_opinion(db, client, without_limit):
    assert agree_on_estimates(client, 40) > 8


# -- a generated world ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_a_generated_world_agrees_with_a_second_opinion(generated, client, kind):
    assert agree_on_comparisons(client, kind, 40) > 200


def test_estimates_of_a_generated_world_agree_with_a_second_opinion(generated, client, without_limit):
    assert agree_on_estimates(client, 40) > 25


# -- the salaries of aijobs.net ---------------------------------------------------------------------------------------
@pytest.mark.real_data
def test_the_salaries_of_aijobs_agree_with_a_second_opinion(db, client, without_limit):
    RateImporter().run(real_file("derived/worldbank_implied_exchange_rates.csv"))
    assert import_real(AIJOBS, "aijobs").created_count == 74_301
    assert agree_on_comparisons(client, "countries", 20) > 200
    assert agree_on_comparisons(client, "cities", 20) > 5
    assert agree_on_estimates(client, 15) > 5
