"""Surveys and official statistics: Stack Overflow, the International Labour Organization, US wages by occupation."""

from decimal import Decimal as D

import pytest

from salaries.importers import PppImporter, SalaryImporter
from salaries.importers.mapping import load_mapping
from salaries.models import SalaryRecord
from salaries.tests.making import write_csv
from salaries.tests.real_files import counts, import_real, real_file

STACK_OVERFLOW = "salaries/stackoverflow_2025_salary_subset.csv"
EARNINGS = "wages/ilostat_EAR_4MTH_SEX_GEO_CUR_NB_A-2025-06-01.csv"
WAGES = "wages/us_bls_oews_2025-05_national.csv"
pytestmark = pytest.mark.django_db


# -- Stack Overflow ---------------------------------------------------------------------------------------------------
@pytest.mark.real_data
def test_answers_without_an_occupation_or_a_country_are_refused_and_all_others_taken():
    result = import_real(STACK_OVERFLOW, "stackoverflow-2025")
    reasons: dict[tuple[str, str], int] = {}
    for row in result.refused_rows:
        for refusal in row.refusals:
            reasons[refusal.field, refusal.value] = reasons.get((refusal.field, refusal.value), 0) + 1
    assert reasons == {
        ("PrimaryRole", "Other (please specify):"): 729,
        ("PrimaryRole", "Student"): 241,
        ("PrimaryRole", "Retired"): 55,
        ("Country", "Nomadic"): 10,
        ("Country", "Kosovo"): 4,
    }
    assert counts(result) == {"created": 20_903, "refused": 1_039}
    assert not {"Other (please specify):", "Student", "Retired"} & set(result.made["roles"])
    # One country under two names, 19 and 15 times.
    assert SalaryRecord.objects.filter(source__slug="stack-overflow-2025", place__slug="south-korea").count() == 34
    assert counts(import_real(STACK_OVERFLOW, "stackoverflow-2025")) == {"unchanged": 20_903, "refused": 1_039}


@pytest.mark.real_data
def test_answers_are_yearly_dollars_of_2025_in_the_roles_of_the_site():
    result = import_real(STACK_OVERFLOW, "stackoverflow-2025", create_roles=False)
    assert result.created_count + result.refused_count == 21_942
    own = SalaryRecord.objects.filter(source__slug="stack-overflow-2025")
    by_role = {slug: own.filter(role__slug=slug).count() for slug in own.values_list("role__slug", flat=True)}
    # One of the 318 machine learning engineers has no country.
    assert by_role == {"machine-learning-engineer": 317, "data-scientist": 318, "ai-engineer": 94}
    assert set(own.values_list("year", "period", "currency_code", "basis", "qualifier", "level")) == {
        (2025, "year", "USD", "gross", "exact", None)
    }


# -- International Labour Organization --------------------------------------------------------------------------------
@pytest.fixture
def earnings(db):
    """The result of importing the earnings, after the PPP factors."""
    PppImporter().run(real_file("rates/ppp-gdp.csv"))
    return import_real(EARNINGS, "ilostat-monthly-earnings", create_roles=False)


@pytest.mark.real_data
def test_national_totals_are_taken_as_the_baseline(earnings):
    assert counts(earnings) == {"created": 695, "left out": 5_539}
    own = SalaryRecord.objects.filter(source__slug="ilostat-monthly-earnings")
    assert set(own.values_list("role__is_baseline", "period", "qualifier")) == {(True, "month", "about")}
    assert counts(import_real(EARNINGS, "ilostat-monthly-earnings")) == {"unchanged": 695, "left out": 5_539}


