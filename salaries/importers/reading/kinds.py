"""What a file is, by its first bytes and never by its name.

In: the first bytes of a file. Out: "gzip", "zip" or "" for what may be text; anything else that is known raises
UnreadableFile with a sentence that says what the file is and what to do.
"""

from __future__ import annotations

import re

from .limits import UnreadableFile

SAVE_AS = "save the table as CSV or XLSX"
UNPACK = "unpack it, or pack the table with gzip or zip"
FOREIGN = (
    (b"PAR1", "is a Parquet file", "write it as CSV or JSON"),
    (b"ARROW1", "is an Arrow file", "write it as CSV or JSON"),
    (b"%PDF", "is a PDF", SAVE_AS),
    (b"{\\rtf", "is a rich text document", SAVE_AS),
    (b"\x89PNG", "is a picture (PNG)", SAVE_AS),
    (b"\xff\xd8\xff", "is a picture (JPEG)", SAVE_AS),
    (b"GIF8", "is a picture (GIF)", SAVE_AS),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "is a RAR archive", UNPACK),
    (b"\xfd7zXZ\x00", "is an xz file", UNPACK),
    (b"\x28\xb5\x2f\xfd", "is a Zstandard file", UNPACK),
    (b"SQLite format 3\x00", "is an SQLite database", "write the table as CSV"),
    (b"$FL2", "is an SPSS file", "write it as CSV"),
    (b"<stata_dta>", "is a Stata file", "write it as CSV"),
    (b"\x7fELF", "is a program", "choose the table instead"),
    (b"PK\x05\x06", "is an empty zip file", "pack one table into it"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BZIP2 = re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)")
MARKUP = re.compile(rb"\s*<(!--|(?:!doctype html|html|head|body|script|table|\?xml)\b)", re.IGNORECASE)


def kind_of(start: bytes, name: str) -> str:
    """ "gzip", "zip" or "" (perhaps text). Raises UnreadableFile for other things that are no table.

    >>> kind_of(b"\\x1f\\x8b\\x08", "a"), kind_of(b"PK\\x03\\x04", "a"), kind_of(b"city,pay", "a")
    ('gzip', 'zip', '')
    """
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    for magic, what, instead in FOREIGN:
        if start.startswith(magic):
            raise UnreadableFile(f"{name} {what}: {instead}.")
    if start.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in start:
            raise UnreadableFile(f"{name} is a workbook with a password: save it as XLSX without one.")
        raise UnreadableFile(
            f"{name} is an old Excel workbook (.xls) or another old Office file: save it as XLSX or CSV."
        )
    if BZIP2.match(start):
        raise UnreadableFile(f"{name} is a bzip2 file: {UNPACK}.")
    if start[257:262] == b"ustar":
        raise UnreadableFile(f"{name} is a tar archive: {UNPACK}.")
    if found := MARKUP.match(start[:4096].removeprefix(b"\xef\xbb\xbf")):
        what = "an XML file" if found[1].lower() == b"?xml" else "a web page (HTML)"
        raise UnreadableFile(f"{name} is {what}, not a table: {SAVE_AS}.")
    return ""
