"""What a vendor's phone shows: the sale in hand, today's sum, the last things that were heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.modules.stalls.models import Announcement, BookLine, Sale, Stall
from payments import conf
from payments.actions.receiving import active_account
from payments.core.states import ChargeState
from payments.models import Allocation, Attempt, Charge, Payee, Receipt
from payments.protocol import (
    NextStep,
    Provider,
    QrStep,
    RedirectStep,
    ShowsCode,
    WalletQrStep,
    providers,
)
from payments.queries import allocations_of
from payments.steps import from_json
from payments.ways import in_order

LAST: Final = 20
ASK_WALLET_AGAIN: Final = 20
"""Seconds after which a page that waits for a wallet looks whether the wallet gave up."""


class Screen(StrEnum):
    """What a sale looks like on the phone."""

    WAITING = "waiting"
    NO_CODE = "no_code"
    SHORT = "short"
    RECEIVED = "received"
    OVER = "over"
    CASH = "cash"
    BY_VENDOR = "by_vendor"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


_OF_STATE: Final = {
    ChargeState.PARTLY_PAID: Screen.SHORT,
    ChargeState.OVERPAID: Screen.OVER,
    ChargeState.EXPIRED: Screen.EXPIRED,
    ChargeState.CANCELLED: Screen.CANCELLED,
    ChargeState.REFUNDED: Screen.REFUNDED,
}


@dataclass(frozen=True, slots=True)
class Code:
    """What the customer scans."""

    payload: str
    by: str | Promise
    memo: str
    is_bank: bool


@dataclass(frozen=True, slots=True)
class Came:
    """Money of a sale: when, through whom."""

    at: datetime
    through: str | Promise
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleScreen:
    """A sale as its vendor sees it."""

    sale: Sale
    charge: Charge
    screen: Screen
    code: Code | None
    way: str
    ways: Sequence[tuple[str, Provider]]
    came: Sequence[Came]
    said: Announcement | None
    vendor_confirms: bool
    look_again: int

    @property
    def other_ways(self) -> Sequence[tuple[str, Provider]]:
        """What else the customer could scan: all but the code on the screen; of none, the first."""
        if self.code is None:
            return self.ways[1:]
        return [one for one in self.ways if one[0] != self.way]

    @property
    def received(self) -> Money:
        """What is there of the sale's money."""
        return Money(self.charge.facts.kept, self.charge.currency)

    @property
    def excess(self) -> Money:
        """What the customer gave too much."""
        return self.charge.to_return

    @property
    def late(self) -> bool:
        """Whether money came after the sale was closed and waits for a person."""
        late = self.charge.suggested_receipts.filter(attention=Receipt.Attention.LATE)
        return self.charge.facts.is_closed and late.exists()


@dataclass(frozen=True, slots=True)
class Today:
    """A day's takings so far."""

    times: int
    total: Money


def sale_of(user: User, pk: int) -> Sale | None:
    """Return a sale of one of the user's stalls, with all that its screen shows."""
    mine = Sale.objects.filter(pk=pk, stall__payee__members=user)
    return mine.select_related("stall__market", "stall__payee", "charge__payee").first()


def sale_screen(sale: Sale) -> SaleScreen:
    """Return what the phone shows of ``sale``; the number of queries is bounded."""
    charge = sale.charge
    attempt = charge.current_attempt() if charge.rest else None
    step = _fresh_step(charge, attempt)
    paid = allocations_of(charge) if charge.allocated else []
    code = _code(attempt, step)
    is_waiting = bool(charge.rest)
    return SaleScreen(
        sale=sale,
        charge=charge,
        screen=_screen(charge, paid, code),
        code=code,
        way=attempt.provider if attempt and code else "",
        ways=ways_to_pay(charge.payee, charge.rest) if is_waiting else (),
        came=tuple(_came(one, charge) for one in paid),
        said=sale.announcements.order_by("-number").first(),
        vendor_confirms=_vendor_confirms(charge, code),
        look_again=_look_again(attempt, code),
    )


