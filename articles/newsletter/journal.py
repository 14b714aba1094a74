"""What has become of each mail of a batch, kept in a file, so that it is known even if the process is killed.

The database cannot say it. Between the mail server's answer and a commit lies a millisecond, between the end of a mail
and the server's answer lie many; whoever is killed there has sent a mail and does not know it. So the state of a mail
is one character in a file that is mapped into memory: setting it takes less than a microsecond, and the system keeps it
whatever happens to the process. *Handed* is set just before the last bytes of a mail leave. Killed between the two,
some microseconds apart, a run has not sent what it marked; everywhere else the mark is right.

In: the keys of a batch, then a mark for each step. Out: after a crash, the marks. If the whole machine stops, marks of
the last seconds may be lost; `machine` tells rows of before apart. One run for each issue and machine: the file is
locked while it is used, and is empty between batches.
"""

from __future__ import annotations

import fcntl
import mmap
import re
import socket
from enum import Enum
from pathlib import Path
from types import TracebackType

from django.conf import settings

LINE = re.compile(rb"^([.>+-]) (\d{1,18})$", re.MULTILINE)
BOOT = Path("/proc/sys/kernel/random/boot_id")


class Mark(Enum):
    WAITING = b"."  # nothing was handed over
    HANDED = b">"  # the mail server has all of it, and has not answered
    ACCEPTED = b"+"
    REFUSED = b"-"


class Busy(Exception):
    """Another run on this machine sends the same issue."""


def machine() -> str:
    """This machine since it was started."""
    boot = BOOT.read_text().strip() if BOOT.exists() else ""
    return f"{socket.gethostname()[:120]} {boot}"


class Journal:
    """Use it as a context manager: the lock is held meanwhile. Raises Busy."""

    def __init__(self, name: str) -> None:
        folder = settings.VAR / "newsletter"
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}.journal"
        self.places: list[int] = []
        self.map: mmap.mmap | None = None

    def __enter__(self) -> Journal:
        self.file = self.path.open("a+b")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.file.close()
            raise Busy("another run on this machine sends it already") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.map:
            self.map.close()
        self.file.close()

    def marks(self) -> dict[int, Mark]:
        """{key: how far it came}, as an earlier run left them. Lines that a crash of the machine spoilt say nothing."""
        self.file.seek(0)
        return {int(key): Mark(mark) for mark, key in LINE.findall(self.file.read())}

    def begin(self, keys: list[int]) -> None:
        """A new batch. What the last one left must be in the database by now."""
        if self.map:
            self.map.close()
            self.map = None
        self.file.seek(0)
        self.file.truncate()
        self.places, place = [], 0
        for key in keys:
            line = b". %d\n" % key
            self.file.write(line)
            self.places.append(place)
            place += len(line)
        self.file.flush()
        if keys:
            self.map = mmap.mmap(self.file.fileno(), 0)

    def mark(self, position: int, mark: Mark) -> None:
        if self.map:
            self.map[self.places[position]] = mark.value[0]

    def mark_of(self, position: int) -> Mark:
        place = self.places[position]
        return Mark(self.map[place : place + 1]) if self.map else Mark.WAITING
