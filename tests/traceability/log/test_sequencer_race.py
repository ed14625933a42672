"""Several sequencers at once, events kept meanwhile, and one killed at any moment."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError, InternalError

from tests.factories.traceability import make_cooperative
from tests.traceability.log.making import body
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.log.actions import sequence
from traceability.log.audit import audit
from traceability.log.models import LogCheckpoint, LogEntry, LogTile
from traceability.log.sequencing import sequence_batch

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PROGRAM = """
import os, django
django.setup()
from django.conf import settings
from django.db import connection
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DB"]
connection.settings_dict["NAME"] = os.environ["TEST_DB"]
from traceability.log.sequencing import sequence_batch
print("ready", flush=True)
while True:
    sequence_batch(limit=7)
"""


def in_threads(*jobs: object) -> None:
    def run(job: object) -> None:
        try:
            assert callable(job)
            job()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_three_sequencers_and_two_writers_lose_and_double_nothing() -> None:
    party = make_cooperative()
    written = threading.Event()

    def write(first: int) -> None:
        for number in range(first, first + 60, 6):
            bodies = [body(one) for one in range(number, number + 6)]
            capture_events(bodies=bodies, party=party, actor=Actor())

    def number_them() -> None:
        while not written.is_set():
            sequence_batch(limit=11)

    def both() -> None:
        in_threads(lambda: write(0), lambda: write(1000))
        written.set()

    in_threads(both, number_them, number_them, number_them)
    sequence()
    assert LogEntry.objects.exclude(event=None).count() == 120
    assert list(audit()) == []


def test_a_sequencer_that_is_killed_leaves_a_whole_log() -> None:
    party = make_cooperative()
    capture_events(bodies=[body(number) for number in range(600)], party=party, actor=Actor())
    environment = {**os.environ, "TEST_DB": connection.settings_dict["NAME"]}
    dice = random.Random(7)  # noqa: S311 -- no secret
    for _round in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE
        ) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            time.sleep(dice.uniform(0.02, 0.3))
            worker.send_signal(signal.SIGKILL)
        findings = [one for one in audit() if "not in the log" not in one.what]
        assert findings == []
    sequence()
    assert LogEntry.objects.filter(index=None).count() == 0
    assert LogTile.objects.filter(level=0).count() == 2
    assert list(audit()) == []


def test_the_database_itself_refuses_to_change_the_log() -> None:
    capture_events(bodies=[body(1)], party=make_cooperative(), actor=Actor())
    sequence()
    with transaction.atomic(), connection.cursor() as cursor:
        triggers = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'origin_log_%%'"
        cursor.execute(triggers)
        if not cursor.fetchall():
            pytest.skip("made without migrations: no triggers")
    for statement in (
        'UPDATE origin_log_logentry SET "index" = 77 WHERE "index" = 1',
        "UPDATE origin_log_logentry SET leaf = 'x'",
        "DELETE FROM origin_log_logentry",
        "UPDATE origin_log_logcheckpoint SET size = 9",
        "DELETE FROM origin_log_logcheckpoint",
    ):
        with (
            pytest.raises((InternalError, IntegrityError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert LogCheckpoint.objects.count() == 1
