"""One estimate with every input and step: it can be recomputed from the answer alone."""

import csv
import io
from decimal import ROUND_HALF_EVEN
from decimal import Decimal as D

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salaries.api import explained
from salaries.comparison import Comparison
from salaries.derivation import Asked, derive
from salaries.models import Estimate, Place, PriceLevel, Role, SalaryRecord, Source
from salaries.question import Question
from salaries.tests.making import a_rate, a_record

CENT = D("0.01")
SINGAPORE = "/api/estimate/?place=singapore&role=machine-learning-engineer"
CITY = "/api/estimate/?place=city&role=coder"


@pytest.fixture(autouse=True)
def full_allowance():
    cache.clear()


def amounts(answer: dict) -> list[str | None]:
    return [answer["low_usd"], answer["typical_usd"], answer["high_usd"]]


def keys_of(response) -> list[str]:
    file = b"".join(response.streaming_content).decode()
    return [row["key"] for row in csv.DictReader(io.StringIO(file))]


def recomputed(record: dict) -> list[str | None]:
    """A record's annual US dollars, from the answer alone."""
    low, typical, high = (None if record[name] is None else D(record[name]) for name in ("low", "typical", "high"))
    if typical is None and low is not None and high is not None:
        typical = (low + high) / 2
    units = D(record["rate_units_per_usd"] or 1)
    return [
        None
        if amount is None
        else str((amount * record["periods_a_year"] / units).quantize(CENT, rounding=ROUND_HALF_EVEN))
        for amount in (low, typical, high)
    ]


def test_the_estimate_of_singapore_can_be_worked_out_by_hand(db, client):
    answer = client.get(SINGAPORE).json()
    for record in answer["records"]:
        names = ("annual_low_usd", "annual_typical_usd", "annual_high_usd")
        assert recomputed(record) == [record[name] for name in names]
    # Alcor: from 65,000 and 100,000 to 170,000; chart: 105,000; Morgan McKinley: 100,000 to 170,000; ÷ 1.27837451.
    assert [(one["source"], *amounts(one)) for one in answer["sources"]] == [
        ("digitaldefynd-alcor-2026", "50845.82", "105602.86", "132981.37"),
        ("digitaldefynd-morgan-mckinley-second-talent-2026", "105000.00", "105000.00", "105000.00"),
        ("morgan-mckinley-singapore-2026", "78224.34", "105602.86", "132981.37"),
    ]
    assert amounts(answer) == ["50845.82", "105602.86", "132981.37"]
    assert (answer["record_count"], answer["source_count"], answer["confidence"]["level"]) == (4, 3, "fair")
    # 105,602.86 ÷ 34,000 = 3.105966…
    assert (answer["ratio"]["typical"], answer["baseline"]["typical_usd"]) == ("3.105966", "34000.00")
    bought = answer["purchasing_power"]
    exact = D("105602.86") * D(bought["rate_units_per_usd"]) / D(bought["ppp_factor"])
    assert bought["typical"] == str(exact.quantize(CENT, rounding=ROUND_HALF_EVEN)) == "167900.08"
    assert (answer["recomputable"], answer["records_left_out"], answer["withheld"]) == (True, 0, {})


def test_every_stored_estimate_is_explained_with_its_own_figures(db):
    for stored in Estimate.objects.select_related("place", "role", "level"):
        found = derive(Asked(stored.place, stored.role, stored.year, stored.level))
        summary = found.summary
        assert not found.national
        assert (summary.low_annual_usd, summary.typical_annual_usd, summary.high_annual_usd) == (
            stored.low_usd,
            stored.typical_usd,
            stored.high_usd,
        )
        assert found.records.count() == summary.sample_size == stored.sample_size
        assert {record.source_id for record in found.records} == {one.source.pk for one in found.bands}


@pytest.mark.parametrize("narrowed", ["", "&source=digitaldefynd-alcor-2026", "&population=international"])
def test_it_agrees_with_the_comparison(db, client, narrowed):
    role = Role.objects.get(slug="machine-learning-engineer")
    source = Source.objects.get(slug="digitaldefynd-alcor-2026") if "source" in narrowed else None
    question = Question.of(role, 2026, None, source, "international" if "population" in narrowed else "")
    rows = Comparison(question, Place.objects.cities().select_related("parent__parent")).rows
    assert rows
    for row in rows:
        answer = client.get(f"/api/estimate/?place={row.place.slug}&role={role.slug}&year=2026{narrowed}").json()
        expected = [None if a is None else str(a) for a in (row.low_usd, row.typical_usd, row.high_usd)]
        assert (amounts(answer), answer["national"]) == (expected, row.national)
        given = answer["ratio"]["typical"] if answer["ratio"] else None
        ratio = row.ratio.typical if row.ratio else None
        assert given == (None if ratio is None else str(ratio.quantize(D("0.000001"), rounding=ROUND_HALF_EVEN)))


