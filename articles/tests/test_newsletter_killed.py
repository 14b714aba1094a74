"""A thousand readers, and a run that is killed ten times at random: each reader gets one mail.

Real processes and SIGKILL, a real mail server in a process of its own, and the database that the tests run on: of
SQLite, which tests keep in memory, a copy in a file. The moments are random within bounds, from a fixed seed.
"""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from environ import Env

from articles.models import Delivery
from articles.tests.newsletter_letters import letter, readers
from articles.tests.smtp_server import free_port

READERS, KILLS, SEED = 1_000, 10, 6
HERE = Path(__file__).parent


def started(*command: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
        cwd=settings.BASE_DIR,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def database_of_others(folder: Path) -> str:
    """Where another process finds what this test has made."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(folder / "site.sqlite3") as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{folder / 'site.sqlite3'}"
    given = connection.settings_dict
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


class Runs:
    """Runs of the command, one after the other."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process, self.log = process, log

    def begin(self, arguments: str) -> int:
        self.process.stdin.write(f"{arguments}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> int:
        return int(self.process.stdout.readline())

    def taken(self) -> list[str]:
        return self.log.read_text().splitlines()


@pytest.fixture
def run(request, tmp_path, transactional_db):
    """The issue, runs of the command, and the environment that they have; its parameter is how many readers."""
    issue = letter(body="Pay in Seoul: {pay}`seoul-ml-engineer-2026`.")
    readers(getattr(request, "param", READERS))
    log, port = tmp_path / "taken", free_port()
    log.touch()
    environment = {
        "DJANGO_SETTINGS_MODULE": "guide_site.settings",
        "DATABASE_URL": database_of_others(tmp_path),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "SECRET_KEY": settings.SECRET_KEY,
        "PYTHONPATH": str(settings.BASE_DIR),
        "RUNNER_FOLDER": str(tmp_path),
        "RUNNER_HOST": "machine",
    }
    server = started(str(HERE / "smtp_server.py"), str(port), str(log), environment=environment)
    runner = started(str(HERE / "newsletter_runner.py"), environment=environment)
    yield issue, Runs(runner, log), environment
    for process in (runner, server):
        process.kill()
        process.communicate()


def statuses_in(environment: dict[str, str]) -> Counter[str]:
    """What the runs wrote down."""
    if connection.vendor != "sqlite":
        return Counter(Delivery.objects.values_list("status", flat=True))
    file = Env().db_url_config(environment["DATABASE_URL"])["NAME"]
    with sqlite3.connect(file) as copy:
        return Counter(status for (status,) in copy.execute("select status from articles_delivery"))


def test_whoever_is_killed_ten_times_sends_each_reader_one_mail(run):
    issue, runs, environment = run
    chance, killed = random.Random(SEED), 0
    while killed < KILLS:
        before, number = len(runs.taken()), runs.begin(f"--issue {issue.pk}")
        # Mostly in the middle of sending, sometimes before it has begun; leaving enough for those that follow.
        enough = before + chance.choice([0, 1, 7, 20, 50, 90, 120])
        while len(runs.taken()) < enough:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.02))
        os.kill(number, 9)
        assert runs.end() == -9
        killed += 1
    assert len(runs.taken()) < READERS
    runs.begin(f"--issue {issue.pk}")
    assert runs.end() == 0

    statuses = statuses_in(environment)
    taken = Counter(line.split()[0] for line in runs.taken())
    identities = {line.split()[1] for line in runs.taken()}
    assert max(taken.values()) == 1
    assert len(identities) == len(taken)
    # A run that is killed in the microseconds between its mark and the last bytes of a mail says so, and has not sent
    # it. That is one in some hundred kills (docs/newsletter.md); two in ten would be a mistake.
    assert statuses["sent"] + statuses["uncertain"] == READERS
    assert READERS - len(taken) <= min(statuses["uncertain"], 1)
    assert statuses["uncertain"] <= KILLS


@pytest.mark.parametrize("run", [200], indirect=True)
def test_two_machines_at_a_time_send_each_reader_one_mail(run, tmp_path):
    issue, runs, environment = run
    elsewhere = {"RUNNER_FOLDER": str(tmp_path / "elsewhere"), "RUNNER_HOST": "another"}
    process = started(str(HERE / "newsletter_runner.py"), environment=environment | elsewhere)
    both = [runs, Runs(process, runs.log)]
    for one in both:
        one.begin(f"--issue {issue.pk} --batch 20")
    assert [one.end() for one in both] == [0, 0]
    process.kill()
    process.communicate()
    assert Counter(Counter(line.split()[0] for line in runs.taken()).values()) == {1: 200}
    assert statuses_in(environment) == {"sent": 200}
