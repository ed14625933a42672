"""What disputes add to other pages: the seller sees what must be answered."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from marketplace.base.accounts.models import User
from marketplace.kernel.slots import fill_slot
from payments.disputes.queries import OPEN, SHOWN, disputes_of


@fill_slot("money.sections", order=-10)
def contested_payments(context: Mapping[str, object]) -> str:
    """Payments of the seller that buyers contest."""
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User):
        return ""
    shown = list(disputes_of(user).filter(state__in=OPEN)[:SHOWN])
    return render_to_string("disputes/_open.html", {"disputes": shown}) if shown else ""
