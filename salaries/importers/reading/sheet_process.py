"""One sheet of a workbook as CSV: a program of its own, run by `workbook`.

A workbook is read as a whole by a library in another language. In a process of its own it cannot take more memory and
time than it is given, and if it breaks, only that process breaks.

In: the path and a JSON object of options, as arguments. Out: rows of the sheet as CSV on standard output, numbered as
in the spreadsheet because empty rows are written too; on standard error a JSON object with the sheet's name or with an
"error", the end of a sentence. It imports nothing of ours, so that it can run without the rest.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import posixpath
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

LOOKED_AT = 60
BLOCK = 1 << 20
ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\bt=["']e["'][^<>]*>""")
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


class Refused(Exception):
    """The sentence's end that the reader will see."""


def text_of(value: Any) -> str:
    """A cell's value as text.

    >>> text_of(95000.0), text_of(0.30000000000000004), text_of(1e-7), text_of(True), text_of("a")
    ('95000', '0.3', '0.0000001', 'true', 'a')
    >>> text_of(datetime.date(2024, 1, 5)), text_of(datetime.timedelta(hours=30, minutes=5))
    ('2024-01-05', '30:05:00')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        # Spreadsheets keep and show 15 digits; what a binary fraction has beyond them is not what was typed.
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def rows_of(sheet: Any, most_cells: int, errors: dict[int, dict[int, str]] | None = None) -> Iterator[list[str]]:
    """All rows from the first line of the sheet on, with the error values in their cells. Raises Refused."""
    if sheet.total_height * sheet.total_width > most_cells:
        raise Refused(f"sheet {sheet.name!r} spans more than {most_cells:,} cells")
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows()):
        cells = left + [text_of(value) for value in row]
        for column, error in (errors or {}).get(number, {}).items():
            if column < len(cells):
                cells[column] = cells[column] or error
        yield cells


def error_values(path: str, sheet_name: str) -> dict[int, dict[int, str]]:
    """The error values (#N/A) of a sheet by row and column from 0: the library leaves their cells empty."""
    found: dict[int, dict[int, str]] = {}
    with ZipFile(path) as archive:
        part = part_of(archive, sheet_name)
        if part not in archive.namelist():
            return found
        with archive.open(part) as content:
            rest = b""
            while block := content.read(BLOCK):
                text = rest + block
                for cell in ERROR_CELL.finditer(text):
                    reference = REFERENCE.search(cell.group())
                    value = VALUE.search(text, cell.end(), cell.end() + 10_000)
                    if reference and value:
                        row, column = int(reference[2]) - 1, column_number(reference[1].decode())
                        found.setdefault(row, {})[column] = value[1].decode("utf-8", "replace")
                # A cell cut in two is looked at again, whole.
                rest = text[-20_000:]
    return found


def part_of(archive: ZipFile, sheet_name: str) -> str:
    """Where in the workbook a sheet is kept."""
    with archive.open("xl/workbook.xml") as content:
        sheets = [element for element in ElementTree.parse(content).iter() if element.tag.endswith("}sheet")]  # noqa: S314
    with archive.open("xl/_rels/workbook.xml.rels") as content:
        targets = {element.get("Id"): element.get("Target", "") for element in ElementTree.parse(content).iter()}  # noqa: S314
    for sheet in sheets:
        if sheet.get("name") == sheet_name:
            key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            target = targets.get(key, "")
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    return ""


def column_number(letters: str) -> int:
    """A column's position from 0.

    >>> column_number("A"), column_number("Z"), column_number("AA")
    (0, 25, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def chosen_sheet(book: Any, wanted: str | int, expected: set[str], most_cells: int) -> Any:
    """The sheet that was asked for, else the first with expected columns, else the first that holds a table."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    listed = ", ".join(names[:20])
    if not names:
        raise Refused("the workbook has no sheet with cells")
    if isinstance(wanted, int) or (wanted and wanted not in names and wanted.isdecimal()):
        if not 1 <= int(wanted) <= len(names):
            raise Refused(f"there is no sheet number {int(wanted)}; the sheets are: {listed}")
        return book.get_sheet_by_name(names[int(wanted) - 1])
    if wanted:
        if wanted not in names:
            raise Refused(f"there is no sheet called {wanted!r}; the sheets are: {listed}")
        return book.get_sheet_by_name(wanted)
    if len(names) == 1:
        return book.get_sheet_by_name(names[0])
    first_table = None
    for metadata in sorted(sheets, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible):
        sheet = book.get_sheet_by_name(metadata.name)
        rows = [row for _, row in zip(range(LOOKED_AT), rows_of(sheet, most_cells), strict=False)]
        if any(len(expected & {" ".join(cell.split()).casefold() for cell in row}) > 1 for row in rows):
            return sheet
        if first_table is None and sum(sum(bool(cell.strip()) for cell in row) > 1 for row in rows) > 1:
            first_table = metadata.name
            if not expected:
                return sheet
    return book.get_sheet_by_name(first_table or names[0])


def limit_memory(most_bytes: int, most_file_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in (
        (resource.RLIMIT_AS, most_bytes),
        (resource.RLIMIT_FSIZE, most_file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # the system has a stricter one already
            continue


def main(path: str, options: dict[str, Any]) -> dict[str, Any]:
    """Write the rows and return what the reader needs to know about them."""
    limit_memory(options["memory_bytes"], options["file_bytes"])
    from python_calamine import CalamineWorkbook

    output = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(output, lineterminator="\n")
    try:
        book = CalamineWorkbook.from_path(path)
        sheet = chosen_sheet(book, options["sheet"], set(options["expected"]), options["cells"])
        if sheet.total_width > options["columns"]:
            raise Refused(f"sheet {sheet.name!r} has more than {options['columns']:,} columns")
        for row in rows_of(sheet, options["cells"], error_values(path, sheet.name)):
            writer.writerow(row)
        output.flush()
    except Refused as refusal:
        return {"error": str(refusal)}
    except MemoryError:
        return {"error": "the workbook needs more memory than it may have"}
    except OSError as error:
        return {"error": f"the workbook cannot be read ({error.strerror or error})"}
    except BaseException as error:  # the library's own, and a panic of it, which is no Exception
        return {"error": f"the workbook is damaged ({str(error).strip()[:200] or type(error).__name__})"}
    return {"sheet": sheet.name}


if __name__ == "__main__":
    answer = main(sys.argv[1], json.loads(sys.argv[2]))
    sys.stderr.write("\n" + json.dumps(answer))
    sys.exit(1 if "error" in answer else 0)
