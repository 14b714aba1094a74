"""Importers of pay and of facts: what they make, change and refuse."""

from decimal import Decimal as D

import pytest

from salaries.importers import FactImporter, SalaryImporter
from salaries.models import Estimate, Fact, SalaryRecord
from salaries.tests.making import SALARY_ROW, write_csv

FACT = {"key": "fact", "statement": "A share", "low": "5", "high": "5", "unit": "percent", "year": "2026"}
FACT |= {"source": "ml-careers-asia-2026"}


@pytest.fixture
def run(db, tmp_path):
    """Imports rows and returns the result."""
    return lambda importer, *rows, **options: importer().run(write_csv(tmp_path / "rows.csv", list(rows)), **options)


def refusals(result) -> list[tuple[int, str]]:
    return [(refusal.row_number, refusal.field) for refusal in result.refusals]


def test_a_record_is_made_converted_and_carries_its_run(run):
    result = run(
        SalaryImporter, SALARY_ROW | {"typical": "", "low": "130000", "high": "180000", "currency_code": "SGD"}
    )
    record = SalaryRecord.objects.get(key="row")
    assert (record.low, record.typical, record.high) == (D(130000), None, D(180000))
    assert record.annual_typical_usd == D("121247.72")  # 155,000 ÷ 1.27837451
    assert (record.import_run, record.status, record.history.count()) == (result.run, "published", 0)


def test_an_import_changes_the_estimates_at_once(run):
    run(SalaryImporter, SALARY_ROW, SALARY_ROW | {"key": "other", "source": "statista", "typical": "70000"})
    found = Estimate.objects.get(place__slug="singapore", role__slug="data-scientist", level=None)
    assert (found.typical_usd, found.sample_size, found.source_count) == (D(60000), 2, 2)


def test_a_changed_row_changes_the_record_and_is_kept_in_its_history(run):
    first = run(SalaryImporter, SALARY_ROW)
    second = run(SalaryImporter, SALARY_ROW | {"typical": "60000"})
    assert [second.created_count, second.updated_count, second.unchanged_count] == [0, 1, 0]
    record = SalaryRecord.objects.get(key="row")
    assert record.typical == D(60000)
    versions = record.history.order_by("history_id").values_list("typical", "history_change_reason")
    assert list(versions) == [
        (D(50000), f"Import run {first.run.pk}"),
        (D(60000), f"Import run {second.run.pk}"),
    ]


def test_a_file_without_a_column_resets_nothing_it_does_not_name(run):
    run(SalaryImporter, SALARY_ROW | {"quote": "fifty"})
    assert run(SalaryImporter, SALARY_ROW | {"quote": "fifty"}).unchanged_count == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": ""}, "key"),
        ({"key": "two words"}, "key"),
        ({"source": ""}, "source"),
        ({"source": "rumour"}, "source"),
        ({"place": ""}, "place"),
        ({"place": "atlantis"}, "place"),
        ({"role": "wizard"}, "role"),
        ({"level": "godlike"}, "level"),
        ({"year": "1066"}, "year"),
        ({"currency_code": "BTC"}, "currency_code"),
        ({"period": "decade"}, "period"),
        ({"typical": "50k"}, "typical"),
        ({"typical": ""}, "low"),
        ({"typical": "0"}, "low"),
        ({"typical": "-5"}, "low"),
        ({"low": "60000"}, "low"),
        ({"low": "20000", "high": "40000"}, "low"),
        ({"qualifier": "perhaps"}, "qualifier"),
        ({"population": "all"}, "population"),
        ({"employment_type": "slave"}, "employment_type"),
        ({"work_mode": "space"}, "work_mode"),
        ({"basis": "cash"}, "basis"),
        ({"status": "deleted"}, "status"),
        ({"sample_size": "many"}, "sample_size"),
    ],
)
def test_a_record_that_cannot_be_is_refused(run, change, field):
    result = run(SalaryImporter, SALARY_ROW | change)
    assert refusals(result) == [(2, field)]
    assert SalaryRecord.objects.count() == 30


def test_a_key_that_stands_twice_is_refused_with_the_first_row(run):
    result = run(SalaryImporter, SALARY_ROW, SALARY_ROW | {"typical": "1"})
    assert [(one.row_number, one.reason) for one in result.refusals] == [(3, "stands in row 2 already")]


def test_every_wrong_cell_of_a_row_is_named(run):
    result = run(SalaryImporter, SALARY_ROW | {"year": "x", "period": "y", "typical": "z"})
    assert refusals(result) == [(2, "year"), (2, "period"), (2, "typical")]
    assert result.refused_count == 1


def test_one_refused_row_keeps_all_others_out(run):
    result = run(SalaryImporter, SALARY_ROW, SALARY_ROW | {"key": "bad", "place": "atlantis"})
    assert not SalaryRecord.objects.filter(key="row").exists()
    assert (result.run.outcome, result.run.created_count, result.run.refused_count) == ("refused", 0, 1)


def test_a_fact_is_made_with_what_it_is_about(run):
    run(
        FactImporter, FACT | {"low": "", "skill": "pytorch", "level": "senior", "place": "seoul", "role": "ai-engineer"}
    )
    fact = Fact.objects.get(key="fact")
    assert (fact.low, fact.high, fact.unit, fact.import_run is not None) == (None, D(5), "percent", True)
    assert [fact.skill.slug, fact.level.slug, fact.place.slug, fact.role.slug] == [
        "pytorch",
        "senior",
        "seoul",
        "ai-engineer",
    ]


def test_a_fact_may_be_about_nothing_in_particular(run):
    run(FactImporter, FACT)
    fact = Fact.objects.get(key="fact")
    assert (fact.place, fact.role, fact.skill, fact.level) == (None, None, None, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"low": "", "high": ""}, "low"),
        ({"low": "6"}, "low"),
        ({"unit": "bananas"}, "unit"),
        ({"skill": "charm"}, "skill"),
        ({"statement": ""}, "statement"),
        ({"source": ""}, "source"),
        ({"low": "five"}, "low"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(run, change, field):
    assert refusals(run(FactImporter, FACT | change)) == [(2, field)]
    assert Fact.objects.count() == 12
