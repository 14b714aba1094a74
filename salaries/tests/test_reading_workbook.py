"""Workbooks: values as a person sees them, the right sheet, and no more than a workbook may take."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

import pytest
from django.conf import settings

from salaries.importers.reading import Limits, UnreadableFile, open_table

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Styles 1, 2, 3: a date, a date with time, hours and minutes beyond a day.
STYLES = f"""<styleSheet xmlns="{NAMESPACE}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>
<xf numFmtId="46"/></cellXfs></styleSheet>"""
WORKBOOK = settings.BASE_DIR.parent / "shared" / "data" / "salaries" / "kaggle_ds_salaries_607.xlsx"


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """Cells are texts, which go to A, B, C…, or XML as it stands."""
    written = [
        cell if cell.startswith("<") else text_cell(f"{'ABCDEFGH'[at]}{number}", cell) for at, cell in enumerate(cells)
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def workbook(sheets: dict[str, str], *, parts: dict[str, str] | None = None, prologue: str = "", hidden=()) -> bytes:
    """An XLSX file: sheet names and the rows of each as XML."""
    listed = "".join(
        f"<sheet name={quoteattr(name)} sheetId='{at}' r:id='rId{at}'{state}/>"
        for at, name in enumerate(sheets, start=1)
        for state in [" state='hidden'" if name in hidden else ""]
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="rIdStyles" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    related += f'<Relationship Id="rIdStrings" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    content = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{NAMESPACE}"/>',
    }
    for at, rows in enumerate(sheets.values(), start=1):
        content[f"xl/worksheets/sheet{at}.xml"] = (
            f'{prologue}<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (content | (parts or {})).items():
            archive.writestr(name, part)
    return packed.getvalue()


PAY = row(1, "city", "pay") + row(2, "Hanoi", '<c r="B2"><v>95000</v></c>')
NOTES = row(1, "Read me first")


def read(content: bytes, **options):
    with open_table(io.BytesIO(content), name="pay.xlsx", **options) as table:
        return table.format, table.columns, list(table.rows())


def test_a_workbook_is_read_and_its_sheet_named():
    assert read(workbook({"Data": PAY})) == ("XLSX, sheet Data", ["city", "pay"], [(2, ["Hanoi", "95000"])])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A2"><v>95000.0</v></c>', "95000"),
        ('<c r="A2"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="A2"><v>1234.5</v></c>', "1234.5"),
        ('<c r="A2"><v>1E-7</v></c>', "0.0000001"),
        ('<c r="A2"><v>9007199254740991</v></c>', "9007199254740991"),
        ('<c r="A2" s="1"><v>45000</v></c>', "2023-03-15"),
        ('<c r="A2" s="2"><v>45000.5</v></c>', "2023-03-15T12:00:00"),
        ('<c r="A2" s="3"><v>1.5</v></c>', "36:00:00"),
        ('<c r="A2" t="b"><v>1</v></c>', "true"),
        ('<c r="A2" t="b"><v>0</v></c>', "false"),
        ('<c r="A2" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A2"><f>40+2</f><v>42</v></c>', "42"),
        ('<c r="A2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>', "ab"),
        (text_cell("A2", "Łódź\nline two"), "Łódź\nline two"),
        (text_cell("A2", '=HYPERLINK("x")'), '=HYPERLINK("x")'),
    ],
)
def test_cells_are_text_as_a_person_sees_them(cell, text):
    _, _, rows = read(workbook({"Data": row(1, "value", "other") + row(2, cell, "x")}))
    assert rows == [(2, [text, "x"])]


def test_rows_keep_the_numbers_of_the_spreadsheet():
    sheet = row(3, '<c r="B3" t="str"><v>city</v></c>', '<c r="C3" t="str"><v>pay</v></c>')
    sheet += row(5, '<c r="B5" t="str"><v>Pune</v></c>', '<c r="C5"><v>8</v></c>')
    with open_table(io.BytesIO(workbook({"Data": sheet})), name="pay.xlsx") as table:
        assert (table.columns, table.preamble_rows, table.preamble) == (["", "city", "pay"], 2, [])
        assert (list(table.rows()), table.blank_rows) == ([(5, ["", "Pune", "8"])], 1)


def test_titles_above_the_header_are_the_preamble():
    sheet = row(1, "Salaries 2024") + row(2, "by the ministry") + row(4, "city", "pay") + row(5, "Pune", "8")
    with open_table(io.BytesIO(workbook({"Data": sheet})), name="pay.xlsx") as table:
        assert (table.columns, table.preamble) == (["city", "pay"], [["Salaries 2024", ""], ["by the ministry", ""]])
        assert list(table.rows()) == [(5, ["Pune", "8"])]


def test_the_first_sheet_with_a_table_is_read():
    assert read(workbook({"Notes": NOTES, "Data": PAY}))[0] == "XLSX, sheet Data"


def test_a_hidden_sheet_is_read_last():
    assert read(workbook({"Old": PAY, "Data": PAY}, hidden=["Old"]))[0] == "XLSX, sheet Data"


def test_the_sheet_with_expected_columns_is_preferred():
    other = row(1, "code", "name") + row(2, "VN", "Viet Nam")
    assert read(workbook({"Codes": other, "Data": PAY}), expected=["city", "pay"])[0] == "XLSX, sheet Data"


@pytest.mark.parametrize("sheet", ["Notes", 1, "1"])
def test_a_sheet_is_chosen_by_name_or_number(sheet):
    assert read(workbook({"Notes": NOTES, "Data": PAY}), sheet=sheet)[0] == "XLSX, sheet Notes"


@pytest.mark.parametrize(("sheet", "reason"), [("Pay", "called 'Pay'"), (3, "number 3"), (0, "number 0")])
def test_an_unknown_sheet_is_refused_with_the_list_of_sheets(sheet, reason):
    with pytest.raises(UnreadableFile, match=f"^pay.xlsx: there is no sheet {reason}; the sheets are: Notes, Data.$"):
        read(workbook({"Notes": NOTES, "Data": PAY}), sheet=sheet)


def test_a_sheet_of_a_file_without_sheets_is_refused():
    with pytest.raises(UnreadableFile, match="is not a workbook"):
        read(b"a,b\n1,2\n", sheet="Data")


def test_a_workbook_is_unpacked_from_a_zip_file():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("pay.xlsx", workbook({"Data": PAY}))
    assert read(packed.getvalue()) == ("XLSX, sheet Data, zip", ["city", "pay"], [(2, ["Hanoi", "95000"])])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (workbook({"Data": ""}), "is empty"),
        (workbook({"Data": PAY}, prologue='<!DOCTYPE a [<!ENTITY b "c">]>'), "XML entities"),
        (workbook({"Data": PAY}, parts={"xl/workbook.xml": "<a"}), "damaged"),
        (workbook({"Data": PAY}, parts={"xl/workbook.bin": ""}), "binary workbook"),
        (workbook({"Data": PAY}, parts={"word/document.xml": ""}), "a Word document"),
        (workbook({"Data": PAY})[:-30], "damaged or cut-off"),
        (
            workbook({"Data": row(1, "a", "b") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}),
            "memory|cells",
        ),
        (workbook({"Data": row(1, "a", "b") + '<row r="300"><c r="XFD300"><v>1</v></c></row>'}), "spans more than"),
    ],
)
def test_a_hostile_workbook_is_refused(content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read(content, limits=Limits(workbook_cells=1_000_000))


def test_a_long_text_in_many_cells_runs_into_the_memory_limit():
    """One shared string of 32,000 characters, shown in 50,000 cells, would be 1.6 GB."""
    strings = f'<sst xmlns="{NAMESPACE}"><si><t>{"x" * 32_000}</t></si></sst>'
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 50_001))
    with pytest.raises(UnreadableFile, match="memory"):
        read(
            workbook({"Data": rows}, parts={"xl/sharedStrings.xml": strings}),
            limits=Limits(workbook_memory_bytes=400 << 20),
        )


def test_a_workbook_that_expands_too_far_is_refused():
    bomb = workbook({"Data": PAY}, parts={"xl/media/picture.bin": "\0" * 30_000_000})
    with pytest.raises(UnreadableFile, match="expands to more than 10 MB"):
        read(bomb)


@pytest.mark.real_data
def test_the_published_workbook_has_an_unnamed_first_column():
    if not WORKBOOK.exists():
        pytest.skip(f"needs {WORKBOOK.name} among the reference files")
    with open_table(WORKBOOK) as table:
        rows = list(table.rows())
    assert table.columns[:4] == ["", "work_year", "experience_level", "employment_type"]
    assert (table.format, len(table.columns), len(rows)) == ("XLSX, sheet ds_salaries", 12, 607)
    assert rows[0] == (2, "0,2020,MI,FT,Data Scientist,70000,EUR,79833,DE,0,DE,L".split(","))
