"""Files without a mapping: columns are guessed, shown, and taken only when somebody says so; a guess can be kept."""

import io
import sys
import tomllib
from decimal import Decimal as D

import pytest

from salaries.importers.guess import guess_mapping
from salaries.importers.mapping import load_mapping, parse_mapping, shipped_names
from salaries.models import ImportRun, SalaryRecord
from salaries.tests.making import SALARY_ROW, write_csv
from salaries.tests.test_import_commands import call, whole_database

pytestmark = pytest.mark.django_db
CONSTANTS = ["--set", "period=year", "--set", "source=digitaldefynd-alcor-2026"]
ROW = {"Job Title": "Data Scientist", "Country": "Japan", "Salary": "6,000,000", "Work Year": "2025", "Currency": "JPY"}
SHOWN = [
    "found.csv: CSV, commas, UTF-8",
    "  Job Title → role",
    "  Company → –",
    "  Country → country",
    "  Salary → pay",
    "  Work Year → year",
    "  Currency → currency_code",
    "  period = year",
    "  source = digitaldefynd-alcor-2026",
]
COLUMNS = ["Job Title", "Company", "Country", "Salary", "Work Year", "Currency"]


@pytest.fixture
def found(tmp_path):
    rows = [ROW, ROW | {"Country": "South Korea", "Salary": "60000000", "Currency": "KRW", "Company": "Acme"}]
    return write_csv(tmp_path / "found.csv", rows, columns=COLUMNS)


def imported() -> list:
    records = SalaryRecord.objects.filter(key__startswith="digitaldefynd-alcor-2026-").order_by("pk")
    return list(records.values_list("place__slug", "role__slug", "typical", "currency_code", "year", "period"))


EXPECTED = [
    ("japan", "data-scientist", D(6_000_000), "JPY", 2025, "year"),
    ("south-korea", "data-scientist", D(60_000_000), "KRW", 2025, "year"),
]


def test_a_guess_is_shown_and_not_taken_without_yes(found):
    before = [*whole_database(), ImportRun.objects.count()]
    printed, reasons, failure = call("import_salaries", found, *CONSTANTS)
    assert printed.splitlines() == SHOWN
    assert failure == "The columns were guessed: add --yes if they are right, or see --save-mapping."
    assert (reasons, [*whole_database(), ImportRun.objects.count()]) == ("", before)


def test_a_guess_that_lacks_something_says_what(found):
    _, _, failure = call("import_salaries", found)
    assert failure == "Nothing says source: use --set FIELD=VALUE, or a mapping."
    assert call("import_salaries", found, "--yes")[2] == failure
    assert call("inspect_salaries", found)[2] == failure


def test_a_guess_is_taken_with_yes(found):
    printed, _, failure = call("import_salaries", found, *CONSTANTS, "--yes")
    assert (failure, imported()) == ("", EXPECTED)
    run = ImportRun.objects.first()
    assert printed.splitlines()[-1] == f"found.csv: 2 created, 0 updated, 0 unchanged, 0 refused (run {run.pk})"
    assert run.mapping == "guess"


def test_a_dry_run_of_a_guess_shows_what_would_happen(found):
    printed, _, failure = call("import_salaries", found, *CONSTANTS, dry_run=True)
    assert printed.splitlines()[: len(SHOWN)] == SHOWN
    assert printed.splitlines()[-1] == (
        "found.csv: 2 created, 0 updated, 0 unchanged, 0 refused (dry run, nothing was changed)"
    )
    assert (failure, imported()) == ("", [])


def test_a_saved_guess_is_a_mapping_that_reads_the_same(found, tmp_path):
    kept = tmp_path / "kept.toml"
    call("import_salaries", found, *CONSTANTS, "--save-mapping", kept)
    assert tomllib.loads(kept.read_text("utf-8")) == {
        "version": 1,
        "constants": {"period": "year", "source": "digitaldefynd-alcor-2026"},
        "columns": {
            "role": "Job Title",
            "country": "Country",
            "pay": "Salary",
            "year": "Work Year",
            "currency_code": "Currency",
        },
    }
    _, _, failure = call("import_salaries", found, "--mapping", kept)
    assert (failure, imported()) == ("", EXPECTED)
    assert "0 created, 0 updated, 2 unchanged" in call("import_salaries", found, *CONSTANTS, "--yes")[0]


def test_constants_come_before_columns(found):
    call("import_salaries", found, *CONSTANTS, "--set", "country=IN", "--set", "currency_code=INR", "--yes")
    assert {(place, code) for place, _, _, code, *_ in imported()} == {("india", "INR")}


