"""How many mails a minute, and how far it is: a bar on a terminal, plain lines in a pipe."""

from __future__ import annotations

import time

from rich.console import Console

from salaries.management.progress import Progress


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


class SendingProgress(Progress):
    """Call it with how many more are done."""

    def __init__(self, console: Console, name: str, total: int) -> None:
        super().__init__(console)
        self.name, self.total, self.done = name, total, 0
        self.task = self.bar.add_task("sending", total=total)

    def __call__(self, more: int) -> None:
        self.done += more
        self.bar.update(self.task, completed=self.done)
        self.say(lambda: f"{self.name}: {self.done:,} of {self.total:,}")
