"""The salaries of aijobs.net, all vintages in both formats, and the workbook made of them: every row accounted for."""

from decimal import Decimal as D

import pytest

from salaries.importers import RateImporter
from salaries.models import Estimate, ImportRun, PublishedVersion, SalaryRecord
from salaries.tests.real_files import counts, import_real, real_file

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]
FIRST, SECOND, SECOND_JSON, THIRD, NEWEST = (
    f"salaries/aijobs_salaries_{name}"
    for name in ("2022-01-30.csv", "2022-06-12.csv", "2022-06-12.json", "2023-04-16.csv", "2025-01-19.csv.gz")
)
OWN = {"source__slug": "aijobs-net"}


def figures() -> list:
    """All that readers see change."""
    return [PublishedVersion.current(), list(Estimate.objects.order_by("pk").values())]


def test_the_newest_vintage_keeps_every_row_and_tells_equal_ones_apart():
    assert counts(import_real(THIRD, "aijobs")) == {"created": 3_821}
    # 339 rows of 2023 are not in the file of 2025 (shared/data/README.md); 3,821 − 339 are.
    assert counts(import_real(NEWEST, "aijobs")) == {"created": 70_819, "unchanged": 3_482, "vanished": 339}
    before = figures()
    assert counts(import_real(NEWEST, "aijobs")) == {"unchanged": 74_301, "vanished": 339}
    assert figures() == before
    assert counts(import_real(NEWEST, "aijobs", prune=True)) == {"unchanged": 74_301, "vanished": 339, "pruned": 339}
    records = SalaryRecord.objects.filter(**OWN)
    assert records.count() == 74_301
    assert records.filter(key__regex="^aijobs-[0-9a-f]{16}$").count() == 34_997
    assert records.filter(key__regex="^aijobs-[0-9a-f]{16}-182$").count() == 1
    assert not records.filter(key__regex="^aijobs-[0-9a-f]{16}-183$").exists()


def test_each_vintage_adds_what_is_new_and_deletes_nothing_unless_asked():
    assert counts(import_real(FIRST, "aijobs")) == {"created": 278}
    # The 203 rows of an estimated year come again with a sure one, which is another row.
    assert counts(import_real(SECOND, "aijobs")) == {"created": 531, "unchanged": 75, "vanished": 203}
    assert counts(import_real(SECOND_JSON, "aijobs")) == {"unchanged": 606, "vanished": 203}
    assert counts(import_real(THIRD, "aijobs")) == {"created": 3_301, "unchanged": 520, "vanished": 289}
    assert SalaryRecord.objects.filter(**OWN).count() == 278 + 531 + 3_301
    others = SalaryRecord.objects.exclude(**OWN).count()
    assert counts(import_real(THIRD, "aijobs", prune=True)) == {"unchanged": 3_821, "vanished": 289, "pruned": 289}
    assert (SalaryRecord.objects.filter(**OWN).count(), SalaryRecord.objects.exclude(**OWN).count()) == (3_821, others)
    assert ImportRun.objects.first().pruned_count == 289


def test_a_vintage_from_json_is_the_one_from_csv():
    import_real(SECOND_JSON, "aijobs")
    before = list(SalaryRecord.objects.order_by("pk").values())
    assert counts(import_real(SECOND, "aijobs")) == {"unchanged": 606}
    assert list(SalaryRecord.objects.order_by("pk").values()) == before


def test_estimated_years_are_read_and_marked():
    result = import_real(FIRST, "aijobs")
    records = SalaryRecord.objects.filter(**OWN)
    assert [warned.count for warned in result.warnings if warned.kind == "estimated-year"] == [203]
    marked = records.filter(note="The source marks the year as estimated.")
    assert (marked.filter(year=2021).count(), marked.filter(year=2022).count()) == (197, 6)
    assert sorted(set(records.values_list("year", flat=True))) == [2020, 2021, 2022]


