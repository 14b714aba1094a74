"""Hundreds of files made to break an import: a sentence for each, and nothing in the database is changed.

The files come from a seed, so that a failure can be repeated: its number is in the message.
"""

import random
from pathlib import Path

import pytest

from salaries.models import ImportRun, Place, Role, Source
from salaries.tests.foreign_files import SOURCE
from salaries.tests.test_import_commands import call, whole_database
from salaries.tests.test_reading_hostile import KINDS, SLOW, mutated

pytestmark = pytest.mark.django_db
COUNT = 300
MAPPING = (
    SOURCE
    + """
constants = {year = 2026, period = "year"}
columns = {role = "Job title", country = "Country", pay = "Salary", currency_code = "Currency"}
"""
)
HEADER = "Job title,Country,Salary,Currency\n"
# Each cell is wrong by itself, so that no row of them may be taken.
BAD_CELLS = [
    "=cmd|' /C calc'!A0",
    "\x1b[31m",
    "'; DROP TABLE salaries_salaryrecord; --",
    "9" * 400,
    "1e999",
    "NaN",
    "-0",
    "٪",
    "\u202e000,1",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "\ufeff",
    "()" * 2_000,
    "1" + " 000" * 3_000,
    "k" * 100_000,
    "万" * 50,
    "$¥€" * 30,
    "1-2-3-4",
    "..,,..",
]


def state() -> list:
    return [
        *whole_database(),
        *(list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in (Place, Role, Source)),
    ]


def hostile_content(dice: random.Random) -> bytes:
    """A file that cannot be read, one that is spoilt, or one whose rows are all wrong."""
    if dice.random() < 0.4:
        return dice.choice(KINDS[:-SLOW])(dice)
    wrong = ["Data scientist", "Atlantis", "", "XXX"]
    rows = []
    for _ in range(dice.randint(1, 20)):
        wrong[dice.randrange(4)] = dice.choice(BAD_CELLS).replace('"', "'")
        rows.append(",".join(f'"{cell}"' for cell in [*wrong, *["surplus"] * dice.choice([0, 0, 3])]))
    content = (HEADER + "\n".join(rows)).encode()
    return mutated(dice, content) if dice.random() < 0.3 else content


@pytest.mark.parametrize("tenth", range(10))
def test_a_hostile_file_is_refused_with_a_sentence_and_changes_nothing(tmp_path, tenth):
    mapping = tmp_path / "board.toml"
    mapping.write_text(MAPPING, "utf-8")
    path, before, runs = tmp_path / "hostile", state(), ImportRun.objects.count()
    for seed in range(tenth * COUNT // 10, (tenth + 1) * COUNT // 10):
        path.write_bytes(hostile_content(random.Random(seed)))
        for choices in (["--mapping", mapping, "--all-or-nothing", "--create-roles"], ["--yes"], []):
            check(seed, path, choices)
        assert state() == before, seed
    refused = ImportRun.objects.all()[: ImportRun.objects.count() - runs]
    assert {run.outcome for run in refused} <= {"refused", "failed"}


def check(seed: int, path: Path, choices: list) -> None:
    """Import the file, and see that it ends in one sentence."""
    _, _, failure = call("import_salaries", path, *choices)
    assert failure.endswith((".", "?")), (seed, choices, failure)
    assert "Traceback" not in failure, (seed, choices)
    assert "\n" not in failure, (seed, choices, failure)


@pytest.mark.parametrize("columns", [["x" * 100_000, "pay"], [f"column {number}" for number in range(10_000)]])
def test_a_message_is_short_however_wide_the_header(tmp_path, columns):
    (tmp_path / "board.toml").write_text(MAPPING, "utf-8")
    (tmp_path / "wide.csv").write_text(",".join(columns) + "\n1,2\n", "utf-8")
    for choices in (["--mapping", tmp_path / "board.toml"], []):
        assert len(call("import_salaries", tmp_path / "wide.csv", *choices)[2]) < 2_000


@pytest.mark.parametrize("cell", BAD_CELLS, ids=range(len(BAD_CELLS)))
def test_a_hostile_cell_is_refused_wherever_it_stands_and_the_other_rows_are_taken(tmp_path, cell):
    (tmp_path / "board.toml").write_text(MAPPING, "utf-8")
    good = ["Data scientist", "Japan", "6000000", "JPY"]
    rows = [good, *([*good[:at], cell, *good[at + 1 :]] for at in range(4))]
    lines = [",".join(f'"{text}"' for text in row) for row in rows]
    (tmp_path / "found.csv").write_text(HEADER + "\n".join(lines), "utf-8")
    _, reasons, failure = call(
        "import_salaries",
        tmp_path / "found.csv",
        "--mapping",
        tmp_path / "board.toml",
        "--refused",
        tmp_path / "refused.csv",
    )
    assert failure.startswith(
        "found.csv: imported without the refused rows: 1 created, 0 updated, 0 unchanged, 4 refused"
    )
    assert [line.split(",")[1].strip() for line in reasons.splitlines()] == [f"row {row}" for row in (3, 4, 5, 6)]
