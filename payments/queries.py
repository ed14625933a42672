"""What the pay page shows: one charge, as its buyer should see it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import conf
from payments.core.states import ChargeState
from payments.models import Allocation, Attempt, Bank, Charge, Receipt
from payments.protocol import (
    NextStep,
    NothingStep,
    Provider,
    QrStep,
    RedirectStep,
    WalletQrStep,
    providers,
)
from payments.steps import from_json
from payments.ways import in_order


class Phase(StrEnum):
    """What a buyer sees of a charge: its state, and how far its last try is."""

    CHOOSE = "choose"
    WAITING = "waiting"
    CODE_OVER = "code_over"
    NO_ANSWER = "no_answer"
    REDIRECT = "redirect"
    WALLET_CODE = "wallet_code"
    NOTHING = "nothing"
    SHORT = "short"
    RECEIVED = "received"
    EXCESS = "excess"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


PHASE_OF_STATE = {
    ChargeState.PARTLY_PAID: Phase.SHORT,
    ChargeState.SETTLED: Phase.RECEIVED,
    ChargeState.OVERPAID: Phase.EXCESS,
    ChargeState.EXPIRED: Phase.EXPIRED,
    ChargeState.CANCELLED: Phase.CANCELLED,
    ChargeState.REFUNDED: Phase.REFUNDED,
}

PHASE_OF_STEP: dict[type, Phase] = {
    QrStep: Phase.WAITING,
    RedirectStep: Phase.REDIRECT,
    WalletQrStep: Phase.WALLET_CODE,
    NothingStep: Phase.NOTHING,
}

LIVE = frozenset(
    {
        Phase.WAITING,
        Phase.WALLET_CODE,
        Phase.CODE_OVER,
        Phase.NO_ANSWER,
        Phase.REDIRECT,
        Phase.SHORT,
    }
)
"""Phases in which money may come any moment, so the page keeps looking."""

DID_NOT_WORK = frozenset({Attempt.Outcome.FAILED, Attempt.Outcome.CANCELLED})
"""Outcomes after which the buyer chooses again, and nothing was taken."""

HOW_IT_CAME: dict[str, str | Promise] = {
    Receipt.Source.NOTICE: _("told by the bank"),
    Receipt.Source.STATEMENT: _("from a bank statement"),
    Receipt.Source.PERSON: _("confirmed by the seller"),
    Receipt.Source.CASH: _("cash"),
}


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One row a buyer can copy into a banking app; ``copy`` is empty where there is no need."""

    label: str | Promise
    value: str
    copy: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class AppLink:
    """A banking app to open. No promise that it fills anything in."""

    name: str
    monogram: str
    url: str


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """Money that came for a charge."""

    amount: Money
    occurred_at: datetime
    how: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeView:
    """A charge as its buyer sees it."""

    charge: Charge
    state: ChargeState
    phase: Phase
    way: str | Promise
    due: Money
    received: Money
    rest: Money
    to_return: Money
    next_step: NextStep | None
    rows: tuple[CopyRow, ...]
    apps: tuple[AppLink, ...]
    lines: tuple[ReceivedLine, ...]
    seconds_left: int
    seconds_in_all: int
    has_late_money: bool
    is_being_checked: bool
    try_failed: bool

    @property
    def qr(self) -> QrStep | None:
        """The code to scan, when there is one to show."""
        return self.next_step if isinstance(self.next_step, QrStep) else None

    @property
    def wallet_code(self) -> WalletQrStep | None:
        """The code for one wallet's app, when there is one to show."""
        return self.next_step if isinstance(self.next_step, WalletQrStep) else None

    @property
    def is_live(self) -> bool:
        """Whether the page should go on looking."""
        return self.phase in LIVE

    @property
    def by_seller(self) -> bool:
        """Whether some of it is known from the seller alone."""
        return any(line.how == HOW_IT_CAME[Receipt.Source.PERSON] for line in self.lines)

    @property
    def in_cash(self) -> bool:
        """Whether all of it was cash."""
        cash = HOW_IT_CAME[Receipt.Source.CASH]
        return bool(self.lines) and all(line.how == cash for line in self.lines)

    @property
    def seen(self) -> str:
        """A token that changes when what the buyer sees changes."""
        memo = self.qr.memo if self.qr else ""
        payload = self.wallet_code.payload if self.wallet_code else ""
        url = self.next_step.url if isinstance(self.next_step, RedirectStep) else ""
        facts = f"{self.phase} {self.received.amount} {self.to_return.amount}"
        way = f"{memo} {payload} {url}"
        flags = f"{self.has_late_money} {self.is_being_checked} {self.try_failed}"
        return sha256(f"{facts} {way} {flags}".encode()).hexdigest()[:12]


