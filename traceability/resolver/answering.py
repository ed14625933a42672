"""Pages for people: what a target names, in the state it is in now."""

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability import conf
from traceability.labels.unit_queries import unit_summary
from traceability.resolver import pages, things
from traceability.resolver.buffer import Scan, buffer
from traceability.resolver.core.target import Target
from traceability.resolver.counting import device_of, packing_device_of
from traceability.resolver.http import PRIVATE, SHARED, address_of, agent_of, html_answer, may
from traceability.resolver.pages import FilledPage
from traceability.resolver.queries import Found, find, item_of
from traceability.resolver.watching import areas

_GZIP = re.compile(r"\bgzip\b")


def answer(request: HttpRequest, target: Target, language: str) -> HttpResponseBase:
    """Show what ``target`` names; 404 for a code that was never issued, 429 for many of them."""
    found = find(target, language)
    if found is not None:
        return _known(request, found, language)
    item = item_of(target.gtin) if target.gtin else None
    if item and not target.lot and not target.serial:
        return html_answer(pages.item_page(item, language), SHARED)
    unit = unit_summary(target.code) if target.code else None
    if unit is not None:
        return html_answer(things.unit_page(unit, language), SHARED)
    if not is_stranger_patient(request, target.shown):
        return blocked(target, language)
    return html_answer(pages.unknown_page(target, language, item=item), PRIVATE, 404)


def unreadable(request: HttpRequest, target: Target, language: str) -> HttpResponseBase:
    """Answer an address that is no Digital Link."""
    if not may("unknown", request, conf.unknown_per_hour(), 1):
        return blocked(target, language)
    return html_answer(pages.unknown_page(target, language), PRIVATE, 400)


def blocked(target: Target, language: str) -> HttpResponseBase:
    """Tell somebody who tries codes out to wait."""
    return html_answer(pages.unknown_page(target, language, is_blocked=True), PRIVATE, 429)


def is_stranger_patient(request: HttpRequest, shown: str) -> bool:
    """Count a code that was never issued; False for a device that asked for too many."""
    if not may("unknown", request, conf.unknown_per_hour(), 1):
        return False
    buffer.add_unknown(shown, timezone.localdate(now()))
    return True


def _known(request: HttpRequest, found: Found, language: str) -> HttpResponseBase:
    page = pages.found_page(found, language)
    if found.serial is None:
        return _sent(request, page, SHARED)
    if request.method == "GET":
        buffer.add(_scan(request, found.serial.pk))
    return _sent(request, page, PRIVATE)


def _sent(request: HttpRequest, page: FilledPage, caching: str) -> HttpResponse:
    """Send a page compressed where that is understood: most of it was compressed before."""
    if not _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return html_answer(page.text(), caching)
    response = html_answer(page.gzipped(), caching)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _scan(request: HttpRequest, serial_id: int) -> Scan:
    """Return what is remembered of a scan: hashes of the day, a province if anybody can tell."""
    at = now()
    day = timezone.localdate(at)
    address, agent = address_of(request), agent_of(request)
    area = areas().of(address) if conf.area_file() else None
    return Scan(
        serial_id,
        day,
        device_of(address, agent, serial_id, day),
        at,
        area.code if area else "",
        packing_device_of(address, agent, day),
    )