def test_five_observations_count_with_their_middle_half(small_world, client):
    for n, amount in enumerate([10, 20, 40, 80, 160, 320]):
        a_record(f"r{n}", typical=amount)
    band = client.get(CITY).json()["sources"][0]
    # A quarter of the way between the second and third, midway of the third and fourth, and so on.
    assert amounts(band) == ["25.00", "60.00", "140.00"]
    assert (band["observation_count"], band["published_count"]) == (6, 0)
    assert band["rule"].startswith("6 observations: 25th to 75th percentile.")


def test_any_level_takes_the_records_without_one_or_else_all(small_world, client):
    a_record("any", typical=10)
    a_record("low", level="low", typical=20)
    a_record("two-low", source="two", level="low", typical=30)
    a_record("two-top", source="two", level="top", typical=50)
    assert [one["key"] for one in client.get(CITY).json()["records"]] == ["any", "two-low", "two-top"]
    assert [one["key"] for one in client.get(CITY + "&level=low").json()["records"]] == ["low", "two-low"]


def test_a_country_takes_a_sources_national_records_or_those_of_its_cities(small_world, client):
    a_record("one-land", place="land", typical=10)
    a_record("one-city", typical=20)
    a_record("two-city", source="two", typical=30)
    a_record("two-town", source="two", place="town", typical=50)
    answer = client.get("/api/estimate/?place=land&role=coder").json()
    assert [one["key"] for one in answer["records"]] == ["one-land", "two-city", "two-town"]
    assert amounts(answer) == ["10.00", "25.00", "50.00"]


def test_a_city_without_records_answers_with_its_country(small_world, client):
    a_record("land", place="land", typical=10)
    answer = client.get("/api/estimate/?place=town&role=coder").json()
    assert (answer["national"], answer["figures_of"], answer["typical_usd"]) == (True, "land", "10.00")


def test_a_month_in_another_currency_shows_each_step(small_world, client):
    a_rate("SGD", "1.25")
    land = Place.objects.get(slug="land")
    PriceLevel.objects.create(country=land, year=2024, ppp_factor=D("0.8"), source=Source.objects.get(slug="one"))
    a_record("r", currency_code="SGD", period="month", low=1000, high=2000)
    answer = client.get(CITY).json()
    record = answer["records"][0]
    names = "periods_a_year annual_low annual_typical rate_units_per_usd annual_typical_usd counts_as".split()
    assert [record[name] for name in names] == [
        12,
        "12000.00",
        "18000.00",
        "1.25000000",
        "14400.00",
        "published figure",
    ]
    # 14,400 × 1.25 ÷ 0.8
    assert (answer["purchasing_power"]["typical"], answer["purchasing_power"]["ppp_year"]) == ("22500.00", 2024)


def test_what_counts_as_an_observation_is_the_querysets_rule(db):
    observed = set(SalaryRecord.objects.comparable().observations().values_list("pk", flat=True))
    for record in SalaryRecord.objects.comparable():
        assert explained.is_observation(record) == (record.pk in observed)


def test_the_latest_year_with_a_figure_is_taken(small_world, client):
    a_record("old", year=2024, typical=10)
    a_record("new", year=2025, source="two", typical=20)
    assert client.get(CITY).json()["asked"]["year"] == 2025
    assert client.get(CITY + "&source=one").json()["asked"] == {
        "place": "city",
        "role": "coder",
        "level": "any",
        "year": 2024,
        "source": ["one"],
    }


def test_records_of_a_closed_source_are_counted_and_its_band_is_empty(small_world, client):
    a_record("open", typical=10)
    a_record("closed", source="two", typical=30)
    Source.objects.filter(slug="two").update(redistributable=False)
    answer = client.get(CITY).json()
    assert (amounts(answer), answer["withheld"], answer["recomputable"]) == (
        ["10.00", "20.00", "30.00"],
        {"two": 1},
        False,
    )
    assert [(one["source"], *amounts(one)) for one in answer["sources"]] == [
        ("one", "10.00", "10.00", "10.00"),
        ("two", None, None, None),
    ]
    assert [record["key"] for record in answer["records"]] == ["open"]
    alone = client.get(CITY + "&source=two").json()
    assert (amounts(alone), alone["records"], alone["ratio"]) == ([None] * 3, [], None)