def charge_view(charge: Charge) -> ChargeView:
    """Return what the buyer of ``charge`` sees; at most five queries."""
    moment = now()
    attempt = charge.current_attempt()
    step = _step_to_show(charge, attempt, moment)
    qr = step if isinstance(step, QrStep) else None
    return ChargeView(
        charge=charge,
        state=charge.state,
        phase=_phase(charge, attempt, step),
        way=_way(attempt),
        due=charge.asked,
        received=charge.received,
        rest=charge.rest,
        to_return=charge.to_return,
        next_step=step,
        rows=_rows(qr) if qr else (),
        apps=_apps(qr) if qr else (),
        lines=_lines(charge),
        seconds_left=_seconds_left(qr, moment),
        seconds_in_all=int(conf.code_valid_for().total_seconds()),
        has_late_money=_has_late_money(charge),
        is_being_checked=_is_being_checked(charge, attempt),
        try_failed=attempt is not None and attempt.outcome in DID_NOT_WORK and step is None,
    )


def _way(attempt: Attempt | None) -> str | Promise:
    """Return what the chosen way is called, in the reader's language."""
    if attempt is None:
        return ""
    known = attempt.provider in providers
    return providers.get(attempt.provider).label if known else attempt.provider_label


def offered_providers(charge: Charge) -> list[tuple[str, Provider]]:
    """Return the ways to pay what is due of ``charge``, as people see them.

    What is paid after delivery fits only charges without an end: goods that wait for their money
    would go back on sale while the carrier is on the way.
    """
    offered = [
        provider
        for _code, provider in providers.active()
        if charge.rest
        and (provider.waits_for_money or charge.expires_at is None)
        and provider.is_offered(charge.payee, charge.rest)
    ]
    return [(provider.code, provider) for provider in in_order(offered)]


def allocations_of(charge: Charge) -> Sequence[Allocation]:
    """Return what pays ``charge`` now, oldest first, with its receipts; one query."""
    rows = charge.allocations.filter(undo=None).select_related("receipt")
    return list(rows.order_by("receipt__occurred_at", "pk"))


def _step_to_show(charge: Charge, attempt: Attempt | None, moment: datetime) -> NextStep | None:
    """Return the last step while it is fresh and asks for exactly what is due."""
    if attempt is None or not charge.rest or attempt.due != charge.rest.amount:
        return None
    if attempt.outcome in DID_NOT_WORK:
        return None
    step = from_json(attempt.step)
    if isinstance(step, NothingStep):
        return step
    return step if attempt.is_fresh(moment) else None


def _phase(charge: Charge, attempt: Attempt | None, step: NextStep | None) -> Phase:
    if charge.state in PHASE_OF_STATE:
        return PHASE_OF_STATE[charge.state]
    if step is not None:
        return PHASE_OF_STEP[type(step)]
    if attempt is None or attempt.outcome in DID_NOT_WORK | {Attempt.Outcome.REFUSED}:
        return Phase.CHOOSE
    offered = attempt.outcome == Attempt.Outcome.OFFERED
    return Phase.CODE_OVER if offered else Phase.NO_ANSWER


def _rows(qr: QrStep) -> tuple[CopyRow, ...]:
    return (
        CopyRow(_("Bank"), qr.bank_name),
        CopyRow(_("Account number"), qr.account_number, qr.account_number),
        CopyRow(_("Account holder"), qr.holder_name),
        CopyRow(_("Amount"), "", str(qr.amount.amount), qr.amount),
        CopyRow(_("Content"), qr.memo, qr.memo),
    )


def _apps(qr: QrStep) -> tuple[AppLink, ...]:
    values = {
        "bin": qr.bank_bin,
        "account": qr.account_number,
        "amount": str(qr.amount.amount),
        "memo": qr.memo,
        "payload": qr.payload,
    }
    shown = Bank.objects.filter(shown=True).exclude(app_link="")
    return tuple(
        AppLink(bank.short_name, bank.code[:4] or bank.short_name[:2], bank.link_for(values))
        for bank in shown
    )


def _lines(charge: Charge) -> tuple[ReceivedLine, ...]:
    if not charge.allocated:
        return ()
    return tuple(
        ReceivedLine(
            Money(one.amount, charge.currency),
            one.receipt.occurred_at,
            HOW_IT_CAME[one.receipt.source],
        )
        for one in allocations_of(charge)
    )


def _seconds_left(qr: QrStep | None, moment: datetime) -> int:
    return max(0, int((qr.expires_at - moment).total_seconds())) if qr else 0


def _has_late_money(charge: Charge) -> bool:
    if not charge.facts.is_closed:
        return False
    late = charge.suggested_receipts.filter(attention=Receipt.Attention.LATE)
    return late.exists()


def _is_being_checked(charge: Charge, attempt: Attempt | None) -> bool:
    """Whether a gateway has money for this charge that a person must look at first."""
    if attempt is None or attempt.merchant_id is None:
        return False
    waiting = {Receipt.Attention.AMOUNT, Receipt.Attention.HELD}
    return charge.suggested_receipts.filter(attention__in=waiting).exists()
