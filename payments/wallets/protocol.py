"""What a gateway offers beyond `payments.protocol.Provider`, and the words it speaks in.

A wallet module reads, signs and asks; it never touches charges or receipts. What follows from its
words is decided in `payments.wallets`, on one path for notice, return page and query.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable
from uuid import UUID

from marketplace.kernel.money import Money
from payments.protocol import Provider

if TYPE_CHECKING:
    from payments.models import Attempt, MerchantAccount


class Outcome(StrEnum):
    """What a gateway says became of one payment."""

    PAID = "paid"
    HELD = "held"
    """The money was taken, but the gateway suspects fraud: a person must look."""
    PENDING = "pending"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    """The gateway itself does not know; never a failure, ask again."""
    NOT_FOUND = "not_found"
    """The gateway has no such order."""


class Verdict(StrEnum):
    """What we made of a call; each gateway has its own code for it."""

    DONE = "done"
    AGAIN = "again"
    """Recorded before, with no further effect."""
    NOTED = "noted"
    """Nothing was paid; the outcome is kept."""
    PAYABLE = "payable"
    """Answer to a question: the order is there, open, and asks for this amount."""
    CLOSED = "closed"
    """Answer to a question: the order is paid, expired or cancelled."""
    BAD_SIGNATURE = "bad_signature"
    STALE = "stale"
    UNREADABLE = "unreadable"
    UNKNOWN_ORDER = "unknown_order"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_MERCHANT = "wrong_merchant"


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletCall:
    """One HTTP call of a gateway, raw: signatures are checked over these very bytes.

    Args:
        name: which of the wallet's addresses was called (one of ``Wallet.calls``).
        method: ``GET`` or ``POST``.
        query: what follows ``?``, undecoded.
        body: as received, at most 64 KB.
        headers: as received; names in any case, look up with `header`.
    """

    name: str
    method: str
    query: str = ""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """Return a header's value whatever its case; empty when it is missing."""
        wanted = name.lower()
        return next((text for key, text in self.headers.items() if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletNotice:
    """What a gateway says of one payment, in a notice, a return address or an answer to a query.

    Args:
        order_ref: ours, as the gateway repeats it.
        outcome: what became of it.
        merchant_id: whom the gateway paid, as it writes it; empty where it does not say.
        amount: what was paid; ``None`` where the gateway neither sends nor signs it.
        transaction_id: the gateway's number of the payment; never empty when money was taken.
        occurred_at: aware; ``None`` where the gateway does not say.
        code: the gateway's own result code, kept for staff.
    """

    order_ref: str
    outcome: Outcome
    merchant_id: str = ""
    amount: Money | None = None
    transaction_id: str = ""
    occurred_at: datetime | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletQuestion:
    """A gateway asks before it takes the money: is this order there, and is it for this amount?

    ``amount`` is ``None`` where the gateway does not send it.
    """

    order_ref: str
    merchant_id: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletRefundNotice:
    """A gateway says what became of a refund: of ours, or of one made on its own page.

    Args:
        refund_ref: ours, as the gateway repeats it; empty for one made on its own page.
        outcome: what became of it.
        provider_ref: the gateway's number of the refund.
        code: the gateway's own result code, kept for staff.
        transaction_id: the gateway's number of the payment, where it says it.
        amount: that went back; needed, with ``transaction_id``, for one we did not ask for.
    """

    refund_ref: str
    outcome: "RefundOutcome"
    provider_ref: str = ""
    code: str = ""
    transaction_id: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletDisputeNotice:
    """A gateway says that a payment is contested (``is_over``: how it ended).

    ``won`` is ours to read only once it is over; ``due_at`` is until when evidence is taken.
    """

    transaction_id: str
    dispute_ref: str
    amount: Money
    reason: str = ""
    due_at: datetime | None = None
    is_over: bool = False
    won: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletNothing:
    """A signed call that speaks of nothing we keep (an event we did not ask for)."""

    code: str = ""


WalletSaid: TypeAlias = (
    WalletNotice | WalletQuestion | WalletRefundNotice | WalletDisputeNotice | WalletNothing
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletReply:
    """Our answer to a gateway's call, signed where its document asks for it."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class RefundOutcome(StrEnum):
    """What a gateway says of a refund."""

    DONE = "done"
    PENDING = "pending"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """No answer in time: ask again under the same key, never ask for a second refund."""


class Refunds(StrEnum):
    """How much of a payment a gateway can give back."""

    NONE = "none"
    FULL = "full"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """A refund to ask a gateway for; the same ``key`` is the same refund.

    Args:
        attempt: that was paid, with its ``merchant`` and ``order_ref``.
        transaction_id: the gateway's number of the payment.
        amount: to give back, at most what was paid.
        is_full: whether it is all of the payment.
        key: idempotency key, kept until a definite answer.
        refund_ref: our number of the refund, ``[A-Z0-9]``, at most 30.
        reason: ASCII, one line.
        paid_at: when the payment came.
        requested_at: when the refund was first asked for; the same at each try.
        provider_ref: the gateway's number of the refund, once it gave one.
    """

    attempt: "Attempt"
    transaction_id: str
    amount: Money
    is_full: bool
    key: UUID
    refund_ref: str
    reason: str
    paid_at: datetime
    requested_at: datetime
    provider_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAnswer:
    """What a gateway answered to a refund."""

    outcome: RefundOutcome
    provider_ref: str = ""
    code: str = ""


class Movement(StrEnum):
    """What a line of a gateway's report speaks of."""

    PAYMENT = "payment"
    REFUND = "refund"
    """Money that went back to a buyer, a lost dispute with it."""
    PAYOUT = "payout"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One movement of a day, as the gateway's own books have it.

    Args:
        kind: what moved.
        reference: the gateway's number of it.
        amount: more than zero; of a payout what came into the bank.
        fee: the gateway's, in the same currency.
        order_ref: ours, where the gateway repeats it.
    """

    kind: Movement
    reference: str
    amount: Money
    fee: int = 0
    order_ref: str = ""


FindAttempt: TypeAlias = "Callable[[str], Attempt | None]"
"""Our own row by its order number, of the called merchant alone."""


@runtime_checkable
class Wallet(Provider, Protocol):
    """A way to pay through a gateway; registered in `payments.protocol.providers` like any other.

    ``start`` (of `Provider`) calls the gateway; ``attempt.merchant`` and ``attempt.order_ref`` are
    set and committed before it. ``calls`` names the addresses the gateway calls:
    ``/hook/<code>/<merchant>/<name>/``. ``signature_headers`` are kept with a notice.
    """

    calls: tuple[str, ...]
    signature_headers: tuple[str, ...]
    refunds: Refunds

    def order_ref(self, *, key: UUID, at: datetime) -> str:
        """Return the order number of a new attempt: ``[A-Za-z0-9_-]``, at most 40, unique."""
        ...

    def read_call(
        self, call: WalletCall, *, merchant: "MerchantAccount", now: datetime, find: FindAttempt
    ) -> WalletSaid:
        """Return what a call says, once its signature is proven. Never writes.

        Raises:
            NoticeRefusedError: signature missing or wrong (detail ``reason`` = ``bad_signature``),
                or its signed time is too far from ``now`` (``reason`` = ``stale``).
            NoticeUnreadableError: signed, but not what the gateway's document promises.
        """
        ...

    def answer(
        self,
        verdict: Verdict,
        *,
        call: WalletCall,
        said: WalletSaid | None,
        merchant: "MerchantAccount",
        find: FindAttempt,
    ) -> WalletReply:
        """Return our reply in the gateway's own codes, signed where it wants that."""
        ...

    def query(self, attempt: "Attempt") -> WalletNotice:
        """Ask the gateway what became of an attempt.

        Raises:
            ProviderUnreachableError: no answer in time, or one that is not signed by the gateway.
        """
        ...

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask for a refund; a time-out is ``UNKNOWN``."""
        ...

    def query_refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask what became of a refund; ``UNKNOWN`` where the gateway does not say."""
        ...


@runtime_checkable
class Reports(Wallet, Protocol):
    """A gateway that can be asked for its books; of the others a person uploads a file."""

    def report(
        self, merchant: "MerchantAccount", *, since: datetime, until: datetime
    ) -> "Sequence[ReportLine]":
        """Return what moved from ``since`` on and before ``until``.

        Raises:
            ProviderUnreachableError: no answer in time, or one that cannot be read.
            PaymentRefusedError: the gateway does not show it with our key.
        """
        ...
