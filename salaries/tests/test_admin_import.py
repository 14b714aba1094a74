"""The import pages of the admin, as whoever keeps the records goes through them: upload, preview, confirm, run page."""

from __future__ import annotations

import csv
import gzip
import io
import tomllib
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guide_site.management.commands.load_sample import SAMPLE
from guide_site.tests.admin_forms import signed_in
from guide_site.tests.html import links, tables, text
from salaries.importers.refused_rows import REASON_COLUMN
from salaries.models import ImportRun, Place, Role, SalaryRecord, Source, Upload
from salaries.tests.admin_door import (
    SURVEY,
    SURVEY_CONSTANTS,
    address_of,
    again,
    as_csv,
    confirmed,
    counts,
    downloaded,
    said,
    table,
    uploaded,
    whole_database,
)
from salaries.tests.making import SALARY_ROW


@pytest.fixture
def analyst(db) -> Client:
    return signed_in("Analysts")


# -- our own format ---------------------------------------------------------------------------------------------------
def test_a_file_goes_from_upload_to_its_run_page(analyst):
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-senior-2026")
    lines = (SAMPLE / "salaries.csv").read_text("utf-8").splitlines(keepends=True)
    sample = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    stated = next(row for row in sample if row["key"] == record.key)
    file = as_csv(stated | {"low": "130000000.25"}, SALARY_ROW | {"key": "new"}, sample[0], sample[1])
    before = whole_database()

    page = uploaded(analyst, file)
    assert counts(page) == {"Created": 1, "Updated": 1, "Unchanged": 2, "Refused": 0, "Left out": 0, "In the file": 4}
    assert "Salary records, read as CSV, commas, UTF-8." in text(page)
    assert tables(page)[-1].rows == [[record.key, "low", "120000000.00", "130000000.25"]]
    assert whole_database() == before

    page = confirmed(analyst, page)
    run = ImportRun.objects.first()
    assert address_of(page) == run.get_absolute_url()
    assert said(page) == ["Imported: 1 created, 1 updated, 2 unchanged, 0 refused."]
    record.refresh_from_db()
    assert (record.low, SalaryRecord.objects.get(key="new").import_run) == (Decimal("130000000.25"), run)
    assert (run.outcome, run.user, run.file_name) == ("done", User.objects.get(username="analyst"), "new.csv")
    assert record.history.first().history_user == run.user
    assert not Upload.objects.exists()


def test_a_refused_row_refuses_a_file_of_our_own(analyst):
    before = whole_database()
    page = uploaded(analyst, as_csv(SALARY_ROW, SALARY_ROW | {"key": "bad", "place": "atlantis"}))
    assert counts(page)["Refused"] == 1
    assert tables(page)[-1].rows == [["3", "place", "atlantis", "there is no place with this slug"]]
    assert page.context["token"] == ""
    assert "Nothing would be imported, because rows are refused and the file is taken whole or not at all." in text(
        page
    )
    page = again(analyst, page, refused="take")
    assert whole_database() == before
    page = confirmed(analyst, page)
    assert said(page) == ["Imported: 1 created, 0 updated, 0 unchanged, 1 refused."]


def test_refused_rows_come_back_mended(analyst):
    good, bad = SALARY_ROW | {"key": "good"}, SALARY_ROW | {"key": "bad", "place": "atlantis", "note": "=1+1"}
    page = uploaded(analyst, as_csv(good, bad), refused="take")
    rows = downloaded(analyst, f"{address_of(page)}refused.csv")
    assert rows == [
        [*bad, REASON_COLUMN],
        [*list(bad.values())[:-1], "'=1+1", "row 3, place: 'atlantis': there is no place with this slug"],
    ]
    page = confirmed(analyst, page)
    link = next(address for address, words in links(page) if words == "Download refused rows as CSV")
    assert downloaded(analyst, link) == rows

    rows[1][rows[0].index("place")] = "singapore"
    mended = io.StringIO()
    csv.writer(mended).writerows(rows)
    page = confirmed(analyst, uploaded(analyst, mended.getvalue()))
    assert said(page) == ["Imported: 1 created, 0 updated, 0 unchanged, 0 refused."]
    assert SalaryRecord.objects.get(key="bad").note == "=1+1"


def test_a_file_that_changes_nothing_says_so(analyst):
    page = uploaded(analyst, (SAMPLE / "salaries.csv").read_bytes())
    assert counts(page)["Unchanged"] == SalaryRecord.objects.count()
    assert "Nothing would change: every row that can be taken is here already." in text(page)


