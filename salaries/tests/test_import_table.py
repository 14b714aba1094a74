"""CSV files: numbered as a spreadsheet numbers them, or refused as a whole with the reason."""

import pytest

from salaries.importers.table import UnreadableFile, read_table


def read(tmp_path, content: str | bytes, *, required=("a",), known=("a", "b")):
    path = tmp_path / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path, required=required, known=known)


def rows(table) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, row.values) for row in table.rows]


def test_rows_are_numbered_as_a_spreadsheet_counts(tmp_path):
    table = read(tmp_path, "# where it comes from\na,b\n1,2\n\n , \n3,4\n")
    assert rows(table) == [(3, {"a": "1", "b": "2"}), (6, {"a": "3", "b": "4"})]


def test_a_quoted_line_break_is_one_row(tmp_path):
    assert rows(read(tmp_path, 'a,b\n"one\ntwo",2\n3,4\n')) == [
        (2, {"a": "one\ntwo", "b": "2"}),
        (3, {"a": "3", "b": "4"}),
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path):
    assert rows(read(tmp_path, b"\xef\xbb\xbfa,b\r\n 1 ,2\r\n")) == [(2, {"a": "1", "b": "2"})]


def test_columns_go_by_name_not_position(tmp_path):
    assert rows(read(tmp_path, "b,a\n2,1\n")) == [(2, {"b": "2", "a": "1"})]


def test_a_hash_below_the_header_is_data(tmp_path):
    assert rows(read(tmp_path, "a\n#1\n")) == [(2, {"a": "#1"})]


def test_values_beyond_the_header_are_counted_where_they_hold_something(tmp_path):
    table = read(tmp_path, "a,b\n1,2,,\n1,2,3,4\n")
    assert [row.surplus for row in table.rows] == [0, 2]


def test_the_fingerprint_is_that_of_the_bytes(tmp_path):
    table = read(tmp_path, "a\n")
    # printf 'a\n' | sha256sum
    assert table.sha256 == "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("b\n1\n", "lacks a"),
        ("a,c,d\n1,2,3\n", "unknown columns: c, d"),
        ("a,a\n1,2\n", "names a twice"),
        ("a,b\n1,\0\n", "NUL"),
        (b"a,b\n1,\xff\n", "not UTF-8: byte 7"),
        ('a,b\n1,"2\n', "line 2"),
    ],
)
def test_unreadable_files_are_refused_with_the_reason(tmp_path, content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read(tmp_path, content)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(UnreadableFile, match=r"nowhere.csv: No such file"):
        read_table(tmp_path / "nowhere.csv", required=[], known=[])


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(UnreadableFile, match="Is a directory"):
        read_table(tmp_path, required=[], known=[])
