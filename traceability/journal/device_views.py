"""Pages about devices: the list, a new one with its key, charts, limits."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traceability.journal import watching
from traceability.journal.core.measures import MEASURES
from traceability.journal.device_forms import DeviceForm, LimitsForm
from traceability.journal.devices import add_device, set_limits, take_away
from traceability.journal.models import Alert, Device
from traceability.journal.views import party_of
from traceability.lots.access import for_parties, person
from traceability.models import PlaceKind

_WATER = ("salinity", "ph", "temperature", "oxygen", "level")


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def device_list(request: HttpRequest) -> HttpResponse:
    """List a party's devices; add one and show its key, once."""
    party = party_of(request)
    form = DeviceForm(party, request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        _device, key = add_device(draft=form.draft(), acting_user=person(request))
        form = DeviceForm(party)
    alerts = [watching.alert_words(one) for one in watching.open_alerts(party)]
    context = {
        "party": party,
        "form": form,
        "key": key,
        "devices": watching.devices_of(party),
        "alerts": alerts,
        "has_places": party.places.exists(),
        "tab": "log",
    }
    return render(request, "journal/devices.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def device_page(request: HttpRequest, device: UUID) -> HttpResponse:
    """Show what a device measured, and set the limits of its place."""
    found = _device(request, device)
    form = LimitsForm(found.place, _measures(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_limits(place=found.place, limits=form.limits(), acting_user=person(request))
        messages.success(request, _("The limits are set."))
        return redirect("origin_journal:device", device=found.uuid)
    context = {
        "device": found,
        "charts": watching.charts(found.place),
        "form": form,
        "alerts": [_told(one) for one in found.alerts.select_related("device__place")[:10]],
        "tab": "log",
    }
    return render(request, "journal/device.html", context, status=422 if form.errors else 200)


@require_POST
@for_parties
def remove(request: HttpRequest, device: UUID) -> HttpResponse:
    """Take a device away."""
    found = take_away(device=_device(request, device), acting_user=person(request))
    messages.success(request, _("The device is taken away. Its readings stay."))
    return redirect("origin_journal:device", device=found.uuid)


@require_safe
@for_parties
def readings_csv(request: HttpRequest, device: UUID) -> StreamingHttpResponse:
    """Return all readings of a device as a table."""
    found = _device(request, device)
    answer = StreamingHttpResponse(watching.csv_rows(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="readings-{found.uuid.hex[:8]}.csv"'
    return answer


def _told(alert: Alert) -> dict[str, object]:
    return {
        "title": watching.alert_words(alert),
        "started_at": alert.started_at,
        "ended_at": alert.ended_at,
    }


def _device(request: HttpRequest, key: UUID) -> Device:
    found = watching.device_for(person(request), key)
    if found is None:
        raise Http404
    return found


def _measures(device: Device) -> list[str]:
    """Return the measures whose limits can be set: the usual ones, and what it has sent."""
    sent = set(device.readings.order_by().values_list("measure", flat=True).distinct())
    usual = _WATER if device.place.kind in {PlaceKind.PLOT, PlaceKind.POND} else ("temperature",)
    return [code for code in MEASURES if code in sent or code in usual]
