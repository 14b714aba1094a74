"""Refused rows: what they do to a file, and how they come back to be mended and imported again."""

import csv
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from salaries.importers import SalaryImporter
from salaries.importers.mapping import load_mapping
from salaries.models import CareerLevel, ImportRun, Role, SalaryRecord
from salaries.tests.making import SALARY_ROW, write_csv
from salaries.tests.test_import_commands import call, whole_database

pytestmark = pytest.mark.django_db
MAPPING = """
version = 1
constants = {year = 2026, currency_code = "JPY", source = "digitaldefynd-alcor-2026", place = "tokyo"}
columns = {role = "Title", pay = "Pay", note = "Remark"}
"""
COLUMNS = ["Title", "Pay", "Remark"]
ROWS = [
    ["Data scientist", "500,000/month", ""],
    ["Data scientist", "500,000/month", ""],
    ["Juggler", "400,000/month", '=HYPERLINK("http://example.com")'],
    ["AI engineer", "negotiable", "-2+3"],
    ["AI engineer", "650000 monthly", "@home"],
]


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "found.toml"
    path.write_text(MAPPING, "utf-8")
    return path


@pytest.fixture
def found(tmp_path):
    return write_rows(tmp_path / "found.csv", [COLUMNS, *ROWS])


def write_rows(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def read_rows(path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def exit_code(*args, **options) -> int:
    """How import_salaries ends."""
    try:
        call_command("import_salaries", *map(str, args), stdout=StringIO(), stderr=StringIO(), **options)
    except CommandError as error:
        return error.returncode
    return 0


def imported() -> list:
    records = SalaryRecord.objects.filter(key__startswith="digitaldefynd-alcor-2026-").order_by("pk")
    return list(records.values_list("role__slug", "typical", "note"))


def test_a_mapped_file_is_taken_without_its_refused_rows(found, mapping):
    printed, reasons, failure = call("import_salaries", found, "--mapping", mapping)
    run = ImportRun.objects.first()
    assert printed.splitlines()[0] == "no role is called Juggler (1 row)"
    assert reasons.splitlines() == [
        "found.csv, row 4, Title: 'Juggler': no role has this title; add it as an alias, or import with --create-roles",
        "found.csv, row 5, Pay: 'negotiable': negotiable: no amount is stated",
    ]
    assert failure == (
        f"found.csv: imported without the refused rows: 3 created, 0 updated, 0 unchanged, 2 refused (run {run.pk})"
    )
    assert (run.outcome, run.created_count, run.refused_count) == ("done", 3, 2)
    assert imported() == [
        ("data-scientist", D(500_000), ""),
        ("data-scientist", D(500_000), ""),
        ("ai-engineer", D(650_000), "@home"),
    ]


def test_the_exit_code_tells_what_became_of_the_file(found, mapping, tmp_path):
    own = write_csv(tmp_path / "own.csv", [SALARY_ROW, SALARY_ROW | {"key": "other", "year": "1066"}])
    before = whole_database()
    assert exit_code(own) == 1
    assert exit_code(found, "--mapping", mapping, "--all-or-nothing") == 1
    assert whole_database() == before
    assert exit_code(found, "--mapping", mapping, dry_run=True) == 3
    assert whole_database() == before
    assert exit_code(found, "--mapping", mapping) == 3
    assert exit_code(own, "--skip-refused") == 3
    assert SalaryRecord.objects.filter(key__in=["row", "other"]).count() == 1
    assert exit_code(write_rows(found, [COLUMNS, *ROWS[:2]]), "--mapping", mapping) == 0


def test_refused_rows_come_back_as_they_were_with_their_reasons(found, mapping, tmp_path):
    call("import_salaries", found, "--mapping", mapping, "--refused", tmp_path / "refused.csv")
    assert read_rows(tmp_path / "refused.csv") == [
        ["Title", "Pay", "Remark", "refused because"],
        [
            "Juggler",
            "400,000/month",
            '\'=HYPERLINK("http://example.com")',
            "row 4, Title: 'Juggler': no role has this title; add it as an alias, or import with --create-roles",
        ],
        ["AI engineer", "negotiable", "'-2+3", "row 5, Pay: 'negotiable': negotiable: no amount is stated"],
    ]


def test_mended_rows_are_imported_and_only_they_are_new(found, mapping, tmp_path):
    refused = tmp_path / "refused.csv"
    call("import_salaries", found, "--mapping", mapping, "--refused", refused)
    header, juggler, engineer = read_rows(refused)
    write_rows(refused, [header, ["Data scientist", *juggler[1:]], ["AI engineer", "700,000/month", *engineer[2:]]])
    printed, _, failure = call("import_salaries", refused, "--mapping", mapping)
    assert failure == ""
    assert printed.splitlines()[-1].startswith("refused.csv: 2 created, 0 updated, 0 unchanged, 0 refused")
    assert imported()[3:] == [
        ("data-scientist", D(400_000), '=HYPERLINK("http://example.com")'),
        ("ai-engineer", D(700_000), "-2+3"),
    ]
    # The whole file, mended in the same way, has nothing new any more.
    mended = [["Data scientist", *ROWS[2][1:]], ["AI engineer", "700,000/month", "-2+3"]]
    write_rows(found, [COLUMNS, *ROWS[:2], *mended, ROWS[4]])
    assert " 0 created, 0 updated, 5 unchanged, 0 refused" in call("import_salaries", found, "--mapping", mapping)[0]


def test_refused_rows_are_taken_as_they_are_once_the_role_exists(found, mapping, tmp_path):
    call("import_salaries", found, "--mapping", mapping, "--refused", tmp_path / "refused.csv")
    Role.objects.create(slug="juggler", name="Juggler")
    call("import_salaries", tmp_path / "refused.csv", "--mapping", mapping)
    assert [role for role, *_ in imported()] == ["data-scientist", "data-scientist", "ai-engineer", "juggler"]


def test_refused_rows_of_our_own_format_come_back_too(tmp_path):
    path = write_csv(tmp_path / "own.csv", [SALARY_ROW, SALARY_ROW | {"key": "other", "year": "1066"}])
    call("import_salaries", path, "--refused", tmp_path / "refused.csv")
    header, row = read_rows(tmp_path / "refused.csv")
    assert header == [*SALARY_ROW, "refused because"]
    write_rows(tmp_path / "refused.csv", [header, ["2025" if cell == "1066" else cell for cell in row]])
    assert exit_code(tmp_path / "refused.csv") == 0
    assert SalaryRecord.objects.get(key="other").year == 2025


def test_a_place_for_refused_rows_that_cannot_be_written_stops_the_import_before_it_begins(found, mapping, tmp_path):
    before = whole_database()
    nowhere = tmp_path / "nowhere" / "refused.csv"
    _, _, failure = call("import_salaries", found, "--mapping", mapping, "--refused", nowhere)
    assert failure == f"{nowhere}: No such file or directory."
    assert whole_database() == before
    _, _, failure = call("import_salaries", found, "--mapping", mapping, "--save-mapping", nowhere)
    assert failure == f"{nowhere}: No such file or directory."
    assert whole_database() == before


def test_roles_are_made_of_unknown_titles_if_asked(found, mapping):
    printed, _, _ = call("import_salaries", found, "--mapping", mapping, "--create-roles")
    assert "roles made: Juggler" in printed.splitlines()
    assert (Role.objects.get(name="Juggler").slug, len(imported())) == ("juggler", 4)


def test_roles_are_not_made_by_a_dry_run_or_a_refused_file(found, mapping):
    printed, _, _ = call("import_salaries", found, "--mapping", mapping, "--create-roles", dry_run=True)
    assert "roles that would be made: Juggler" in printed.splitlines()
    call("import_salaries", found, "--mapping", mapping, "--create-roles", "--all-or-nothing")
    assert not Role.objects.filter(name="Juggler").exists()


def test_pruning_with_refused_rows_changes_nothing(found, mapping):
    before = whole_database()
    _, _, failure = call("import_salaries", found, "--mapping", mapping, "--prune")
    assert failure.startswith("Nothing was deleted or imported: a refused row cannot be told from one that vanished.")
    assert (whole_database(), ImportRun.objects.first().outcome) == (before, "failed")


def test_nothing_is_made_of_rows_that_are_refused(found, mapping):
    write_rows(found, [COLUMNS, ["Juggler", "negotiable", ""], ["Fire eater", "400,000/month", ""]])
    printed, _, _ = call("import_salaries", found, "--mapping", mapping, "--create-roles")
    assert "roles made: Fire eater" in printed.splitlines()
    assert not Role.objects.filter(name="Juggler").exists()


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("\x1b[31mengineer", "holds control characters"),
        ("engineer " * 20, "is no title of a role: it has more than 120 characters"),
        ("- -", "no role has this title; add it as an alias, or import with --create-roles"),
        ("", "is needed"),
    ],
)
def test_no_role_is_made_of_what_is_no_title(found, mapping, title, reason):
    before = Role.objects.count()
    write_rows(found, [COLUMNS, [title, "400,000/month", ""]])
    _, reasons, failure = call("import_salaries", found, "--mapping", mapping, "--create-roles")
    assert reasons.splitlines()[0].endswith(f": {reason}")
    assert (Role.objects.count(), failure != "") == (before, True)


