"""CSV and TSV: delimiter, quoting and header found, rows numbered as a spreadsheet numbers them."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from salaries.importers.reading import Limits, UnreadableFile, open_table
from salaries.importers.reading.formulas import defuse, restore

DATA = settings.BASE_DIR.parent / "shared" / "data"


def table_of(content: str | bytes, **options):
    content = content if isinstance(content, bytes) else content.encode()
    return open_table(io.BytesIO(content), name="pay.csv", **options)


def read(content: str | bytes, **options) -> tuple[list[str], list[tuple[int, list[str]]]]:
    with table_of(content, **options) as table:
        return table.columns, list(table.rows())


HANOI = (["city", "pay"], [(2, ["Hanoi", "9"]), (3, ["Pune", "8"])])


@pytest.mark.parametrize(("delimiter", "format"), [(",", "CSV, commas, UTF-8"), (";", "CSV, semicolons, UTF-8")])
def test_the_format_is_named_for_people(delimiter, format):
    with table_of(f"city{delimiter}pay\nHanoi{delimiter}9\n") as table:
        assert table.format == format


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends_are_found(delimiter, end):
    assert read(end.join(["city,pay", "Hanoi,9", "Pune,8"]).replace(",", delimiter) + end) == HANOI


def test_the_last_line_needs_no_end():
    assert read("city,pay\nHanoi,9\nPune,8") == HANOI


def test_commas_in_cells_do_not_deceive():
    assert read("place;pay\nBerlin, Mitte;60.000,50\nBonn, Nord;50.000,00\n") == (
        ["place", "pay"],
        [(2, ["Berlin, Mitte", "60.000,50"]), (3, ["Bonn, Nord", "50.000,00"])],
    )


def test_semicolons_in_quoted_cells_do_not_deceive():
    assert read('tools,pay\n"a;b;c",1\n"d;e;f",2\n') == (["tools", "pay"], [(2, ["a;b;c", "1"]), (3, ["d;e;f", "2"])])


def test_expected_names_settle_the_delimiter():
    assert read("a|b,c|d\n1|2,3|4\n", expected=["b,c"])[0] == ["a", "b,c", "d"]
    assert read("a|b,c|d\n1|2,3|4\n", expected=["a|b", "c|d"])[0] == ["a|b", "c|d"]


def test_one_column_is_a_table_too():
    assert read("city\nHanoi\nPune\n") == (["city"], [(2, ["Hanoi"]), (3, ["Pune"])])


def test_the_separator_line_of_excel_is_obeyed():
    assert read("sep=;\na;b\n1,5;2,5\n") == (["a", "b"], [(3, ["1,5", "2,5"])])


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ('a,b\n"say ""hi""",1\n', ['say "hi"', "1"]),
        ('a,b\n"one\ntwo",1\n', ["one\ntwo", "1"]),
        ('a,b\r\n"one\r\ntwo",1\r\n', ["one\r\ntwo", "1"]),
        ('a, b\n"x, y", "z, w"\n', ["x, y", "z, w"]),
        ('a,b\n"say \\"hi\\"",1\n', ['say "hi"', "1"]),
        ("a,b\n'x, y','z'\n", ["x, y", "z"]),
        ("a,b\n 1 , 2\n", [" 1 ", " 2"]),
        ('a,b\n5" disk,1\n', ['5" disk', "1"]),
    ],
)
def test_quoting_is_found(content, cells):
    assert read(content) == (["a", "b"], [(2, cells)])


def test_rows_are_numbered_as_a_spreadsheet_counts():
    with table_of('# ours\na,b\n"one\ntwo",2\n\n , \n3,4\n#1,2\n') as table:
        assert list(table.rows()) == [(3, ["one\ntwo", "2"]), (6, ["3", "4"]), (7, ["#1", "2"])]
        assert (table.preamble_rows, table.preamble, table.blank_rows) == (1, [["# ours"]], 2)


def test_rows_can_be_read_again():
    with table_of("a,b\n1,2\n\n") as table:
        assert list(table.rows()) == list(table.rows()) == [(2, ["1", "2"])]
        assert table.blank_rows == 1


def test_nine_lines_of_preamble_are_skipped_and_kept():
    preamble = "Salary survey,,\nby the ministry,,\n,,\nyear,2024,\n\nnote: gross, per month\n\nunits,EUR,\n,,\n"
    with table_of(preamble + "city,role,pay\nBonn,ML Engineer,5\nKöln,Analyst,4\n") as table:
        assert (table.columns, table.preamble_rows, len(table.preamble)) == (["city", "role", "pay"], 9, 5)
        assert list(table.rows()) == [(11, ["Bonn", "ML Engineer", "5"]), (12, ["Köln", "Analyst", "4"])]


def test_expected_names_find_a_header_that_looks_like_any_row():
    content = "a,b\nc,d\nCity , PAY\nBonn,x\n"
    assert read(content)[0] == ["a", "b"]
    assert read(content, expected=["city", "pay", "year"]) == (["City", "PAY"], [(4, ["Bonn", "x"])])