def ways_to_pay(payee: Payee, amount: Money) -> list[tuple[str, Provider]]:
    """Return the ways that give a code to hold out to the customer, in the order people see.

    A gateway that only has a page of its own is none: the customer's phone is not ours.
    """
    at_once = [
        provider
        for _code, provider in providers.active()
        if provider.waits_for_money and isinstance(provider, ShowsCode) and provider.shows_code
    ]
    offered = [one for one in at_once if amount.amount and one.is_offered(payee, amount)]
    return [(provider.code, provider) for provider in in_order(offered)]


def today_of(stall: Stall, day: date | None = None) -> Today:
    """Return how often and how much the stall took today."""
    lines = BookLine.objects.filter(stall=stall, day=day or timezone.localdate(now()))
    kinds = [kind for kind in BookLine.Kind.values if kind in Sale.Kind.values]
    taken = Q(kind__in=kinds)
    summed = lines.aggregate(
        came=Count("pk", filter=taken & Q(amount__gt=0)),
        undone=Count("pk", filter=taken & Q(amount__lt=0)),
        total=Sum("amount", filter=taken, default=0),
    )
    return Today(summed["came"] - summed["undone"], Money(summed["total"]))


def last_heard(stall: Stall) -> list[Announcement]:
    """Return the stall's latest announcements, newest first."""
    said = Announcement.objects.filter(stall=stall).select_related("sale", "receipt")
    return list(said.order_by("-number")[:LAST])


def _screen(charge: Charge, paid: Sequence[Allocation], code: Code | None) -> Screen:
    if charge.state is ChargeState.PENDING:
        return Screen.WAITING if code else Screen.NO_CODE
    if charge.state is not ChargeState.SETTLED:
        return _OF_STATE[charge.state]
    sources = {one.receipt.source for one in paid}
    if sources == {Receipt.Source.CASH}:
        return Screen.CASH
    return Screen.BY_VENDOR if Receipt.Source.PERSON in sources else Screen.RECEIVED


def _fresh_step(charge: Charge, attempt: Attempt | None) -> NextStep | None:
    """Return the step of the last try while it may be shown and asks for exactly what is due."""
    if attempt is None or attempt.due != charge.rest.amount or not attempt.is_fresh(now()):
        return None
    return from_json(attempt.step) if attempt.outcome == Attempt.Outcome.OFFERED else None


def _code(attempt: Attempt | None, step: NextStep | None) -> Code | None:
    match step:
        case QrStep():
            return Code(step.payload, _("Every bank's app"), step.memo, is_bank=True)
        case WalletQrStep():
            return Code(step.payload, step.wallet, "", is_bank=False)
        case RedirectStep():
            label = attempt.provider_label if attempt else ""
            return Code(step.url, label, "", is_bank=False)
    return None


def _came(paid: Allocation, charge: Charge) -> Came:
    receipt = paid.receipt
    names: dict[str, str | Promise] = {
        Receipt.Source.CASH: _("cash"),
        Receipt.Source.PERSON: _("confirmed by you"),
        Receipt.Source.STATEMENT: _("from a bank statement"),
    }
    through = names.get(receipt.source, _("bank transfer"))
    if receipt.merchant_id is not None and receipt.notice is not None:
        provider = receipt.notice.provider
        through = providers.get(provider).label if provider in dict(providers.active()) else through
    return Came(receipt.created_at, through, Money(paid.amount, charge.currency))


def _vendor_confirms(charge: Charge, code: Code | None) -> bool:
    """Whether nobody but the vendor will see the money of the code on the screen.

    Nor the money of a code whose time is over: she may see it in her bank's app later.
    """
    is_shown = code is not None and code.is_bank and bool(charge.rest)
    if not is_shown and charge.state is not ChargeState.EXPIRED:
        return False
    account = active_account(charge.payee, charge.environment)
    return account is not None and account.seller_confirms


def _look_again(attempt: Attempt | None, code: Code | None) -> int:
    """Return after how many seconds the screen may have changed without an announcement; 0: never.

    A code is over at its time, and a wallet may tell us that the customer gave up.
    """
    if attempt is None or code is None or attempt.expires_at is None:
        return 0
    left = int((attempt.expires_at - now()).total_seconds()) + 1
    return max(1, min(left, conf.code_valid_for().seconds if code.is_bank else ASK_WALLET_AGAIN))
