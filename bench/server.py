"""The site on a real server, as docs/deploying.md starts it, and one connection to it that is kept.

In: the address of a database. Out: answers with the time that they took, and the memory that the worker needed.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from typing import NamedTuple

from bench.processes import ROOT, environment_of

SECONDS_TO_START = 60


class Answer(NamedTuple):
    seconds: float
    status: int
    body: bytes
    etag: str


class Server:
    """granian with one worker and one thread, on a free port."""

    def __init__(self, database_url: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = f"-m granian --interface wsgi --port {self.port} --workers 1 --blocking-threads 1 --log-level error"
        self.process = subprocess.Popen(
            [sys.executable, *command.split(), "guide_site.wsgi:application"],
            cwd=ROOT,
            env=environment_of(database_url, settings="bench.settings") | {"CACHE_URL": "locmemcache://"},
        )
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def __enter__(self) -> Server:
        started = time.monotonic()
        while time.monotonic() - started < SECONDS_TO_START and self.process.poll() is None:
            try:
                self.get("/bench/constant/")
                return self
            except OSError:
                self.connection.close()
                time.sleep(0.1)
        self.__exit__()
        raise RuntimeError("The server did not start.")

    def __exit__(self, *error: object) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait()

    def reconnect(self) -> None:
        """Open the connection again: the server closes one that waits long, while others have their turn."""
        self.connection.close()
        self.get("/bench/constant/")

    def get(self, address: str, **headers: str) -> Answer:
        """Ask and read the whole answer. What the site answers to another status than 200 or 304 is no figure."""
        start = time.perf_counter()
        self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - start
        if response.status not in {200, 304}:
            raise RuntimeError(f"{address} was answered {response.status}")
        return Answer(seconds, response.status, body, response.headers.get("ETag", ""))

    def cold(self, address: str) -> Answer:
        """The answer made anew: no page is kept."""
        self.get("/bench/forget/")
        return self.get(address)

    def stream(self, address: str) -> tuple[float, int]:
        """Seconds and lines of a file that is not held as a whole."""
        self.reconnect()
        start, lines = time.perf_counter(), 0
        self.connection.request("GET", address)
        response = self.connection.getresponse()
        while piece := response.read(1 << 16):
            lines += piece.count(b"\n")
        return time.perf_counter() - start, lines

    def peak_mb(self) -> float:
        return float(self.get("/bench/memory/").body)