def test_figures_are_no_header_but_years_may_be():
    assert read("country,1990,1991\nVN,1.5,2.5\n")[0] == ["country", "1990", "1991"]
    assert read("1.5,2.5\n7.5,8.5\ncity,pay\nx,1\n")[0] == ["city", "pay"]


def test_a_column_for_the_number_is_no_comment():
    assert read("#,city\n1,Bonn\n2,Hue\n")[0] == ["#", "city"]


def test_short_and_long_rows_stay_as_they_are():
    assert read("a,b,c\n1\n1,2,3\n1,2,3\n1,2,3,4,\n")[1] == [
        (2, ["1"]),
        (3, ["1", "2", "3"]),
        (4, ["1", "2", "3"]),
        (5, ["1", "2", "3", "4", ""]),
    ]


def test_an_empty_column_at_the_end_is_dropped_only_if_it_is_empty():
    assert read("a,b,\n1,2,\n")[0] == ["a", "b"]
    assert read("a,b,\n1,2,3\n")[0] == ["a", "b", ""]
    assert read(",a,b\n1,2,3\n")[0] == ["", "a", "b"]


def test_a_header_alone_is_a_table_without_rows():
    assert read("a,b\n") == (["a", "b"], [])


def test_the_fingerprint_and_the_position_are_those_of_the_stored_bytes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n")
    with open_table(path) as table:
        list(table.rows())
        # printf 'a\n' | sha256sum
        assert table.sha256 == "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
        assert (table.file_name, table.size, table.position) == ("a.csv", 2, 2)


def test_rows_across_blocks_are_whole():
    """Rows of 1 to 997 characters, with CRLF, quotes and wide characters, over more than two blocks of 256 KB."""
    expected = [[str(at), "é" * (at * 7 % 997), 'x"\r\n,' * (at % 5)] for at in range(1500)]
    text = io.StringIO()
    csv.writer(text).writerows([["number", "length", "odd"], *expected])
    assert [cells for _, cells in read(text.getvalue())[1]] == expected


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_a_line_end_between_two_blocks_is_one(end):
    """Every place of the line end in a block, by blocks of 20 bytes."""
    for filler in range(16):
        rows = read("a,b\n".replace("\n", end) + f"{'x' * filler}y,1{end}z,2{end}", limits=Limits(line_bytes=20))[1]
        assert [cells for _, cells in rows] == [["x" * filler + "y", "1"], ["z", "2"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "pay.csv is empty: a header row is needed."),
        ("\n\n , \n", "pay.csv is empty: a header row is needed."),
        ("# only a comment\n", "pay.csv is empty: a header row is needed."),
        ('a,b\n1,"2\n', "pay.csv, line 2: a quotation mark is opened and never closed."),
        ('a,b\n1,2\n3,"4"5\n', "pay.csv, line 3: the quotation marks do not fit together (',' expected after '\"')."),
        ("a,b\n1,2\n3,\0\n", "pay.csv, row 3: it holds a NUL character, so this is not a text file."),
        (
            "a,b\n1," + "x" * 131_073,
            "pay.csv, line 2: a cell is longer than 131,072 characters; perhaps a quotation mark is not closed.",
        ),
        ("," * 20_000 + "a\n", "pay.csv has 20,001 columns; 16,384 are the most."),
        ("a,b\n1,2\n" + "," * 20_000 + "1\n", "pay.csv, row 3: it has 20,001 cells; 16,384 are the most."),
        ("a,b\n" + "x" * 5_000_000, "pay.csv, row 2: its line is longer than 4 MB."),
    ],
)
def test_unreadable_files_are_refused_with_the_reason(content, reason):
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert str(refused.value) == reason


def test_a_row_that_never_ends_is_refused():
    with pytest.raises(UnreadableFile, match="row 2: it is longer than 4 MB; perhaps a quotation mark is not closed"):
        read('a,b\nx,"' + '\n","' * 2_000_000)


def test_the_good_rows_before_a_fault_are_given():
    with table_of("a,b\n" + "1,2\n" * 100_000 + "3,\0\n") as table:
        rows = table.rows()
        assert [next(rows) for _ in range(100_000)][-1] == (100_001, ["1", "2"])
        with pytest.raises(UnreadableFile, match="row 100002: "):
            next(rows)


def test_a_smaller_limit_for_cells_holds():
    with pytest.raises(UnreadableFile, match="row 3: a cell is longer than 5 characters"):
        read("a,b\n12345,1\n123456,1\n", limits=Limits(cell_characters=5))


def test_a_file_larger_than_allowed_is_refused():
    with pytest.raises(UnreadableFile, match="is larger than 10 bytes"):
        read("a,b\n1,2\n3,4\n", limits=Limits(stored_bytes=10))


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(UnreadableFile, match=r"^nowhere.csv: No such file or directory.$"):
        open_table(tmp_path / "nowhere.csv")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(UnreadableFile, match="Is a directory"):
        open_table(tmp_path)


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "secret.csv"
    path.write_text("a\n")

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(UnreadableFile, match=r"^secret.csv: Permission denied.$"):
        open_table(path)