@pytest.mark.real_data
def test_ppp_dollars_are_worked_out_to_local_money(earnings):
    own = SalaryRecord.objects.filter(source__slug="ilostat-monthly-earnings")
    india = own.get(place__slug="india", year=2024)
    # 1,045.971 × 20.72789574 rupees per international dollar of 2021
    assert (india.typical, india.currency_code, india.status) == (D("21680.78"), "INR", "published")
    assert india.quote == "1045.971 PPP dollars of 2021"
    assert india.note == "Worked out: 1045.971 PPP dollars of 2021 × 20.72789574 INR (PPP factor)."
    vietnam = own.get(place__slug="vietnam", year=2023)
    # 1,103.908 × 7,120.01123047
    assert (vietnam.typical, vietnam.currency_code, vietnam.status) == (D("7859837.36"), "VND", "published")


@pytest.mark.real_data
def test_values_that_are_wrong_by_a_factor_wait_for_an_editor(earnings):
    drafts = SalaryRecord.objects.filter(source__slug="ilostat-monthly-earnings", status="draft")
    found: dict[str, list[int]] = {}
    for name, year in drafts.order_by("place__name", "year").values_list("place__name", "year"):
        found.setdefault(name, []).append(year)
    assert found == {
        # Known to be wrong (shared/data/README.md):
        "Croatia": list(range(2014, 2023)),
        "Iceland": [2016],
        "Liberia": [2014, 2016],
        "Rwanda": [2024],
        # Six and eight times as much in another year of the same country:
        "Burundi": [2014],
        "Zimbabwe": [2021, 2022],
    }
    assert drafts.get(place__slug="rwanda").note.endswith(
        "Check: the amount is far from all others of its role and country: Rwanda."
    )
    assert {warned.kind for warned in earnings.warnings} == {"outlier"}
    assert sum(warned.count for warned in earnings.warnings) == 16


@pytest.mark.real_data
def test_without_ppp_factors_earnings_are_refused_with_that_reason():
    result = import_real(EARNINGS, "ilostat-monthly-earnings")
    assert (result.created_count + result.refused_count, result.left_out_count) == (695, 5_539)
    assert {refusal.reason for refusal in result.refusals} == {"no PPP factor of 2021 is known for it"}


# -- US wages by occupation -------------------------------------------------------------------------------------------
@pytest.mark.real_data
def test_detailed_occupations_are_taken_and_groups_left_out():
    result = import_real(WAGES, "us-oews")
    assert counts(result) == {"created": 825, "refused": 5, "left out": 274}
    # Actors, dancers, musicians …: paid by the hour, no yearly figure.
    assert [refusal.row_number for refusal in result.refusals] == [374, 381, 385, 387, 388]
    assert counts(import_real(WAGES, "us-oews")) == {"unchanged": 825, "refused": 5, "left out": 274}


@pytest.mark.real_data
def test_wages_are_the_middle_half_and_the_median():
    import_real(WAGES, "us-oews")
    row = SalaryRecord.objects.get(key="us-oews-2025-15-1252")
    assert (row.role.name, row.place.country_code, row.year) == ("Software Developers", "US", 2025)
    assert row.quoted_amounts == (D(105_210), D(135_980), D(171_980))
    assert (row.currency_code, row.period, row.qualifier, row.sample_size) == ("USD", "year", "average", None)
    assert SalaryRecord.objects.get(key="us-oews-2025-15-2051").role.slug == "data-scientist"
    assert not SalaryRecord.objects.filter(key="us-oews-2025-15-1200").exists()


@pytest.mark.real_data
def test_without_new_roles_only_occupations_of_the_site_are_taken():
    assert counts(import_real(WAGES, "us-oews", create_roles=False)) == {
        "created": 1,
        "refused": 829,
        "left out": 274,
    }


# -- without the files ------------------------------------------------------------------------------------------------
def test_namibia_is_a_country_and_not_an_empty_cell(tmp_path):
    row = {"": "7", "salary": "61256.0", "Country": "NA", "PrimaryRole": "Data scientist"}
    result = SalaryImporter(load_mapping("stackoverflow-2025")).run(write_csv(tmp_path / "na.csv", [row]))
    assert counts(result) == {"created": 1}
    record = SalaryRecord.objects.get(key="stack-overflow-2025-7")
    assert (record.place.country_code, record.typical) == ("NA", D(61_256))
