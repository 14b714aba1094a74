"""gzip and zip files, and everything that is no table: recognised by content, refused with what to do."""

import gzip
import io
import struct
import zipfile
from collections import deque

import pytest

from salaries.importers.reading import Limits, UnreadableFile, open_table

PAY = b"city,pay\nHanoi,9\nPune,8\n"
ROWS = [(2, ["Hanoi", "9"]), (3, ["Pune", "8"])]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def named_by_words(value: bytes | str) -> str:
    """The name of a case. Archives hold the time at which they are made, and would name it anew in each process."""
    return value if isinstance(value, str) else "file"


def table_of(content: bytes, **options):
    return open_table(io.BytesIO(content), name="pay.csv", **options)


def exhaust(content: bytes, **options) -> None:
    with table_of(content, **options) as table:
        deque(table.rows(), maxlen=0)


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (gzip.compress(PAY), "CSV, commas, UTF-8, gzip"),
        (gzip.compress(PAY[:10]) + gzip.compress(PAY[10:]), "CSV, commas, UTF-8, gzip"),
        (zipped({"pay.csv": PAY}), "CSV, commas, UTF-8, zip"),
        (zipped({"pay.csv": PAY}, zipfile.ZIP_STORED), "CSV, commas, UTF-8, zip"),
        (
            zipped({"folder/": b"", "folder/pay": PAY, "__MACOSX/pay": b"x", ".DS_Store": b"x"}),
            "CSV, commas, UTF-8, zip",
        ),
    ],
    ids=named_by_words,
)
def test_a_packed_file_is_read_again_and_again(content, format):
    with table_of(content) as table:
        assert table.format == format
        assert list(table.rows()) == list(table.rows()) == ROWS
        assert table.size == len(content)


def test_packed_json_is_named_with_its_packing():
    with table_of(gzip.compress(b'{"a": 1}\n{"a": 2}\n')) as table:
        assert (table.format, list(table.rows())) == ("JSON Lines, gzip", [(1, ["1"]), (2, ["2"])])


def test_several_files_in_a_zip_are_refused_by_name():
    with pytest.raises(UnreadableFile, match=r"^pay.csv holds 2 files \(a.csv, b.csv\): pack one table alone.$"):
        exhaust(zipped({"a.csv": PAY, "b.csv": PAY}))


def encrypted() -> bytes:
    content = bytearray(zipped({"pay.csv": PAY}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def with_wrong_sum() -> bytes:
    content = bytearray(zipped({"pay.csv": PAY}, zipfile.ZIP_STORED))
    content[content.index(b"Hanoi")] ^= 1
    return bytes(content)


def with_huge_directory() -> bytes:
    content = bytearray(zipped({"pay.csv": PAY}))
    end = content.index(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<L", 1 << 31)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(PAY * 1000)[:-20], "is damaged or cut off"),
        (gzip.compress(PAY)[:12], "is damaged or cut off"),
        (gzip.compress(PAY) + b"rest", "is damaged or cut off"),
        (b"\x1f\x8b", "is damaged or cut off"),
        (zipped({"pay.csv": PAY})[:-10], "is a damaged or cut-off zip file"),
        (zipped({"pay.csv": PAY * 1000})[100:], "is not a text file|cannot be read|NUL"),
        (zipped({}), "is an empty zip file"),
        (zipped({"__MACOSX/a": b"x"}), "is a zip file without a file in it"),
        (encrypted(), "needs a password"),
        (with_wrong_sum(), "is damaged or cut off: Bad CRC-32"),
        (with_huge_directory(), "holds too many files"),
        (zipped({"pay.csv": PAY}, zipfile.ZIP_LZMA), "is compressed in an unusual way"),
        (zipped({"pay.csv": PAY}, zipfile.ZIP_BZIP2), "is compressed in an unusual way"),
        (zipped({"inner.zip": zipped({"pay.csv": PAY})}), "is an archive inside an archive"),
        (zipped({"inner.gz": gzip.compress(PAY)}), "is an archive inside an archive"),
        (gzip.compress(zipped({"pay.csv": PAY})), "is an archive inside an archive"),
        (gzip.compress(gzip.compress(PAY)), "is an archive inside an archive"),
        (gzip.compress(b"pay.csv".ljust(257, b"\0") + b"ustar\x0000"), "is a tar archive"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}), "OpenDocument"),
        (gzip.compress(b""), "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a workbook with a password"),
        (b"PAR1\x15\x04", "is a Parquet file: write it as CSV or JSON"),
        (b"%PDF-1.7", "is a PDF: save the table as CSV or XLSX"),
        (b"\x89PNG\r\n", r"is a picture \(PNG\)"),
        (b"\n<!DOCTYPE html><p>", r"is a web page \(HTML\)"),
        (b"\xef\xbb\xbf<html>", r"is a web page \(HTML\)"),
        (b"<?xml version='1.0'?>", "is an XML file"),
        (b"BZh91AY&SY", "is a bzip2 file"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7z archive"),
        (b"SQLite format 3\x00", "is an SQLite database"),
    ],
    ids=named_by_words,
)
def test_what_is_no_table_is_refused(content, reason):
    with pytest.raises(UnreadableFile, match=f"^pay.csv.*({reason})"):
        exhaust(content)


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped({"pay.csv": content})])
def test_a_bomb_is_stopped_while_it_expands(pack):
    with pytest.raises(UnreadableFile, match="expands to more than 10 MB: it is not read further"):
        exhaust(pack(b"a,b\n" + b"1,2\n" * 3_000_000))


def test_an_honest_file_may_expand_a_hundredfold_while_it_is_small():
    content = gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000)
    assert len(content) < 40_000
    with table_of(content) as table:
        assert sum(1 for _ in table.rows()) == 1_000_000


def test_the_absolute_limit_holds_for_plain_files_too():
    with pytest.raises(UnreadableFile, match="expands to more than 100 bytes"):
        exhaust(PAY * 10, limits=Limits(expanded_bytes=100))
