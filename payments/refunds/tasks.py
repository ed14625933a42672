"""The work of the clock and the queue: the kernel finds it here."""

from payments.refunds.actions.sending import ask_refunds_again
from payments.refunds.outgoing import send_later

__all__ = ["ask_refunds_again", "send_later"]
