"""Fixtures that every test can use.

The test database holds the sample content. It is loaded once for each process, by `load_sample`, when the database is
made; a test runs in a transaction on top of it, which is rolled back. A test that needs tables without rows asks for
`no_records`. A test that needs real commits (a browser that talks to a server) asks for `transactional_db` or
`live_server`: its rows are truncated afterwards, and put back before the next such test. What else many tests begin
with is made by a function that they give to `make_world`.

Rendered pages are not kept, so that each test looks at pages that are made from its own rows, in the queries that this
takes. Tests of keeping them ask for `kept_pages`, tests in a browser have them.

The clock stands at 24 November 2026 when the tests begin and goes on from there, so that 2026 is the running year,
whose pay converts at the latest rate, whatever the calendar says.
"""

import datetime
import gc
import os
from collections.abc import Callable
from io import StringIO

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.test import override_settings

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
DUMMY = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
Rows = dict[type[models.Model], list[models.Model]]
OWN_APPS = {"salaries", "articles", "guide_site"}
# A change is judged by the same examples each time; everywhere else they are new, and find what nobody thought of.
hypothesis.settings.register_profile("repeatable", derandomize=True, max_examples=40)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("repeatable")


def pytest_itemcollected(item: pytest.Item) -> None:
    if "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db"):
        item.add_marker("database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real commits come last: they leave tables without rows.

    pytest-django sorts them so too, but pytest then moves tests with the same parameter of the session together; one
    that has a browser, or only a parameter named like a fixture of the browser's, takes all others with it.
    """
    items.sort(key=lambda item: bool({"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ()))))


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules stay to the end: they need not be looked through for garbage each time."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def clock():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_kept():
    with override_settings(CACHES=settings.CACHES | {"pages": DUMMY}):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_up_when_asked_for():
    """Each test's client has middleware of its own, which would list all of them first."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def no_requests_yet():
    """The API counts requests by the minute, in a cache that outlives a test."""
    caches["default"].clear()


@pytest.fixture(autouse=True)
def fresh_catalogue(monkeypatch):
    """What is read once for each published version is read anew: a test's rollback takes its rows back, unpublished."""
    monkeypatch.setattr("salaries.catalogue._kept", None)


@pytest.fixture
def kept_pages(settings):
    """The cache of rendered pages, empty, as it is on a site without Redis."""
    in_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept-pages"}
    settings.CACHES = settings.CACHES | {"pages": in_memory}
    caches["pages"].clear()
    return caches["pages"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, clock):
    """The test database, migrated and holding the sample."""
    with django_db_blocker.unblock():
        call_command("load_sample", stdout=StringIO())


@pytest.fixture(scope="session")
def every_row(django_db_setup, django_db_blocker) -> Rows:
    """All that the tables held at the start."""
    with django_db_blocker.unblock():
        return rows_of(stored_models())


@pytest.fixture
def transactional_db(every_row, transactional_db) -> None:
    """A database with real commits, holding the sample again after an earlier test truncated it."""
    with transaction.atomic():
        for model in every_row:
            delete_all(model)
        put_back(every_row)


@pytest.fixture
def no_records(db) -> None:
    """Empty tables: neither records nor guides nor what they refer to."""
    for model in emptied_models():
        delete_all(model)
    apps.get_model("salaries", "PublishedVersion").objects.update(record_count=0)


@pytest.fixture(scope="session")
def worlds() -> dict[Callable[[], None], tuple[Rows, int]]:
    """What the tables held after each function that made a world, and the number of records that was kept beside."""
    return {}


@pytest.fixture
def make_world(worlds, no_records) -> Callable[[Callable[[], None]], None]:
    """Fills empty tables by a function, which does the same each time: after the first its rows are put back as they
    were, which is quicker than making and deriving them anew."""

    def make(world: Callable[[], None]) -> None:
        version = apps.get_model("salaries", "PublishedVersion")
        if world in worlds:
            rows, count = worlds[world]
            put_back(rows)
            version.objects.update(record_count=count)
            version.advance()
        else:
            world()
            worlds[world] = rows_of(emptied_models()), version.objects.get().record_count

    return make


@pytest.fixture
def rows_read(monkeypatch) -> list[int]:
    """The number of rows of each fetch from now on."""
    read: list[int] = []

    def counting(name: str):
        def fetch(wrapper: CursorWrapper, *arguments: object) -> object:
            rows = getattr(wrapper.cursor, name)(*arguments)
            read.append(int(rows is not None) if name == "fetchone" else len(rows))
            return rows

        return fetch

    for name in ("fetchone", "fetchmany", "fetchall"):
        monkeypatch.setattr(CursorWrapper, name, counting(name), raising=False)
    return read


def stored_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def emptied_models() -> list[type[models.Model]]:
    """Ours, but for the number of the version, which goes on."""
    return [
        model for model in stored_models() if model._meta.app_label in OWN_APPS and model.__name__ != "PublishedVersion"
    ]


def rows_of(some: list[type[models.Model]]) -> Rows:
    return {model: list(model._base_manager.all()) for model in some}


def delete_all(model: type[models.Model]) -> None:
    """Without signals and cascades: every other table that matters is emptied too."""
    model._base_manager.all()._raw_delete(connection.alias)


def put_back(rows: Rows) -> None:
    """Into empty tables, with the keys that they had."""
    for model, some in rows.items():
        model._base_manager.bulk_create(some)
    for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, some in rows.items() if some]):
        with connection.cursor() as cursor:
            cursor.execute(statement)
