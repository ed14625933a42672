"""Work for the queue."""

from datetime import timedelta

from marketplace.kernel.outbox import outbox_task
from traceability.lots.serial_filling import fill_batch

BATCHES_PER_TASK = 20


@outbox_task(lease=timedelta(minutes=5))
def fill_run(run_id: int) -> None:
    """Make the serials of a big label run; what is left is queued again."""
    for _batch in range(BATCHES_PER_TASK):
        if fill_batch(run_id) == 0:
            return
    fill_run.enqueue(run_id)