def test_a_file_without_rows_cannot_be_confirmed(analyst):
    page = uploaded(analyst, as_csv(SALARY_ROW).splitlines()[0] + "\n")
    assert (page.context["token"], page.context["obstacle"]) == ("", "This file has a header and no rows.")


# -- files of others --------------------------------------------------------------------------------------------------
def test_columns_are_guessed_shown_and_imported(analyst):
    page = uploaded(analyst, SURVEY, "survey.csv")
    assert page.context["obstacle"] == "Nothing says source: choose a column for it below, or write a constant."
    page = again(analyst, page, constants=SURVEY_CONSTANTS)
    assert counts(page) == {"Created": 1, "Updated": 0, "Unchanged": 0, "Refused": 4, "Left out": 0, "In the file": 5}
    columns = table(page, "Column")
    assert columns.column(0) == ["Job title", "Country", "Salary", "Year"]
    assert columns.rows[1][2] == "Singapore · Atlantis"
    form = page.context["adminform"].form
    assert [form[f"column_{number}"].value() for number in range(4)] == ["role", "country", "pay", "year"]
    assert table(page, "Title", "Rows").rows == [["Wizard", "2"]]
    assert [row[0] for row in tables(page)[-1].rows] == ["3", "4", "5", "6"]
    before = SalaryRecord.objects.count()
    page = confirmed(analyst, page)
    assert said(page) == ["Imported: 1 created, 0 updated, 0 unchanged, 4 refused."]
    assert SalaryRecord.objects.count() == before + 1


def test_refused_rows_of_others_come_back_mended(analyst):
    page = uploaded(analyst, SURVEY, constants=SURVEY_CONSTANTS)
    rows = downloaded(analyst, f"{address_of(page)}refused.csv")
    confirmed(analyst, page)
    assert [row[1] for row in rows] == ["Country", "Singapore", "Atlantis", "Singapore", "Singapore"]
    rows[2][1] = "Singapore"
    mended = io.StringIO()
    csv.writer(mended).writerows(rows)
    page = uploaded(analyst, mended.getvalue(), constants=SURVEY_CONSTANTS)
    assert table(page, "Column").rows[-1][0] == REASON_COLUMN
    assert counts(page) == {"Created": 1, "Updated": 0, "Unchanged": 0, "Refused": 3, "Left out": 0, "In the file": 4}


def test_a_guess_is_marked_until_somebody_confirms_it(analyst):
    page = uploaded(analyst, SURVEY, constants=SURVEY_CONSTANTS)
    assert "These fields are a guess, made from the names of the columns." in text(page)
    assert 'value="The columns are right: import"' in page.text
    page = again(analyst, page)
    assert "These fields are a guess" not in text(page)
    assert 'value="The columns are right: import"' not in page.text


def test_columns_can_be_corrected(analyst):
    file = "A,B,C,D\nData scientist,singapore,S$90k a year,2025\n"
    page = uploaded(analyst, file, constants=SURVEY_CONSTANTS)
    assert page.context["obstacle"] == (
        "Nothing says place, role, year, pay, currency_code, period: choose columns for them below, or write constants."
    )
    page = again(analyst, page, column_0="role", column_1="place", column_2="pay", column_3="year")
    assert counts(page)["Created"] == 1
    answer = analyst.get(f"{address_of(page)}mapping.toml")
    assert tomllib.loads(answer.text) == {
        "version": 1,
        "columns": {"role": "A", "place": "B", "pay": "C", "year": "D"},
        "constants": {"source": "morgan-mckinley-singapore-2026"},
    }
    mapping = SimpleUploadedFile("mine.toml", answer.content)
    page = uploaded(analyst, file, mapping="file", mapping_file=mapping)
    assert counts(page)["Created"] == 1
    confirmed(analyst, page)
    assert ImportRun.objects.first().mapping == "mine"


def test_two_columns_cannot_be_one_field(analyst):
    page = uploaded(analyst, SURVEY, constants=SURVEY_CONSTANTS)
    page = again(analyst, page, column_0="country")
    assert page.context["adminform"].form.non_field_errors() == ["Two columns are country: Job title and Country."]


