"""What refunds add to other pages: the buyer's payment and order, the seller's money."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from marketplace.base.accounts.models import User
from marketplace.kernel.slots import fill_slot
from payments.models import Charge
from payments.refunds.queries import open_refunds_of, refunds_of_charge


@fill_slot("charge.refunds")
def refunds_of_this_charge(context: Mapping[str, object]) -> str:
    """What goes back to the buyer, and what went."""
    charge = context.get("charge")
    if not isinstance(charge, Charge) or not (charge.refunding or charge.returned):
        return ""
    shown = refunds_of_charge(charge)
    return render_to_string("refunds/_of_charge.html", {"refunds": shown}) if shown else ""


@fill_slot("money.sections")
def open_refunds(context: Mapping[str, object]) -> str:
    """What a seller has promised to give back and has not proved yet."""
    user = getattr(context.get("request"), "user", None)
    shown = open_refunds_of(user) if isinstance(user, User) else []
    return render_to_string("refunds/_open.html", {"refunds": shown}) if shown else ""
