"""Mappings that cannot be used: each mistake is told in a sentence, and nothing is changed."""

import pytest

from salaries.tests.making import write_csv
from salaries.tests.test_import_commands import call, whole_database

pytestmark = pytest.mark.django_db
GOOD = """
version = 1
constants = {year = 2026, currency_code = "JPY", source = "digitaldefynd-alcor-2026", place = "tokyo"}
columns = {role = "Title", pay = "Pay", note = "Remark"}
"""
SHORT = "version = 1\ncolumns = {pay = 'Pay'}\n"
MISTAKES = {
    "version = ": "Mapping bad: Invalid value (at end of document).",
    "version = 1\nversion = 1": "Mapping bad: Cannot overwrite a value (at end of document).",
    "version = 2": "Mapping bad: version: Input should be 1.",
    "title = 'x'": "Mapping bad: version: is needed.",
    "version = 1\ncolour = 'red'": "Mapping bad: colour: there is no such entry.",
    "version = 1\nkey = {ident = 'x'}": "Mapping bad: key.ident: there is no such entry.",
    "version = 1\ncolumns = 'Pay'": "Mapping bad: columns: Input should be a valid dictionary.",
    "version = 1\ncolumns = {pay = 'Nope'}": (
        "found.csv: the mapping names columns that the file does not have: Nope. It has Title, Pay, Remark."
    ),
    SHORT + "key = {id = 'Id'}": (
        "found.csv: the mapping names columns that the file does not have: Id. It has Title, Pay, Remark."
    ),
    SHORT + "constants = {pay = '1'}": "Mapping bad: as a whole: pay: either a constant or a column.",
    SHORT: "Mapping bad: nothing says source, place, role, year: name a column or a constant.",
    SHORT + "source = {slug = 'a'}": (
        "Mapping bad: source.publisher: is needed; source.title: is needed; source.kind: is needed."
    ),
    GOOD.replace("tokyo", "atlantis"): (
        "place 'atlantis': constant: 'atlantis' is not the name or ISO 3166-1 code of a country."
    ),
    GOOD.replace("JPY", "BTC"): "currency_code 'BTC': constant: not an ISO 4217 currency code.",
    GOOD.replace("2026,", "1066,"): "year '1066': constant: not a year within 1950 and 2100.",
    GOOD.replace("alcor-2026", "nobody"): (
        "source 'digitaldefynd-nobody': constant: there is no source with this slug."
    ),
    GOOD + "written = {symbols = {'$' = 'Dollar'}}": ("Mapping bad: written.symbols.$: not an ISO 4217 currency code."),
    GOOD + "doubt = {rows = 'maybe'}": "Mapping bad: doubt.rows: Input should be 'import', 'draft' or 'refuse'.",
    GOOD + "encoding = 'klingon'": "found.csv: there is no text encoding called 'klingon'.",
}


@pytest.fixture
def found(tmp_path):
    return write_csv(tmp_path / "found.csv", [{"Title": "Data scientist", "Pay": "1/month", "Remark": ""}])


@pytest.mark.parametrize("text", MISTAKES)
def test_a_wrong_mapping_is_told_in_a_sentence(found, tmp_path, text):
    before = whole_database()
    (tmp_path / "bad.toml").write_text(text, "utf-8")
    assert call("import_salaries", found, "--mapping", tmp_path / "bad.toml") == ("", "", MISTAKES[text])
    assert call("inspect_salaries", found, "--mapping", tmp_path / "bad.toml")[2] != ""
    assert whole_database() == before


def test_a_mapping_that_is_no_text_is_told_in_a_sentence(found, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"version = 1 # \xff\xfe\x00")
    assert call("import_salaries", found, "--mapping", bad)[2] == f"{bad} is no text in UTF-8."
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    assert call("import_salaries", found, "--mapping", folder)[2] == f"{folder}: Is a directory."


def test_an_unknown_mapping_or_field_is_told_with_those_that_there_are(found, tmp_path):
    shipped = "aijobs, ilostat-monthly-earnings, kaggle-ds-salaries, stackoverflow-2025, us-oews"
    for name in ("monster", "../aijobs", "aijobs\0"):
        _, _, failure = call("import_salaries", found, "--mapping", name)
        assert failure == f"There is no mapping {name}: give a path, or one of {shipped}."
    missing = tmp_path / "missing.toml"
    assert call("import_salaries", found, "--mapping", missing)[2] == f"{missing}: No such file or directory."
    assert call("import_salaries", found, "--set", "colour=red")[2].startswith("There is no field colour; fields are ")
    assert call("import_salaries", found, "--set", "colour")[2] == "'colour' is no FIELD=VALUE."


def test_a_mapping_for_another_file_is_told_with_both_headers(found):
    _, _, failure = call("import_salaries", found, "--mapping", "us-oews")
    assert failure == (
        "found.csv: the mapping names columns that the file does not have: annual_median, annual_p25, annual_p75, "
        "level, occupation, soc_code. It has Title, Pay, Remark."
    )
