"""What the resolver hears from below: sales that events name, events that got into the log."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from traceability.epcis.actor import Capturing
from traceability.epcis.core.elements import identity
from traceability.epcis.hooks import events_captured
from traceability.epcis.models import Event
from traceability.log.hooks import events_logged
from traceability.lots.models import Serial
from traceability.resolver.actions import mark_sold

RETAIL_SOLD = "retail_sold"


@events_captured.register
def note_sales(events: Sequence[Event], _capturing: Capturing) -> None:
    """Remember which packs were sold at retail, where events name them one by one."""
    for event in events:
        if event.disposition.rpartition("/")[2] == RETAIL_SOLD:
            packs = packs_named(event.body.get("epcList") or [])
            mark_sold(serials=packs, day=timezone.localdate(event.event_time))


@events_logged.register
def prepare_pages(events: Sequence[int]) -> None:
    """Queue the pages of lots that can be proved from now on."""
    from traceability.resolver.tasks import refresh_logged

    refresh_logged.enqueue(list(events))


def packs_named(uris: Iterable[str]) -> list[Serial]:
    """Return the packs of ours among URIs of instances."""
    own = f"{settings.PUBLIC_ORIGIN}/q/"
    codes, found = [], Q(pk__in=[])
    for uri in uris:
        if uri.startswith(own):
            codes.append(uri.removeprefix(own))
            continue
        named = identity(uri)
        if named.serial:
            found |= Q(lot__item__gtin14=named.gtin, serial=named.serial)
    return list(Serial.objects.filter(found | Q(code__in=codes)))
