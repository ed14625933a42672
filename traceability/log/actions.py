"""What the log does when asked: number entries, sign what nothing signed."""

from django.db import transaction

from marketplace.kernel.audit import record
from traceability.epcis.models import Event
from traceability.log import keyring
from traceability.log.sequencing import sequence
from traceability.log.signing import sign_as_operator

__all__ = ["sequence", "sign_missing"]

BATCH = 500


def sign_missing() -> int:
    """Sign events that were kept while no log was there, as the platform; return how many."""
    total = 0
    while count := _sign_some():
        total += count
    return total


@transaction.atomic
def _sign_some() -> int:
    events = list(Event.objects.filter(log_entry=None).order_by("pk")[:BATCH])
    if events:
        sign_as_operator(events)
        key = keyring.operator_key()
        record("log.signed_missing", subject=key, count=len(events), first=events[0].pk)
    return len(events)
