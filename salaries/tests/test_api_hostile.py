"""Whatever a program asks of the API, it gets an answer or a sentence, never a failure of ours.

Schemathesis asks what the description allows and what it forbids, and holds the answers against the description; the
other test sends what nobody would describe.
"""

import random
from urllib.parse import quote

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as how
from schemathesis import GenerationMode

from guide_site.wsgi import application
from salaries.api.schema import document
from salaries.api.views import LISTS
from salaries.models import PublishedVersion

PIECES = [
    "\x00",
    "'",
    '"',
    "%",
    "\u202e",
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
NAMES = ["place", "role", "level", "year", "source", "cursor", "page_size", "within", "country_code", "format", "zz[]"]


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
    paths = ["estimate/", "schema/", "", *(f"{name}/" for name in LISTS)]
    for n in range(250):
        asked = [(chance.choice(NAMES), "".join(chance.sample(PIECES, chance.randint(1, 3)))) for _ in range(2)]
        query = "&".join(f"{quote(name)}={quote(value)}" for name, value in asked)
        response = client.get(f"/api/{chance.choice(paths)}?{query}")
        assert response.status_code in {200, 400, 404}, (n, query)
        if response.status_code != 200:
            assert len(response.content) < 4_000


def test_hostile_names_of_things_never_fail(db, client):
    chance = random.Random(7)
    for name in LISTS:
        for _ in range(10):
            thing = quote("".join(chance.sample(PIECES, 2)), safe="")
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
