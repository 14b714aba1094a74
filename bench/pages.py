"""How long pages and files take, next to limits of the same run.

The site runs on its own server with one worker, asked over one connection, for each number of records; the requests
take turns, so that a machine that slows down halfway slows down all of them. Limits: a view that returns a constant of
20 KB through the same middleware, the same questions as raw SQL, and `csv.writer` over a raw cursor.

In: numbers of records, and the address of a PostgreSQL database if there is one. Out: tables of medians, with the
targets of the project beside the figures.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import page_targets as labels
from bench.databases import PostgresScratch, SqliteScratch
from bench.generate import COUNTRIES, Row, generated_rows
from bench.kinds import KIND
from bench.processes import run_task
from bench.raw import Raw
from bench.server import Server

SIZES = (10_000, 150_000, 1_000_000)
ROUNDS, MOST_SECONDS = 30, 180
FAST = 5  # as many of the answers that take no time, in each round
CONSTANT = "/bench/constant/"
# A filter that the stored estimates do not cover, and the same in SQL.
OUTSIDE = "?source=bench&work_mode=remote"
OUTSIDE_SQL = "source_id = (SELECT id FROM salaries_source WHERE slug = 'bench') AND work_mode = 'remote'"
PAGES = (
    (labels.COLD, labels.KEPT, "/cities/"),
    (labels.JSON_COLD, labels.JSON_KEPT, "/cities.json"),
    (labels.OUTSIDE_COLD, labels.OUTSIDE_KEPT, f"/cities/{OUTSIDE}"),
)
OTHER_ROUNDS = 3  # of the pages of `labels.OTHERS`
NOT_MODIFIED = "/cities/, answered 304"
KEPT_PAGES = 600  # more than the cache holds
TIMES = 10


def page_rows(count: int) -> Iterator[Row]:
    """Generated rows, the last year's moved to the running one, which /cities/ shows, and pay outside IT everywhere."""
    cities = [city for country in COUNTRIES.values() for city in country.names()]
    outside = (Row("2026", "MI", "FT", "Average outside IT", "12000", "USD", city, "0") for city in cities)
    rows = (row._replace(year="2026") if row.year == "2024" else row for row in generated_rows(count))
    return itertools.islice(itertools.chain(outside, rows), count)


