"""The queue's end of refunds: a request is sent after its transaction, never inside it."""

from marketplace.kernel.outbox import outbox_task


@outbox_task()
def send_later(pk: int) -> None:
    """Send one refund to its gateway; run again, it does nothing twice."""
    from payments.refunds.actions.sending import send_refund
    from payments.refunds.models import Refund

    send_refund(refund=Refund.objects.get(pk=pk))
