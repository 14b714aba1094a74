"""Estimates worked out again from the API's answers alone, in fractions, without a function of this project.

What is done here is what docs/api.md says under "One estimate, every step".
"""

import csv
import io
import random
from collections import defaultdict
from fractions import Fraction

import pytest
from django.core.cache import cache
from django.utils import timezone

from salaries import estimates
from salaries.api import explained
from salaries.models import Place, PriceLevel, Source
from salaries.tests.making import a_rate, a_record

PERIODS = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
ENDS = ("low", "typical", "high")


@pytest.fixture(autouse=True)
def no_limit(settings):
    cache.clear()
    settings.API_REQUESTS_A_MINUTE = 1_000_000


# -- the rules --------------------------------------------------------------------------------------------------------
def exact(text: str | None) -> Fraction | None:
    return Fraction(text) if text else None


def to_the_cent(amount: Fraction | None) -> Fraction | None:
    """Half-even: what Python does with a fraction."""
    return None if amount is None else Fraction(round(amount * 100), 100)


def to_the_millionth(ratio: Fraction) -> Fraction:
    return Fraction(round(ratio * 10**6), 10**6)


def quantile(values: list[Fraction], share: Fraction) -> Fraction:
    values = sorted(values)
    position = share * (len(values) - 1)
    below = int(position)
    above = min(below + 1, len(values) - 1)
    return to_the_cent(values[below] + (values[above] - values[below]) * (position - below))


def in_usd(record: dict[str, str]) -> list[Fraction | None]:
    low, typical, high = (exact(record[end]) for end in ENDS)
    if typical is None and low is not None and high is not None:
        typical = (low + high) / 2
    units = exact(record["rate_units_per_usd"]) or 1
    times = PERIODS[record["period"]]
    return [None if amount is None else to_the_cent(amount * times / units) for amount in (low, typical, high)]


def band(records: list[dict[str, str]]) -> list[Fraction | None]:
    single, lows, typicals, highs = [], [], [], []
    for record in records:
        low, typical, high = in_usd(record)
        if typical is not None:
            typicals.append(typical)
        if record["qualifier"] == "exact" and low is None and high is None:
            single.append(typical)
        else:
            lows.append(typical if low is None else low)
            highs.append(typical if high is None else high)
    if len(single) >= 5:
        lows.append(quantile(single, Fraction(1, 4)))
        highs.append(quantile(single, Fraction(3, 4)))
    else:
        lows += single
        highs += single
    return over_all([(low, None, high) for low, high in zip(lows, highs, strict=True)], typicals)


def over_all(bands: list, typicals: list[Fraction]) -> list[Fraction | None]:
    lows = [low for low, _, _ in bands if low is not None]
    highs = [high for _, _, high in bands if high is not None]
    middle = quantile(typicals, Fraction(1, 2)) if typicals else None
    return [min(lows, default=None), middle, max(highs, default=None)]


def confidence(answer: dict, typicals: list[Fraction]) -> str:
    """By the rule on the methodology page, from the members of the answer alone."""
    if answer["source_count"] == 1:
        return "single-source"
    spread = max(typicals) / min(typicals) if len(typicals) > 1 else None
    assert exact(answer["spread"]) == (None if spread is None else to_the_millionth(spread))
    if spread is None or spread > 2:
        return "thin"
    steps = ["thin", "fair", "strong"]
    step = 2 if len(typicals) >= 3 and answer["record_count"] >= 30 and spread <= Fraction(3, 2) else 1
    return steps[step - 1 if answer["age_years"] >= 2 else step]


def figures(answer: dict) -> list[Fraction | None]:
    return [exact(answer[f"{end}_usd"]) for end in ENDS]


def check(answer: dict, records: list[dict[str, str]], baseline_usd: Fraction | None) -> None:
    """Bands, estimate, ratio and purchasing power are what the records give."""
    by_source = defaultdict(list)
    for record in records:
        by_source[record["source"]].append(record)
        # CSV has "" where JSON has null.
        assert [exact(record[f"annual_{end}_usd"]) for end in ENDS] == in_usd(record)
    bands = {source: band(found) for source, found in by_source.items()}
    assert {one["source"]: figures(one) for one in answer["sources"]} == bands
    typicals = [middle for _, middle, _ in bands.values() if middle is not None]
    estimate = over_all(list(bands.values()), typicals)
    assert answer["confidence"]["level"] == confidence(answer, typicals)
    assert answer["age_years"] == max(timezone.now().year - answer["asked"]["year"], 0)
    assert figures(answer) == estimate
    assert (answer["record_count"], answer["source_count"]) == (len(records), len(bands))
    if baseline_usd is None:
        assert answer["ratio"] is None
    else:
        # A single figure has a typical ratio alone.
        low, typical, high = estimate if estimate[0] != estimate[2] else (None, estimate[1], None)
        shares = [
            None if one is None else Fraction(round(one / baseline_usd * 10**6), 10**6) for one in (low, typical, high)
        ]
        assert [exact(answer["ratio"][end]) for end in ENDS] == shares
    bought = answer["purchasing_power"]
    if bought and bought["ppp_factor"]:
        per_dollar = (exact(bought["rate_units_per_usd"]) or 1) / exact(bought["ppp_factor"])
        expected = [None if one is None else to_the_cent(one * per_dollar) for one in estimate]
        assert [exact(bought[end]) for end in ENDS] == expected


# -- the answers ------------------------------------------------------------------------------------------------------
def every_estimate(client) -> list[dict]:
    found, address = [], "/api/estimates/?page_size=500"
    while address:
        page = client.get(address).json()
        found += page["results"]
        address = page["next"]
    return found