@pytest.mark.parametrize("name", shipped_names())
def test_a_mapping_written_is_the_mapping_read(name):
    mapping = load_mapping(name)
    assert parse_mapping(mapping.to_toml(), name=name) == mapping


def test_columns_are_matched_without_case_and_punctuation_the_usual_name_first():
    columns = [
        "SALARY_MAX",
        "salary-min",
        "Position",
        "City",
        "Location",
        "Country",
        "Average salary",
        "surveyYear",
        "Salary",
    ]
    assert guess_mapping(columns, {}).columns == {
        "low": "salary-min",
        "typical": "Average salary",
        "high": "SALARY_MAX",
        "role": "Position",
        "city": "City",
        "country": "Country",
        "year": "surveyYear",
    }


def test_a_file_that_nothing_is_guessed_of_is_told_as_our_own_format(tmp_path):
    _, _, failure = call("import_salaries", write_csv(tmp_path / "odd.csv", [{"colour": "red", "size": "L"}]))
    assert failure == ("odd.csv: the header lacks currency_code, key, period, place, role, source, year.")


def test_standard_input_is_a_file_like_any_other(found, tmp_path, monkeypatch):
    content = io.TextIOWrapper(io.BytesIO(found.read_bytes()))
    monkeypatch.setattr(sys, "stdin", content)
    printed, _, failure = call("import_salaries", "-", *CONSTANTS, "--yes")
    assert printed.splitlines()[-1].startswith("standard input: 2 created, ")
    assert (failure, imported()) == ("", EXPECTED)


# -- looking at a file ------------------------------------------------------------------------------------------------
def test_inspecting_says_what_the_columns_hold_and_what_would_become_of_the_rows(tmp_path):
    rows = [
        ROW | {"Salary": "¥6,000,000 per year", "Country": "Japan"},
        ROW | {"Salary": "₩40M–60M", "Country": "Korea, Republic of", "Currency": "KRW"},
        ROW | {"Salary": "negotiable", "Country": "Viet Nam", "Currency": "VND"},
        ROW | {"Job Title": "Juggler", "Country": "Brazil", "Salary": "50000", "Currency": "BRL", "Work Year": "2021e"},
    ]
    before = [*whole_database(), ImportRun.objects.count()]
    path = write_csv(tmp_path / "found.csv", rows, columns=COLUMNS)
    printed, reasons, failure = call("inspect_salaries", path, *CONSTANTS)
    assert (reasons, failure) == ("", "")
    assert printed.splitlines() == [
        *SHOWN,
        "  Job Title: 4 filled; 2 different; 'Data Scientist', 'Juggler'",
        "  Company: 0 filled; 0 different",
        "  Country: 4 filled; 4 different; countries (4 of 4); 'Japan', 'Korea, Republic of', 'Viet Nam'",
        "  Salary: 4 filled; 4 different; amounts (2 of 4), 1 of them ranges; written with KRW; "
        "1 not read: ¥ could be JPY, CNY: name the currency in the mapping; "
        "1 not read: negotiable: no amount is stated; '¥6,000,000 per year', '₩40M–60M', 'negotiable'",
        "  Work Year: 4 filled; 2 different; years (2 of 2); '2025', '2021e'",
        "  Currency: 4 filled; 4 different; currencies (4 of 4); 'JPY', 'KRW', 'VND'",
        "no role is called Juggler (1 row)",
        "12 records of these sources are not in the file (they stay; --prune deletes them)",
        "would refuse row 4, Salary: 'negotiable': negotiable: no amount is stated",
        "would refuse row 5, Job Title: 'Juggler': no role has this title; add it as an alias, or import with "
        "--create-roles",
        "2 would be created, 0 updated, 0 are unchanged, 2 would be refused, 0 left out",
    ]
    assert [*whole_database(), ImportRun.objects.count()] == before


def test_inspecting_our_own_format_says_so(tmp_path):
    printed, _, failure = call("inspect_salaries", write_csv(tmp_path / "own.csv", [SALARY_ROW | {"year": "1066"}]))
    assert failure == ""
    assert printed.splitlines()[1] == "our own format"
    assert printed.splitlines()[-2:] == [
        "would refuse row 2, year: '1066': not a year within 1950 and 2100",
        "0 would be created, 0 updated, 0 are unchanged, 1 would be refused, 0 left out",
    ]