def test_standard_input_can_be_read_twice(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a,b\n1,2\n")))
    with open_table("-") as table:
        assert (table.file_name, table.size) == ("standard input", 8)
        assert list(table.rows()) == list(table.rows()) == [(2, ["1", "2"])]


def test_an_upload_in_memory_is_read_from_its_start():
    upload = SimpleUploadedFile("../pay.csv", b"a,b\n1,2\n")
    upload.read()
    with open_table(upload) as table:
        assert (table.file_name, list(table.rows())) == ("pay.csv", [(2, ["1", "2"])])


def test_an_upload_on_disk_is_read_where_it_is():
    upload = TemporaryUploadedFile("pay.csv", "text/csv", 8, "utf-8")
    upload.write(b"a,b\n1,2\n")
    upload.flush()
    with open_table(upload) as table:
        assert (table.file_name, list(table.rows())) == ("pay.csv", [(2, ["1", "2"])])
    assert Path(upload.temporary_file_path()).exists()


def test_temporary_files_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for content in (b"a,b\n1,2\n", b'[{"a": 1}]', b"", b'[{"a": 1}, 2]', b"a,b\n\0"):
        try:
            with table_of(content) as table:
                list(table.rows())
        except UnreadableFile:
            pass
        assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=20) | st.text(alphabet="'=+-@\t\r1.a", max_size=8))
def test_a_defused_cell_starts_no_formula_and_can_be_restored(cell):
    defused = defuse(cell)
    assert restore(defused) == cell
    assert not defused.startswith(("=", "@", "\t", "\r"))


REAL = [
    # file, rows, columns, first column, last column, rows above the header (README.md of the reference files)
    ("salaries/aijobs_salaries_2025-01-19.csv.gz", 74_301, 11, "work_year", "company_size", 0),
    ("salaries/aijobs_salaries_2023-04-16.csv", 3_821, 11, "work_year", "company_size", 0),
    ("salaries/aijobs_salaries_2022-06-12.csv", 606, 11, "work_year", "company_size", 0),
    ("salaries/aijobs_salaries_2022-06-12.json", 606, 11, "work_year", "company_size", 0),
    ("salaries/aijobs_salaries_2022-01-30.csv", 278, 11, "work_year", "company_size", 0),
    ("salaries/kaggle_ds_salaries_607.xlsx", 607, 12, "", "company_size", 0),
    ("salaries/stackoverflow_2025_salary_subset.csv", 21_942, 7, "", "PrimaryRole", 0),
    ("rates/ecb_eurofxref-hist.csv", 7_126, 42, "Date", "ZAR", 0),
    ("rates/ecb_eurofxref_2026-10-30.csv", 1, 30, "Date", "ZAR", 0),
    ("rates/fred_exchange-rates_monthly.csv", 17_237, 3, "Date", "Exchange rate", 0),
    ("rates/fred_exchange-rates_annual.csv", 993, 3, "Date", "Exchange rate", 0),
    ("rates/ppp-gdp.csv", 6_856, 4, "Country", "PPP", 0),
    ("rates/API_PA.NUS.PPP_DS2_en_csv_v2_2788598.csv", 266, 68, "Country Name", "2023", 4),
    ("rates/API_PA.NUS.PPPC.RF_DS2_en_csv_v2_1665754.csv", 266, 68, "Country Name", "2023", 4),
    ("rates/Metadata_Country_API_PA.NUS.PPP_DS2_en_csv_v2_2788598.csv", 265, 5, "Country Code", "TableName", 0),
    ("derived/worldbank_implied_exchange_rates.csv", 6_598, 6, "country_code", "implied_lcu_per_usd", 0),
    ("wages/ilostat_EAR_4MTH_SEX_GEO_CUR_NB_A-2025-06-01.csv", 6_234, 11, "ref_area.label", "note_source.label", 0),
    ("wages/us_bls_oews_2025-05_national.csv", 1_104, 12, "soc_code", "footnotes", 0),
    ("places/world-cities.csv", 34_032, 4, "name", "geonameid", 0),
    ("places/country-codes.csv", 249, 56, "FIFA", "wikidata_id", 0),
]


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "count", "width", "first", "last", "above"), REAL, ids=[case[0] for case in REAL])
def test_a_published_file_is_read_whole(name, count, width, first, last, above):
    if not (DATA / name).exists():
        pytest.skip(f"needs {name} among the reference files")
    with open_table(DATA / name) as table:
        rows = sum(1 for _ in table.rows())
        assert (
            rows,
            len(table.columns),
            table.columns[0],
            table.columns[-1],
            table.preamble_rows,
            table.blank_rows,
        ) == (
            count,
            width,
            first,
            last,
            above,
            0,
        )
