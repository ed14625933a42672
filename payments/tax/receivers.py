"""What withholding does when money moves: one rule for all, see ``payments.core.earning``."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Sum
from django.utils.translation import ngettext

from payments import hooks
from payments.ledger.core.months import last_day
from payments.ledger.hooks import close_blockers
from payments.models import Charge, MoneyReturn
from payments.tax.actions import count
from payments.tax.queries import unknown_sellers


@hooks.charge_settled.register
def on_settled(charge: Charge) -> None:
    """Withhold: the sale is confirmed and its payment accepted."""
    count(charge, "settled")


@hooks.charge_unsettled.register
def on_unsettled(charge: Charge) -> None:
    """Take it back: the match was undone."""
    count(charge, "unsettled")


@hooks.charge_cancelled.register
def on_cancelled(charge: Charge) -> None:
    """Set it off and give it back: the sale was given up."""
    count(charge, "cancelled")


@hooks.charge_revived.register
def on_revived(charge: Charge) -> None:
    """Withhold again: it is sold after all."""
    count(charge, "revived")


@hooks.charge_repriced.register
def on_repriced(charge: Charge) -> None:
    """Follow the price: a credit note was written, or taken back."""
    count(charge, "repriced")


@hooks.kept_back.register
def kept_back_of(charge: Charge) -> int:
    """Return what these lines keep back of a charge's collected money."""
    return charge.withholding_lines.aggregate(sum=Sum("kept_back"))["sum"] or 0


@hooks.money_went_back.register
def on_return(given: MoneyReturn) -> None:
    """Set off what was withheld of money that went back."""
    if given.charge is not None:
        count(given.charge, "returned")


@close_blockers.register
def unknown_taxpayers(month: date) -> Sequence[str]:
    """Keep a month open in which somebody has sold whom nobody has placed."""
    sellers = len(unknown_sellers(last_day(month)))
    if not sellers:
        return []
    told = ngettext(
        "%(count)s seller has no tax status.", "%(count)s sellers have no tax status.", sellers
    )
    return [told % {"count": sellers}]
