"""The page that takes one figure apart."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide_site.tests.html import links, tables, text
from salaries.cells.address import cell_url
from salaries.cells.page import CellPage
from salaries.derivation import Asked, derive
from salaries.models import CareerLevel, Estimate, Place, Role, SalaryRecord, Source
from salaries.money import usd, usd_span
from salaries.tests.making import a_record

CITY = "/estimate/?place=city&role=coder"
SINGAPORE = "/estimate/?place=singapore&role=machine-learning-engineer"


def page_of(place: str = "city", role: str = "coder", level: str = "", year: int = 2026) -> CellPage:
    found = CareerLevel.objects.get(slug=level) if level else None
    return CellPage(Asked(Place.objects.get(slug=place), Role.objects.get(slug=role), year, found))


def said(page: CellPage) -> list[tuple[str, str, int]]:
    """(source or kind of employers, range, records) of each line."""
    return [
        (
            line.population or line.source.slug,
            usd_span(line.band.low_annual_usd, line.band.typical_annual_usd, line.band.high_annual_usd),
            line.band.sample_size,
        )
        for line in page.lines
    ]


def observations(source: str, amounts: list[int], **given) -> None:
    for number, amount in enumerate(amounts):
        a_record(f"{source}-{given.get('population', 'any')}-{number}", source=source, typical=amount, **given)


def test_the_page_of_singapore_shows_each_source_and_every_step(db, client):
    page = client.get(SINGAPORE)
    shown = text(page)
    # 105,602.86 ÷ 105,000 = 1.0057: within 1%, rounded up.
    assert "Machine learning engineer in Singapore, 2026: three sources agree within 1%" in shown
    assert "Four records of three sources count." in shown
    assert "One source, one vote: of $105,000, $105,603 and $105,603, the middle one is $105,603." in shown
    assert "from the lowest to the highest figure of any source: $50,846–132,981." in shown
    assert len(tables(page)[0].rows) == 4  # its records
    addresses = [address for address, _ in links(page)]
    for query in ("/api/estimate/", "/salaries/"):
        assert f"{query}?place=singapore&role=machine-learning-engineer&year=2026" in addresses
    assert (
        cell_url(
            Place.objects.get(slug="singapore"),
            Role.objects.get(slug="machine-learning-engineer"),
            2026,
            CareerLevel.objects.get(slug="junior"),
        )
        in addresses
    )


def test_every_stored_estimate_has_a_page_with_its_figures(db, client):
    for stored in Estimate.objects.select_related("place", "role", "level"):
        page = client.get(cell_url(stored.place, stored.role, stored.year, stored.level))
        amount = usd(stored.typical_usd) or usd_span(stored.low_usd, None, stored.high_usd)
        assert amount in text(page)
        assert str(stored.role) in text(page)


def test_kinds_of_employers_stand_under_their_source(small_world):
    observations("one", [10, 20, 30, 40, 50], population="local")  # middle half 20 to 40
    observations("one", [100, 200], population="international")
    a_record("two", source="two", low=60, high=80)
    # All seven: positions 1.5 and 4.5 of 10 20 30 40 50 100 200, so 25 and 75.
    assert said(page_of()) == [
        ("one", "$25–75", 7),
        ("International employers", "$100–200", 2),
        ("Local employers", "$20–40", 5),
        ("two", "$60–80", 1),
    ]


def test_fewer_than_five_salaries_are_shown_one_by_one(small_world):
    observations("one", [30, 10, 20])
    observations("two", [10, 20, 30, 40, 50])
    a_record("three", source="three", typical=20)
    singles = {line.source.slug: [int(one) for one in line.singles] for line in page_of().lines}
    assert singles == {"one": [10, 20, 30], "two": [], "three": []}  # one salary is its own band


def test_only_the_records_that_count_make_the_parts(small_world):
    # Source one names no level locally, so at any level its top records do not count.
    observations("one", [10, 20], population="local")
    observations("one", [500, 600], population="international", level="top")
    assert said(page_of()) == [("one", "$10–20", 2)]
    assert said(page_of(level="top")) == [("one", "$500–600", 2)]


def test_sources_say_what_their_records_are_about(small_world):
    a_record("a", source="one", typical=100, population="international", basis="net", work_mode="remote")
    a_record("b", source="two", typical=40, level="low", qualifier="average")
    words = {line.source.slug: line.words for line in page_of().lines}
    assert words == {
        "one": ["for international employers", "after tax", "for remote work"],
        "two": ["for Low", "an average"],
    }
    # 100 ÷ 40
    assert page_of().finding == (
        "Coder in City, 2026: two sources differ by a factor of 2.50: the highest is for international employers"
    )


def test_dates_of_publication_are_a_reason_when_they_differ(small_world):
    for slug, year in (("one", 2023), ("two", 2026)):
        Source.objects.filter(slug=slug).update(published=datetime.date(year, 3, 1))
    a_record("a", source="one", typical=100)
    a_record("b", source="two", typical=200)
    assert [reason.label for reason in page_of().reasons] == ["Published"]


def test_a_country_tells_whose_figures_are_of_which_place(small_world):
    a_record("a", source="one", place="land", typical=100)
    a_record("b", source="two", place="city", typical=200)
    a_record("c", source="two", place="town", typical=200)
    reason = page_of("land").reasons[0]
    assert (reason.label, [words for words, _ in reason.groups]) == ("Place", ["for Land", "for City and Town"])


def test_a_city_without_figures_shows_its_country(small_world, client):
    a_record("a", place="land", typical=100)
    shown = text(client.get(CITY))
    assert "There are no figures for City itself; these are national, for Land" in shown
    assert "Nothing is on record for City itself, so these are the figures of its country." in shown


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("place=atlantis&role=coder", ["There is no such place."]),
        ("place=city&role=wizard", ["There is no such role."]),
        ("place=city&role=coder&level=godlike", ["There is no such level."]),
        ("place=city&role=coder&year=soon", ["Write a year, such as 2026."]),
        ("place=city&role=coder&year=99999", ["less than or equal to 2100"]),
        ("place=city", ["Choose a role."]),
        ("place=%00&role=%00", ["Null characters are not allowed"]),
        ("nonsense=1", ["Choose a place.", "Choose a role."]),
    ],
)
def test_wrong_values_are_errors_of_their_fields(small_world, client, query, errors):
    shown = text(client.get(f"/estimate/?{query}"))
    assert [error for error in errors if error not in shown] == []


def test_nothing_on_record_leads_to_what_there_is(small_world, client):
    a_record("a", typical=100, year=2024, level="top")
    page = client.get(f"{CITY}&year=2026")
    assert "Nothing on record for Coder in City, 2026" in text(page)
    assert ("/estimate/?place=city&role=coder&level=top&year=2024", "Coder, Top, City, 2024") in links(page)
    assert "Nothing on record for Others in City" in text(client.get("/estimate/?place=city&role=others"))


def test_without_a_year_it_is_the_latest_of_that_level(small_world, client):
    a_record("a", typical=100, year=2024, level="top")
    a_record("b", typical=300, year=2026)
    assert "Coder in City, 2026: one source, typically $300 a year" in text(client.get(CITY))
    assert "Coder, Top, in City, 2024: one source, typically $100 a year" in text(client.get(f"{CITY}&level=top"))
    assert "2024 : $100" in text(client.get(CITY))


def test_the_part_for_htmx_fits_into_a_row(db, client):
    response = client.get(SINGAPORE, headers={"HX-Request": "true"})
    content = response.content.decode()
    assert ("<html" in content, "<h1" in content, "three sources agree within 1%" in content) == (False, False, True)
    assert SINGAPORE + "&year=2026" in [address for address, _ in links(response)]
    for query in ("?place=tokyo&role=ai-engineer", "?place=atlantis&role=x", ""):
        answer = client.get(f"/estimate/{query}", headers={"HX-Request": "true"})
        assert (answer.status_code, b"<html" in answer.content) == (200, False)


def test_it_makes_as_many_queries_for_three_sources_as_for_one(small_world, client):
    counts = []
    for source in ("one", "two", "three"):
        a_record(f"{source}-level", source=source, typical=100, level="low", population="local")
        a_record(f"{source}-other", source=source, typical=200, level="top", population="international")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(CITY).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]


def test_its_figures_are_those_of_the_derivation(db):
    for stored in Estimate.objects.select_related("place", "role", "level")[:40]:
        asked = Asked(stored.place, stored.role, stored.year, stored.level)
        lines = [line for line in CellPage(asked).lines if not line.population]
        assert {line.source.pk: line.band for line in lines} == {one.source.pk: one.band for one in derive(asked).bands}


def test_a_withdrawn_record_is_gone_from_the_page(small_world, client):
    a_record("a", source="one", typical=100)
    a_record("b", source="two", typical=200)
    SalaryRecord.objects.get(key="b").delete()
    assert "one source, typically $100 a year" in text(client.get(CITY))
