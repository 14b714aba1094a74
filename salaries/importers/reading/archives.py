"""What is inside a stored file: its bytes, unpacked while they are read.

In: a `StoredFile` that is plain, gzip, or a zip with one file. Out: `Content`, which can be opened again and again and
counts what it expands. Nothing is unpacked further than it is read. Raises UnreadableFile, also while reading.
"""

from __future__ import annotations

import gzip
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import IO, BinaryIO, cast

from .kinds import kind_of
from .limits import MEGABYTE, Limits, UnreadableFile, in_words
from .stored import StoredFile

SAMPLE = 65_536
DAMAGED = (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError)
# What a zip file leads to besides when its directory points outside of it.
MISLED = (*DAMAGED, ValueError, OverflowError, OSError)
# Central directory: 46 bytes and a name of any length for each entry; this allows generous names.
DIRECTORY_BYTES_PER_ENTRY = 1_000


class Content:
    """The bytes of a table. `packing` is "", "gzip" or "zip"."""

    def __init__(self, stored: StoredFile, limits: Limits) -> None:
        self.stored, self.limits, self.name = stored, limits, stored.name
        self.member = ""
        self.is_workbook = False
        with stored.open() as raw:
            self.packing = kind_of(raw.read(SAMPLE), self.name)
        if self.packing == "zip":
            self._look_into_zip()
        with self.open() as reader:
            self.start = reader.read_fully(SAMPLE)
        if self.packing:
            self._judge_packed()

    def _look_into_zip(self) -> None:
        with self.stored.open() as raw:
            archive = open_zip(raw, self.name, self.limits)
            names = archive.namelist()
            if workbook_kind(archive, self.name):
                self.is_workbook, self.packing = True, ""
                return
            files = [name for name in names if not (name.endswith("/") or _is_hidden(name))]
            if len(files) > 1:
                listed = ", ".join(files[:5]) + (f" and {len(files) - 5} more" if len(files) > 5 else "")
                raise UnreadableFile(f"{self.name} holds {len(files)} files ({listed}): pack one table alone.")
            if not files:
                raise UnreadableFile(f"{self.name} is a zip file without a file in it.")
            self.member = files[0]
            check_entry(archive.getinfo(self.member), self.name)

    def _judge_packed(self) -> None:
        kind = kind_of(self.start, self.name)
        if kind == "zip" and b"[Content_Types].xml" in self.start:
            self.is_workbook = True  # made sure of once it is unpacked
        elif kind:
            raise UnreadableFile(f"{self.name} is an archive inside an archive: unpack it once.")

    @contextmanager
    def open(self) -> Iterator[Reader]:
        """A reader from the first byte."""
        with ExitStack() as stack:
            raw = stack.enter_context(self.stored.open())
            if self.packing == "gzip":
                inner: IO[bytes] = cast(BinaryIO, stack.enter_context(gzip.open(raw)))
            elif self.packing == "zip":
                archive = stack.enter_context(open_zip(raw, self.name, self.limits))
                try:
                    inner = stack.enter_context(archive.open(self.member))
                except MISLED as error:
                    raise UnreadableFile(f"{self.name} is a damaged zip file: {_as_sentence(error)}") from error
            else:
                inner = raw
            most = self.limits.expanded_at_most(self.stored.size) if self.packing else self.limits.expanded_bytes
            yield Reader(inner, raw, self.name, most)


