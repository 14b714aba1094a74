"""The API's lists and single things: filters, cursors, errors, what is withheld, and who may ask how often."""

import json
import logging
import time

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openapi_spec_validator import OpenAPIV31SpecValidator

from guide_site import rate_limits
from guide_site.tests.html import text
from salaries.api.schema import document
from salaries.api.views import LISTS
from salaries.models import Estimate, Fact, PublishedVersion, SalaryRecord, Source
from salaries.tests.making import a_rate, a_record

RECORD = "singapore-ml-engineer-morgan-mckinley-2026"


@pytest.fixture(autouse=True)
def from_the_start():
    """A full allowance, and no description from a test whose version had the same number."""
    cache.clear()
    document.cache_clear()


def every(client, address: str) -> list[dict]:
    """All of a list, by its cursors."""
    found = []
    while address:
        answer = client.get(address).json()
        found += answer["results"]
        address = answer["next"]
    return found


# -- lists and single things ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", LISTS)
def test_a_list_gives_every_row_once_by_cursor(db, client, name):
    expected = [row.pk for row in LISTS[name].queryset.order_by("pk")]
    if hasattr(LISTS[name].queryset.model, "source"):
        closed = LISTS[name].queryset.filter(source__redistributable=False).values_list("pk", flat=True)
        expected = [pk for pk in expected if pk not in set(closed)]
    lookup = "id" if LISTS[name].lookup_field == "pk" else LISTS[name].lookup_field
    small = [row[lookup] for row in every(client, f"/api/{name}/?page_size=7")[:60]]
    assert small == [row[lookup] for row in client.get(f"/api/{name}/?page_size=60").json()["results"]]
    assert len(small) == len(set(small)) == min(len(expected), 60)


@pytest.mark.parametrize("name", LISTS)
def test_a_single_thing_is_what_the_list_says(db, client, name):
    first = client.get(f"/api/{name}/?page_size=1").json()["results"][0]
    lookup = "id" if LISTS[name].lookup_field == "pk" else LISTS[name].lookup_field
    assert client.get(f"/api/{name}/{first[lookup]}/").json() == first


def test_the_way_back_is_the_way_forth(db, client):
    first = client.get("/api/records/?page_size=3").json()
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_records_are_filtered_as_on_their_page(db, client):
    found = every(client, "/api/records/?place=seoul&level=senior&year=2026")
    expected = SalaryRecord.objects.published().filter(place__slug="seoul", level__slug="senior", year=2026)
    assert {record["key"] for record in found} == set(expected.values_list("key", flat=True))
    assert found


def test_a_record_tells_what_the_file_tells(db, client):
    record = client.get(f"/api/records/{RECORD}/").json()
    rows = json.loads(b"".join(client.get("/salaries.json").streaming_content))["rows"]
    row = next(row for row in rows if row["key"] == RECORD)
    assert record | row == record
    assert record["page"] == f"http://testserver/salaries/{RECORD}/"


def test_estimates_are_the_stored_ones(db, client):
    stored = {
        (e.place.slug, e.role.slug, e.level.slug if e.level else None, e.year): (
            *(None if amount is None else str(amount) for amount in (e.low_usd, e.typical_usd, e.high_usd)),
            *(e.sample_size, e.source_count, e.confidence),
        )
        for e in Estimate.objects.select_related("place", "role", "level")
    }
    names = ("low_usd", "typical_usd", "high_usd", "record_count", "source_count", "confidence")
    given = {
        (row["place"], row["role"], row["level"], row["year"]): tuple(row[name] for name in names)
        for row in every(client, "/api/estimates/?page_size=500")
    }
    assert given == stored


def test_estimates_of_any_level_can_be_asked_for(small_world, client):
    a_record("r", level="top", typical=10)
    keys = [row["key"] for row in every(client, "/api/estimates/?level=any&place=city")]
    assert keys == ["city.coder.any.2026"]
    within = {row["key"] for row in every(client, "/api/estimates/?within=land&level=top")}
    assert within == {"land.coder.top.2026", "city.coder.top.2026"}


