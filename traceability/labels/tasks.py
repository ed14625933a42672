"""Work for the queue."""

from datetime import timedelta

from marketplace.kernel.outbox import outbox_task
from traceability.labels.making import draw

SERIALS_SOON = timedelta(seconds=2)


@outbox_task(lease=timedelta(minutes=5))
def make_sheet(sheet_id: int) -> None:
    """Draw a sheet; while its serials are still being made, come back in a moment."""
    if not draw(sheet_id):
        make_sheet.enqueue(sheet_id, delay=SERIALS_SOON)
