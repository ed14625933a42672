"""What the log hears, and what others may hear from it."""

from collections.abc import Sequence

from marketplace.kernel.hooks import Hook
from traceability.epcis.actor import Capturing
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.check import Fault
from traceability.epcis.hooks import event_checks, events_captured
from traceability.epcis.models import Event
from traceability.models import Party

events_logged: Hook[[Sequence[int]], None] = Hook("events_logged")
"""Events (by primary key) got their number and a checkpoint over them.

Sent in the sequencer's transaction, which the next events wait for: guests only queue work.
"""


@event_checks.register
def check_signable(_party: Party, bodies: Sequence[EventBody]) -> list[list[Fault]]:
    """Refuse events that have no canonical form."""
    from traceability.log.signing import unsignable

    return unsignable(bodies)


@events_captured.register
def sign(events: Sequence[Event], capturing: Capturing) -> None:
    """Sign new events, in the transaction that keeps them."""
    from traceability.log.signing import sign_events

    sign_events(events, capturing)
