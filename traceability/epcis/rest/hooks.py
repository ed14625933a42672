"""Where we listen: subscribers hear of new events."""

from collections.abc import Sequence

from traceability.epcis.actor import Capturing
from traceability.epcis.hooks import events_captured
from traceability.epcis.models import Event
from traceability.epcis.rest.models import Subscription
from traceability.epcis.rest.tasks import tell_streams

BATCH = 500


@events_captured.register
def queue_reports(events: Sequence[Event], _capturing: Capturing) -> None:
    """Have streams told, in the transaction that keeps the events."""
    if not Subscription.objects.filter(is_stream=True, is_active=True).exists():
        return
    ids = [event.pk for event in events]
    for start in range(0, len(ids), BATCH):
        tell_streams.enqueue(ids[start : start + BATCH])
