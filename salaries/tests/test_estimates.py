"""Estimates: what they are made of, and that they follow every change at once."""

from decimal import Decimal as D

import pytest
import time_machine

from salaries import estimates
from salaries.models import CareerLevel, Confidence, Estimate, Place, PublishedVersion, Role, SalaryRecord, Source
from salaries.tests.making import a_rate, a_record


def estimate(place="city", level=None, role="coder", year=2026):
    """(low, typical, high, records, sources) of a cell; None without an estimate."""
    found = Estimate.objects.filter(place__slug=place, role__slug=role, year=year, level__slug=level).first()
    if level is None:
        found = Estimate.objects.filter(place__slug=place, role__slug=role, year=year, level=None).first()
    if found is None:
        return None
    return found.low_usd, found.typical_usd, found.high_usd, found.sample_size, found.source_count


def everything():
    names = ["place__slug", "role__slug", "level__slug", "year", "low_usd", "typical_usd", "high_usd"]
    names += ["sample_size", "source_count", "confidence", "made_of"]
    return sorted(map(str, Estimate.objects.values_list(*names)))


def test_one_source_has_one_vote(small_world):
    for number, amount in enumerate((10, 20, 30, 40, 90)):
        a_record(f"one-{number}", typical=amount)
    a_record("two", source="two", low=50, high=70)
    # one: middle half of 10 20 30 40 90 is 20–40, median 30. two: 50–70, midway 60. Median of 30 and 60 is 45.
    assert estimate() == (D(20), D(45), D(70), 6, 2)


def test_any_level_prefers_records_without_a_level(small_world):
    a_record("plain", low=50, high=70)
    a_record("low", level="low", low=10, high=20)
    assert estimate() == (D(50), D(60), D(70), 1, 1)
    assert estimate(level="low") == (D(10), D(15), D(20), 1, 1)


def test_any_level_of_a_source_with_levels_only_takes_all_of_them(small_world):
    a_record("low", level="low", low=10, high=20)
    a_record("top", level="top", low=80, high=100)
    assert estimate() == (D(10), D("52.50"), D(100), 2, 1)


def test_a_country_takes_a_source_s_cities_together(small_world):
    a_record("city", low=10, high=20)
    a_record("town", place="town", low=40, high=60)
    assert estimate("land") == (D(10), D("32.50"), D(60), 2, 1)


def test_a_country_takes_a_source_s_national_records_alone(small_world):
    a_record("city", low=10, high=20)
    a_record("land", place="land", low=40, high=60)
    a_record("other", source="two", low=100, high=200)
    # one: national 40–60. two: its city, 100–200. Typicals 50 and 150.
    assert estimate("land") == (D(40), D(100), D(200), 2, 2)


def test_a_region_takes_what_lies_in_it(small_world):
    a_record("city", low=10, high=20)
    assert estimate("world") == estimate("land") == estimate("city") == (D(10), D(15), D(20), 1, 1)


def test_a_city_is_not_made_of_its_country(small_world):
    a_record("land", place="land", typical=10)
    assert estimate("city") is None


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_records_that_are_not_published_do_not_count(small_world, status):
    record = a_record("r", typical=10)
    record.status = status
    record.save()
    assert Estimate.objects.count() == 0


def test_records_without_dollars_do_not_count(small_world):
    a_record("r", currency_code="KRW", typical=10)
    assert Estimate.objects.count() == 0


def test_years_and_roles_are_cells_of_their_own(small_world):
    a_record("now", typical=10)
    a_record("then", typical=20, year=2025)
    a_record("others", typical=30, role="others")
    assert [estimate()[1], estimate(year=2025)[1], estimate(role="others")[1]] == [D(10), D(20), D(30)]


def test_a_changed_record_changes_its_estimate_at_once(small_world):
    record = a_record("r", typical=10)
    record.typical = D(12)
    record.save()
    assert estimate() == (D(12), D(12), D(12), 1, 1)


def test_a_deleted_record_takes_its_estimates_along(small_world):
    a_record("r", level="top", typical=10).delete()
    assert Estimate.objects.count() == 0


def test_a_moved_record_changes_the_old_cell_and_the_new_one(small_world):
    a_record("stays", typical=30)
    record = SalaryRecord.objects.get(pk=a_record("moves", typical=10).pk)
    record.place, record.year = Place.objects.get(slug="town"), 2025
    record.save()
    assert estimate("city") == estimate("land") == (D(30), D(30), D(30), 1, 1)
    assert estimate("town", year=2025) == (D(10), D(10), D(10), 1, 1)


def test_a_changed_rate_changes_the_estimate(small_world):
    rate = a_rate("SGD", "2")
    a_record("r", currency_code="SGD", typical=100)
    assert estimate()[1] == D(50)
    rate.units_per_usd = D(4)
    rate.save()
    assert estimate()[1] == D(25)