def test_true_and_false_are_told_apart(small_world, client):
    assert [row["slug"] for row in every(client, "/api/roles/?is_baseline=true")] == ["others"]
    assert [row["slug"] for row in every(client, "/api/roles/?is_baseline=false")] == ["coder"]
    assert client.get("/api/roles/?is_baseline=maybe").status_code == 400


# -- what is withheld -------------------------------------------------------------------------------------------------
def test_what_a_closed_source_states_is_withheld_and_counted(small_world, client):
    a_record("open", typical=10)
    a_record("closed", source="two", typical=20)
    Source.objects.filter(slug="two").update(redistributable=False)
    answer = client.get("/api/records/").json()
    assert ([row["key"] for row in answer["results"]], answer["withheld"]) == (["open"], {"two": 1})
    assert client.get("/api/records/?source=one").json()["withheld"] == {}
    refused = client.get("/api/records/closed/")
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "Two: Survey two does not allow passing single figures on.",
    )


def test_an_estimate_of_closed_sources_alone_has_no_amounts(small_world, client):
    a_record("open", typical=10)
    a_record("closed", place="town", source="two", typical=20)
    Source.objects.filter(slug="two").update(redistributable=False)
    found = {row["place"]: (row["typical_usd"], row["withheld"]) for row in every(client, "/api/estimates/")}
    assert found == {
        "city": ("10.00", False),
        "town": (None, True),
        "land": ("15.00", False),
        "world": ("15.00", False),
    }
    assert client.get("/api/estimates/town.coder.any.2026/").json()["high_usd"] is None


def test_the_sample_withholds_facts_and_says_so(db, client):
    answer = client.get("/api/facts/?page_size=500").json()
    assert answer["withheld"] == {"statista": 2}
    assert len(answer["results"]) == Fact.objects.count() - 2


# -- several values ---------------------------------------------------------------------------------------------------
def kinds() -> None:
    """Records that differ in what records can be chosen by."""
    a_record("a", typical=10, level="low", year=2025, population="local", work_mode="remote")
    a_record("b", typical=20, source="two", level="top", employment_type="contract")
    a_record("c", typical=30, source="three", place="town", population="international", work_mode="hybrid")
    a_record("d", typical=40, place="land", role="others", employment_type="freelance", year=2024)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("place=city&place=town", "abc"),
        ("place=land&place=town", "abcd"),
        ("role=coder&role=others", "abcd"),
        ("role=others&role=", "d"),
        ("level=low&level=top", "ab"),
        ("year=2025&year=2024", "ad"),
        ("year=2026&year=2026", "bc"),
        ("source=two&source=three", "bc"),
        ("population=local&population=international", "ac"),
        ("employment_type=contract&employment_type=freelance", "bd"),
        ("work_mode=remote&work_mode=hybrid", "ac"),
        ("work_mode=remote&work_mode=hybrid&year=2026&year=2024&place=town&place=city", "c"),
    ],
)
def test_several_values_of_a_filter_are_or_on_page_file_and_list(small_world, client, query, keys):
    kinds()
    assert [one["key"] for one in every(client, f"/api/records/?{query}")] == list(keys)
    file = json.loads(client.get(f"/salaries.json?{query}").getvalue())
    assert sorted(row["key"] for row in file["rows"]) == list(keys)
    page = client.get(f"/salaries/?{query}")
    assert sorted(record.key for record in page.context["page_obj"]) == list(keys)


@pytest.mark.parametrize(
    ("query", "cells"),
    [
        ("place=city&place=town&level=any&year=2026", ["city.coder.any.2026", "town.coder.any.2026"]),
        ("place=city&level=low&level=top", ["city.coder.low.2025", "city.coder.top.2026"]),
        ("place=city&level=any&level=top&year=2026", ["city.coder.any.2026", "city.coder.top.2026"]),
        (
            "place=land&role=others&role=coder&year=2024&year=2025&level=any",
            ["land.coder.any.2025", "land.others.any.2024"],
        ),
    ],
)
def test_estimates_are_chosen_by_several_values_too(small_world, client, query, cells):
    kinds()
    assert sorted(one["key"] for one in every(client, f"/api/estimates/?{query}")) == cells


def test_the_page_shows_each_value_and_how_to_drop_it(small_world, client):
    kinds()
    page = client.get("/salaries/?place=town&place=city&sort=pay")
    assert [(one["value"], one["remove_url"]) for one in page.context["applied"]] == [
        ("City", "?sort=pay&place=town"),
        ("Town", "?sort=pay&place=city"),
    ]


