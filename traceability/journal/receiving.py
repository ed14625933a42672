"""``POST /origin/readings/``: readings from devices."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from traceability.epcis.rest.keys import authenticate
from traceability.epcis.rest.models import Scope
from traceability.journal import conf
from traceability.journal.core.readings import Parcel, ReadingsError, parse
from traceability.journal.devices import keep_readings
from traceability.journal.errors import (
    NoDeviceError,
    ReadingsFaultyError,
    ReadingsTooLargeError,
)
from traceability.journal.models import Device


@csrf_exempt
@require_POST
def readings(request: HttpRequest) -> JsonResponse:
    """Keep readings; the answer says how many are new, known already, and wrong.

    200 when at least one reading is good, 422 when none is, 401 and 403 for keys, 413 for more
    than 64 KB. Sending the same readings again is harmless.
    """
    try:
        device = _device(request)
        parcel = _parcel(request)
        kept = keep_readings(device=device, drafts=parcel.drafts)
    except DomainError as error:
        told = {"error": error.code, "message": error.title()}
        return JsonResponse(told, status=error.http_status)
    return JsonResponse(
        {
            "new": kept,
            "known": len(parcel.drafts) - kept,
            "faults": _faults(parcel),
        },
        status=200 if parcel.drafts else 422,
    )


def _device(request: HttpRequest) -> Device:
    key = authenticate(request, Scope.DEVICE)
    found = Device.objects.filter(key_id=key.pk, stopped_at=None)
    device = found.select_related("party", "place").first()
    if device is None:
        raise NoDeviceError
    return device


def _parcel(request: HttpRequest) -> Parcel:
    limit = conf.readings_bytes()
    if int(request.headers.get("Content-Length") or 0) > limit:
        raise ReadingsTooLargeError(kilobytes=limit // 1024)
    content = request.read(limit + 1)
    if len(content) > limit:
        raise ReadingsTooLargeError(kilobytes=limit // 1024)
    try:
        return parse(content, now())
    except ReadingsError as error:
        raise ReadingsFaultyError(fault=error) from error


def _faults(parcel: Parcel) -> list[dict[str, object]]:
    return [{"index": one.index, "code": one.code, "message": one.message} for one in parcel.faults]
