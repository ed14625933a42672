"""The rules are guests of the event store: they refuse before, and remark afterwards."""

from collections.abc import Sequence

from traceability.epcis.actor import Capturing
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.check import Fault
from traceability.epcis.hooks import event_checks, events_captured
from traceability.epcis.models import Event
from traceability.models import Party
from traceability.rules.checks import check_events
from traceability.rules.findings import note_events


@event_checks.register
def refuse(party: Party, bodies: Sequence[EventBody]) -> list[list[Fault]]:
    """Say what the rules have against events."""
    return check_events(party, bodies)


@events_captured.register
def remark(events: Sequence[Event], capturing: Capturing) -> None:
    """Keep what is to be remarked of new events."""
    del capturing
    note_events(events)
