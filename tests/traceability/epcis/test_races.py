"""Two processes keep the same events at once. SQLite has one writer: PostgreSQL only."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.epcis import event, events
from tests.factories.traceability import make_cooperative
from traceability.epcis.actions import capture, capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.corrections import declare_wrong
from traceability.epcis.models import Event, EventElement
from traceability.errors import EventWrongAlreadyError
from traceability.log.models import LogEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_batch_from_two_sides_is_kept_once() -> None:
    party, gate = make_cooperative(), Barrier(2)
    capture(body=event(), party=party)  # keys are there

    def keep() -> list[int]:
        try:
            gate.wait()
            done = capture_events(bodies=events(20), party=party, actor=Actor(party=party))
            return [one.pk for one in done.events]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = (one.result() for one in [pool.submit(keep), pool.submit(keep)])

    assert first == second
    assert Event.objects.count() == EventElement.objects.count() == 21
    assert LogEntry.objects.filter(event__isnull=False).count() == 21


def test_an_event_is_declared_wrong_by_one_of_two() -> None:
    party, gate = make_cooperative(), Barrier(2)
    wrong = capture(body=event(), party=party).event

    def declare() -> bool:
        try:
            gate.wait()
            declare_wrong(event=wrong, actor=Actor(party=party))
        except EventWrongAlreadyError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [pool.submit(declare), pool.submit(declare)]]

    assert sorted(answers) == [False, True]
    assert Event.objects.declarations().count() == 1
