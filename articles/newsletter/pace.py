"""How many mails a minute, and how far it is: a bar on a terminal, plain lines in a pipe."""

from __future__ import annotations

import time
from types import TracebackType

from rich import progress
from rich.console import Console

# Seconds between two plain lines.
PAUSE = 5


class Pace:
    """Waits so that no more than `rate` mails a minute begin; 0 is as fast as the server takes them."""

    def __init__(self, rate: int) -> None:
        self.seconds = 60 / rate if rate else 0.0
        self.next = 0.0

    def wait(self) -> None:
        now = time.monotonic()
        if self.seconds and now < self.next:
            time.sleep(self.next - now)
        self.next = max(now, self.next) + self.seconds


class SendingProgress:
    """Call it with how many more are done; use it as a context manager."""

    def __init__(self, console: Console, name: str, total: int) -> None:
        self.console, self.name, self.total, self.done = console, name, total, 0
        self.said = time.monotonic()
        self.bar = progress.Progress(console=console, transient=True, disable=not console.is_terminal)
        self.task = self.bar.add_task("sending", total=total)

    def __call__(self, more: int) -> None:
        self.done += more
        self.bar.update(self.task, completed=self.done)
        now = time.monotonic()
        if not self.console.is_terminal and now - self.said >= PAUSE:
            self.said = now
            self.console.print(f"{self.name}: {self.done:,} of {self.total:,}", soft_wrap=True, highlight=False)

    def __enter__(self) -> SendingProgress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()
