"""Work for the queue."""

from marketplace.kernel.outbox import outbox_task, periodic
from traceability.log import witnesses
from traceability.log.conf import SEQUENCE_EVERY
from traceability.log.sequencing import sequence


@periodic(every=SEQUENCE_EVERY)
def sequence_entries() -> None:
    """Number what was signed meanwhile."""
    sequence()


@outbox_task()
def ask_witness(address: str) -> None:
    """Have one witness cosign the newest checkpoint."""
    witness = witnesses.named(address)
    if witness is not None:
        witnesses.ask(witness)
