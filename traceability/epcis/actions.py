"""Keep events. There is no way to change one."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.kernel.audit import record
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.check import faults
from traceability.epcis.core.document import elements, event_time, with_id
from traceability.epcis.models import Event, EventElement
from traceability.errors import InvalidEventError
from traceability.models import Party


@dataclass(frozen=True, slots=True)
class Captured:
    """The kept event, and whether it is new."""

    event: Event
    is_new: bool


def capture(
    *, body: EventBody, party: Party, acting_user: AbstractBaseUser | None = None
) -> Captured:
    """Keep an event of ``party`` as it is and return it; one that is kept already stays.

    Raises:
        InvalidEventError: the event breaks a rule; the first fault is named.
    """
    whole = with_id(body)
    found = faults(whole)
    if found:
        raise InvalidEventError(fault=found[0], faults=[str(fault) for fault in found])
    with transaction.atomic():
        kept = Event.objects.filter(event_id=whole["eventID"]).first()
        if kept is not None:
            return Captured(kept, is_new=False)
        event = _written(whole, party)
        record(
            "event.captured",
            acting_user=acting_user,
            subject=event,
            event_id=event.event_id,
            biz_step=event.biz_step,
        )
        return Captured(event, is_new=True)


def _written(body: EventBody, party: Party) -> Event:
    place = body.get("readPoint")
    event: Event = Event.objects.create(
        event_id=str(body["eventID"]),
        party=party,
        event_type=str(body["type"]),
        biz_step=str(body.get("bizStep") or ""),
        disposition=str(body.get("disposition") or ""),
        event_time=event_time(body),
        event_time_zone_offset=str(body["eventTimeZoneOffset"]),
        read_point=str(place["id"]) if isinstance(place, dict) else "",
        body=body,
    )
    EventElement.objects.bulk_create(
        EventElement(
            event=event,
            role=named.role,
            uri=named.uri,
            is_class=named.is_class,
            quantity=named.quantity,
            uom=named.uom,
        )
        for named in elements(body)
    )
    return event
