"""A file as it was given, brought to where it can be read twice.

In: a path, "-" for standard input, or an open binary file such as an upload. Out: a `StoredFile`: where its bytes are
on disk, their number, their SHA-256, and its name without folders. Raises UnreadableFile.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from .limits import MEGABYTE, Limits, UnreadableFile, in_words


class StoredFile:
    """Bytes on disk. `close` removes them if they are our copy."""

    def __init__(self, path: Path, name: str, *, ours: bool) -> None:
        self.path, self.name, self.ours = path, name, ours
        self.size = 0
        self.sha256 = ""

    def open(self) -> BinaryIO:
        """A new reader from the first byte. Raises UnreadableFile."""
        try:
            return self.path.open("rb")
        except OSError as error:
            raise UnreadableFile(f"{self.name}: {error.strerror or error}.") from error

    def close(self) -> None:
        if self.ours:
            self.path.unlink(missing_ok=True)


def store(file: Path | str | BinaryIO, *, name: str, limits: Limits) -> StoredFile:
    """The file where it can be read again, measured. Raises UnreadableFile."""
    if file == "-":
        return _copied(sys.stdin.buffer, name or "standard input", limits)
    if isinstance(file, str | Path):
        path = Path(file)
        shown = name or path.name or str(path)
        if "\0" in str(path):
            raise UnreadableFile(f"{shown!r} is not a file name.")
        try:
            mode = path.stat().st_mode
        except OSError as error:
            raise UnreadableFile(f"{shown}: {error.strerror or error}.") from error
        if stat.S_ISDIR(mode):
            raise UnreadableFile(f"{shown}: Is a directory.")
        stored = StoredFile(path, shown, ours=False)
        with stored.open() as content:
            if not stat.S_ISREG(mode):  # a pipe can be read only once
                return _copied(content, shown, limits)
            stored.size, stored.sha256 = _measured(content, shown, limits)
        return stored
    shown = name or os.path.basename(str(getattr(file, "name", "") or "")) or "the upload"
    # Django keeps a larger upload in a file of its own; any other `name` is only what the sender calls it.
    temporary_path = getattr(file, "temporary_file_path", None)
    if callable(temporary_path):
        return store(Path(temporary_path()), name=shown, limits=limits)
    if file.seekable():
        file.seek(0)  # whoever looked at the upload before
    return _copied(file, shown, limits)


def _copied(content: BinaryIO, name: str, limits: Limits) -> StoredFile:
    handle, path = tempfile.mkstemp(prefix="table-")
    stored = StoredFile(Path(path), name, ours=True)
    try:
        with os.fdopen(handle, "wb") as copy:
            stored.size, stored.sha256 = _measured(content, name, limits, copy.write)
    except BaseException as error:
        stored.close()
        if isinstance(error, OSError):
            raise UnreadableFile(f"{name}: {error.strerror or error}.") from error
        raise
    return stored


def _measured(content: BinaryIO, name: str, limits: Limits, keep: Callable[[bytes], object] = len) -> tuple[int, str]:
    """Number and SHA-256 of the bytes, each block of which is handed to `keep`."""
    size, digest = 0, sha256()
    try:
        while block := content.read(MEGABYTE):
            size += len(block)
            if size > limits.stored_bytes:
                raise UnreadableFile(f"{name} is larger than {in_words(limits.stored_bytes)}, which is the most.")
            digest.update(block)
            keep(block)
    except OSError as error:
        raise UnreadableFile(f"{name}: {error.strerror or error}.") from error
    return size, digest.hexdigest()
