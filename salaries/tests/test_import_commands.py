"""The commands: what they print, how they end, and that a file is taken whole or not at all."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict

from guide_site.management.commands.load_sample import SAMPLE
from salaries.models import Estimate, ImportRun, PublishedVersion, SalaryRecord
from salaries.tests.making import SALARY_ROW, write_csv

CSV_COMMANDS = ("places", "roles", "skills", "sources", "levels", "rates", "ppp", "salaries", "facts")
MISTAKES = {
    5: {"place": "atlantis"},
    14: {"typical": "50k"},
    23: {"currency_code": "BTC"},
    32: {"period": "decade"},
    41: {"year": "1066"},
    50: {"typical": ""},
    59: {"source": "rumour"},
    68: {"key": "row-2"},
    77: {"low": "60000"},
    86: {"level": "godlike"},
}


@pytest.fixture
def hundred_rows(tmp_path):
    """A file of a hundred rows; ten of them are wrong."""
    rows = [SALARY_ROW | {"key": f"row-{number}"} | MISTAKES.get(number, {}) for number in range(2, 102)]
    return write_csv(tmp_path / "hundred.csv", rows)


def call(name: str, *args, **options) -> tuple[str, str, str]:
    """(printed, printed on stderr, the message that it failed with)."""
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *map(str, args), stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def whole_database() -> list:
    records = [model_to_dict(record) for record in SalaryRecord.objects.order_by("key")]
    return [records, list(Estimate.objects.order_by("pk").values()), PublishedVersion.current()]


def test_a_file_with_ten_bad_rows_among_a_hundred_changes_nothing(db, hundred_rows):
    before = whole_database()
    _, reasons, failure = call("import_salaries", hundred_rows)
    assert whole_database() == before
    assert failure == (
        "hundred.csv: nothing was imported. Without the refused rows: 90 created, 0 updated, 0 unchanged, 10 refused."
    )
    lines = reasons.splitlines()
    assert [line.split(",")[1].strip() for line in lines] == [f"row {number}" for number in MISTAKES]
    assert lines[0] == "hundred.csv, row 5, place: 'atlantis': there is no place with this slug"
    assert lines[5] == "hundred.csv, row 50, low: ' /  / ': Give at least one amount: low, typical or high."


def test_a_refused_file_leaves_a_run_with_its_reasons(db, hundred_rows):
    call("import_salaries", hundred_rows)
    run = ImportRun.objects.first()
    assert (run.outcome, run.file_name) == ("refused", "hundred.csv")
    counts = (run.created_count, run.updated_count, run.unchanged_count, run.refused_count)
    assert counts == (0, 0, 0, 10)
    assert list(run.rejections.values_list("row_number", flat=True)) == list(MISTAKES)
    assert run.rejections.get(row_number=23).value == "BTC"


def test_a_dry_run_changes_nothing_and_says_what_would_happen(db, tmp_path):
    before = [*whole_database(), ImportRun.objects.count()]
    path = write_csv(tmp_path / "new.csv", [SALARY_ROW])
    printed, _, failure = call("import_salaries", path, dry_run=True)
    assert printed == "new.csv: 1 created, 0 updated, 0 unchanged, 0 refused (dry run, nothing was changed)\n"
    assert (failure, [*whole_database(), ImportRun.objects.count()]) == ("", before)


def test_a_dry_run_of_a_bad_file_gives_the_reasons_and_keeps_no_run(db, hundred_rows):
    runs = ImportRun.objects.count()
    _, reasons, failure = call("import_salaries", hundred_rows, dry_run=True)
    assert (len(reasons.splitlines()), bool(failure), ImportRun.objects.count()) == (10, True, runs)


def test_a_good_file_is_counted_and_kept_as_a_run(db, tmp_path):
    path = write_csv(tmp_path / "[new].csv", [SALARY_ROW])
    printed, _, _ = call("import_salaries", path)
    run = ImportRun.objects.first()
    assert printed == f"[new].csv: 1 created, 0 updated, 0 unchanged, 0 refused (run {run.pk})\n"
    assert (run.outcome, run.created_count, run.importer, len(run.sha256)) == ("done", 1, "salaries", 64)


@pytest.mark.parametrize("name", CSV_COMMANDS)
def test_each_command_finds_its_sample_file_unchanged(db, name):
    printed, _, failure = call(f"import_{name}", SAMPLE / f"{name}.csv")
    assert failure == ""
    assert ": 0 created, 0 updated, " in printed
    assert " 0 unchanged" not in printed


@pytest.mark.parametrize("name", CSV_COMMANDS)
def test_each_command_refuses_a_file_of_another_kind(db, tmp_path, name):
    path = write_csv(tmp_path / "other.csv", [{"colour": "red"}])
    _, _, failure = call(f"import_{name}", path)
    assert failure.startswith("other.csv: the header lacks ")


def test_a_missing_file_is_an_error_in_one_sentence(db, tmp_path):
    _, _, failure = call("import_places", tmp_path / "nowhere.csv")
    assert failure == "nowhere.csv: No such file or directory."


def test_from_a_shell_a_refused_row_ends_in_a_failure_and_a_good_file_does_not(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}

    def manage(*args) -> subprocess.CompletedProcess:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, args)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    assert manage("migrate", "--verbosity", "0").returncode == 0
    good = manage("import_places", SAMPLE / "places.csv")
    assert (good.returncode, good.stderr) == (0, "")
    assert "19 created" in good.stdout
    bad = manage("import_salaries", write_csv(tmp_path / "bad.csv", [SALARY_ROW, SALARY_ROW | {"key": "second"}]))
    assert bad.returncode == 1
    where = [" ".join(line.split(":")[0].split()[1:]) for line in bad.stderr.splitlines()[:-1]]
    assert where == [f"row {row}, {column}" for row in (2, 3) for column in ("source", "role")]
