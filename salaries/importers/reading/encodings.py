"""Which encoding the text of a file is in.

In: the first bytes of the file, and, where these are plain ASCII, the first ones further on that are not. Out: the
name of a Python codec. A byte order mark decides; then UTF-16 by its NULs, UTF-8 if it decodes, and of the older
encodings the one whose decoding reads best (`alphabets`). Among equals the order of CANDIDATES decides.

UTF-8 with a few broken bytes stays UTF-8, so that the row is refused instead of every accent being misread.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

from .alphabets import fit
from .limits import UnreadableFile

IN_WORDS = {
    "windows-1252": "Windows-1252",
    "windows-1250": "Windows-1250",
    "windows-1251": "Windows-1251",
    "windows-1253": "Windows-1253",
    "windows-1254": "Windows-1254",
    "windows-1256": "Windows-1256",
    "windows-1258": "Windows-1258",
    "iso-8859-1": "Latin-1",
    "iso-8859-15": "Latin-9",
    "iso-8859-2": "Latin-2",
    "koi8-r": "KOI8-R",
    "cp874": "Thai (Windows-874)",
    "cp932": "Japanese (Shift JIS)",
    "cp949": "Korean (EUC-KR)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
}
CANDIDATES = tuple(IN_WORDS)
IN_WORDS |= {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
# The longer ones first: a UTF-32 mark begins like one of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's own, which no file is in.
NOT_FOR_FILES = {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "utf-7", "mbcs", "oem"}
EVIDENCE = 8_192
BLOCK = 1 << 18


def named_encoding(name: str, file_name: str) -> str:
    """The encoding that a person named. Raises UnreadableFile if there is none of this name."""
    try:
        codec = codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError) as error:
        raise UnreadableFile(f"{file_name}: there is no text encoding called {name!r}.") from error
    if codec.name.replace("-", "_") in NOT_FOR_FILES or codec.name in NOT_FOR_FILES:
        raise UnreadableFile(f"{file_name}: {name!r} is not an encoding that files are in.")
    return name


def in_words(encoding: str) -> str:
    """The name of an encoding for people.

    >>> in_words("windows-1250"), in_words("utf-8"), in_words("mac-roman")
    ('Windows-1250', 'UTF-8', 'mac-roman')
    """
    return IN_WORDS.get(encoding, encoding)


def detect(start: bytes, more: Callable[[int], bytes]) -> str:
    """The encoding of a file that starts like this; `more` reads on.

    >>> detect("city;pay\\nŁódź;1\\n".encode("cp1250"), lambda size: b"")
    'windows-1250'
    >>> detect(b"city,pay\\n", lambda size: b"")
    'utf-8'
    """
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    if encoding := _utf_16_by_nuls(start):
        return encoding
    if not (sample := _beyond_ascii(start, more)) or _is_utf_8(sample):
        return "utf-8"
    return _older(sample)


def _utf_16_by_nuls(start: bytes) -> str:
    """Delimiters, digits and line ends have a NUL beside them in UTF-16, always on the same side."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    enough = max(2, len(start) // 20)
    if odd > enough and not even:
        return "utf-16-le"
    if even > enough and not odd:
        return "utf-16-be"
    return ""


def _beyond_ascii(start: bytes, more: Callable[[int], bytes]) -> bytes:
    """The first stretch of the file that is not plain ASCII."""
    block = start
    while block and block.isascii():
        block = more(BLOCK)
    return block


def _is_utf_8(sample: bytes) -> bool:
    if _decoded(sample, "utf-8") is not None:
        return True
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - broken > 5 * broken


def _older(sample: bytes) -> str:
    evidence = b"\n".join(line for line in sample.splitlines() if not line.isascii())[:EVIDENCE]
    best, best_fit = "windows-1252", float("-inf")
    for encoding in CANDIDATES:
        text = _decoded(evidence, encoding)
        if text is None or _decoded(sample, encoding) is None:
            continue
        if (found := round(fit(text, encoding), 3)) > best_fit:
            best, best_fit = encoding, found
    return best


def _decoded(sample: bytes, encoding: str) -> str | None:
    """The sample as text; the last character may be cut."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None