def test_the_average_outside_it_is_never_made_of_a_word(found, mapping):
    mapping.write_text(
        MAPPING.replace('role = "Title", ', "").replace("constants = {", 'constants = {role = "baseline", ')
    )
    Role.objects.filter(is_baseline=True).update(is_baseline=False)
    _, _, failure = call("import_salaries", found, "--mapping", mapping, "--create-roles")
    assert failure == "role 'baseline': constant: no role is marked as the average outside IT."


def test_a_level_of_the_same_name_under_another_slug_is_told(tmp_path):
    CareerLevel.objects.filter(slug="junior").update(slug="beginner-plus")
    header = ",".join(["work_year", *load_mapping("aijobs").key.columns[1:]])
    (tmp_path / "found.csv").write_text(header + "\n2025,EN,FT,Data Scientist,50000,USD,50000,US,0,US,M\n")
    _, _, failure = call("import_salaries", tmp_path / "found.csv", "--mapping", "aijobs")
    assert failure == (
        "Mapping aijobs: level junior: the level beginner-plus has this name; use its slug in the mapping."
    )


@pytest.mark.parametrize(
    ("amount", "currency", "period", "reason"),
    [
        # 2,080 × 9,999,999,999,999.99 has more digits than a figure may have.
        ("9999999999999.99", "USD", "hour", "is too much for a year's pay"),
        # At 17,000 rupiah per US dollar.
        ("0.01", "IDR", "year", "is less than a cent of a US dollar a year"),
    ],
)
def test_pay_that_is_no_year_s_pay_in_dollars_is_refused(tmp_path, amount, currency, period, reason):
    row = SALARY_ROW | {"typical": amount, "currency_code": currency, "period": period}
    result = SalaryImporter().run(write_csv(tmp_path / "rows.csv", [row]))
    assert [str(one) for one in result.refusals] == [f"row 2, typical: '{amount}': {reason}"]
