"""Who is told of new events, when, and that nobody else is."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from django.conf import LazySettings
from django_tasks_db.models import DBTaskResult

from tests.factories.traceability import make_cooperative
from tests.traceability.epcis.test_rest import Caller, document, event, problem
from traceability.epcis.actions import capture_events
from traceability.epcis.rest import capture, subscriptions, webhooks
from traceability.epcis.rest.core import schedule, targets
from traceability.epcis.rest.models import CaptureJob, Subscription

pytestmark = pytest.mark.django_db

SECRET = "a secret of theirs"


class Receiver(BaseHTTPRequestHandler):
    """Keeps what is sent to it."""

    heard: list[tuple[str, bytes]] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Receiver.heard.append((self.headers["GS1-Signature"], body))
        self.send_response(Receiver.status)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(settings: LazySettings) -> Iterator[str]:
    settings.EPCIS_WEBHOOKS_PRIVATE = True
    Receiver.heard, Receiver.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/reports"
    server.shutdown()
    server.server_close()


@pytest.fixture
def caller() -> Caller:
    made = Caller(make_cooperative())
    made.post("/queries", {"name": "stored", "query": {"EQ_bizStep": ["storing"]}})
    return made


def run_tasks() -> None:
    """Do what is queued of ours, as a worker would."""
    for row in DBTaskResult.objects.filter(task_path__startswith="traceability.epcis.rest"):
        row.task.func(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()


def test_a_stream_is_told_at_once_and_signed(caller: Caller, receiver: str) -> None:
    wish = {"dest": receiver, "signatureToken": SECRET, "stream": True}
    answer = caller.post("/queries/stored/subscriptions", wish)
    assert answer.status_code == 201
    assert SECRET.encode() not in answer.content
    assert SECRET not in Subscription.objects.get().secret
    caller.post("/capture", document(event(1), event(2, bizStep="inspecting")))
    run_tasks()
    run_tasks()
    ((signature, body),) = Receiver.heard
    assert signature == webhooks.signature(SECRET, body)
    results = json.loads(body)["epcisBody"]["queryResults"]
    assert results["queryName"] == "stored"
    assert [one["bizStep"] for one in results["resultsBody"]["eventList"]] == ["storing"]


def test_a_timetable_tells_what_is_new_since_last_time(caller: Caller, receiver: str) -> None:
    wish = {"dest": receiver, "signatureToken": SECRET, "schedule": {"minute": "0"}}
    with time_machine.travel(datetime(2026, 3, 1, 8, 30, tzinfo=UTC), tick=False) as clock:
        assert caller.post("/queries/stored/subscriptions", wish).status_code == 201
        caller.post("/events", event(1))
        for _hour in range(3):
            clock.shift(timedelta(hours=1))
            subscriptions.tell_due()
            run_tasks()
    assert len(Receiver.heard) == 1


def test_a_receiver_that_keeps_failing_is_told_no_more(caller: Caller, receiver: str) -> None:
    wish = {"dest": receiver, "signatureToken": SECRET, "stream": True}
    caller.post("/queries/stored/subscriptions", wish)
    Receiver.status = 500
    one = Subscription.objects.get()
    for _time in range(subscriptions.MOST_FAILURES):
        with pytest.raises(webhooks.DeliveryError):
            subscriptions.deliver(one.pk, "{}")
    one.refresh_from_db()
    assert not one.is_active
    subscriptions.deliver(one.pk, "{}")
    assert len(Receiver.heard) == subscriptions.MOST_FAILURES


@pytest.mark.parametrize(
    "wish",
    [
        {"dest": "https://receiver.example/", "signatureToken": SECRET},
        {"dest": "http://receiver.example/", "signatureToken": SECRET, "stream": True},
        {"dest": "https://receiver.example/", "stream": True},
        {"dest": "https://receiver.example/", "signatureToken": SECRET, "schedule": {"hour": "25"}},
        {
            "dest": "https://receiver.example/",
            "signatureToken": SECRET,
            "schedule": {"dayOfMonth": "31", "month": "2"},
        },
    ],
)
def test_what_cannot_be_subscribed_is_refused(caller: Caller, wish: dict[str, object]) -> None:
    answer = caller.post("/queries/stored/subscriptions", wish)
    assert (answer.status_code, problem(answer)) == (
        400,
        "epcisException:SubscriptionControlsException",
    )


def test_subscriptions_end_with_a_word_or_with_their_query(caller: Caller, receiver: str) -> None:
    wish = {"dest": receiver, "signatureToken": SECRET, "stream": True}
    first = caller.post("/queries/stored/subscriptions", wish)["Location"].partition("/epcis")[2]
    assert caller.get(first).status_code == 200
    assert caller.client.delete(f"/epcis{first}").status_code == 204
    assert caller.get(first).status_code == 404
    caller.post("/queries/stored/subscriptions", wish)
    caller.client.delete("/epcis/queries/stored")
    assert not Subscription.objects.exists()


def test_reports_do_not_go_into_our_own_house() -> None:
    for address in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1"):
        assert not targets.is_public(address)
    assert targets.is_public("203.162.4.190")


def test_timetables_find_their_next_time() -> None:
    start = datetime(2026, 1, 30, 23, 59, 59, tzinfo=UTC)  # a Friday
    expected = {
        (("minute", "5"), ("hour", "1")): datetime(2026, 1, 31, 1, 5, tzinfo=UTC),
        (("second", "0,30"),): datetime(2026, 1, 31, 0, 0, 0, tzinfo=UTC),
        (("dayOfWeek", "1"),): datetime(2026, 2, 2, tzinfo=UTC),
        (("dayOfMonth", "31"), ("month", "[3-5]")): datetime(2026, 3, 31, tzinfo=UTC),
    }
    for fields, moment in expected.items():
        assert schedule.next_after(schedule.read(dict(fields)), start) == moment


def test_a_killed_job_goes_on_and_keeps_nothing_twice(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "AT_ONCE", 0)
    monkeypatch.setattr(capture, "PART", 3)
    body = document(*(event(day) for day in range(1, 9)))
    caller.post("/capture", body, **{"GS1-Capture-Error-Behaviour": "proceed"})
    job = CaptureJob.objects.get()
    assert (job.running, job.position) == (True, 0)
    parts: list[int] = []

    def dies(**more: object) -> object:
        parts.append(1)
        done = capture_events(**more)  # type: ignore[arg-type]
        if len(parts) == 2:
            raise RuntimeError("the machine went down")
        return done

    monkeypatch.setattr(capture, "capture_events", dies)
    with pytest.raises(RuntimeError):
        capture.run(job.pk)
    job.refresh_from_db()
    assert (job.running, job.position) == (True, 3)
    capture.run(job.pk)
    job.refresh_from_db()
    assert (job.running, job.success, job.position) == (False, True, 8)
    assert len(caller.events("/events")) == 8
