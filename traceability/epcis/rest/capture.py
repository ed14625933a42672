"""Capture jobs: a document is taken in, and its events are kept a part at a time."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from traceability.epcis import conf
from traceability.epcis.actions import CaptureResult, capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.check import Fault
from traceability.epcis.master_data import keep_master_data
from traceability.epcis.rest.core.envelope import Envelope, opened
from traceability.epcis.rest.models import ApiKey, CaptureJob, ErrorBehaviour
from traceability.epcis.rest.problems import Kind
from traceability.errors import InvalidEventError

AT_ONCE = 25
"""Documents of so many events are done while the client waits; it still asks for the job."""

PATIENCE = timedelta(minutes=1)
PART = 500
MOST_ERRORS = 1000


@transaction.atomic
def accept(
    *, document: Mapping[str, Json], envelope: Envelope, on_error: str, key: ApiKey
) -> CaptureJob:
    """Take in a document and return its job; nothing is kept yet."""
    job = CaptureJob.objects.create(
        party=key.party,
        key=key,
        on_error=on_error,
        document=json.dumps(document, ensure_ascii=False),
        event_count=len(envelope.bodies),
    )
    record(
        "capture_job.accepted", subject=job, party=key.party_id, key=key.pk, events=job.event_count
    )
    from traceability.epcis.rest.tasks import run_job

    # A small job is done by the caller right away; the queue has it in case that goes wrong.
    run_job.enqueue(job.pk, delay=PATIENCE if job.event_count <= AT_ONCE else None)
    return job


def run(job_id: int) -> None:
    """Do what is left of a job. Doing it twice, or by two at once, keeps nothing twice."""
    while _part(job_id):
        pass


@transaction.atomic
def _part(job_id: int) -> bool:
    """Do the next part of a job and say whether there is more."""
    job = (
        CaptureJob.objects.select_for_update(of=("self",))
        .select_related("party", "key")
        .filter(pk=job_id, running=True)
        .first()
    )
    if job is None:
        return False
    envelope = opened(json.loads(job.document))
    whole = job.on_error == ErrorBehaviour.ROLLBACK
    bodies = envelope.bodies[job.position : None if whole else job.position + PART]
    _note(job, _captured(job, bodies, envelope), envelope.paths)
    if job.position == 0 and job.success:
        _keep_master_data(job, envelope)
    job.position += len(bodies)
    if job.position >= job.event_count:
        _finish(job)
    job.save()
    return job.running


def _captured(
    job: CaptureJob, bodies: Sequence[EventBody], envelope: Envelope
) -> Sequence[tuple[int, Fault]]:
    try:
        with transaction.atomic():
            done: CaptureResult = capture_events(
                bodies=bodies,
                party=job.party,
                actor=actor_of(job.key),
                on_error="rollback" if job.on_error == ErrorBehaviour.ROLLBACK else "proceed",
                signatures=envelope.signatures,
            )
    except InvalidEventError as error:
        return error.found
    return done.faults


def actor_of(key: ApiKey) -> Actor:
    """Return who acts when a key is used."""
    return Actor(key_id=key.pk, party=key.party)


def _keep_master_data(job: CaptureJob, envelope: Envelope) -> None:
    keep_master_data(
        vocabularies=envelope.vocabularies,
        party=job.party,
        actor=actor_of(job.key),
        context=envelope.context,
    )


def _note(job: CaptureJob, found: Sequence[tuple[int, Fault]], paths: Sequence[str]) -> None:
    if not found:
        return
    job.success = False
    room = MOST_ERRORS - len(job.errors)
    job.errors = [
        *job.errors,
        *(error_of(fault, paths[job.position + at]) for at, fault in found[:room]),
    ]


def error_of(fault: Fault, path: str) -> dict[str, Json]:
    """Return a fault as one of the errors of a job; ``path`` leads to its event."""
    return {
        "type": Kind.VALIDATION.uri,
        "title": fault.message,
        "status": Kind.VALIDATION.status,
        "code": fault.code,
        "path": path + fault.path.removeprefix("$"),
    }


def _finish(job: CaptureJob) -> None:
    job.running = False
    job.finished_at = now()
    job.document = ""  # what was kept is in the events


def limit_of_events() -> int:
    """Return how many events a document may have."""
    return conf.capture_limit()
