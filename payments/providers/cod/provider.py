"""Cash on delivery: nothing to do now; the charge is settled when the cash is recorded."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from marketplace.kernel.money import Money
from payments.conf import number
from payments.models import Attempt, Payee
from payments.protocol import NextStep, NothingStep


class CashOnDelivery:
    """The buyer pays at the door."""

    code = "cod"
    label = _("Cash when it comes")
    summary = _("Pay the person who brings the goods.")
    waits_for_money = False

    def is_offered(self, payee: Payee, amount: Money) -> bool:  # noqa: ARG002
        """Return whether the parcel costs less than the limit; any payee can take cash."""
        return amount.currency == "VND" and 0 < amount.amount < number("COD_BELOW")

    def start(self, attempt: Attempt) -> NextStep:  # noqa: ARG002
        """Return that there is nothing to do now."""
        return NothingStep(text=gettext_noop("Pay when the goods come. Have the amount ready."))
