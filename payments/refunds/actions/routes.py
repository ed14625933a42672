"""Which way money can go back: the way it came, where a gateway can; else by a transfer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Sum

from marketplace.base.words.core import fold
from marketplace.kernel.locking import lock_rows
from payments.models import Attempt, Bank, Charge, Receipt
from payments.models.payees import ACCOUNT_NUMBER
from payments.protocol import providers
from payments.refunds.errors import BuyerAccountError, RefundWayError
from payments.refunds.models import Refund
from payments.wallets.protocol import Refunds, Wallet

MACHINE_WAYS = (Refund.Way.GATEWAY, Refund.Way.EXTERNAL)
MAY_HAVE_GONE = (
    Refund.State.REQUESTED,
    Refund.State.SENT,
    Refund.State.UNKNOWN,
    Refund.State.DONE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerAccount:
    """Where a buyer wants the money: a bank's BIN, an account, its holder."""

    bank_bin: str
    account_number: str
    holder_name: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way, and for a gateway the payment it gives back."""

    way: Refund.Way
    payment: Receipt | None = None
    attempt: Attempt | None = None


def route_of_charge(charge: Charge, amount: int, wanted: str) -> Route:
    """Return how ``amount`` of a locked charge goes back; locks the receipts that are looked at.

    Args:
        charge: locked.
        amount: in minor units.
        wanted: a `Refund.Way`, or empty for the best one: by the gateway if one payment covers it.

    Raises:
        RefundWayError: not this way.
    """
    if wanted in {"", Refund.Way.GATEWAY}:
        found = _gateway_route(payments_of(charge), amount)
        if found is not None:
            return found
    return _transfer_route(wanted, next(iter(collected_payments(charge)), None))


def route_of_receipt(receipt: Receipt, amount: int, wanted: str) -> Route:
    """Return how ``amount`` of a locked receipt that pays nothing goes back.

    Raises:
        RefundWayError: not this way.
    """
    if wanted in {"", Refund.Way.GATEWAY}:
        found = _gateway_route([receipt] if receipt.merchant_id else [], amount)
        if found is not None:
            return found
    collected = receipt.merchant is not None and receipt.merchant.collects
    return _transfer_route(wanted, receipt if collected else None)


def payments_of(charge: Charge) -> Sequence[Receipt]:
    """Return the gateway payments that pay a charge, the newest first."""
    paid = charge.allocations.filter(undo=None, receipt__merchant__isnull=False)
    keys = paid.values_list("receipt_id", flat=True)
    receipts = Receipt.objects.filter(pk__in=list(keys)).select_related("merchant", "payee")
    return sorted(lock_rows(receipts), key=lambda one: -one.pk)


def collected_payments(charge: Charge) -> Sequence[Receipt]:
    """Return payments of a charge that came to the platform first: it gives them back."""
    return [one for one in payments_of(charge) if one.merchant and one.merchant.collects]


def refundable(receipt: Receipt) -> int:
    """Return what a gateway can still give back of one of its payments, in minor units."""
    gone = Refund.objects.filter(payment=receipt, way__in=MACHINE_WAYS, state__in=MAY_HAVE_GONE)
    return receipt.amount - (gone.aggregate(sum=Sum("amount"))["sum"] or 0)


def attempt_of(receipt: Receipt) -> Attempt | None:
    """Return the try that a gateway's payment answered."""
    tries = Attempt.objects.filter(merchant_id=receipt.merchant_id, order_ref=receipt.memo)
    return tries.select_related("merchant", "charge__payee").first() if receipt.memo else None


def wallet_for(receipt: Receipt) -> Wallet | None:
    """Return the gateway that a payment came through, if it is switched on."""
    code = receipt.merchant.provider if receipt.merchant else ""
    if not code or not providers.is_active(code):
        return None
    provider = providers.get(code)
    return provider if isinstance(provider, Wallet) else None


def check_account(to: BuyerAccount) -> Bank:
    """Return the bank of an account that money can go to.

    Raises:
        BuyerAccountError: the bank is unknown, or number or holder are none.
    """
    bank = Bank.objects.filter(bin=to.bank_bin).first()
    try:
        ACCOUNT_NUMBER(clean_number(to.account_number))
    except ValidationError as error:
        raise BuyerAccountError(length=len(to.account_number)) from error
    if bank is None or not clean_holder(to.holder_name):
        raise BuyerAccountError(bin=to.bank_bin)
    return bank


def clean_number(text: str) -> str:
    """Return an account number without spaces, in capitals."""
    return "".join(text.split()).upper()


def clean_holder(text: str) -> str:
    """Return a holder's name as banks write it: ASCII capitals."""
    kept = "".join(one if one.isalnum() else " " for one in fold(text))
    return " ".join(kept.upper().split())[:120]


def _gateway_route(receipts: Sequence[Receipt], amount: int) -> Route | None:
    for receipt in receipts:
        attempt = attempt_of(receipt)
        if attempt is not None and _gives_back(receipt, amount):
            return Route(Refund.Way.GATEWAY, receipt, attempt)
    return None


def _gives_back(receipt: Receipt, amount: int) -> bool:
    wallet = wallet_for(receipt)
    if wallet is None or wallet.refunds == Refunds.NONE or amount > refundable(receipt):
        return False
    return wallet.refunds == Refunds.PARTIAL or amount == receipt.amount


def _transfer_route(wanted: str, collected: Receipt | None) -> Route:
    """Return a transfer: of the platform for what it collected, else of the seller."""
    if wanted == Refund.Way.PAYOUT and collected is not None:
        return Route(Refund.Way.PAYOUT, collected)
    if wanted in {"", Refund.Way.BY_HAND}:
        return Route(Refund.Way.BY_HAND, collected)
    raise RefundWayError(way=wanted)
