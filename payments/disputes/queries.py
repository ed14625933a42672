"""What people see of disputes."""

from collections.abc import Sequence

from django.db.models import QuerySet

from marketplace.base.accounts.models import User
from payments.disputes.models import Dispute

SHOWN = 50
LATELY = 20
OPEN = [Dispute.State.OPENED, Dispute.State.EVIDENCE_SENT]


def disputes() -> QuerySet[Dispute]:
    """Return disputes with what a page shows of them."""
    return Dispute.objects.select_related(
        "merchant", "payment__payee", "charge__payee", "given", "opened_by"
    )


def open_disputes() -> Sequence[Dispute]:
    """Return what has not ended, the most urgent first."""
    return list(disputes().filter(state__in=OPEN).order_by("due_at", "pk")[:SHOWN])


def ended_disputes() -> Sequence[Dispute]:
    """Return what ended lately."""
    return list(disputes().exclude(state__in=OPEN).order_by("-ended_at")[:LATELY])


def disputes_of(user: User) -> QuerySet[Dispute]:
    """Return disputes about money of the user's payees, newest first."""
    return disputes().filter(payment__payee__members=user).order_by("-pk")