def measure(sizes: tuple[int, ...], database_url: str) -> None:
    """Measure on SQLite and, if `database_url` is PostgreSQL's, there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_on(SqliteScratch(folder), sizes, folder)
        if database_url.startswith("postgres"):
            measure_on(PostgresScratch(database_url), sizes, folder)
        else:
            print("\nPostgreSQL: not measured. DATABASE_URL names no PostgreSQL database.")


def measure_on(scratch: SqliteScratch | PostgresScratch, sizes: tuple[int, ...], folder: Path) -> None:
    try:
        with ExitStack() as open_databases:
            urls = {size: open_databases.enter_context(scratch.fresh(f"pages_{size}")) for size in sizes}
            for size, url in urls.items():
                fill(url, size, folder)
            print(f"\nPages on {scratch.name}: one worker, one connection; medians of rounds", flush=True)
            compare(urls)
            for size, url in urls.items():
                compare_export(size, url)
            for size, url in urls.items():
                compare_memory(size, url)
    finally:
        scratch.drop()


def fill(url: str, size: int, folder: Path) -> None:
    """`size` records, by the import that anyone would use."""
    file = folder / "pages.csv"
    KIND.write(file, page_rows(size))
    finished = run_task(url, "import", str(file), *KIND.arguments(folder))
    if finished.problem or finished.records != size:
        raise RuntimeError(f"{finished.records:,} of {size:,} records were imported. {finished.problem}")


def compare(urls: dict[int, str]) -> None:
    """All addresses at all sizes in turns, each made anew and then as it was kept."""
    with ExitStack() as running:
        servers = {size: running.enter_context(Server(url)) for size, url in urls.items()}
        drivers = {size: Raw(url) for size, url in urls.items()}
        timings: dict[int, dict[str, list[float]]] = {size: defaultdict(list) for size in urls}
        sizes_in_bytes = {size: warm_up(server) for size, server in servers.items()}
        started = time.monotonic()
        for _ in range(ROUNDS):
            for size, server in servers.items():
                one_round(server, drivers[size], timings[size])
            if time.monotonic() - started > MOST_SECONDS:
                break
        for _ in range(OTHER_ROUNDS):
            for size, server in servers.items():
                server.reconnect()
                for address in labels.OTHERS:
                    timings[size][labels.made_anew(address)].append(server.cold(address).seconds)
        for driver in drivers.values():
            driver.close()
    medians = {size: {label: statistics.median(taken) for label, taken in of.items()} for size, of in timings.items()}
    for size, found in medians.items():
        print(f"\n  {size:,} records ({len(timings[size][labels.COLD])} rounds)")
        for label, median in found.items():
            kilobytes = f"{sizes_in_bytes[size][label] / 1000:6.0f} KB" if label in sizes_in_bytes[size] else ""
            ratio = median / found[labels.CONSTANT]
            print(f"  {label:<44} {median * 1000:9.2f} ms {ratio:8.2f} x constant {kilobytes}")
        labels.print_page_targets(found)
    if len(urls) > 1:
        labels.print_growth(min(urls), max(urls), medians)


def warm_up(server: Server) -> dict[str, int]:
    """Every address once, so that templates are loaded; returns the sizes of the answers."""
    server.get(CONSTANT)
    found = {kept: len(server.get(address).body) for _, kept, address in PAGES}
    return found | {labels.made_anew(address): len(server.get(address).body) for address in labels.OTHERS}


def one_round(server: Server, driver: Raw, timings: dict[str, list[float]]) -> None:
    server.reconnect()
    for cold, _, address in PAGES:
        timings[cold].append(server.cold(address).seconds)
    # Each of these forgot the others: ask once more, so that all are kept.
    etags = [server.get(address).etag for _, _, address in PAGES]
    for _ in range(FAST):
        timings[labels.CONSTANT].append(server.get(CONSTANT).seconds)
        for _, kept, address in PAGES:
            timings[kept].append(server.get(address).seconds)
        timings[NOT_MODIFIED].append(server.get("/cities/", **{"If-None-Match": etags[0]}).seconds)
    timings[labels.RAW].append(driver.estimates())
    timings[labels.COVERING].append(driver.covering(OUTSIDE_SQL))


def compare_export(size: int, url: str) -> None:
    """The whole table as CSV, in turn with csv.writer."""
    site, raw = [], []
    with Server(url) as server:
        for _ in range(1 if size > 150_000 else 3):
            driver = Raw(url)
            seconds, rows = driver.export()
            driver.close()
            raw.append(rows / seconds)
            seconds, lines = server.stream("/salaries.csv")
            # Every record is a line, and the header another; generated rows have no line ends in their cells.
            if lines < rows:
                raise RuntimeError(f"/salaries.csv ended after {lines:,} of {rows:,} rows")
            site.append(rows / seconds)
    ours, limit = statistics.median(site), statistics.median(raw)
    print(f"\n  Export of {size:,} records: {ours:,.0f} rows/s; csv.writer over a raw cursor {limit:,.0f} rows/s")
    labels.print_export(ours, limit)


def compare_memory(size: int, url: str) -> None:
    """The most memory of workers that did one thing each."""
    limit = peak_mb(url, [CONSTANT] * TIMES)
    print(f"\n  Peak memory at {size:,} records: {limit:,.0f} MB for a worker that served the constant page alone")
    made = {address: [address] * TIMES for _, _, address in PAGES}
    made["/salaries.csv"] = ["/salaries.csv"]
    made[f"{KEPT_PAGES} pages of one's own"] = [f"/levels/?n={number}" for number in range(KEPT_PAGES)]
    for name, addresses in made.items():
        most = peak_mb(url, addresses)
        print(f"  {name:<44} {most:9,.0f} MB")
        labels.print_memory(most, limit)


def peak_mb(url: str, addresses: list[str]) -> float:
    """The peak of a worker that makes each of these anew, and keeps what it keeps."""
    with Server(url) as server:
        for address in addresses:
            if address.endswith(".csv"):
                server.stream(address)
            elif "?n=" in address:
                server.get(address)
            else:
                server.cold(address)
        return server.peak_mb()
