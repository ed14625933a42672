"""A gateway that keeps its own books, and payments through it."""

from uuid import UUID, uuid4

from django.db import transaction

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments.actions.receiving import GatewayPayment, receive_from_gateway
from payments.errors import ProviderUnreachableError
from payments.models import Attempt, Charge, MerchantAccount, Notice, Payee, Receipt
from payments.protocol import NextStep, RedirectStep
from payments.wallets.base import WalletBase
from payments.wallets.protocol import (
    RefundAnswer,
    RefundOrder,
    RefundOutcome,
    Refunds,
    Verdict,
    WalletCall,
    WalletNotice,
    WalletReply,
    WalletSaid,
)
from tests.factories import payments as make

CODE = "bench_wallet"


class BenchWallet(WalletBase):
    """Gives money back once for each key, loses answers when told to, and remembers everything.

    ``lose`` counts the answers to be lost after the deed; ``refuse`` and ``pend`` say what it
    answers; ``sent`` is what left it, by key.
    """

    code: str = CODE
    label = "Ví thử"
    summary = "A wallet of the tests"
    refunds = Refunds.PARTIAL

    def __init__(self) -> None:
        self.lose = 0
        self.refuse = False
        self.pend = False
        self.knows = True
        self.sent: dict[UUID, int] = {}
        self.asked: list[UUID] = []

    def is_offered(self, payee: Payee, amount: Money) -> bool:  # noqa: ARG002
        return True

    def start(self, attempt: Attempt) -> NextStep:
        return RedirectStep(url=f"https://wallet.example/{attempt.order_ref}")

    def read_call(self, call: WalletCall, **_rest: object) -> WalletSaid:
        raise NotImplementedError(call)

    def answer(self, verdict: Verdict, **_rest: object) -> WalletReply:
        raise NotImplementedError(verdict)

    def query(self, attempt: Attempt) -> WalletNotice:
        raise ProviderUnreachableError(attempt=attempt.pk)

    def refund(self, order: RefundOrder) -> RefundAnswer:
        self.asked.append(order.key)
        if self.refuse:
            return RefundAnswer(outcome=RefundOutcome.REFUSED, code="95")
        self.sent[order.key] = order.amount.amount
        if self.lose:
            self.lose -= 1
            raise ProviderUnreachableError(refund=order.refund_ref)
        return self._answer(order)

    def query_refund(self, order: RefundOrder) -> RefundAnswer:
        if self.lose:
            self.lose -= 1
            raise ProviderUnreachableError(refund=order.refund_ref)
        if not self.knows:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        if order.key not in self.sent:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        return self._answer(order)

    def _answer(self, order: RefundOrder) -> RefundAnswer:
        outcome = RefundOutcome.PENDING if self.pend else RefundOutcome.DONE
        return RefundAnswer(outcome=outcome, provider_ref=f"T{order.key.hex[:10]}", code="00")


def merchant(owner: Payee | None = None) -> MerchantAccount:
    """Return an account with the gateway: of ``owner``, or the platform's, which collects."""
    return MerchantAccount.objects.create(
        payee=owner, provider=CODE, merchant_id=f"SCTDEMO{make.next_number()}", environment="live"
    )


def attempt(on: Charge, account: MerchantAccount, due: int | None = None) -> Attempt:
    """Return a try through the gateway."""
    key = uuid4()
    return Attempt.objects.create(
        idempotency_key=key,
        charge=on,
        provider=CODE,
        provider_label="Ví thử",
        due=due or on.rest.amount or on.amount,
        merchant=account,
        order_ref=f"ST{key.hex[:12].upper()}",
        outcome=Attempt.Outcome.OFFERED,
        created_at=now(),
    )


def pay(on: Charge, account: MerchantAccount, amount: int | None = None) -> Receipt:
    """Pay a charge through the gateway."""
    paid = on.amount if amount is None else amount
    tried = attempt(on, account, paid)
    number = make.next_number()
    with transaction.atomic():
        notice = Notice.objects.create(
            provider=CODE,
            event_id=f"{account.pk}:{number}",
            environment=account.environment,
            merchant=account,
            body=b"{}",
            received_at=now(),
        )
        return receive_from_gateway(
            notice=notice,
            payment=GatewayPayment(
                amount=Money(paid),
                transaction_id=f"TX{number}",
                occurred_at=now(),
                attempt=tried,
            ),
        )


__all__ = ["CODE", "BenchWallet", "attempt", "merchant", "pay"]
