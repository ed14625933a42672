"""What lots make of events that were declared wrong: told struck through, and counted no more."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from traceability.epcis.actor import Capturing
from traceability.epcis.core.fields import NOTE
from traceability.epcis.hooks import events_captured
from traceability.epcis.models import Event
from traceability.lots.hooks import lot_changed
from traceability.lots.models import Lot, LotEvent


@events_captured.register
def tell_their_lots(events: Sequence[Event], _capturing: Capturing) -> None:
    """Have the pages of lots made anew whose events are declared wrong."""
    wrong = [event.event_id for event in events if event.is_error_declaration]
    if wrong:
        for lot in Lot.objects.filter(events__event_id__in=wrong).distinct().order_by("pk"):
            lot_changed.send(lot)


def reasons(links: Sequence[LotEvent]) -> Mapping[str, str]:
    """Return why events of these links were declared wrong, by event id, as people read it."""
    wrong = [link.event for link in links if link.event.declared_wrong_at is not None]
    if not wrong:
        return {}
    found = Event.objects.declarations().filter(event_id__in=[event.event_id for event in wrong])
    return {one.event_id: _reason(one) for one in found.order_by("pk")}


def _reason(declaration: Event) -> str:
    told = declaration.body.get("errorDeclaration") or {}
    if told.get(NOTE):
        return str(told[NOTE])
    if str(told.get("reason", "")).endswith("did_not_occur"):
        return _("This did not happen.")
    return _("What stood here was wrong.")
