"""Files with fewer columns: what they leave alone, and what goes together."""

from decimal import Decimal as D

import pytest

from salaries.importers import LevelImporter, PlaceImporter, SalaryImporter, SourceImporter
from salaries.models import CareerLevel, Place, SalaryRecord, Source
from salaries.tests.making import SALARY_ROW, write_csv


@pytest.fixture
def run(db, tmp_path):
    """Imports rows and returns the result."""
    return lambda importer, *rows: importer().run(write_csv(tmp_path / "rows.csv", list(rows)))


def test_a_left_out_column_leaves_alone_what_is_there(run):
    run(SalaryImporter, SALARY_ROW | {"note": "Read as a year.", "quote": "50,000"})
    result = run(SalaryImporter, SALARY_ROW | {"quote": "fifty thousand"})
    assert result.updated_count == 1
    record = SalaryRecord.objects.get(key="row")
    assert (record.quote, record.note) == ("fifty thousand", "Read as a year.")


def test_a_file_without_the_changed_column_changes_nothing(run):
    run(SalaryImporter, SALARY_ROW | {"status": "draft"})
    assert run(SalaryImporter, SALARY_ROW).unchanged_count == 1
    assert SalaryRecord.objects.get(key="row").status == "draft"


def test_an_empty_cell_has_the_default(run):
    run(SalaryImporter, SALARY_ROW | {"status": "", "qualifier": ""})
    record = SalaryRecord.objects.get(key="row")
    assert (record.status, record.qualifier) == ("published", "exact")
    row = {"slug": "new", "publisher": "Someone", "title": "A survey", "kind": "survey", "redistributable": ""}
    run(SourceImporter, row)
    assert Source.objects.get(slug="new").redistributable is True


def test_amounts_are_one_statement(run):
    amounts = {"low": "60000", "typical": "", "high": "90000"}
    run(SalaryImporter, SALARY_ROW | amounts)
    run(SalaryImporter, SALARY_ROW)
    assert SalaryRecord.objects.get(key="row").quoted_amounts == (None, D(50000), None)


def test_the_ends_of_a_span_are_one_statement(run):
    row = {"slug": "junior", "name": "Junior ML engineer", "order": 2, "source": "digitaldefynd-alcor-2026"}
    assert run(LevelImporter, row | {"reach_low_months": "48"}).updated_count == 1
    level = CareerLevel.objects.get(slug="junior")
    assert (level.reach_low_months, level.reach_high_months) == (48, None)
    assert (level.experience_low_months, level.experience_high_months) == (12, 24)


def test_a_country_that_becomes_a_region_loses_its_codes(run):
    row = {"slug": "japan", "name": "Japan", "kind": "region", "parent": "eastern-asia"}
    Place.objects.filter(parent__slug="japan").delete()
    run(PlaceImporter, row)
    place = Place.objects.get(slug="japan")
    assert (place.kind, place.country_code, place.currency_code) == ("region", None, None)
