"""The database refuses what cannot be, whoever writes it: rows go in by `bulk_create`, past every form and `clean`."""

import datetime
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from salaries.models import (
    CareerLevel,
    Estimate,
    ExchangeRate,
    Fact,
    Place,
    PriceLevel,
    Role,
    SalaryRecord,
    Skill,
    Source,
)

SOURCE, PLACE, ROLE = "ml-careers-asia-2026", "singapore", "ai-engineer"


def refused_by(row, constraint: str) -> None:
    """Writing the row fails, and by this constraint (SQLite names the columns of a unique one instead)."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row).objects.bulk_create([row])
    message = str(error.value)
    assert constraint in message or (connection.vendor == "sqlite" and "UNIQUE constraint failed" in message)


def record(**changes) -> SalaryRecord:
    values = {
        "key": "r",
        "source": Source.objects.get(slug=SOURCE),
        "place": Place.objects.get(slug=PLACE),
        "role": Role.objects.get(slug=ROLE),
        "year": 2026,
        "currency_code": "SGD",
        "typical": D(5),
    }
    return SalaryRecord(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"typical": None}, "record_has_an_amount"),
        ({"typical": D(0)}, "record_amounts_positive"),
        ({"low": D(-1)}, "record_amounts_positive"),
        ({"low": D(6)}, "record_amounts_in_order"),
        ({"high": D(4)}, "record_amounts_in_order"),
        ({"typical": None, "low": D(2), "high": D(1)}, "record_amounts_in_order"),
        ({"currency_code": "BTC"}, "record_currency_known"),
        ({"year": 1949}, "record_year_plausible"),
        ({"year": 2101}, "record_year_plausible"),
        ({"period": "eon"}, "record_period_known"),
        ({"status": "odd"}, "record_status_known"),
        ({"key": "seoul-ml-engineer-2026"}, "salaries_salaryrecord_key"),
    ],
)
def test_a_record_that_cannot_be_is_refused(db, changes, constraint):
    refused_by(record(**changes), constraint)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"low": D(5), "high": D(5)},
        {"typical": None, "low": D(1)},
        {"typical": None, "high": D(1)},
        {"year": 1950},
        {"year": 2100},
    ],
)
def test_a_record_at_the_edge_is_taken(db, changes):
    SalaryRecord.objects.bulk_create([record(**changes)])
    assert SalaryRecord.objects.filter(key="r").count() == 1


def test_the_form_says_the_same_in_words(db):
    with pytest.raises(ValidationError, match="out of order") as error:
        record(low=D(6)).full_clean()
    assert "Amounts are out of order: low ≤ typical ≤ high." in error.value.messages


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"country_code": "ZZ"}, "place_country_code_known"),
        ({"currency_code": "ZZZ"}, "place_currency_code_known"),
        ({"country_code": None}, "place_codes_belong_to_countries"),
        ({"currency_code": None}, "place_codes_belong_to_countries"),
        ({"kind": "city"}, "place_codes_belong_to_countries"),
        ({"kind": "village", "country_code": None, "currency_code": None}, "place_kind_known"),
        ({"latitude": D(91), "longitude": D(0)}, "place_coordinates_in_range"),
        ({"latitude": D(1)}, "place_coordinates_in_range"),
        ({"country_code": "SG"}, "salaries_place_country_code"),
        ({"slug": "seoul"}, "salaries_place_slug"),
    ],
)
def test_a_place_that_cannot_be_is_refused(db, changes, constraint):
    values = {"slug": "x", "name": "X", "kind": "country", "country_code": "FR", "currency_code": "EUR"}
    refused_by(Place(**(values | changes)), constraint)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"order": 0}, "level_order_positive"),
        ({"order": 4}, "salaries_careerlevel_order"),
        ({"experience_low_months": 24, "experience_high_months": 12}, "level_experience_in_order"),
        ({"reach_low_months": 24, "reach_high_months": 12}, "level_reach_in_order"),
        ({"multiplier_low": D(3), "multiplier_high": D(2)}, "level_multiplier_in_order"),
        ({"multiplier_low": D(-1)}, "level_multiplier_in_order"),
    ],
)
def test_a_level_that_cannot_be_is_refused(db, changes, constraint):
    values = {"slug": "x", "name": "X", "order": 9, "source": Source.objects.get(slug=SOURCE)}
    refused_by(CareerLevel(**(values | changes)), constraint)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"low": None}, "fact_has_a_number"),
        ({"high": D(1)}, "fact_numbers_in_order"),
        ({"unit": "bananas"}, "fact_unit_known"),
        ({"year": 1066}, "fact_year_plausible"),
        ({"key": "mlops-premium"}, "salaries_fact_key"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(db, changes, constraint):
    source = Source.objects.get(slug=SOURCE)
    values = {"key": "x", "statement": "X", "low": D(2), "unit": "ratio", "year": 2026, "source": source}
    refused_by(Fact(**(values | changes)), constraint)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"units_per_usd": D(0)}, "rate_positive"),
        ({"currency_code": "ZZZ"}, "rate_currency_known"),
        ({"span": "eon"}, "rate_span_known"),
        ({"date": datetime.date(2026, 10, 30)}, "rate_unique_per_source_and_span"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(db, changes, constraint):
    day = datetime.date(2026, 1, 1)
    source = Source.objects.get(slug="ecb-reference-rates")
    values = {"currency_code": "SGD", "span": "day", "date": day, "end": day, "units_per_usd": D(1), "source": source}
    refused_by(ExchangeRate(**(values | changes)), constraint)


def test_a_price_level_is_above_zero_and_one_for_each_country_and_year(db):
    land, source = Place.objects.get(slug="india"), Source.objects.get(slug="world-bank-ppp")
    refused_by(PriceLevel(country=land, year=2025, ppp_factor=0, source=source), "price_level_positive")
    refused_by(PriceLevel(country=land, year=2024, ppp_factor=1, source=source), "price_level_unique_per_source")


def test_there_is_one_baseline(db):
    refused_by(Role(slug="x", name="X", is_baseline=True), "role_one_baseline")


def test_kinds_of_sources_and_skills_are_known(db):
    refused_by(Source(slug="x", publisher="X", title="X", kind="odd"), "source_kind_known")
    refused_by(Skill(slug="x", name="X", kind="odd"), "skill_kind_known")


def test_there_is_one_estimate_for_each_cell_also_without_a_level(db):
    for kept in (Estimate.objects.filter(level=None).first(), Estimate.objects.exclude(level=None).first()):
        kept.pk = None
        refused_by(kept, "estimate_one_per_cell")


@pytest.mark.parametrize(
    ("kind", "parent"), [("city", "asia"), ("city", None), ("country", "india"), ("region", "india"), ("city", "seoul")]
)
def test_a_place_lies_in_a_place_of_the_right_kind(db, kind, parent):
    place = Place(slug="x", name="X", kind=kind, parent=Place.objects.filter(slug=parent).first())
    with pytest.raises(ValidationError, match="lies in"):
        place.clean()


def test_a_place_cannot_lie_in_itself(db):
    asia = Place.objects.get(slug="asia")
    asia.parent = Place.objects.get(slug="eastern-asia")
    with pytest.raises(ValidationError, match="in itself"):
        asia.clean()


def test_within_a_place_is_everything_below_it(db):
    found = Place.objects.within(Place.objects.get(slug="southern-asia"))
    assert {place.slug for place in found} == {"southern-asia", "india", "bangalore"}


def test_what_records_refer_to_cannot_be_deleted(db):
    for thing in (Source.objects.get(slug=SOURCE), Place.objects.get(slug=PLACE), Role.objects.get(slug=ROLE)):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_records_are_stale_when_their_year_ended_eighteen_months_ago(db):
    # In November 2026 that is May 2025: the year 2024 is stale, 2025 is not.
    SalaryRecord.objects.filter(key="seoul-ml-engineer-2026").update(year=2024)
    SalaryRecord.objects.filter(key="manila-ml-engineer-2026").update(year=2025)
    assert [one.key for one in SalaryRecord.objects.stale()] == ["seoul-ml-engineer-2026"]


def test_unsourced_records_are_those_that_only_a_guide_states(db):
    assert SalaryRecord.objects.unsourced().count() == 7
    assert {one.source.is_named for one in SalaryRecord.objects.unsourced()} == {False}


def test_the_first_change_of_an_imported_record_keeps_what_it_was(db):
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.low = D(61000000)
    record.save()
    assert list(record.history.order_by("history_id").values_list("low", flat=True)) == [D(60000000), D(61000000)]


def test_a_country_is_its_own_country_and_a_region_has_none(db):
    countries = [Place.objects.get(slug=slug).country for slug in ("singapore", "singapore-country", "asia")]
    assert [place and place.slug for place in countries] == ["singapore-country", "singapore-country", None]