class Reader:
    """Reads in blocks and stops what expands too far. `position` is that in the stored file."""

    def __init__(self, inner: IO[bytes], raw: BinaryIO, name: str, most: int) -> None:
        self.inner, self.raw, self.name, self.most = inner, raw, name, most
        self.expanded = self.position = 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes, none at the end. Raises UnreadableFile."""
        try:
            block = self.inner.read(size)
        except DAMAGED as error:
            raise UnreadableFile(f"{self.name} is damaged or cut off: {_as_sentence(error)}") from error
        except OSError as error:
            raise UnreadableFile(f"{self.name}: {error.strerror or error}.") from error
        self.expanded += len(block)
        self.position = self.raw.tell()
        if self.expanded > self.most:
            raise UnreadableFile(f"{self.name} expands to more than {in_words(self.most)}: it is not read further.")
        return block

    def read_fully(self, size: int) -> bytes:
        """`size` bytes, or all there are."""
        blocks = []
        while size and (block := self.read(size)):
            blocks.append(block)
            size -= len(block)
        return b"".join(blocks)


@contextmanager
def open_rows(path: Path, name: str) -> Iterator[Reader]:
    """A reader of rows that we wrote ourselves, which have been measured already."""
    with path.open("rb") as raw:
        yield Reader(raw, raw, name, sys.maxsize)


def open_zip(raw: BinaryIO | BufferedIOBase, name: str, limits: Limits) -> zipfile.ZipFile:
    """The directory of a zip file, if it is of a sane size. Raises UnreadableFile."""
    try:
        if _directory_bytes(raw) > limits.zip_entries * DIRECTORY_BYTES_PER_ENTRY:
            raise UnreadableFile(f"{name} holds too many files.")
        archive = zipfile.ZipFile(cast(BinaryIO, raw))
    except MISLED as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(f"{name} is a damaged or cut-off zip file: {_as_sentence(error)}") from error
    if len(archive.filelist) > limits.zip_entries:
        raise UnreadableFile(f"{name} holds more than {limits.zip_entries:,} files.")
    return archive


def check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    """Raises UnreadableFile if a file in a zip needs a password or an unusual way of unpacking."""
    if entry.flag_bits & 0x1:
        raise UnreadableFile(f"{name} needs a password: unpack it, and pack it without one.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableFile(f"{name} is compressed in an unusual way: unpack it, and pack it as an ordinary zip file.")


def workbook_kind(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a zip file is an XLSX workbook. Raises UnreadableFile for other documents that are zip files."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            raise UnreadableFile(f"{name} is a binary workbook (.xlsb): save it as XLSX.")
        for folder, what in (("word/", "a Word document"), ("ppt/", "a presentation")):
            if any(entry.startswith(folder) for entry in names):
                raise UnreadableFile(f"{name} is {what}, not a table: save the table as CSV or XLSX.")
        return True
    if "mimetype" in names and "content.xml" in names:
        raise UnreadableFile(f"{name} is an OpenDocument file (.ods): save it as XLSX or CSV.")
    if "Index/Document.iwa" in names:
        raise UnreadableFile(f"{name} is a Numbers document: export it as XLSX or CSV.")
    return False


def expand_to(content: Content, target: IO[bytes]) -> None:
    """Write all of the content to a file, no more than a workbook may take. Raises UnreadableFile."""
    with content.open() as reader:
        reader.most = min(reader.most, content.limits.workbook_expanded_bytes)
        while block := reader.read(MEGABYTE):
            target.write(block)


def _directory_bytes(raw: BinaryIO | BufferedIOBase) -> int:
    """What a zip file says that its directory takes, asked before the directory is read into memory."""
    size = raw.seek(0, 2)
    raw.seek(max(0, size - 65_557 - 20))
    tail = raw.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return 0
    stated: int = struct.unpack("<L", tail[end + 12 : end + 16])[0]
    if stated == 0xFFFFFFFF and tail[end - 20 : end - 16] == b"PK\x06\x07":
        raw.seek(struct.unpack("<Q", tail[end - 12 : end - 4])[0])
        stated = struct.unpack("<Q", raw.read(56)[40:48])[0]
    return stated


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1].casefold() in {"thumbs.db", "desktop.ini"}


def _as_sentence(error: BaseException) -> str:
    """The library's words as the rest of a sentence."""
    words = str(error).strip() or "the end is missing"
    return words if words.endswith(".") else f"{words}."
