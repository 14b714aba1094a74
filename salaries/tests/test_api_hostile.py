"""Whatever a program asks of the API, it gets an answer or a sentence, never a failure of ours.

Schemathesis asks what the description allows and what it forbids, and holds the answers against the description; the
other test sends what nobody would describe.
"""

import random
from collections import Counter
from urllib.parse import quote

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import QueryDict
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as how
from schemathesis import GenerationMode

from guide_site.wsgi import application
from salaries.api.filters import MOST_ERRORS
from salaries.api.schema import document
from salaries.api.views import LISTS
from salaries.models import PublishedVersion
from salaries.problems import TOO_MANY
from salaries.siblings import FORMS, PAGES
from salaries.takeaway import UNREADABLE

PIECES = [
    "\x00",
    "'",
    '"',
    "%",
    "\u202e",
    "\ud800",
    "🙂",
    "９",
    "../",
    "<b>",
    "1e309",
    "NaN",
    "-1",
    "9" * 40,
    "\r\nX: y",
    "a" * 3000,
]
# What nobody would describe stands beside what would be right alone, so that it reaches further in.
RIGHT = {
    "place": "seoul",
    "role": "machine-learning-engineer",
    "level": "any",
    "year": "2026",
    "source": "digitaldefynd-alcor-2026",
    "population": "international",
    "employment_type": "contract",
    "work_mode": "remote",
    "currency": "KRW",
    "sort": "-pay",
    "page_size": "7",
    "kind": "city",
}
NAMES = [*RIGHT, "city", "country", "region", "cursor", "within", "country_code", "format", "page", "zz[]", "", "\x00"]
PATHS = [
    *(f"/{page}.{form}" for page in PAGES for form in FORMS),
    *(f"/{page}.{form}" for page in ("cities/compare", "estimate", "cities/seoul") for form in FORMS),
    "/api/",
    *(f"/api/{name}/" for name in ("schema", *LISTS)),
    "/api/estimate/",
    "/api/estimate/records.csv",
]
NEEDED = {"place", "role"}
HOW_MANY = 400


def hostile_address(chance: random.Random) -> str:
    """The address of a file or of the API, with parameters that are right, wrong, or none at all."""
    right = chance.sample(list(RIGHT.items()), chance.randint(0, 3))
    wrong = [(chance.choice(NAMES), "".join(chance.sample(PIECES, chance.randint(1, 3)))) for _ in range(2)]
    given = [*right, *wrong[: chance.randint(1, 2)]]
    chance.shuffle(given)
    pairs = [f"{raw(name)}={raw(value)}" for name, value in given * chance.choice([1, 1, 1, 2, 600])]
    query = chance.choice(["&", "&", "&", "&&", ";"]).join(pairs)
    # Cut anywhere: half a sign, half an escape.
    query = query if chance.random() < 0.8 else query[: chance.randrange(len(query) + 1)]
    return f"{chance.choice(PATHS)}?{query}"


def raw(text: str) -> str:
    """Escaped for an address; half of a pair as no encoding allows it."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@pytest.fixture(autouse=True)
def no_limit(settings):
    cache.clear()
    document.cache_clear()
    settings.API_REQUESTS_A_MINUTE = 1_000_000


@pytest.fixture
def connection_stays(db):
    """The connection of the test, and with it its transaction, outlives the requests.

    A server looks after each request whether its connection is still good, and closes one that is not in autocommit.
    On PostgreSQL that is the test's own: what follows would run without the transaction that is rolled back in the end.
    Django's test client holds these signals off in the same way; schemathesis calls the application without it.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        assert signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def test_hostile_query_strings_never_fail(db, client):
    chance = random.Random(2026)
    whole = {path: len(body_of(client.get(path))) for path in PATHS}
    statuses = Counter()
    for n in range(HOW_MANY):
        address = hostile_address(chance)
        path, _, query = address.partition("?")
        response = client.get(address)
        body = body_of(response)
        statuses[response.status_code] += 1
        if response.status_code == 200:
            # No more than without parameters, or than a page of the longest list.
            assert len(body) <= max(whole[path], 1_000_000), (n, address[:300])
            continue
        assert response.status_code in {400, 404}, (n, address[:300])
        assert len(body) < 6_000, (n, address[:300])
        if response.status_code == 400:
            wrong = wrong_fields(response)
            assert wrong, (n, address[:300])
            assert len(wrong) <= MOST_ERRORS
            if wrong != [TOO_MANY]:
                assert set(wrong) <= {*NEEDED, *(name[:40] for name in QueryDict(query))}, (n, address[:300])
    assert min(statuses[status] for status in (200, 400)) > HOW_MANY / 10


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def wrong_fields(response) -> list[str]:
    """The names of the fields that an answer 400 calls wrong, or that there are too many of them."""
    if response["Content-Type"] == "application/problem+json":
        problem = response.json()
        if TOO_MANY in str(problem):
            return [TOO_MANY]
        return list(problem.get("errors") or [problem["detail"]])
    first, *lines = response.content.decode().splitlines()
    assert first == UNREADABLE
    return [TOO_MANY] if TOO_MANY in lines[0] else [line.partition(":")[0] for line in lines]


def test_hostile_names_of_things_never_fail(db, client):
    chance = random.Random(7)
    for name in LISTS:
        for _ in range(10):
            thing = raw("".join(chance.sample(PIECES, 2)))
            assert client.get(f"/api/{name}/{thing}/").status_code in {400, 404}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_answers_are_those_of_the_description(connection_stays, mode):
    described = schemathesis.openapi.from_dict(document(PublishedVersion.current()))
    described.app = application
    for operation in described.get_all_operations():
        cases = operation.ok().as_strategy(generation_mode=mode)

        @seed(4)
        @how(
            max_examples=10, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
        )
        @given(case=cases)
        def holds(case):
            case.call_and_validate()

        holds()