def test_a_city_that_moves_to_another_country_takes_its_records_along(small_world):
    a_record("r", typical=10)
    elsewhere = Place.objects.create(slug="isle", name="Isle", kind="country", country_code="JP", currency_code="JPY")
    city = Place.objects.get(slug="city")
    city.parent = elsewhere
    city.save()
    assert (estimate("land"), estimate("isle")) == (None, (D(10), D(10), D(10), 1, 1))


def test_deferred_changes_are_worked_out_once_at_the_end(small_world):
    with estimates.deferred():
        a_record("r", typical=10)
        a_record("s", typical=20)
        assert estimate() is None
    assert estimate() == (D(10), D(15), D(20), 2, 1)


def fail_halfway() -> None:
    with estimates.deferred():
        a_record("r", typical=10)
        raise RuntimeError


def test_a_failure_among_deferred_changes_leaves_everything_as_it_was(small_world):
    with pytest.raises(RuntimeError):
        fail_halfway()
    assert (SalaryRecord.objects.count(), Estimate.objects.count()) == (0, 0)
    a_record("s", typical=20)  # the next change is not held back
    assert estimate()[1] == D(20)


def test_stored_estimates_are_those_that_a_rebuild_gives(db):
    SalaryRecord.objects.get(key="seoul-ml-engineer-2026").delete()
    record = SalaryRecord.objects.get(key="manila-ml-engineer-2026")
    record.place = Place.objects.get(slug="jakarta")
    record.save()
    kept = everything()
    estimates.rebuild()
    assert kept == everything()
    assert len(kept) > 30


def test_bands_of_single_sources_come_from_the_same_rules(small_world):
    a_record("one", low=10, high=20)
    a_record("two", source="two", low=40, high=60)
    record = SalaryRecord.objects.get(key="two")
    cell = (record.place_id, record.role_id, 2026, None)
    asked = {"role_ids": [record.role_id], "years": [2026], "level_ids": [None]}
    found = estimates.bands_in([record.place_id], **asked)
    assert {source: one.typical_annual_usd for source, one in found[cell].items()} == {
        SalaryRecord.objects.get(key="one").source_id: D(15),
        record.source_id: D(50),
    }
    only_two = estimates.bands_in([record.place_id], **asked, source=record.source)
    assert list(only_two[cell]) == [record.source_id]


def test_every_refresh_makes_a_new_published_version(small_world):
    before = PublishedVersion.current()
    a_record("r", typical=10)
    assert PublishedVersion.current() != before


# Rates of guide_site/sample/rates.csv: SGD 1.27837451, KRW 1335.26673827, INR 94.95524526 and PHP 63.67973505 of
# 30 October 2026; VND 23787.31917, the average of 2023, the latest that there is.
SAMPLE = {
    # Morgan McKinley S$100–170k: 78,224.34–132,981.37, midway 105,602.86. Chart: 105,000. Ladder: S$65k or more
    # (50,845.82) and S$100–170k again. Median of 105,602.86, 105,000 and 105,602.86.
    "singapore": ("50845.82", "105602.86", "132981.37", 4, 3),
    # Guide ₩60–120M: 44,934.84–89,869.68, midway 67,402.26. Chart: 72,000. Ladder: three open figures from ₩40M
    # (29,956.56), without a typical one. (67,402.26 + 72,000) / 2.
    "seoul": ("29956.56", "69701.13", "89869.68", 5, 3),
    # Chart: 27,600. Ladder ₹30–45 lakh: 31,593.83–47,390.75, midway 39,492.29. Mean 33,546.145, to the even cent.
    "bangalore": ("27600.00", "33546.14", "47390.75", 2, 2),
    # Guide ₫240–1,440M a year: 10,089.41–60,536.46, midway 35,312.93. Chart 30,000–84,000, midway 57,000.
    "ho-chi-minh-city": ("10089.41", "46156.46", "84000.00", 2, 2),
    # Guide ₱455–685k: 7,145.13–10,756.95, midway 8,951.04. Chart: 12,200.
    "manila": ("7145.13", "10575.52", "12200.00", 2, 2),
}


@pytest.mark.parametrize("city", SAMPLE)
def test_the_sample_s_estimates_are_those_worked_out_by_hand(db, city):
    low, typical, high, records, sources = SAMPLE[city]
    found = estimate(city, role="machine-learning-engineer")
    assert found == (D(low), D(typical), D(high), records, sources)
    kept = Estimate.objects.get(place__slug=city, role__slug="machine-learning-engineer", level=None)
    assert kept.confidence == Confidence.FAIR