def baseline_of(client, answer: dict) -> Fraction | None:
    """Pay outside IT, worked out in the same way from its own answer."""
    if answer["baseline"] is None:
        return None
    baseline = client.get(answer["links"]["baseline"]).json()
    check(baseline, baseline["records"], None)
    same = ("age_years", "spread", "confidence")
    assert [baseline[name] for name in same] == [answer["baseline"][name] for name in same]
    assert figures(baseline) == figures(answer["baseline"])
    return exact(baseline["typical_usd"])


def test_every_estimate_of_the_sample_is_what_its_answer_gives(db, client):
    stored = every_estimate(client)
    assert len(stored) > 50
    for one in stored:
        answer = client.get(one["explained"]).json()
        assert (answer["recomputable"], figures(answer)) == (True, figures(one))
        check(answer, answer["records"], baseline_of(client, answer))


def test_the_confidence_follows_from_age_spread_and_counts(small_world, client):
    this_year = timezone.now().year
    pay = {"one": 100, "two": 120, "three": 140}
    with estimates.deferred():
        for age in (0, 1, 2):
            for n in range(30):
                source = ("one", "two", "three")[n % 3]
                given = {"typical": pay[source], "year": this_year - age}
                a_record(f"all-{age}-{n}", source=source, **given)
                if source != "three":
                    a_record(f"two-{age}-{n}", source=source, place="town", **given)
        a_record("far", source="one", typical=100, level="top")
        a_record("away", source="two", typical=201, level="top")
    found = {}
    for one in every_estimate(client):
        answer = client.get(one["explained"]).json()
        check(answer, answer["records"], None)
        found[one["key"]] = (answer["age_years"], answer["spread"], answer["confidence"]["level"])
    # 140 ÷ 100 = 1.4 with three sources and thirty records; 120 ÷ 100 = 1.2 with two sources.
    assert {key: of for key, of in found.items() if key.startswith(("city.", "town."))} == {
        f"city.coder.any.{this_year}": (0, "1.400000", "strong"),
        f"city.coder.any.{this_year - 1}": (1, "1.400000", "strong"),
        f"city.coder.any.{this_year - 2}": (2, "1.400000", "fair"),
        f"town.coder.any.{this_year}": (0, "1.200000", "fair"),
        f"town.coder.any.{this_year - 1}": (1, "1.200000", "fair"),
        f"town.coder.any.{this_year - 2}": (2, "1.200000", "thin"),
        f"city.coder.top.{this_year}": (0, "2.010000", "thin"),
    }
    Source.objects.update(redistributable=False)
    closed = client.get(f"/api/estimate/?place=city&role=coder&year={this_year}").json()
    assert (closed["spread"], closed["age_years"], closed["confidence"]["level"]) == (None, 0, "strong")


def make_records(chance: random.Random, count: int) -> None:
    """Of every form that a record can have: single figures and ranges, open ones too, in three currencies."""
    for currency, units in (("SGD", "1.27837451"), ("JPY", "151.3071")):
        a_rate(currency, units)
    factor = {"country": Place.objects.get(slug="land"), "source": Source.objects.get(slug="one")}
    PriceLevel.objects.create(year=2024, ppp_factor="0.80404965", **factor)
    for n in range(count):
        low, typical, high = sorted(chance.randrange(1, 10_000_000) for _ in range(3))
        form = chance.choice(["single"] * 6 + ["range", "from", "to", "all", "about"])
        given = {
            "single": {"typical": typical},
            "range": {"low": low, "high": high},
            "from": {"low": low, "qualifier": "from"},
            "to": {"high": high, "qualifier": "up-to"},
            "all": {"low": low, "typical": typical, "high": high},
            "about": {"typical": typical, "qualifier": "about"},
        }[form]
        given = {name: f"{value / 100:.2f}" if isinstance(value, int) else value for name, value in given.items()}
        a_record(
            f"r{n:04}",
            source=chance.choice(["one", "two", "three"]),
            place=chance.choice(["city", "city", "town", "land"]),
            role=chance.choice(["coder", "coder", "coder", "others"]),
            level=chance.choice(["low", "top", None]),
            currency_code=chance.choice(["USD", "SGD", "JPY"]),
            period=chance.choice(list(PERIODS)),
            **given,
        )


@pytest.mark.parametrize("seed", range(4))
def test_every_estimate_of_made_up_records_is_what_its_answer_gives(small_world, client, seed):
    with estimates.deferred():
        make_records(random.Random(seed), 150 + 100 * seed)
    stored = every_estimate(client)
    observed = 0
    for one in stored:
        answer = client.get(one["explained"]).json()
        assert (answer["recomputable"], figures(answer)) == (True, figures(one))
        check(answer, answer["records"], baseline_of(client, answer))
        observed = max(observed, *(source["observation_count"] for source in answer["sources"]))
    assert len(stored) >= 20
    assert observed > 5


@pytest.mark.parametrize(
    "narrowed",
    ["source=one", "source=one&source=three", "population=unspecified", "employment_type=contract", "level=top"],
)
def test_an_estimate_with_too_many_records_for_one_answer_is_what_its_file_gives(
    small_world, client, monkeypatch, narrowed
):
    monkeypatch.setattr(explained, "MOST_RECORDS", 5)
    with estimates.deferred():
        make_records(random.Random(9), 150)
        for n in range(20):
            a_record(f"contract-{n}", employment_type="contract", typical=100 + n)
    answer = client.get(f"/api/estimate/?place=city&role=coder&{narrowed}").json()
    assert (len(answer["records"]), answer["recomputable"]) == (5, False)
    file = b"".join(client.get(answer["links"]["records"]).streaming_content).decode()
    records = list(csv.DictReader(io.StringIO(file)))
    assert answer["records_left_out"] == len(records) - 5
    baseline = exact(answer["baseline"]["typical_usd"]) if answer["baseline"] else None
    check(answer, records, baseline)
