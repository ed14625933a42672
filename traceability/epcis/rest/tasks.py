"""Work for the queue."""

from datetime import timedelta

from marketplace.kernel.outbox import outbox_task, periodic
from traceability.epcis.rest import capture, subscriptions


@outbox_task(lease=timedelta(minutes=10))
def run_job(job_id: int) -> None:
    """Keep the events of a capture job; what a dead worker left is gone on with."""
    capture.run(job_id)


@outbox_task()
def tell_streams(event_ids: list[int]) -> None:
    """Tell subscribers of new events that their queries match."""
    subscriptions.tell_streams(event_ids)


@outbox_task()
def deliver(subscription_id: int, text: str) -> None:
    """Send one report to one subscriber."""
    subscriptions.deliver(subscription_id, text)


@periodic(every=timedelta(seconds=30))
def tell_by_timetable() -> None:
    """Tell subscribers whose time has come."""
    subscriptions.tell_due()
