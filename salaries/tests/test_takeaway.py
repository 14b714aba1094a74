"""The CSV and JSON siblings: the same figures as the page, all of them, and nothing that may not be passed on."""

import csv
import gzip
import io
import json
from decimal import Decimal as D

import pytest
from django.db import connection
from django.http import QueryDict
from django.middleware.gzip import GZipMiddleware
from django.test.utils import CaptureQueriesContext

from guide_site.tests.html import links
from salaries import columns
from salaries.filters import CityFilterSet, RecordFilterSet
from salaries.models import Estimate, Fact, SalaryRecord, Source
from salaries.siblings import FORMS, PAGES
from salaries.tests.making import a_record

SOURCE = "digitaldefynd-alcor-2026"
CITY_QUERIES = [
    "",
    "sort=place",
    "sort=-ratio",
    "level=senior",
    "country=south-korea",
    "role=ai-engineer",
    f"source={SOURCE}&sort=typical",
    "population=international",
    "region=asia&page=7&unknown=1",
]


def body(response) -> str:
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def rows_of(client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client.get(address)))))


def told(client, address: str) -> dict:
    return json.loads(body(client.get(address)))


def number(text: str) -> D | None:
    return D(text) if text else None


# -- the same figures -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", CITY_QUERIES)
def test_cities_are_those_of_the_comparison_in_its_order(db, client, query):
    found = CityFilterSet(QueryDict(query))
    found.is_valid()
    comparison = found.answer().comparison
    expected = [
        [
            *(row.place.slug, row.shown_place.slug, row.low_usd, row.typical_usd, row.high_usd, row.baseline_usd),
            *(row.sample_size, row.source_count, row.summary.confidence),
        ]
        for row in comparison.rows
    ]
    amounts = ("low_usd", "typical_usd", "high_usd", "baseline_usd")
    given = [
        [
            *(row["place"], row["figures_of"], *(number(row[name]) for name in amounts)),
            *(int(row["record_count"]), int(row["source_count"]), row["confidence"]),
        ]
        for row in rows_of(client, f"/cities.csv?{query}")
    ]
    assert given == expected
    shown = [address.split("/")[2] for address, _ in links(client.get(f"/cities/?{query}")) if "/cities/" in address]
    assert [place for place in dict.fromkeys(shown) if place in {row[0] for row in given}] == [row[0] for row in given]


def test_a_ratio_is_the_quotient_of_the_given_figures(db, client):
    for row in rows_of(client, "/cities.csv"):
        exact = D(row["typical_usd"]) / D(row["baseline_usd"])
        assert D(row["ratio_typical"]) == exact.quantize(D("0.000001"))


@pytest.mark.parametrize(
    "query", ["", "level=senior&sort=-pay", "place=seoul", f"source={SOURCE}&sort=-year", "page=3"]
)
def test_records_are_those_of_the_page_in_its_order(db, client, query):
    found = RecordFilterSet(QueryDict(query), queryset=SalaryRecord.objects.published())
    assert [row["key"] for row in rows_of(client, f"/salaries.csv?{query}")] == [record.key for record in found.qs]


@pytest.mark.parametrize(
    ("sort", "keys"),
    [
        ("level", ["b", "d", "c", "a"]),
        ("-level", ["a", "c", "b", "d"]),
        ("pay", ["a", "b", "d", "c"]),
        ("-pay", ["d", "b", "a", "c"]),
    ],
)
def test_records_without_what_they_are_sorted_by_have_one_place_on_every_database(small_world, client, sort, keys):
    """Without a level before the lowest; without typical pay at the end."""
    a_record("a", typical=10, level="top")
    a_record("b", typical=20)
    a_record("c", low=15, level="low")
    a_record("d", typical=30)
    assert [row["key"] for row in rows_of(client, f"/salaries.csv?sort={sort}")] == keys
    assert [record.key for record in client.get(f"/salaries/?sort={sort}").context["page_obj"]] == keys


def test_a_record_carries_amounts_rate_source_and_import(db, client):
    row = next(r for r in rows_of(client, "/salaries.csv") if r["key"] == "singapore-ml-engineer-morgan-mckinley-2026")
    record = SalaryRecord.objects.get(key=row["key"])
    assert list(row) == list(columns.RECORDS)
    names = "low typical high annual_low_usd annual_typical_usd annual_high_usd".split()
    assert [row[name] for name in names] == ["100000.00", "", "170000.00", "78224.34", "105602.86", "132981.37"]
    names = "rate_units_per_usd rate_span rate_date rate_source source source_publisher source_licence".split()
    assert [row[name] for name in names] == [
        "1.27837451",
        "day",
        "2026-10-30",
        "ecb-reference-rates",
        "morgan-mckinley-singapore-2026",
        "Morgan McKinley",
        "",
    ]
    assert (row["import_run"], row["import_sha256"]) == (str(record.import_run.pk), record.import_run.sha256)