def test_very_many_records_are_listed_in_part_and_linked(small_world, client, monkeypatch):
    monkeypatch.setattr(explained, "MOST_RECORDS", 2)
    for n in range(3):
        a_record(f"r{n}", typical=n + 1)
    answer = client.get(CITY).json()
    assert ([one["key"] for one in answer["records"]], answer["records_left_out"]) == (["r0", "r1"], 1)
    assert answer["recomputable"] is False
    assert keys_of(client.get(answer["links"]["records"])) == ["r0", "r1", "r2"]


def test_the_file_has_the_records_that_went_in_and_no_others(small_world, client):
    a_record("one-land", place="land", level="low", typical=10)
    a_record("one-city", level="low", typical=20)
    a_record("two-city", source="two", typical=30)
    a_record("two-low", source="two", level="low", typical=40)
    a_record("three-town", source="three", place="town", typical=50)
    Source.objects.filter(slug="three").update(redistributable=False)
    address = "/api/estimate/records.csv?place=land&role=coder"
    response = client.get(address)
    assert (response["X-Withheld-Records"], response["X-Withheld-Sources"]) == ("1", "three=1")
    assert (response["RateLimit-Limit"], response["Access-Control-Allow-Origin"]) == ("120", "*")
    assert response["Content-Disposition"] == 'attachment; filename="salaries-land-coder-2026.csv"'
    assert keys_of(response) == ["one-land", "two-city"]
    assert keys_of(client.get(f"{address}&level=low&year=2026")) == ["one-land", "two-low"]
    assert keys_of(client.get(f"{address}&source=two&source=three")) == ["two-city"]
    head = client.head(address)
    assert (head.status_code, b"".join(head.streaming_content)) == (200, b"")


@pytest.mark.parametrize(("query", "status"), [("place=land", 400), ("place=land&role=others", 404)])
def test_errors_of_the_file_are_problems_whatever_is_accepted(small_world, client, query, status):
    response = client.get(f"/api/estimate/records.csv?{query}", headers={"Accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status


def test_several_values_of_what_narrows_count_together(small_world, client):
    a_record("local", population="local", work_mode="remote", typical=10)
    a_record("international", population="international", employment_type="contract", typical=30)
    a_record("unspecified", typical=80)
    a_record("others", role="others", typical=10)
    some = client.get(CITY + "&population=local&population=international&work_mode=").json()
    assert [one["key"] for one in some["records"]] == ["international", "local"]
    assert (amounts(some), some["asked"]["population"]) == (["10.00", "20.00", "30.00"], ["local", "international"])
    assert some["ratio"] == {"low": "1.000000", "typical": "2.000000", "high": "3.000000"}
    again = client.get(some["links"]["records"])
    assert keys_of(again) == ["international", "local"]
    contracts = client.get(CITY + "&employment_type=contract&employment_type=freelance").json()
    assert [one["key"] for one in contracts["records"]] == ["international"]
    remote = client.get(CITY + "&work_mode=remote&source=one&source=two").json()
    assert ([one["key"] for one in remote["records"]], remote["asked"]["source"]) == (["local"], ["one", "two"])


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("", {"place", "role"}),
        ("place=&role=", {"place", "role"}),
        ("place=atlantis&role=coder", {"place"}),
        ("place=city&role=coder&level=king", {"level"}),
        ("place=city&role=coder&year=1e3", {"year"}),
        ("place=city&role=coder&year=2101", {"year"}),
        ("place=city&role=coder&population=x", {"population"}),
        ("place=city&role=coder&yeer=2026", {"yeer"}),
        ("place=city&place=town&role=coder&year=2025&year=2026", {"place", "year"}),
        ("place=city&role=coder&source=one&source=nobody&work_mode=remote&work_mode=x", {"source", "work_mode"}),
    ],
)
def test_wrong_parameters_are_told_one_by_one(small_world, client, query, fields):
    response = client.get(f"/api/estimate/?{query}")
    assert (response.status_code, set(response.json()["errors"])) == (400, fields)


def test_a_cell_without_records_is_told_in_a_sentence(small_world, client):
    response = client.get(CITY + "&level=top&year=2020")
    assert (response.status_code, response.json()["detail"]) == (
        404,
        "Nothing is on record for Coder, Top in City in 2020.",
    )
    assert client.get(CITY).json()["detail"] == "Nothing is on record for Coder in City."


def test_queries_do_not_grow_with_records(small_world, client):
    counts = []
    for n in range(3):
        a_record(f"r{n}", source=("one", "two", "three")[n], level=("low", "top", None)[n], typical=10 + n)
        if n != 1:
            with CaptureQueriesContext(connection) as captured:
                assert client.get("/api/estimate/?place=land&role=coder").status_code == 200
            counts.append(len(captured))
    assert counts[0] == counts[1]