def test_roles_are_made_if_asked_for(analyst):
    page = uploaded(analyst, SURVEY, constants=SURVEY_CONSTANTS, create_roles="on")
    assert counts(page)["Created"] == 3
    assert "Would be made Roles (1) Wizard" in text(page)
    assert not Role.objects.filter(name="Wizard").exists()
    confirmed(analyst, page)
    assert Role.objects.filter(name="Wizard").count() == 1


def test_a_shipped_mapping_reads_a_compressed_file(analyst):
    header = (
        "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,"
        "employee_residence,remote_ratio,company_location,company_size"
    )
    row = "2025,SE,FT,Data Scientist,150000,USD,150000,US,0,US,M"
    page = uploaded(analyst, gzip.compress(f"{header}\n{row}\n{row}\n".encode()), "ai.csv.gz", mapping="aijobs")
    assert "Salary records, read as CSV, commas, UTF-8, gzip." in text(page)
    assert counts(page)["Created"] == 2
    assert "Sources (1) aijobs-net" in text(page)
    assert not Source.objects.filter(slug="aijobs-net").exists()
    confirmed(analyst, page)
    run = ImportRun.objects.first()
    assert (run.created_count, run.mapping) == (2, "aijobs")


def test_rows_above_the_header_and_another_encoding_are_read(analyst):
    page = uploaded(analyst, f"A survey\n\n{SURVEY}".encode("utf-16"), constants=SURVEY_CONSTANTS)
    assert "read as CSV, commas, UTF-16, 2 rows above the header skipped." in text(page)
    page = again(analyst, page, encoding="klingon")
    assert page.context["seen"].result is None
    assert "klingon" in page.context["obstacle"]


def test_pruning_says_what_would_be_deleted_and_deletes_it(analyst):
    source = "morgan-mckinley-singapore-2026"
    there = SalaryRecord.objects.filter(source__slug=source).count()
    assert there > 0
    page = uploaded(analyst, as_csv(SALARY_ROW), prune="on")
    verb = "1 record of the same sources is" if there == 1 else f"{there} records of the same sources are"
    assert f"{verb} not in the file: {'it' if there == 1 else 'they'} would be deleted." in text(page)
    confirmed(analyst, page)
    assert list(SalaryRecord.objects.filter(source__slug=source).values_list("key", flat=True)) == ["row"]


def test_pruning_waits_until_no_row_is_refused(analyst):
    page = uploaded(analyst, as_csv(SALARY_ROW, SALARY_ROW | {"key": "b", "year": "1"}), prune="on", refused="take")
    assert page.context["obstacle"] == (
        "Nothing can be deleted while rows are refused: a refused row cannot be told from one that vanished."
    )


# -- other kinds ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "kind", ["places", "roles", "skills", "sources", "levels", "rates", "ppp", "facts", "salaries"]
)
def test_each_kind_finds_its_sample_file_unchanged(analyst, kind):
    page = uploaded(analyst, (SAMPLE / f"{kind}.csv").read_bytes(), f"{kind}.csv", kind=kind)
    found = counts(page)
    assert (found["Unchanged"], found["In the file"]) == (found["In the file"], found["Unchanged"])
    assert "A file in our own format" in text(page)
    confirmed(analyst, page)
    run = ImportRun.objects.first()
    assert (run.importer, run.outcome, run.unchanged_count) == (kind, "done", found["Unchanged"])


def test_a_place_is_renamed_through_the_door(analyst):
    file = "slug,name,kind,parent\nsingapore,Lion City,city,singapore-country\n"
    country = Place.objects.get(slug="singapore").parent.slug
    page = uploaded(analyst, file.replace("singapore-country", country), kind="places")
    assert tables(page)[-1].rows == [["singapore", "name", "Singapore", "Lion City"]]
    confirmed(analyst, page)
    assert Place.objects.get(slug="singapore").name == "Lion City"


def test_refused_rows_of_other_kinds_can_be_downloaded(analyst):
    page = uploaded(analyst, "slug,name\nwizard,Wizard\nbad slug,Bad\n", kind="roles")
    assert downloaded(analyst, f"{address_of(page)}refused.csv") == [
        ["slug", "name", REASON_COLUMN],
        [
            "bad slug",
            "Bad",
            "row 3, slug: 'bad slug': not a name for addresses: letters, digits, hyphens and underscores only",
        ],
    ]


def test_choices_for_salaries_are_refused_for_other_kinds(analyst):
    page = uploaded(analyst, "slug,name\nwizard,Wizard\n", kind="roles", prune="on")
    assert dict(page.context["errors"]) == {"prune": ["This is only for salary records, not for roles."]}
