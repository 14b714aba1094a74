"""How far an import is: a bar with rows a second and time left on a terminal, plain lines in a pipe."""

from __future__ import annotations

import time
from types import TracebackType

from rich import progress
from rich.console import Console

from salaries.importers.reading import Table

# Seconds between two plain lines.
PAUSE = 5


class ImportProgress:
    """Call it with the table and the number of rows read so far; use it as a context manager."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.started = self.said = time.monotonic()
        self.bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            progress.TextColumn("{task.fields[pace]}"),
            progress.TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.bar.add_task("reading", total=None, pace="")

    def __call__(self, table: Table, rows: int) -> None:
        now = time.monotonic()
        pace = f"{rows:,} rows, {rows / max(now - self.started, 0.001):,.0f} rows/s"
        is_read = table.position >= table.size
        if self.console.is_terminal:
            self.bar.update(
                self.task,
                description="writing" if is_read else "reading",
                total=table.size,
                completed=table.position,
                pace=pace,
            )
        elif now - self.said >= PAUSE:
            self.said = now
            share = table.position / table.size if table.size else 1
            self.console.print(f"{table.file_name}: {share:.0%}, {pace}", soft_wrap=True, highlight=False)

    def __enter__(self) -> ImportProgress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()
