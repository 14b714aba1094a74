"""How long search takes while every guide matches, and how that grows with their number.

In: numbers of guides, and the address of a PostgreSQL database if there is one. Out: medians of pages of results made
anew, by question, with the growth from the smallest to the largest number beside its target: in step with the guides,
far from their square.
"""

from __future__ import annotations

import random
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.databases import PostgresScratch, SqliteScratch
from bench.page_targets import at_most, print_target
from bench.processes import run_task
from bench.server import Server

SIZES = (2_000, 10_000)
ROUNDS = 15
WORDS_IN_A_GUIDE = 300
# Everything, everything twice, its last page, one kind of many, a few, nothing (which looks for other spellings).
QUESTIONS = {
    "one word, in every guide": "/search/?q=pay",
    "two words, in every guide": "/search/?q=pay+engineer",
    "the last page of these": "/search/?q=pay&type=guide&page=1000000",
    "one word, in few": "/search/?q=kubeflow",
    "nothing": "/search/?q=quantum+wizardry",
    "suggestions, every guide": "/search/suggestions/?q=pa",
}
# What the work may grow by besides the guides: their number, and what the machine adds.
ALLOWANCE = 1.3


def guides(count: int) -> Iterator[dict[str, str]]:
    """Title, summary and text of so many guides; the words of all are drawn from the same few thousand."""
    chance = random.Random(2026)
    words = [f"{chance.choice('bdfglmnprst')}{chance.choice('aeiou')}{number:x}" for number in range(4_000)]
    for number in range(count):
        drawn = chance.choices(words, k=WORDS_IN_A_GUIDE)
        text = " ".join(["What engineers say of their pay.", *drawn])
        yield {"title": f"Guide {number} to pay", "summary": " ".join(drawn[:20]), "body": text}


def measure(sizes: tuple[int, ...], database_url: str) -> None:
    """Measure on SQLite and, if `database_url` is PostgreSQL's, there."""
    with tempfile.TemporaryDirectory() as name:
        measure_on(SqliteScratch(Path(name)), sizes)
        if database_url.startswith("postgres"):
            measure_on(PostgresScratch(database_url), sizes)


def measure_on(scratch: SqliteScratch | PostgresScratch, sizes: tuple[int, ...]) -> None:
    try:
        with ExitStack() as running:
            print(f"\nSearch on {scratch.name}: results made anew; medians of {ROUNDS} rounds", flush=True)
            servers = {}
            for size in sizes:
                url = running.enter_context(scratch.fresh(f"search_{size}"))
                filled = run_task(url, "guides", str(size))
                if filled.problem:
                    raise RuntimeError(filled.problem)
                print(f"  {size:,} guides written and indexed in {filled.seconds:,.0f} s", flush=True)
                servers[size] = running.enter_context(Server(url))
            print_medians(timed(servers))
    finally:
        scratch.drop()


def timed(servers: dict[int, Server]) -> dict[str, dict[int, float]]:
    """{question: {guides: median seconds}}, all in turns."""
    timings: dict[str, dict[int, list[float]]] = {label: defaultdict(list) for label in QUESTIONS}
    for turn in range(ROUNDS + 1):
        for size, server in servers.items():
            server.reconnect()
            for label, address in QUESTIONS.items():
                headers = {"HX-Request": "true"} if "suggestions" in address else {}
                server.get("/bench/forget/")
                seconds = server.get(address, **headers).seconds
                if turn:  # the first loads templates
                    timings[label][size].append(seconds)
    return {label: {size: statistics.median(of) for size, of in sizes.items()} for label, sizes in timings.items()}


def print_medians(medians: dict[str, dict[int, float]]) -> None:
    for label, of in medians.items():
        figures = "   ".join(f"{size:,}: {seconds * 1000:8.2f} ms" for size, seconds in of.items())
        print(f"  {label:<28} {figures}", flush=True)
    for label, of in medians.items():
        few, many = min(of), max(of)
        if few < many:
            print_target(at_most(f"{label}: growth", ALLOWANCE * many / few), of[many] / of[few])