@pytest.mark.parametrize("name", PAGES)
def test_csv_and_json_hold_the_same_rows(db, client, name):
    answer = told(client, f"/{name}.json")
    assert list(answer) == "page asked licence columns withheld_records withheld rows".split()
    lines = rows_of(client, f"/{name}.csv")
    assert lines
    assert list(lines[0]) == list(answer["columns"])
    words = {None: "", True: "true", False: "false"}
    as_text = [
        {column: words[v] if v is None or isinstance(v, bool) else str(v) for column, v in row.items()}
        for row in answer["rows"]
    ]
    assert as_text == lines


def test_all_rows_are_given_not_only_those_of_a_page(small_world, client):
    for n in range(120):
        a_record(f"r{n:03}", typical=n + 1)
    assert [row["key"] for row in rows_of(client, "/salaries.csv?page=2")] == [f"r{n:03}" for n in reversed(range(120))]
    assert len(told(client, "/salaries.json")["rows"]) == 120


def test_levels_skills_and_sources_give_what_the_pages_show(db, client):
    first = rows_of(client, "/levels.csv")[0]
    names = "order level role place record_count low_usd typical_usd ratio_to_first multiplier_low".split()
    assert [first[name] for name in names] == [
        "1",
        "beginner",
        "machine-learning-engineer",
        "asia",
        "3",
        "3000.00",
        "5500.00",
        "1.000000",
        "1.00",
    ]
    facts = {row["fact"] for row in rows_of(client, "/skills.csv") if row["fact"]}
    assert facts == set(Fact.objects.filter(skill__isnull=False).values_list("key", flat=True))
    counts = {row["slug"]: (row["record_count"], row["fact_count"]) for row in rows_of(client, "/sources.csv")}
    assert (counts[SOURCE], counts["statista"]) == (("12", "0"), ("0", "2"))


# -- what is withheld -------------------------------------------------------------------------------------------------
def test_records_of_a_closed_source_are_withheld_and_counted(small_world, client):
    a_record("open", typical=10)
    a_record("closed-1", source="two", typical=20)
    a_record("closed-2", source="two", typical=30, level="top")
    Source.objects.filter(slug="two").update(redistributable=False)
    response = client.get("/salaries.csv")
    assert (response["X-Withheld-Records"], response["X-Withheld-Sources"]) == ("2", "two=2")
    assert [row["key"] for row in rows_of(client, "/salaries.csv")] == ["open"]
    answer = told(client, "/salaries.json?level=top")
    assert (answer["withheld_records"], answer["withheld"], answer["rows"]) == (1, {"two": 1}, [])
    page = client.get("/salaries/").content.decode()
    assert "2 records are left out of the files" in page
    assert "left out of the files" not in client.get("/salaries/?source=one").content.decode()


def test_an_estimate_is_withheld_only_if_every_source_behind_it_is(small_world, client):
    a_record("open", place="city", typical=10)
    a_record("closed-city", place="city", source="two", typical=30)
    a_record("closed-town", place="town", source="two", typical=40)
    Source.objects.filter(slug="two").update(redistributable=False)
    city, town = rows_of(client, "/cities.csv?sort=place")
    assert (city["low_usd"], city["typical_usd"], city["high_usd"], city["withheld"]) == (
        "10.00",
        "20.00",
        "30.00",
        "false",
    )
    assert (town["low_usd"], town["typical_usd"], town["high_usd"], town["withheld"]) == ("", "", "", "true")
    assert (town["record_count"], town["source_slugs"]) == ("1", "two")
    assert told(client, "/cities.json")["withheld"] == {"two": 1}
    assert "1 figure is left out of the files" in client.get("/cities/").content.decode()


def test_a_closed_baseline_is_withheld_and_its_ratio_too(small_world, client):
    a_record("open", typical=10)
    a_record("base", role="others", source="two", typical=5)
    Source.objects.filter(slug="two").update(redistributable=False)
    row = rows_of(client, "/cities.csv?city=city")[0]
    assert (row["typical_usd"], row["baseline_usd"], row["ratio_typical"]) == ("10.00", "", "")


def test_facts_and_rungs_of_a_closed_source_are_withheld(db, client):
    Source.objects.update(redistributable=False)
    answer = told(client, "/skills.json")
    assert {row["fact"] for row in answer["rows"]} == {None}
    assert answer["withheld_records"] == Fact.objects.filter(skill__isnull=False).count()
    rung = told(client, "/levels.json")["rows"][0]
    assert (rung["typical_usd"], rung["multiplier_low"], rung["withheld"], rung["level"]) == (
        None,
        None,
        True,
        "beginner",
    )


