"""What every way to pay and every bank feed offers, and the words they speak in.

A *provider* tells the buyer how to pay; a *feed* tells us what a bank saw. Neither touches charges:
they return values of this file, and ``payments.actions`` decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from django.utils.functional import Promise

from marketplace.kernel.money import Money
from marketplace.kernel.registry import Registry

if TYPE_CHECKING:
    from payments.models import Attempt, Payee, PayoutAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class QrStep:
    """The buyer scans a code, or copies its rows into a banking app.

    Args:
        payload: text of the QR code (VietQR).
        bank_bin: 6 digits.
        bank_name: as people call the bank.
        account_number: of the payee.
        holder_name: of the account, as the bank shows it.
        amount: still due when the code was made.
        memo: what must stand in the transfer's content.
        expires_at: when a fresh code is asked for; money sent later is still found.
    """

    payload: str
    bank_bin: str
    bank_name: str
    account_number: str
    holder_name: str
    amount: Money
    memo: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectStep:
    """The buyer goes on at the provider's page."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletQrStep:
    """The buyer scans a code that only one wallet's app understands.

    Args:
        payload: text of the QR code, as the gateway made it.
        wallet: what the wallet is called.
        amount: still due when the code was made.
        expires_at: when a fresh code is asked for; money sent later is still found.
        app_url: opens the wallet's app on the same phone, may be empty.
    """

    payload: str
    wallet: str
    amount: Money
    expires_at: datetime
    app_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingStep:
    """Nothing to do now; ``text`` (English msgid) says what happens later."""

    text: str


NextStep: TypeAlias = QrStep | WalletQrStep | RedirectStep | NothingStep


class Provider(Protocol):
    """A way to be paid; registered in ``providers`` by its app's ``ready()``."""

    code: str
    waits_for_money: bool
    """True: goods are packed once the money came. False: they leave first, cash comes later."""

    @property
    def label(self) -> str | Promise:
        """What the way to pay is called."""
        ...

    @property
    def summary(self) -> str | Promise:
        """One line under the label where the buyer chooses."""
        ...

    def is_offered(self, payee: "Payee", amount: Money) -> bool:
        """Return whether this payee can be paid that amount in this way. Reads only our rows."""
        ...

    def start(self, attempt: "Attempt") -> NextStep:
        """Return what the buyer does next.

        The attempt's row (``idempotency_key``, ``amount`` still due, ``memo_code``,
        ``expires_at``) is committed before this call, so that an answer that never comes is
        known to be unknown.

        Raises:
            PaymentRefusedError: the provider said no; the buyer may choose another way.
            ProviderUnreachableError: no answer in time; the outcome is unknown, ask again.
        """
        ...


@runtime_checkable
class WaitsForBank(Protocol):
    """A provider whose money comes as a transfer, so its attempts need a code for the memo."""

    needs_memo_code: bool


@runtime_checkable
class ShowsCode(Protocol):
    """A provider whose next step can be a code on a seller's screen, for a buyer who stands there.

    One without this attribute leads to a page of its own.
    """

    @property
    def shows_code(self) -> bool:
        """Whether it gives a code to scan, as the settings are."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCredit:
    """Money that came into a bank account, as a feed reports it.

    Args:
        provider: code of the feed.
        event_id: the feed's own number of this event; unique within the feed.
        environment: ``live`` or ``sandbox``, as proven by the key that signed it.
        account_number: that was credited, as the notice writes it.
        amount: more than zero.
        occurred_at: aware; the bank's booking time.
        memo: the transfer's content as received.
        reference: the bank's reference number, may be empty.
        virtual_account: the payer-facing account when the bank issued one, else empty.
    """

    provider: str
    event_id: str
    environment: str
    account_number: str
    amount: Money
    occurred_at: datetime
    memo: str
    reference: str = ""
    virtual_account: str = ""


class Feed(Protocol):
    """A bank feed; registered in ``feeds`` by its app's ``ready()``.

    ``signature_headers`` are kept with a notice; ``secret_headers`` are read and never kept.
    """

    code: str
    signature_headers: tuple[str, ...]
    secret_headers: tuple[str, ...]

    @property
    def label(self) -> str | Promise:
        """What the feed is called."""
        ...

    def event_id(self, body: bytes, *, account: "PayoutAccount") -> str:
        """Return what makes a notice the same one again, unique within the feed."""
        ...

    def check_signature(
        self, body: bytes, headers: Mapping[str, str], *, account: "PayoutAccount", now: datetime
    ) -> None:
        """Check the signature over the raw body and its freshness.

        Raises:
            NoticeRefusedError: missing, wrong, too old or too new.
        """
        ...

    def read_notice(
        self, body: bytes, headers: Mapping[str, str], *, account: "PayoutAccount"
    ) -> BankCredit | None:
        """Return what a verified notice says; ``None`` when nothing came in (money going out).

        Raises:
            NoticeUnreadableError: the body is not what this feed's document promises.
        """
        ...


providers: Registry[Provider] = Registry("payment provider")
feeds: Registry[Feed] = Registry("bank feed")