def test_rows_say_what_the_file_says():
    import_real(FIRST, "aijobs")
    # 2022e,SE,FT,Principal Data Scientist,148000,EUR,167981,DE,100,DE,M
    row = SalaryRecord.objects.get(role__name="Principal Data Scientist", typical=148_000)
    assert (row.low, row.typical, row.high, row.currency_code, row.period) == (None, D(148_000), None, "EUR", "year")
    assert (row.year, row.level.slug, row.employment_type, row.work_mode) == (2022, "senior", "full-time", "remote")
    assert (row.place.slug, row.place.country_code, row.basis) == ("germany", "DE", "gross")
    assert (row.qualifier, row.status, row.sample_size) == ("exact", "published", None)
    assert row.quote == ""
    # 2021e,MI,PT,3D Computer Vision Researcher,400000,INR,5409,IN,50,IN,M
    row = SalaryRecord.objects.get(role__name="3D Computer Vision Researcher")
    assert (row.typical, row.currency_code, row.place.slug) == (D(400_000), "INR", "india")
    assert (row.level.slug, row.employment_type, row.work_mode) == ("mid-level", "part-time", "hybrid")
    # Residence Switzerland is not where the pay is: 2021e,EN,FT,Big Data Engineer,435000,INR,5882,IN,0,CH,L
    row = SalaryRecord.objects.get(typical=435_000, currency_code="INR", **OWN)
    assert (row.place.country_code, row.level.slug, row.work_mode) == ("CH", "junior", "on-site")


def test_levels_are_those_of_the_ladder_and_one_above_it():
    result = import_real(FIRST, "aijobs")
    assert (result.made["levels"], result.made["sources"]) == (["executive"], ["aijobs-net"])
    by_level = {
        slug: SalaryRecord.objects.filter(level__slug=slug, **OWN).count()
        for slug in ("beginner", "junior", "mid-level", "senior", "executive")
    }
    lines = real_file(FIRST).read_text().splitlines()[1:]
    said = [line.split(",")[1] for line in lines]
    assert by_level == {
        "beginner": 0,
        "junior": said.count("EN"),
        "mid-level": said.count("MI"),
        "senior": said.count("SE"),
        "executive": said.count("EX"),
    }


def test_without_new_roles_unknown_titles_are_refused_and_counted():
    result = import_real(SECOND, "aijobs", create_roles=False)
    assert result.created_count + result.refused_count == 606
    assert sum(result.unmatched_titles.values()) == result.refused_count
    assert result.unmatched_titles.most_common(1) == [("Data Engineer", 132)]


def test_large_amounts_of_small_units_are_ordinary_and_monthly_pay_in_a_yearly_column_is_not():
    RateImporter().run(real_file("derived/worldbank_implied_exchange_rates.csv"))
    result = import_real(SECOND, "aijobs")
    doubted = {row: one.kind for one in result.warnings if one.kind in {"monthly", "outlier"} for row in one.rows}
    assert {row: doubted.get(row) for row in (510, 519, 581)} == dict.fromkeys((510, 519, 581), "monthly")
    assert 518 not in doubted  # 30,400,000 CLP
    assert SalaryRecord.objects.get(typical=30_400_000).annual_typical_usd > 35_000


def test_published_dollars_that_disagree_with_the_market_are_warned_of():
    RateImporter().run(real_file("rates/fred_exchange-rates_annual.csv"))
    result = import_real(FIRST, "aijobs")
    # 148,000 EUR of 2022 published as 167,981 USD: at the year's average of 0.9493 it is 155,904, 7 % less.
    disagree = next(one for one in result.warnings if one.kind == "published-usd" and 2 in one.rows)
    assert disagree.message == ("the published US dollars differ by more than 5% from EUR at the market rate of 2022")
    assert not any(190 in one.rows for one in result.warnings if one.kind == "published-usd")


def test_the_workbook_is_read_by_its_index_column():
    result = import_real("salaries/kaggle_ds_salaries_607.xlsx", "kaggle-ds-salaries")
    assert counts(result) == {"created": 607}
    assert counts(import_real("salaries/kaggle_ds_salaries_607.xlsx", "kaggle-ds-salaries")) == {"unchanged": 607}
    # 0,2020,MI,FT,Data Scientist,70000,EUR,79833,DE,0,DE,L
    row = SalaryRecord.objects.get(key="ds-salaries-0")
    assert (row.typical, row.currency_code, row.year, row.place.slug) == (D(70_000), "EUR", 2020, "germany")
    assert SalaryRecord.objects.filter(key="ds-salaries-606").exists()
