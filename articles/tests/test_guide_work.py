"""What the page of a guide asks of the database, and that every change shows on it at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.contradictions import contradictions_in, reading
from articles.models import Article
from articles.tests.test_models import guide
from guide_site.tests.html import text
from salaries import estimates, stated
from salaries.models import CareerLevel, ExchangeRate, Fact, Place, Role, SalaryRecord, Source
from salaries.tests.making import a_rate, a_record, a_small_world

EVERYTHING = """
{pay}`city-2026`, {pay}`city coder`, {pay}`town coder low two`, {ratio}`city coder one`
{fact}`twice`, {level}`low reach`

{check}`2x | coder@city[one] / others@city[one]`, {check}`2x | coder@city / others@city`

:::{paired-bars}
:role: coder
:source: one
:::

:::{range-bars}
:role: coder
:::

:::{ladder}
:role: coder
:place: world
:source: one
:::

:::{ladder}
:role: coder
:place: world
:::

:::{levels-table}
:::
"""


@pytest.fixture
def small_world(no_records) -> None:
    a_small_world()


@pytest.fixture
def shown(small_world, client) -> Callable[[], str]:
    """The page of a guide that uses everything; its address is /articles/x/."""
    CareerLevel.objects.filter(slug="low").update(reach_low_months=6, reach_high_months=12)
    a_record("city-2026", low=40_000, high=60_000)
    a_record("city-low-2026", level="low", typical=30_000)
    a_record("town-low-2026", place="town", level="low", source="two", typical=20_000)
    a_record("city-others-2026", role="others", typical=25_000, qualifier="average")
    Fact.objects.create(
        key="twice",
        statement="What coders earn, as a multiple",
        low=2,
        high=2,
        unit="ratio",
        place=Place.objects.get(slug="land"),
        role=Role.objects.get(slug="coder"),
        year=2026,
        source=Source.objects.get(slug="one"),
    )
    guide(body=EVERYTHING)
    return lambda: client.get("/articles/x/").content.decode()


def add_records(count: int, *, source: str) -> None:
    """Single salaries of every cell that there is: a multiple of 12 changes no cell but by their number."""
    SalaryRecord.objects.filter(key__startswith="many-").delete()
    places, levels = [Place.objects.get(slug=slug) for slug in ("city", "town")], [*CareerLevel.objects.all(), None]
    roles, of = list(Role.objects.all()), Source.objects.get(slug=source)
    SalaryRecord.objects.bulk_create(
        SalaryRecord(
            key=f"many-{number}",
            source=of,
            place=places[number % 2],
            role=roles[number // 2 % 2],
            level=levels[number // 4 % 3],
            year=2026,
            currency_code="USD",
            typical=D(50_000),
            annual_typical_usd=D(50_000),
        )
        for number in range(count)
    )
    estimates.rebuild()


def test_neither_queries_nor_rows_depend_on_the_number_of_records(shown, rows_read):
    counted = []
    for count in (60, 1_200):
        add_records(count, source="three")
        shown()
        rows_read.clear()
        with CaptureQueriesContext(connection) as captured:
            shown()
        counted.append((len(captured), sum(rows_read)))
    assert counted[0] == counted[1]
    assert counted[0][0] <= 50


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite how it finds rows")
@pytest.mark.parametrize("address", ["/articles/x/", "/", "/levels/", "/salaries/"])
def test_no_query_walks_over_the_records(shown, client, address):
    """No question is answered by reading all records, or all of a status and year."""
    shown()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    with connection.cursor() as cursor:
        for query in captured:
            if "salaries_salaryrecord" in query["sql"] and "ORDER BY" not in query["sql"]:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plan = " ".join(row[3] for row in cursor.fetchall())
                assert "SCAN salaries_salaryrecord" not in plan, query["sql"]
                assert "USING INDEX record_status" not in plan, query["sql"]


@pytest.mark.parametrize("few", [0, 1_000])
def test_sources_read_record_by_record_say_what_they_say_in_groups(small_world, monkeypatch, few):
    monkeypatch.setattr(stated, "MOST_READ_SINGLY", few)
    for number in range(7):
        a_record(f"single-{number}", level="low" if number % 2 else None, typical=30_000 + 1_001 * number)
    a_record("range", place="land", low=20_000, high=90_000, level="top")
    a_record("draft", typical=1, status="draft")
    a_record("without-a-rate", currency_code="KRW", typical=60_000_000)
    a_record("of-another", source="two", typical=99_000)
    places = list(Place.objects.values_list("pk", flat=True))
    role, levels = Role.objects.get(slug="coder").pk, [None, *CareerLevel.objects.values_list("pk", flat=True)]
    asked = {"role_ids": [role], "years": [2026], "level_ids": levels}
    found = estimates.bands_in(places, **asked, source__in=[Source.objects.get(slug="one")])
    names, rungs = (dict(model.objects.values_list("pk", "slug")) for model in (Place, CareerLevel))
    # Without a level: 30,000, 32,002, 34,004 and 36,006; at the lowest: 31,001, 33,003 and 35,005.
    assert {
        (names[place], rungs.get(level)): [(band.low_annual_usd, band.high_annual_usd) for band in bands.values()]
        for (place, _, _, level), bands in found.items()
    } == {
        ("city", None): [(D(30_000), D(36_006))],
        ("city", "low"): [(D(31_001), D(35_005))],
        ("land", None): [(D(20_000), D(90_000))],
        ("land", "low"): [(D(31_001), D(35_005))],
        ("land", "top"): [(D(20_000), D(90_000))],
        ("world", None): [(D(20_000), D(90_000))],
        ("world", "low"): [(D(31_001), D(35_005))],
        ("world", "top"): [(D(20_000), D(90_000))],
    }


# -- what is behind charts --------------------------------------------------------------------------------------------
BEHIND = "{ratio}`city coder one` {pay}`city-lowest-2026`"


def test_more_records_behind_a_chart_than_are_read_do_not_count(small_world, monkeypatch):
    """A part of them would look like statements: three of a kind are none, one of them is one."""
    a_record("city-others-2026", role="others", typical=25_000, qualifier="average")
    a_record("city-lowest-2026", level="low", source="two", low=20_000, high=22_000)
    a_record("city-2026", low=40_000, high=60_000)
    found = [one.kind for one in contradictions_in(BEHIND)]
    assert found
    monkeypatch.setattr(reading, "MOST_BEHIND", 1)
    keys = [one.key for one in reading.material_of(BEHIND).statements]
    assert keys == ["city-lowest-2026"]


def test_a_draft_behind_a_chart_does_not_count(small_world):
    a_record("city-others-2026", role="others", typical=25_000, qualifier="average")
    a_record("city-2026", low=40_000, high=60_000)
    a_record("city-draft-2026", low=1, high=2, status="draft")
    keys = [one.key for one in reading.material_of("{ratio}`city coder one`").statements]
    assert keys == ["city-2026", "city-others-2026"]


# -- every change shows -----------------------------------------------------------------------------------------------
def saved(model: type, slug: str, **changes: object) -> None:
    """A change as it is made in the admin."""
    name = "key" if model in (SalaryRecord, Fact) else "slug"
    one = model._default_manager.get(**{name: slug})
    for field, value in changes.items():
        setattr(one, field, value)
    one.save()


CHANGES = {
    "a record": (lambda: saved(SalaryRecord, "city-2026", high=D(61_234)), "$40,000–61,234"),
    "a record behind a chart": (lambda: saved(SalaryRecord, "city-low-2026", typical=D(31_234)), "$31,234"),
    "a new record": (lambda: a_record("new", place="town", low=71_234, high=81_234), "$71,234"),
    "a withdrawn record": (lambda: saved(SalaryRecord, "city-2026", status="withdrawn"), "[figure missing]"),
    "a deleted record": (lambda: SalaryRecord.objects.get(key="city-2026").delete(), "[figure missing]"),
    "a fact": (lambda: saved(Fact, "twice", low=D(3), high=D(3)), "3×"),
    "the time to reach a level": (lambda: saved(CareerLevel, "low", reach_high_months=18), "6–18 months"),
    "the name of a level": (lambda: saved(CareerLevel, "low", name="Novice"), "Novice"),
    "the name of a place": (lambda: saved(Place, "town", name="Burgh"), "Burgh"),
    "the name of a source": (lambda: saved(Source, "one", title="Poll one"), "Poll one"),
    "the name of a role": (lambda: saved(Role, "coder", name="Programmer"), "Programmer"),
    "the guide": (lambda: saved(Article, "x", body="Rewritten."), "Rewritten."),
    "its title": (lambda: saved(Article, "x", title="Retitled"), "Retitled"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_on_the_page_at_once(shown, kept_pages, change):
    make, expected = CHANGES[change]
    assert expected not in shown()
    make()
    assert expected in shown()


def test_a_rate_is_on_the_page_at_once(shown, kept_pages):
    a_rate("SGD", "1.25")
    a_record("in-dollars-of-singapore", currency_code="SGD", low=100_000, high=125_000)
    saved(Article, "x", body="{pay}`in-dollars-of-singapore usd`")
    assert "$80,000–100,000" in shown()
    rate = ExchangeRate.objects.get(currency_code="SGD")
    rate.units_per_usd = D(2)
    rate.save()
    assert "$50,000–62,500" in shown()


DISAGREE = "{pay}`city-2026` {pay}`city-low-2026`"


@pytest.mark.parametrize(
    "agree",
    [
        lambda: saved(SalaryRecord, "city-low-2026", typical=D(45_000)),
        lambda: saved(SalaryRecord, "city-2026", low=D(25_000)),
        lambda: saved(SalaryRecord, "city-low-2026", status="draft"),
        lambda: saved(SalaryRecord, "city-low-2026", population="international"),
        lambda: saved(Article, "x", body="{pay}`city-2026`"),
    ],
)
def test_a_finding_goes_with_what_it_was_found_in(shown, client, kept_pages, agree):
    saved(Article, "x", body=DISAGREE)
    assert "Where the sources disagree" in text(client.get("/articles/x/"))
    agree()
    assert "Where the sources disagree" not in text(client.get("/articles/x/"))


def test_a_finding_names_things_as_they_are_called_now(shown, client, kept_pages):
    saved(Article, "x", body=DISAGREE)
    for change, expected in (
        (lambda: saved(Place, "city", name="Metropolis"), "Metropolis: "),
        (lambda: saved(Source, "one", title="Poll one"), "Poll one"),
        (lambda: saved(CareerLevel, "low", name="Novice"), "Novice"),
    ):
        assert expected not in text(client.get("/articles/x/"))
        change()
        assert expected in text(client.get("/articles/x/"))