# -- how it is handed over --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PAGES)
def test_files_name_themselves_their_licence_and_who_may_read_them(db, client, name):
    kinds = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json"}
    for form in FORMS:
        response = client.get(f"/{name}.{form}", headers={"Origin": "https://elsewhere.example"})
        assert (response.streaming, response["Content-Type"], response.cookies) == (True, kinds[form], {})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Link"] == f'</api/#licence>; rel="license", </api/#{name}-columns>; rel="describedby"'
        assert response["Content-Disposition"].endswith(f'.{form}"')


def test_a_file_is_named_after_what_was_asked(db, client):
    response = client.get("/cities.csv?level=senior")
    assert response["Content-Disposition"] == (
        'attachment; filename="cities-machine-learning-engineer-senior-2026.csv"'
    )


def test_an_unchanged_file_is_not_sent_again(db, client):
    etag = client.get("/salaries.csv")["ETag"]
    again = client.get("/salaries.csv", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    SalaryRecord.objects.first().save()
    assert client.get("/salaries.csv", headers={"If-None-Match": etag}).status_code == 200


def test_whoever_stands_between_may_compress_a_file_as_it_comes(db, client, rf):
    plain = body(client.get("/salaries.csv"))
    request = rf.get("/salaries.csv", headers={"Accept-Encoding": "gzip"})
    packed = GZipMiddleware(lambda request: client.get("/salaries.csv"))(request)
    assert (packed["Content-Encoding"], packed.streaming, packed["ETag"][:3]) == ("gzip", True, 'W/"')
    assert gzip.decompress(b"".join(packed.streaming_content)).decode() == plain


def test_other_methods_are_answered_in_kind(db, client):
    assert body(client.head("/salaries.csv")) == ""
    assert client.post("/salaries.csv").status_code == 405
    asked = client.options("/salaries.csv", headers={"Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_no_cell_starts_a_formula(small_world, client):
    a_record("evil", typical=10, quote='=HYPERLINK("http://evil.example")', note="+1-2")
    Source.objects.filter(slug="one").update(title="@import", publisher="-1+1")
    row = rows_of(client, "/salaries.csv")[0]
    assert (row["quote"], row["note"]) == ('\'=HYPERLINK("http://evil.example")', "'+1-2")
    assert (row["source_title"], row["source_publisher"]) == ("'@import", "'-1+1")
    assert told(client, "/salaries.json")["rows"][0]["quote"] == '=HYPERLINK("http://evil.example")'


def test_wrong_filters_are_refused_with_a_sentence_for_each(db, client):
    response = client.get("/cities.json?role=wizard&year=soon")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    answer = response.json()
    assert (answer["status"], answer["title"], set(answer["errors"])) == (400, "Bad Request", {"role", "year"})
    response = client.get("/salaries.csv?role=wizard")
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode().splitlines() == [
        "Some filters cannot be read.",
        "role: There is no “wizard” here.",
    ]


def test_more_parameters_than_anybody_reads_are_refused(db, client):
    query = "&".join(f"a{n}=1" for n in range(1001))
    assert client.get(f"/salaries.json?{query}").json()["errors"] == {"parameters": ["There are too many parameters."]}
    assert client.get(f"/cities.csv?{query}").content.decode().splitlines() == [
        "Some filters cannot be read.",
        "parameters: There are too many parameters.",
    ]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_links_to_its_files_with_its_query_string(db, client, name):
    query = "?level=senior" if name in {"cities", "salaries"} else ""
    found = [address for address, _ in links(client.get(f"/{name}/{query}{'&page=1' if query else ''}"))]
    assert {f"/{name}.csv{query}", f"/{name}.json{query}", "/api/"} <= set(found)


def test_nothing_on_record_gives_a_header_and_no_rows(no_records, client):
    for page in PAGES:
        assert len(body(client.get(f"/{page}.csv")).splitlines()) == 1
        assert told(client, f"/{page}.json")["rows"] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("closed", [False, True])
def test_queries_do_not_grow_with_rows(small_world, client, name, closed):
    Source.objects.filter(slug="two").update(redistributable=not closed)
    counts = []
    for n in range(3):
        a_record(f"r{n}", place=("city", "town", "land")[n], source=("one", "two", "three")[n], typical=10 + n)
        if n != 1:
            with CaptureQueriesContext(connection) as captured:
                body(client.get(f"/{name}.csv"))
            counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Estimate.objects.exists()
