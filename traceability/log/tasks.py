"""Work for the queue."""

from marketplace.kernel.outbox import periodic
from traceability.log.conf import SEQUENCE_EVERY
from traceability.log.sequencing import sequence


@periodic(every=SEQUENCE_EVERY)
def sequence_entries() -> None:
    """Number what was signed meanwhile."""
    sequence()
