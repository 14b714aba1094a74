"""A mail server of the tests' own, in this process or in one of its own (python smtp_server.py PORT FOLDER).

In: mail. Out: each that was accepted, in the order of acceptance, before the client hears of it. What it refuses is
told by the address: `refuse-550-5.1.1@…` at RCPT, `reject-554@…` after the mail, `hang@…` closes the connection
instead of an answer, after the mail was taken.
"""

from __future__ import annotations

import re
import socket
import sys
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller


@dataclass
class Taken:
    to: str
    sender: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)


@dataclass
class Handler:
    taken: list[Taken] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    log: Path | None = None

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if said := re.match(r"refuse-(\d{3})-?([\d.]*)", address):
            return f"{said[1]} {said[2]} refused at RCPT"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        address = envelope.rcpt_tos[0]
        if said := re.match(r"reject-(\d{3})", address):
            return f"{said[1]} rejected after DATA"
        self.taken.append(Taken(address, envelope.mail_from, envelope.content))
        self.times.append(time.monotonic())
        if self.log:
            with self.log.open("a") as log:
                log.write(f"{address} {self.taken[-1].message['Message-ID']}\n")
        if address.startswith("hang"):
            server.transport.abort()
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(handler: Handler, port: int) -> Controller:
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    return controller


if __name__ == "__main__":
    started(Handler(log=Path(sys.argv[2])), int(sys.argv[1]))
    print("ready", flush=True)  # noqa: T201
    sys.stdin.read()
