"""What people see of refunds: the buyer of one charge, a seller of all theirs, staff of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from marketplace.base.accounts.models import User
from payments.models import Charge
from payments.refunds.core.states import OPEN
from payments.refunds.models import Refund

SHOWN = 50
LATELY = 10
OPEN_STATES = sorted(str(one) for one in OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundDesk:
    """Refunds as staff sees them, what needs a person first."""

    stuck: Sequence[Refund]
    by_hand: Sequence[Refund]
    refused: Sequence[Refund]
    under_way: Sequence[Refund]
    ended: Sequence[Refund]


def refunds_of_charge(charge: Charge) -> Sequence[Refund]:
    """Return what the buyer of a charge sees go back, oldest first; one query."""
    shown = Refund.objects.filter(charge=charge).exclude(state=Refund.State.WITHDRAWN)
    return list(shown.exclude(state=Refund.State.REFUSED).order_by("pk"))


def refunds_of(user: User) -> QuerySet[Refund]:
    """Return the refunds of every payee the user belongs to, newest first."""
    mine = Q(charge__payee__members=user) | Q(charge=None, payment__payee__members=user)
    return _with_rows().filter(mine).distinct().order_by("-pk")


def open_refunds_of(user: User) -> Sequence[Refund]:
    """Return a seller's refunds that have not ended; one query."""
    return list(refunds_of(user).filter(state__in=OPEN_STATES)[:SHOWN])


def refund_desk() -> RefundDesk:
    """Return what staff sees; the number of queries is fixed."""
    rows = _with_rows()
    machine = Q(way__in=[Refund.Way.GATEWAY, Refund.Way.EXTERNAL])
    unsure = machine & Q(state__in=["sent", "unknown"], next_query_at=None)
    opened = rows.filter(state__in=OPEN_STATES)
    return RefundDesk(
        stuck=list(rows.filter(unsure).order_by("pk")[:SHOWN]),
        by_hand=list(opened.filter(way=Refund.Way.BY_HAND).order_by("pk")[:SHOWN]),
        refused=list(rows.filter(state="refused").order_by("-ended_at")[:LATELY]),
        under_way=list(
            opened.exclude(unsure).exclude(way=Refund.Way.BY_HAND).order_by("pk")[:SHOWN]
        ),
        ended=list(rows.filter(state="done").order_by("-ended_at")[:LATELY]),
    )


def stuck_count() -> int:
    """Return how many refunds need a person."""
    machine = [Refund.Way.GATEWAY, Refund.Way.EXTERNAL]
    unsure = Refund.objects.filter(way__in=machine, state__in=["sent", "unknown"])
    return unsure.filter(next_query_at=None).count()


def _with_rows() -> QuerySet[Refund]:
    return Refund.objects.select_related("charge__payee", "payment__payee", "payment__merchant")