@pytest.fixture
def several(small_world):
    """{name: id} of a few cells: two places, roles, years and levels, by two sources."""
    for number, (place, role, year, level) in enumerate(
        [
            ("city", "coder", 2026, None),
            ("city", "coder", 2026, "top"),
            ("city", "coder", 2025, "low"),
            ("town", "coder", 2026, "low"),
            ("town", "others", 2026, None),
        ]
    ):
        a_record(f"r-{number}", place=place, role=role, year=year, level=level, typical=10 + number)
    a_record("two", source="two", place="town", level="low", low=20, high=40)
    models = (Place, Role, CareerLevel, Source)
    return {slug: pk for model in models for slug, pk in model._default_manager.values_list("slug", "pk")}


def test_stored_estimates_of_several_cells_come_in_one_query(several, django_assert_num_queries):
    at = several
    asked = {"role_ids": [at["coder"], at["others"]], "years": [2026, 2025], "level_ids": [None, at["low"]]}
    with django_assert_num_queries(1):
        found = estimates.stored_in([at["city"], at["town"]], **asked)
    assert {
        cell: (stored.summary.typical_annual_usd, stored.summary.source_count) for cell, stored in found.items()
    } == {
        (at["city"], at["coder"], 2026, None): (D(10), 1),
        (at["city"], at["coder"], 2025, None): (D(12), 1),
        (at["city"], at["coder"], 2025, at["low"]): (D(12), 1),
        (at["town"], at["coder"], 2026, None): (D("21.50"), 2),  # 13 and midway of 20 and 40
        (at["town"], at["coder"], 2026, at["low"]): (D("21.50"), 2),
        (at["town"], at["others"], 2026, None): (D(14), 1),
    }
    plain = ("unspecified", "unspecified", "unspecified", 1)
    assert found[at["town"], at["coder"], 2026, None].made_of == [(at["one"], *plain), (at["two"], *plain)]


def test_bands_of_several_cells_come_in_as_many_queries_as_of_one(several, django_assert_num_queries):
    at = several
    one = {"role_ids": [at["coder"]], "years": [2026], "level_ids": [None]}
    with django_assert_num_queries(3):
        assert len(estimates.bands_in([at["city"]], **one)) == 1
    asked = {"role_ids": [at["coder"], at["others"]], "years": [2026, 2025], "level_ids": [None, at["low"]]}
    with django_assert_num_queries(3):
        found = estimates.bands_in([at["city"], at["town"]], **asked)
    assert {
        cell: {source: band.typical_annual_usd for source, band in bands.items()} for cell, bands in found.items()
    } == {
        (at["city"], at["coder"], 2026, None): {at["one"]: D(10)},
        (at["city"], at["coder"], 2025, None): {at["one"]: D(12)},
        (at["city"], at["coder"], 2025, at["low"]): {at["one"]: D(12)},
        (at["town"], at["coder"], 2026, None): {at["one"]: D(13), at["two"]: D(30)},
        (at["town"], at["coder"], 2026, at["low"]): {at["one"]: D(13), at["two"]: D(30)},
        (at["town"], at["others"], 2026, None): {at["one"]: D(14)},
    }
    narrowed = estimates.bands_in([at["city"], at["town"]], **asked, source__in=[at["two"]])
    assert set(narrowed) == {(at["town"], at["coder"], 2026, None), (at["town"], at["coder"], 2026, at["low"])}


def test_levels_that_are_not_asked_for_are_left_out(several):
    at = several
    cells = {"role_ids": [at["coder"]], "years": [2026]}
    city = (at["city"], at["coder"], 2026)
    assert set(estimates.stored_in([at["city"]], **cells, level_ids=[at["top"]])) == {(*city, at["top"])}
    assert set(estimates.stored_in([at["city"]], **cells, level_ids=[])) == set()
    assert set(estimates.stored_in([at["city"]], **cells, level_ids=[at["top"], None])) == {
        (*city, at["top"]),
        (*city, None),
    }


def test_estimates_of_old_pay_are_a_step_less_sure(small_world):
    for year in (2024, 2025):
        a_record(f"one-{year}", year=year, typical=100)
        a_record(f"two-{year}", year=year, typical=200, source="two")
    kept = Estimate.objects.filter(place__slug="city", level=None)
    assert dict(kept.values_list("year", "confidence")) == {2025: Confidence.FAIR, 2024: Confidence.THIN}


def test_a_rebuild_after_the_year_has_ended_makes_older_pay_less_sure(small_world):
    a_record("one", year=2025, typical=100)
    a_record("two", year=2025, typical=200, source="two")
    with time_machine.travel("2027-01-02T00:00:00+00:00"):
        estimates.rebuild()
    assert Estimate.objects.get(place__slug="city", level=None).confidence == Confidence.THIN
