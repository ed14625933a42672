"""What deductions of a charge go by: what the payee keeps of it, and who holds that money."""

from datetime import date

from django.db.models import Sum
from django.utils import timezone

from payments import hooks
from payments.core import earning
from payments.models import Charge


def earned(charge: Charge) -> int:
    """Return what the payee keeps of a sale, in minor units."""
    return earning.earned(charge.facts, is_settled=charge.settled_at is not None)


def collected_of(charge: Charge) -> int:
    """Return what of a charge came through an account of the platform."""
    through_us = charge.allocations.filter(
        undo=None, receipt__merchant__isnull=False, receipt__merchant__payee=None
    )
    return through_us.aggregate(sum=Sum("amount"))["sum"] or 0


def left_to_keep_back(charge: Charge) -> int:
    """Return what of a charge's collected money nobody has kept back for the platform yet."""
    return max(0, collected_of(charge) - sum(hooks.kept_back.send(charge)))


def settled_on(charge: Charge) -> date:
    """Return the day a charge was paid in full, today for one that is just being paid."""
    return timezone.localdate(charge.settled_at) if charge.settled_at else timezone.localdate()
