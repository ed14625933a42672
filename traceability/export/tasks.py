"""Work for the queue."""

from datetime import timedelta

from marketplace.kernel.outbox import outbox_task


@outbox_task(lease=timedelta(minutes=5))
def send_submission(submission_id: int) -> None:
    """Make a lot's record for a portal and hand it in."""
    from traceability.export.actions import deliver

    deliver(submission_id)


@outbox_task(lease=timedelta(minutes=60))
def make_zip(job_id: int) -> None:
    """Make the zip of many lots."""
    from traceability.export.zipping import write_zip

    write_zip(job_id)
