"""What others may ask of events before they are kept, and hear of when they are."""

from collections.abc import Sequence

from marketplace.kernel.hooks import Hook
from traceability.epcis.actor import Capturing
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.check import Fault
from traceability.epcis.models import Event
from traceability.models import Party

event_checks: Hook[[Party, Sequence[EventBody]], Sequence[Sequence[Fault]]] = Hook(
    "event_checks", may_fail=True
)
"""Asked before events of a party are kept: one list of faults for each event, in order.

A fault refuses the event. Guests read what is kept already; what they only want to remark goes
into findings of their own when they hear ``events_captured``.
"""

events_captured: Hook[[Sequence[Event], Capturing], None] = Hook("events_captured", may_fail=True)
"""Events were kept, in the transaction that keeps them: only new ones, in order of keeping.

A guest that fails undoes the whole batch.
"""
