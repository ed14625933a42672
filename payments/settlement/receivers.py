"""What settlement does when money moves: one rule for all, see ``payments.core.earning``."""

from django.db.models import Sum

from payments import hooks
from payments.models import Charge, MoneyReturn
from payments.settlement.actions import count
from payments.settlement.billing import book_bill


@hooks.charge_settled.register
def on_settled(charge: Charge) -> None:
    """Count the commission of a paid charge; book a bill as paid."""
    _follow(charge, "settled")


@hooks.charge_unsettled.register
def on_unsettled(charge: Charge) -> None:
    """Take it back: the match was undone."""
    _follow(charge, "unsettled")


@hooks.charge_cancelled.register
def on_cancelled(charge: Charge) -> None:
    """Take it back: nothing is sold."""
    _follow(charge, "cancelled")


@hooks.charge_revived.register
def on_revived(charge: Charge) -> None:
    """Count it again: it is sold after all."""
    _follow(charge, "revived")


@hooks.charge_repriced.register
def on_repriced(charge: Charge) -> None:
    """Follow the price: a credit note was written, or taken back."""
    _follow(charge, "repriced")


@hooks.kept_back.register
def kept_back_of(charge: Charge) -> int:
    """Return what these lines keep back of a charge's collected money."""
    return charge.commission_lines.aggregate(sum=Sum("kept_back"))["sum"] or 0


@hooks.money_went_back.register
def on_return(given: MoneyReturn) -> None:
    """Take back what hung on the money."""
    if given.charge is not None:
        _follow(given.charge, "returned")


def _follow(charge: Charge, reason: str) -> None:
    count(charge, reason)
    book_bill(charge)
