"""JSON: arrays, objects around one array, JSON Lines; digits as written, and never the whole file at once."""

import io
import json

import pytest

from salaries.importers.reading import Limits, UnreadableFile, open_table


def table_of(content: str | bytes, **options):
    return open_table(
        io.BytesIO(content if isinstance(content, bytes) else content.encode()), name="pay.json", **options
    )


def read(content: str | bytes, **options):
    with table_of(content, **options) as table:
        return table.format, table.columns, list(table.rows())


@pytest.mark.parametrize(
    ("content", "format", "numbers"),
    [
        ('[{"city": "Hanoi", "pay": 9}, {"city": "Pune", "pay": 8}]', "JSON", [1, 2]),
        ('\n [\n {"city": "Hanoi",\n "pay": 9},\n {"city": "Pune", "pay": 8}\n]\n', "JSON", [1, 2]),
        ('{"city": "Hanoi", "pay": 9}\n\n{"city": "Pune", "pay": 8}\n', "JSON Lines", [1, 3]),
        ('{"city": "Hanoi", "pay": 9}\r\n{"city": "Pune", "pay": 8}', "JSON Lines", [1, 2]),
        ('{"data": [{"city": "Hanoi", "pay": 9}, {"city": "Pune", "pay": 8}]}', "JSON", [1, 2]),
        (
            '{"meta": {"n": [1, 2]}, "tags": ["a"],\n"data": [{"city": "Hanoi", "pay": 9},'
            ' {"city": "Pune", "pay": 8}], "n": 2}',
            "JSON",
            [1, 2],
        ),
    ],
)
def test_shapes_are_found(content, format, numbers):
    rows = [["Hanoi", "9"], ["Pune", "8"]]
    assert read(content) == (format, ["city", "pay"], list(zip(numbers, rows, strict=True)))


def test_values_are_text_as_written():
    content = """[{"a": 95000.50, "b": 12345678901234567890123, "c": null, "d": true, "e": false, "f": 1e3, "g": "x",
        "h": {"min": 1.50, "to": [2, null, "é\\n"]}, "i": [], "j": -0, "k": NaN}]"""
    assert read(content)[2] == [
        (
            1,
            [
                "95000.50",
                "12345678901234567890123",
                "",
                "true",
                "false",
                "1e3",
                "x",
                '{"min":1.50,"to":[2,null,"é\\n"]}',
                "[]",
                "-0",
                "NaN",
            ],
        )
    ]


def test_columns_are_all_names_in_order_of_appearance():
    assert read('[{"b": 1}, {"a": 2, "b": 3}, {"c": 4}]')[1:] == (
        ["b", "a", "c"],
        [(1, ["1"]), (2, ["3", "2"]), (3, ["", "", "4"])],
    )


def test_objects_without_values_are_blank_rows():
    with table_of('[{"a": 1}, {}, {"a": null}, {"a": 2}]') as table:
        assert (list(table.rows()), table.blank_rows) == ([(1, ["1"]), (4, ["2"])], 2)


def test_one_object_alone_is_one_row():
    assert read('{"city": "Hanoi", "tags": []}')[1:] == (["city", "tags"], [(1, ["Hanoi", "[]"])])


def test_an_array_in_the_first_of_many_lines_is_a_value():
    assert read('{"a": [{"b": 1}]}\n{"a": [{"b": 2}]}\n')[1:] == (["a"], [(1, ['[{"b":1}]']), (2, ['[{"b":2}]'])])


def test_a_csv_file_may_begin_with_a_bracket():
    assert read("[city],[pay]\nHue,1\n")[1] == ["[city]", "[pay]"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250"])
def test_other_encodings_are_read(encoding):
    assert read('[{"město": "Plzeň", "kraj": "Plzeňský"}]'.encode(encoding))[1:] == (
        ["město", "kraj"],
        [(1, ["Plzeň", "Plzeňský"])],
    )


def test_many_objects_in_small_blocks_are_whole():
    rows = [{"n": at, "text": 'é"\\' * (at % 7)} for at in range(500)]
    for text in (json.dumps(rows), "\n".join(map(json.dumps, rows))):
        found = read(text, limits=Limits(line_bytes=97))[2]
        assert found == [(at + 1, [str(at), 'é"\\' * (at % 7)]) for at in range(500)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[ ]", "pay.json is empty"),
        ("{}", "pay.json is empty"),
        ('["a"]', "pay.json, row 1: it is not an object with named values"),
        ('[{"a": 1}, [2]]', "row 2: it is not an object"),
        ('[{"a": 1}, {"a": 2, "b": 3, "a": 4}]', "row 2: it names 'a' twice"),
        ('[{"a": 1}, {"a": }]', r"row 2: it is not well-formed JSON \(Expecting value\)"),
        ('[{"a": 1}, {"a": 1', "row 2: it is not well-formed JSON"),
        ('[{"a": 1}', "row 1: it is not well-formed JSON: the end of the file stands where"),
        ('[{"a": 1}] x', "row 2: something follows the end of the array"),
        ('{"a": 1}\n{"a": \n', "row 2: it is not well-formed JSON"),
        ('{"a": [{"b": 1}],\n "c": [{"b": 1}]}', "two tables, a and c"),
        ('{"a": 1,\n "b": 2}', "holds no array of objects"),
        ('[{"a": ' + "[" * 100_000, "nested too deeply"),
        ('{"a": ' * 100_000, "nested too deeply|not well-formed"),
        ('[{"a": "' + "x" * 200_000 + '"}]', "a value is longer than 131,072 characters"),
        ('[{"a": "' + "x" * 6_000_000 + '"}]', "longer than 4 MB"),
        ('[{"a": "\\ud800"}]', "half of a character"),
        ('[{"a": "\\u0000"}]', "row 1: it holds a NUL"),
        ("[{" + ",".join(f'"{at}":1' for at in range(16_385)) + "}]", "more than 16,384 columns"),
    ],
)
def test_unreadable_documents_are_refused_with_the_row(content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read(content)


def test_rows_that_grow_far_beyond_the_file_are_refused():
    """Every object has only the last of 10,000 columns: 12 bytes of JSON, 10,000 of table."""
    wide = "{" + ",".join(f'"{at}":1' for at in range(10_000)) + "}"
    with pytest.raises(UnreadableFile, match="expands to more than 1 MB"):
        read("\n".join([wide, *['{"9999":1}'] * 20_000]), limits=Limits(ratio=3, ratio_free_bytes=1 << 20))


def test_objects_without_names_in_common_are_no_table():
    with pytest.raises(UnreadableFile, match="too few names in common"):
        read(json.dumps([{str(at): at} for at in range(10_000)]))


def test_json_lines_may_be_longer_than_a_line_may_be():
    """200,000 lines, 5 MB in all."""
    with table_of('{"city": "Hanoi", "pay": 9}\n' * 200_000) as table:
        assert sum(1 for _ in table.rows()) == 200_000
