"""VietQR transfer: one code for what is still due, into the payee's own account."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money
from payments.actions.receiving import active_account
from payments.conf import environment
from payments.errors import PaymentRefusedError
from payments.models import Attempt, Payee
from payments.protocol import NextStep, QrStep
from payments.vietqr.core.errors import VietQrError
from payments.vietqr.core.payload import TRANSFER_LIMIT, VietQr, encode


class VietQrTransfer:
    """The buyer scans, or copies the rows into a banking app."""

    code = "vietqr_transfer"
    label = _("Transfer by QR")
    summary = _("Any banking app; the money goes straight to the seller.")
    waits_for_money = True
    needs_memo_code = True
    shows_code = True

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        """Return whether the payee has an account, and the amount fits into one transfer."""
        fits = amount.currency == "VND" and 0 < amount.amount < TRANSFER_LIMIT
        return fits and active_account(payee, environment()) is not None

    def start(self, attempt: Attempt) -> NextStep:
        """Return the code of the rest.

        Raises:
            PaymentRefusedError: the payee's account is gone, or its row makes no VietQR.
        """
        charge = attempt.charge
        account = active_account(charge.payee, charge.environment)
        if account is None or attempt.memo_code is None or attempt.expires_at is None:
            raise PaymentRefusedError(provider=self.code, payee=charge.payee_id)
        wanted = VietQr(
            acquirer_bin=account.bank_bin,
            account=account.account_number,
            dynamic=True,
            amount=attempt.due,
            purpose=attempt.memo_code,
        )
        try:
            payload = encode(wanted)
        except VietQrError as error:
            raise PaymentRefusedError(provider=self.code, payee=charge.payee_id) from error
        return QrStep(
            payload=payload,
            bank_bin=account.bank_bin,
            bank_name=account.bank.short_name,
            account_number=account.account_number,
            holder_name=account.holder_name,
            amount=attempt.amount,
            memo=attempt.memo_code,
            expires_at=attempt.expires_at,
        )
