"""Tables in other wrappings: tab-separated UTF-16, workbooks, JSON Lines, zip, gzip. The same rows in each."""

import gzip
import json
import zipfile
from decimal import Decimal as D

import pytest

from salaries.importers import UnreadableFile
from salaries.models import SalaryRecord
from salaries.tests.foreign_files import import_foreign, reasons, stated
from salaries.tests.real_files import counts
from salaries.tests.test_reading_workbook import row, workbook

pytestmark = pytest.mark.django_db

MAPPING = """
constants = {year = 2026, period = "year"}
columns = {role = "Title", country = "Country", typical = "Salary", currency_code = "Currency"}
"""
ROWS = [
    ["Title", "Country", "Salary", "Currency"],
    ["Data Scientist", "Viet Nam", "600,000,000", "VND"],
    ["Data scientist", "Republic of Korea", "70000000", "KRW"],
    ["ML Engineer", "Côte d’Ivoire", "9 000 000", "XOF"],
]
STATED = [
    ("vietnam", None, D(600_000_000), None, "VND", "year"),
    ("south-korea", None, D(70_000_000), None, "KRW", "year"),
    ("cote-divoire", None, D(9_000_000), None, "XOF", "year"),
]


def lines(delimiter: str, rows: list[list[str]] = ROWS) -> str:
    return "".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) + "\r\n" for row in rows)


def sheet(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet, in which digits are numbers."""

    def cell(text: str) -> str:
        return f"<c><v>{text}</v></c>" if text.isdecimal() else text

    return workbook({"Pay": "".join(row(number, *map(cell, cells)) for number, cells in enumerate(rows, 1))})


def test_tab_separated_utf_16(tmp_path):
    result = import_foreign(tmp_path / "export.txt", MAPPING, lines("\t"), encoding="utf-16")
    assert (reasons(result), stated()) == ({}, STATED)
    assert result.format == "TSV, UTF-16"


def test_json_lines(tmp_path):
    objects = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    objects[1]["Salary"] = 70_000_000
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in objects)
    result = import_foreign(tmp_path / "rows.jsonl", MAPPING, text)
    assert (reasons(result), stated(), result.format) == ({}, STATED, "JSON Lines")


def test_a_zip_with_one_file_and_gzip_hold_the_same_rows(tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("folder/export.csv", lines(","))
    assert counts(import_foreign(tmp_path / "export.zip", MAPPING)) == {"created": 3}
    assert stated() == STATED
    result = import_foreign(tmp_path / "export.csv.gz", MAPPING, gzip.compress(lines(";").encode("cp1252")))
    assert counts(result) == {"unchanged": 3}


def test_a_zip_with_two_tables_is_not_chosen_from(tmp_path):
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", lines(","))
        archive.writestr("b.csv", lines(","))
    with pytest.raises(UnreadableFile, match=r"^two\.zip holds 2 files"):
        import_foreign(tmp_path / "two.zip", MAPPING)
    assert stated() == []


def test_a_workbook_of_28_000_rows(tmp_path):
    countries = ["Japan", "India", "Singapore", "Vietnam", "Atlantis", "Indonesia", "Philippines"]
    rows = [
        ["Data scientist", countries[number % 7], str(40_000 + number), "USD" if number % 1_000 else "dollars"]
        for number in range(28_000)
    ]
    result = import_foreign(tmp_path / "big.xlsx", MAPPING, sheet([ROWS[0], *rows]))
    # Every seventh row is of Atlantis, every thousandth in "dollars", and every seven thousandth both.
    assert counts(result) == {"created": 28_000 - 4_000 - 28 + 4, "refused": 4_000 + 28 - 4}
    first, second = reasons(result)[2], reasons(result)[6]
    assert first == "row 2, Currency: 'dollars': not an ISO 4217 currency code"
    assert second == "row 6, Country: 'Atlantis': 'Atlantis' is not the name or ISO 3166-1 code of a country"
    assert SalaryRecord.objects.get(source__slug="board", typical=67_999).place.slug == "philippines"


def test_a_workbooks_formulas_count_with_their_values(tmp_path):
    formula = '<c r="C2"><f>2*2500000</f><v>5000000</v></c>'
    content = workbook({"Pay": row(1, *ROWS[0]) + row(2, "Data scientist", "Japan", formula, "JPY")})
    assert counts(import_foreign(tmp_path / "formulas.xlsx", MAPPING, content)) == {"created": 1}
    assert stated() == [("japan", None, D(5_000_000), None, "JPY", "year")]
