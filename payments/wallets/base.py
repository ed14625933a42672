"""What most gateways have in common."""

from datetime import datetime
from uuid import UUID

from marketplace.kernel.money import Money
from payments.conf import environment
from payments.models import Payee
from payments.wallets.merchants import merchant_for
from payments.wallets.protocol import RefundAnswer, RefundOrder, RefundOutcome, Refunds

KEY_LENGTH = 12


class WalletBase:
    """Defaults of a gateway; each says what differs.

    ``smallest`` and ``largest`` are the amounts it takes, both included, in minor units.
    ``takes_disputed_at_once``: contested money leaves the account when the dispute opens, and comes
    back when it is won; else it leaves when the dispute is lost.
    """

    code: str
    waits_for_money = True
    calls: tuple[str, ...] = ("ipn",)
    signature_headers: tuple[str, ...] = ()
    refunds = Refunds.NONE
    takes_disputed_at_once = False
    currencies: tuple[str, ...] = ("VND",)
    smallest = 1
    largest = 499_999_999

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        """Return whether the payee has a gateway account, and the amount is within its limits."""
        fits = amount.currency in self.currencies and self.smallest <= amount.amount <= self.largest
        if not fits:
            return False
        return merchant_for(payee, provider=self.code, environment=environment()) is not None

    @property
    def shows_code(self) -> bool:
        """Whether it gives a code to scan; most lead to their own page."""
        return False

    def order_ref(self, *, key: UUID, at: datetime) -> str:  # noqa: ARG002 (some write the day)
        """Return ``ST`` and twelve hexadecimal digits of the attempt's key."""
        return f"ST{key.hex[:KEY_LENGTH].upper()}"

    def refund(self, order: RefundOrder) -> RefundAnswer:  # noqa: ARG002
        """Refuse: this gateway gives nothing back by machine."""
        return RefundAnswer(outcome=RefundOutcome.REFUSED, code="not_supported")

    def query_refund(self, order: RefundOrder) -> RefundAnswer:  # noqa: ARG002
        """Say that nothing is known."""
        return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
