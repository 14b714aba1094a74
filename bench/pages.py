"""How long pages take, next to a view that returns a constant of 20 KB through the same middleware."""

from __future__ import annotations

import statistics
import time

from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from bench.content import add_cities

ROUNDS = 40
CONSTANT = b"<!doctype html>" + b"x" * 20_000

urlpatterns = [path("constant/", lambda request: HttpResponse(CONSTANT)), path("", include("guide_site.urls"))]
PAGES = ("/cities/", "/cities/?sort=-ratio", "/articles/ml-careers-asia-2026/", "/levels/", "/salaries/")


def measure() -> None:
    with override_settings(ROOT_URLCONF="bench.pages"):
        compare("7 cities")
        add_cities(500)
        compare("507 cities")


def compare(label: str) -> None:
    client = Client(HTTP_HOST="localhost")
    timings: dict[str, list[float]] = {address: [] for address in ("/constant/", *PAGES, "304 of /cities/")}
    etag = client.get("/cities/").headers["ETag"]
    for _ in range(ROUNDS):
        for address in ("/constant/", *PAGES):
            timings[address].append(once(client, address))
        timings["304 of /cities/"].append(once(client, "/cities/", HTTP_IF_NONE_MATCH=etag))
    limit = statistics.median(timings["/constant/"])
    for address, taken in timings.items():
        median = statistics.median(taken)
        print(f"  {label:>11}  {address:<34} {median * 1000:7.2f} ms  {median / limit:6.1f} x constant")


def once(client: Client, address: str, **headers: str) -> float:
    start = time.perf_counter()
    client.get(address, **headers)
    return time.perf_counter() - start
