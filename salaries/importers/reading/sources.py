"""From a stored file to something that can be read as rows, whatever its format.

In: a `StoredFile`. Out: a `Source`: how to open its text, in which encoding, and what the format is called. Text stays
where it is; JSON and workbooks are turned into a temporary CSV file once. Raises UnreadableFile.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .archives import Content, Reader, expand_to, open_rows
from .documents import looks_like_json, read_document
from .encodings import detect, in_words, named_encoding
from .limits import Limits, UnreadableFile
from .lines import BLOCK, BadText, texts
from .spool import Spool
from .stored import StoredFile
from .workbook import sheet_as_csv

ORDINARY_CONTROLS = "\t\n\v\f\r\x1a\x1b"


@dataclass
class Source:
    """Rows as text. `columns` is None if they are named in a header row, which is to be found."""

    open: Callable[[], AbstractContextManager[Reader]]
    kind: str
    encoding: str
    packing: str = ""
    columns: list[str] | None = None
    # A temporary file that holds the rows.
    spooled: Path | None = None

    def texts(self, reader: Reader, limits: Limits) -> Iterator[str]:
        return texts(reader.read, self.encoding, block_size=min(BLOCK, limits.line_bytes))


def source_of(
    stored: StoredFile, *, encoding: str, sheet: str | int, expected: Collection[str], limits: Limits
) -> Source:
    """How to read the rows of a file. The caller removes `spooled`. Raises UnreadableFile."""
    content = Content(stored, limits)
    if content.is_workbook:
        return _workbook(content, sheet, expected, limits)
    if sheet != "":
        raise UnreadableFile(f"{stored.name} is not a workbook, so it has no sheets.")
    if not content.start:
        raise UnreadableFile(f"{stored.name} is empty: a header row is needed.")
    source = Source(content.open, "", _encoding(content, encoding), content.packing)
    start = _start(source, content, limits)
    if looks_like_json(start):
        return _document(content, source, limits)
    controls = sum(character < " " and character not in ORDINARY_CONTROLS for character in start)
    if controls * 50 > len(start):
        raise UnreadableFile(f"{stored.name} is not a text file: it is neither CSV nor JSON nor a workbook.")
    return source


def _encoding(content: Content, named: str) -> str:
    if named:
        return named_encoding(named, content.name)
    with content.open() as reader:
        reader.read_fully(len(content.start))
        return detect(content.start, reader.read)


def _start(source: Source, content: Content, limits: Limits) -> str:
    """The first text of the file, as far as it can be read."""
    with source.open() as reader:
        try:
            return next(source.texts(reader, limits), "")
        except BadText as error:
            raise UnreadableFile(f"{content.name}, row 1: {error}.") from error


def _document(content: Content, source: Source, limits: Limits) -> Source:
    spool = Spool(content.name, limits, limits.expanded_at_most(content.stored.size))

    @contextmanager
    def opened() -> Iterator[Iterator[str]]:
        with source.open() as reader:
            yield source.texts(reader, limits)

    try:
        document = read_document(opened, spool, limits)
    except BaseException:
        spool.close()
        raise
    kind = document.kind if source.encoding == "utf-8" else f"{document.kind}, {in_words(source.encoding)}"
    return Source(
        partial(open_rows, spool.path, content.name), kind, "utf-8", source.packing, document.columns, spool.path
    )


def _workbook(content: Content, sheet: str | int, expected: Collection[str], limits: Limits) -> Source:
    read = partial(sheet_as_csv, name=content.name, sheet=sheet, expected=expected, limits=limits)
    if content.packing:
        with tempfile.NamedTemporaryFile(prefix="table-", suffix=".xlsx") as unpacked:
            expand_to(content, unpacked)
            unpacked.flush()
            path, sheet_name = read(Path(unpacked.name))
    else:
        path, sheet_name = read(content.stored.path)
    return Source(
        partial(open_rows, path, content.name), f"XLSX, sheet {sheet_name}", "utf-8", content.packing, None, path
    )
