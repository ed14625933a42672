"""Tie an event to the lot it tells of."""

from django.contrib.auth.base_user import AbstractBaseUser

from traceability.epcis.actions import capture
from traceability.epcis.core.build import EventBody
from traceability.epcis.models import Event
from traceability.lots.models import Lot, LotEvent
from traceability.models import Place


def keep_event(
    lot: Lot,
    body: EventBody,
    *,
    place: Place | None = None,
    acting_user: AbstractBaseUser | None = None,
) -> Event:
    """Capture an event of the lot's party, tie it to the lot, return it. Needs a transaction."""
    event = capture(body=body, party=lot.item.party, acting_user=acting_user).event
    LotEvent.objects.get_or_create(lot=lot, event=event, defaults={"place": place})
    return event