# -- errors -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("role=wizard", "role"),
        ("year=soon", "year"),
        ("page_size=0", "page_size"),
        ("page_size=501", "page_size"),
        ("page_size=" + "9" * 5000, "page_size"),
        ("rol=coder", "rol"),
        ("sort=-pay", "sort"),
        ("place=seoul&place=atlantis", "place"),
        ("level=" + "&level=".join(f"l{n}" for n in range(21)), "level"),
        ("currency=USD&currency=KRW", "currency"),
        ("page_size=2&page_size=3", "page_size"),
    ],
)
def test_a_wrong_parameter_is_a_problem_with_a_sentence(db, client, query, field):
    response = client.get(f"/api/records/?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    answer = response.json()
    assert (answer["title"], answer["status"], list(answer["errors"])) == ("Bad Request", 400, [field])


@pytest.mark.parametrize("path", ["records/", "records/nobody/", "estimate/", "estimate/records.csv"])
def test_more_parameters_than_anybody_reads_are_a_problem(db, client, path):
    response = client.get(f"/api/{path}?{'&'.join(f'a{n}=1' for n in range(1001))}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["detail"] == "There are too many parameters."


@pytest.mark.parametrize("cursor", ["x", "%00", "cD1hYmM%3D", "cD0tMQ%3D%3D", "bz05OTk5OTk5OTk5OTk%3D", "é", "a" * 999])
def test_a_cursor_that_leads_nowhere_is_told(db, client, cursor):
    response = client.get(f"/api/records/?cursor={cursor}")
    assert (response.status_code, response.json()["status"]) == (404, 404)


@pytest.mark.parametrize(
    "path", ["nothing/", "records/nobody/", "places/%0A/", "estimates/a.b.any.2026/", "roles/a/b/"]
)
def test_what_is_not_there_is_a_problem_too(db, client, path):
    response = client.get(f"/api/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(db, client, method):
    for path in ("/api/records/", f"/api/records/{RECORD}/", "/api/estimate/", "/api/schema/"):
        assert getattr(client, method)(path).status_code == 405


# -- who may ask, and how often ---------------------------------------------------------------------------------------
def test_answers_have_an_etag_open_doors_and_no_cookie(db, client):
    response = client.get("/api/records/", headers={"Origin": "https://elsewhere.example"})
    assert (response["Access-Control-Allow-Origin"], response.cookies) == ("*", {})
    again = client.get("/api/records/", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    asked = client.options("/api/records/", headers={"Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_too_many_requests_are_told_how_long_to_wait(db, client, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    with time_machine.travel(1_800_000_020, tick=False):
        assert time.time() % 60 == 20
        left = [client.get("/api/roles/")["RateLimit-Remaining"] for _ in range(2)]
        refused = client.get("/api/roles/")
        assert left == ["1", "0"]
        assert (refused.status_code, refused["Retry-After"], refused.json()["status"]) == (429, "40", 429)
        headers = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
        assert [refused[name] for name in headers] == ["2", "0", "40"]
        assert client.get("/api/roles/", REMOTE_ADDR="10.0.0.9").status_code == 200
    with time_machine.travel(1_800_000_060, tick=False):
        assert client.get("/api/roles/").status_code == 200


def test_an_address_that_a_client_claims_does_not_count(db, client, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    with time_machine.travel(1_800_000_000, tick=False):
        answers = [client.get("/api/roles/", headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(2)]
    assert answers == [200, 429]


def test_an_unchanged_answer_does_not_count(db, client):
    first = client.get("/api/roles/")
    client.get("/api/roles/", headers={"If-None-Match": first["ETag"]})
    assert client.get("/api/roles/")["RateLimit-Remaining"] == str(int(first["RateLimit-Remaining"]) - 1)


def test_a_cache_that_is_down_limits_nothing_and_is_logged_once(db, client, settings, caplog, monkeypatch):
    monkeypatch.setattr(rate_limits, "tally", rate_limits.Tally())
    settings.API_REQUESTS_A_MINUTE = 1
    redis = "django.core.cache.backends.redis.RedisCache"
    # Port 1 is reserved: nothing listens there.
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": redis, "LOCATION": "redis://127.0.0.1:1/0"}}
    with caplog.at_level(logging.WARNING, logger="guide_site.rate_limits"):
        answers = [client.get("/api/roles/") for _ in range(3)]
    assert [(one.status_code, "RateLimit-Limit" in one) for one in answers] == [(200, False)] * 3
    assert len(caplog.records) == 1
    assert caplog.records[0].getMessage().startswith("The cache failed; nothing is counted for 10 s: ")


def test_counting_goes_on_after_a_pause(db, client, settings, monkeypatch):
    monkeypatch.setattr(rate_limits, "tally", rate_limits.Tally())
    rate_limits.tally.paused_until = time.monotonic() + 60
    assert "RateLimit-Limit" not in client.get("/api/roles/")
    rate_limits.tally.paused_until = time.monotonic() - 1
    assert client.get("/api/roles/")["RateLimit-Remaining"] == "119"


# -- cost -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_rows(small_world, client, name):
    Source.objects.filter(slug="three").update(redistributable=False)
    counts = []
    for n in range(3):
        a_record(f"r{n}", place=("city", "town", "land")[n], level=("low", None, "top")[n], typical=10 + n)
        a_rate("SGD", f"1.{n + 1}", date=f"2026-10-0{n + 1}")
        if n != 1:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/api/{name}/").status_code == 200
            counts.append(len(captured))
    assert counts[0] == counts[1]


# -- the description --------------------------------------------------------------------------------------------------
def test_the_description_covers_every_list_and_its_filters(db, client):
    found = client.get("/api/schema/").json()
    assert found["openapi"] == "3.1.0"
    expected = {"/api/estimate/", "/api/estimate/records.csv"}
    for name, view in LISTS.items():
        lookup = "id" if view.lookup_field == "pk" else view.lookup_field
        expected |= {f"/api/{name}/", f"/api/{name}/{{{lookup}}}/"}
        parameters = {one["name"] for one in found["paths"][f"/api/{name}/"]["get"]["parameters"]}
        filters = set(view.filterset_class.base_filters) if getattr(view, "filterset_class", None) else set()
        assert parameters == filters | {"cursor", "page_size"}
    assert set(found["paths"]) == expected


def test_the_description_is_valid_openapi(db):
    assert list(OpenAPIV31SpecValidator(document(PublishedVersion.current())).iter_errors()) == []


def test_the_description_names_the_values_that_there_are(small_world, client):
    a_record("r", typical=10)
    parameters = client.get("/api/schema/").json()["paths"]["/api/records/"]["get"]["parameters"]
    schemas = {one["name"]: one["schema"] for one in parameters}
    assert schemas["place"] == {"type": "array", "items": {"type": "string", "enum": ["city", ""]}, "maxItems": 20}
    assert schemas["year"] == {"type": "array", "items": {"type": "string", "enum": ["2026", ""]}, "maxItems": 20}
    assert schemas["currency"] == {"type": "string", "enum": ["USD", ""]}
    parameters = client.get("/api/schema/").json()["paths"]["/api/estimates/"]["get"]["parameters"]
    of = {one["name"]: (one["schema"], one["description"]) for one in parameters}
    year = {"anyOf": [{"type": "integer", "minimum": 1950, "maximum": 2100}, {"const": ""}]}
    assert of["year"] == ({"type": "array", "items": year, "maxItems": 20}, "Year; may be repeated.")
    levels = {"type": "string", "enum": ["any", "low", "top", ""]}
    assert of["level"][0] == {"type": "array", "items": levels, "maxItems": 20}
    assert of["within"][0] == {"type": "string", "enum": ["city", "land", "town", "world", ""]}


def test_the_page_for_people_tells_the_same_and_asks_nobody_else(db, client):
    response = client.get(reverse("api:index"))
    content, words = response.content.decode(), text(response)
    for path in client.get("/api/schema/").json()["paths"]:
        assert path in words
    assert "Up to 120 requests a minute" in words
    assert content.count("<script") == 0
    assert "style=" not in content
    assert not {part.split('"')[0] for part in content.split('src="')[1:] if not part.startswith("/")}
