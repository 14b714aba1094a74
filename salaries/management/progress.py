"""How far a command is: a bar on a terminal, plain lines in a pipe."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich import progress
from rich.console import Console

from salaries.importers.reading import Table

# Seconds between two plain lines.
PAUSE = 5


class Progress:
    """Use it as a context manager; subclasses say how far they are."""

    def __init__(self, console: Console, *columns: progress.ProgressColumn) -> None:
        self.console = console
        self.started = self.said = time.monotonic()
        self.bar = progress.Progress(*columns, console=console, transient=True, disable=not console.is_terminal)

    def say(self, line: Callable[[], str]) -> None:
        """A plain line, where there is no bar and the last one is some time ago."""
        now = time.monotonic()
        if not self.console.is_terminal and now - self.said >= PAUSE:
            self.said = now
            self.console.print(line(), soft_wrap=True, highlight=False)

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()


class ImportProgress(Progress):
    """Rows a second and time left: call it with the table and the number of rows read so far."""

    def __init__(self, console: Console) -> None:
        super().__init__(
            console,
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            progress.TextColumn("{task.fields[pace]}"),
            progress.TimeRemainingColumn(),
        )
        self.task = self.bar.add_task("reading", total=None, pace="")

    def __call__(self, table: Table, rows: int) -> None:
        pace = f"{rows:,} rows, {rows / max(time.monotonic() - self.started, 0.001):,.0f} rows/s"
        is_read = table.position >= table.size
        self.bar.update(
            self.task,
            description="writing" if is_read else "reading",
            total=table.size,
            completed=table.position,
            pace=pace,
        )
        share = table.position / table.size if table.size else 1
        self.say(lambda: f"{table.file_name}: {share:.0%}, {pace}")
