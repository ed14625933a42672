"""Addresses that take events in: /capture, its jobs, and one event to /events."""

from collections.abc import Mapping

from django.http import HttpResponse

from traceability.epcis.actions import capture_events
from traceability.epcis.core.build import Json
from traceability.epcis.models import Event
from traceability.epcis.rest import capture
from traceability.epcis.rest.calls import Call, Way, endpoint, json_answer, limits
from traceability.epcis.rest.core import formats
from traceability.epcis.rest.core.envelope import Envelope, EnvelopeError, opened, single
from traceability.epcis.rest.models import CaptureJob, ErrorBehaviour, Scope
from traceability.epcis.rest.problems import Kind, ProblemError
from traceability.epcis.rest.results import (
    add_next,
    address,
    dumped,
    query_of,
    seal,
    stamp,
    told,
    unseal,
)
from traceability.errors import InvalidEventError

BEHAVIOUR = "GS1-Capture-Error-Behaviour"


def capture_document(call: Call) -> HttpResponse:
    """Take a document in; the answer names the job that keeps its events."""
    on_error = call.request.headers.get(BEHAVIOUR, ErrorBehaviour.ROLLBACK)
    if on_error not in ErrorBehaviour.values:
        raise ProblemError(Kind.VALIDATION, f"{BEHAVIOUR} is rollback or proceed")
    document = call.document()
    envelope = _opened(document)
    most = capture.limit_of_events()
    if len(envelope.bodies) > most:
        title = f"a document has at most {most} events"
        raise ProblemError(Kind.CAPTURE_LIMIT, title, headers=limits())
    job = capture.accept(
        document=document, envelope=envelope, on_error=str(on_error), key=call.owner
    )
    if job.event_count <= capture.AT_ONCE:
        capture.run(job.pk)
    response = HttpResponse(status=202)
    response["Location"] = address("capture", str(job.uuid))
    response[BEHAVIOUR] = job.on_error
    return response


def list_jobs(call: Call) -> HttpResponse:
    """List the party's jobs, newest first."""
    query = query_of(call, _paging(call))
    jobs = CaptureJob.objects.filter(party=call.owner.party).defer("document").order_by("-pk")
    if query.token:
        last = unseal(query.token)
        jobs = jobs.filter(pk__lt=last if isinstance(last, int) else 0)
    found = list(jobs[: query.per_page + 1])
    shown = found[: query.per_page]
    response = json_answer(call, dumped([job_document(job) for job in shown]))
    if len(found) > len(shown):
        add_next(response, call.request, seal(shown[-1].pk))
    return response


def show_job(call: Call, job: str) -> HttpResponse:
    """Tell how a job stands."""
    found = _job(call, job)
    response = json_answer(call, dumped(job_document(found)))
    response[BEHAVIOUR] = found.on_error
    return response


def job_document(job: CaptureJob) -> dict[str, Json]:
    """Return a job as clients are told of it."""
    document: dict[str, Json] = {
        "captureID": str(job.uuid),
        "createdAt": stamp(job.created_at),
        "running": job.running,
        "success": job.success,
        "captureErrorBehaviour": job.on_error,
        "errors": job.errors,
    }
    if job.finished_at:
        document["finishedAt"] = stamp(job.finished_at)
    return document


def create_event(call: Call) -> HttpResponse:
    """Keep one event; the answer is the event as it was kept."""
    document = call.document()
    try:
        body = single(document)
    except EnvelopeError as error:
        raise _refused(error) from error
    key = call.owner
    try:
        done = capture_events(bodies=[body], party=key.party, actor=capture.actor_of(key))
    except InvalidEventError as error:
        raise _invalid(error) from error
    event = done.events[0]
    if not done.is_new[0]:
        raise ProblemError(Kind.EXISTS, "this event is kept already", instance=event_url(event))
    write = formats.writer(call.epc_format, ())
    response = json_answer(call, dumped(told(event, write)), 201)
    response["Location"] = event_url(event)
    return response


def event_url(event: Event) -> str:
    """Return the address of an event."""
    return address("events", event.event_id)


def _opened(document: Mapping[str, Json]) -> Envelope:
    try:
        return opened(document)
    except EnvelopeError as error:
        raise _refused(error) from error


def _refused(error: EnvelopeError) -> ProblemError:
    errors: list[Json] = [capture.error_of(fault, "$") for fault in error.faults]
    return ProblemError(Kind.VALIDATION, str(error), errors=errors)


def _invalid(error: InvalidEventError) -> ProblemError:
    errors = [capture.error_of(fault, "$") for _at, fault in error.found]
    first = errors[0] if errors else {"title": "this event has a fault"}
    return ProblemError(Kind.VALIDATION, str(first["title"]), errors=[*errors])


def _paging(call: Call) -> dict[str, Json]:
    known = ("perPage", "nextPageToken")
    return {name: call.request.GET[name] for name in known if name in call.request.GET}


def _job(call: Call, job: str) -> CaptureJob:
    from uuid import UUID

    try:
        wanted = UUID(job)
    except ValueError as error:
        raise ProblemError(Kind.NO_SUCH_RESOURCE, "there is no such capture job") from error
    found = CaptureJob.objects.filter(uuid=wanted, party=call.owner.party).first()
    if found is None:
        raise ProblemError(Kind.NO_SUCH_RESOURCE, "there is no such capture job")
    return found


def _discovered() -> dict[str, str]:
    return {**limits(), BEHAVIOUR: ", ".join(ErrorBehaviour.values)}


capture_view = endpoint(
    _discovered,
    POST=Way(capture_document, Scope.CAPTURE),
    GET=Way(list_jobs, Scope.CAPTURE),
)
job_view = endpoint(GET=Way(show_job, Scope.CAPTURE))
