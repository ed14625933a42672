"""Stripe Checkout as a way to pay: what ``payments.wallets`` asks of it."""

import json
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments.conf import number
from payments.core.notice_fields import NoticeError
from payments.core.signatures import (
    EarlySignatureError,
    SignatureError,
    StaleSignatureError,
)
from payments.errors import (
    NoticeRefusedError,
    NoticeUnreadableError,
    PaymentRefusedError,
    ProviderUnreachableError,
)
from payments.models import Attempt, MerchantAccount, Payee
from payments.models.payees import Environment
from payments.protocol import NextStep, RedirectStep
from payments.providers.stripe_checkout import client
from payments.providers.stripe_checkout.core import messages
from payments.providers.stripe_checkout.core.balance import Moved, moved
from payments.providers.stripe_checkout.core.messages import Event, GivenBack, Object
from payments.providers.stripe_checkout.core.signing import HEADER, verify
from payments.secrets import secret_sets
from payments.wallets import options
from payments.wallets.addresses import return_url
from payments.wallets.base import WalletBase
from payments.wallets.gateways import merchant_of
from payments.wallets.protocol import (
    FindAttempt,
    Movement,
    Outcome,
    RefundAnswer,
    RefundOrder,
    RefundOutcome,
    Refunds,
    ReportLine,
    Verdict,
    WalletCall,
    WalletDisputeNotice,
    WalletNothing,
    WalletNotice,
    WalletRefundNotice,
    WalletReply,
    WalletSaid,
)

WEBHOOK_SECRET: Final = "webhook_secret"  # noqa: S105 (its name)
KEYS_LAST: Final = timedelta(hours=23)
"""Stripe forgets an idempotency key after a day; we stop trusting it a little before."""

NO_SUCH_OBJECT: Final = "resource_missing"
OUT_OF_TIME: Final = (StaleSignatureError, EarlySignatureError)
REFUSED: Final = frozenset({Verdict.BAD_SIGNATURE, Verdict.STALE})


class StripeCheckout(WalletBase):
    """The buyer types the card's number on Stripe's page; no card data ever comes to us."""

    code = client.CODE
    label = _("Card (Visa, Mastercard, JCB)")
    summary = _("For buyers abroad, on Stripe's page.")
    calls = ("webhook",)
    signature_headers = (HEADER,)
    secret_names: tuple[str, ...] = (client.SECRET_KEY, WEBHOOK_SECRET)
    refunds = Refunds.PARTIAL
    takes_disputed_at_once = True

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        """Return whether Stripe takes such an amount, into the payee's account or ours."""
        return options.is_within("STRIPE_LIMITS", amount) and super().is_offered(payee, amount)

    def start(self, attempt: Attempt) -> NextStep:
        """Open a Checkout Session; started again, it is the same one.

        Raises:
            PaymentRefusedError: Stripe said no, or there is no secret.
            ProviderUnreachableError: no answer in time.
        """
        session = self._session(attempt)
        url = session.get("url")
        if not isinstance(url, str):
            raise ProviderUnreachableError(provider=self.code, reason="the session has no page")
        return RedirectStep(url=url)

    def read_call(
        self,
        call: WalletCall,
        *,
        merchant: MerchantAccount,
        now: datetime,
        find: FindAttempt,  # noqa: ARG002 (Stripe sends and signs the amount)
    ) -> WalletSaid:
        """Return what an event says, once its signature over the raw body is proven.

        Raises:
            NoticeRefusedError: the signature is missing or wrong, or out of its time.
            NoticeUnreadableError: it is signed, but not as Stripe's document promises.
        """
        try:
            verify(
                [known.get(WEBHOOK_SECRET, "") for known in secret_sets(merchant)],
                header=call.header(HEADER),
                body=call.body,
                now=int(now.timestamp()),
                window=number("STRIPE_FRESH_SECONDS"),
            )
        except SignatureError as error:
            reason = "stale" if isinstance(error, OUT_OF_TIME) else "bad_signature"
            raise NoticeRefusedError(reason=reason, detail=error.code) from error
        try:
            return _said(messages.read_event(call.body), merchant)
        except NoticeError as error:
            raise NoticeUnreadableError(reason=str(error)) from error

    def answer(
        self,
        verdict: Verdict,
        *,
        call: WalletCall,  # noqa: ARG002
        said: WalletSaid | None,  # noqa: ARG002
        merchant: MerchantAccount,  # noqa: ARG002
        find: FindAttempt,  # noqa: ARG002
    ) -> WalletReply:
        """Return 200 for what is kept; Stripe looks at the status alone."""
        body = json.dumps({"received": verdict not in REFUSED, "verdict": verdict.value}).encode()
        if verdict in REFUSED:
            return WalletReply(status=HTTPStatus.BAD_REQUEST, body=body)
        unreadable = verdict is Verdict.UNREADABLE
        status = HTTPStatus.UNPROCESSABLE_ENTITY if unreadable else HTTPStatus.OK
        return WalletReply(status=status, body=body)

    def query(self, attempt: Attempt) -> WalletNotice:
        """Ask what became of a session.

        Raises:
            ProviderUnreachableError: no answer in time, or too late to find a session by its key.
        """
        merchant = merchant_of(attempt)
        try:
            found = (
                client.session(merchant, attempt.provider_ref)
                if attempt.provider_ref
                else self._session_by_key(attempt)
            )
        except client.StripeRefusedError as error:
            return _not_found(attempt, str(error.details["reason"]))
        try:
            return _payment(found, merchant)
        except NoticeError as error:
            raise ProviderUnreachableError(provider=self.code, reason=str(error)) from error

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask for a refund; asked again under its key, it is the same one."""
        params = {
            "payment_intent": order.transaction_id,
            "amount": order.amount.amount,
            "metadata": {"refund_ref": order.refund_ref, "reason": order.reason},
        }
        key = f"refund-{order.refund_ref}-{order.key}"
        try:
            made = client.create_refund(merchant_of(order.attempt), params, key=key)
        except client.StripeRefusedError as error:
            code = str(error.details["reason"])
            return RefundAnswer(outcome=RefundOutcome.REFUSED, code=code)
        except (ProviderUnreachableError, PaymentRefusedError):
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)  # nobody said no to the refund
        return _refund_answer(made)

    def query_refund(self, order: RefundOrder) -> RefundAnswer:
        """Look the refund up: by Stripe's number, else by ours among those of the payment.

        One that Stripe never heard of is asked for now, under its key.
        """
        merchant = merchant_of(order.attempt)
        try:
            if order.provider_ref:
                return _refund_answer(client.refund(merchant, order.provider_ref))
            made = client.refunds_of(merchant, order.transaction_id)
        except (ProviderUnreachableError, PaymentRefusedError):
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        mine = [one for one in made if _ref_of(one) == order.refund_ref]
        return _refund_answer(mine[0]) if mine else self.refund(order)

    def report(
        self, merchant: MerchantAccount, *, since: datetime, until: datetime
    ) -> list[ReportLine]:
        """Return what moved on the account's balance, see ``core.balance``."""
        rows = client.balance_of(
            merchant, since=int(since.timestamp()), until=int(until.timestamp())
        )
        try:
            return [_report_line(one) for one in moved(rows)]
        except NoticeError as error:
            raise ProviderUnreachableError(provider=self.code, reason=str(error)) from error

    def _session(self, attempt: Attempt) -> Object:
        merchant = merchant_of(attempt)
        key = str(attempt.idempotency_key)
        session = client.create_session(merchant, _params(attempt), key=key)
        found = session.get("id")
        if isinstance(found, str) and found != attempt.provider_ref:
            attempt.provider_ref = found
            attempt.save(update_fields=["provider_ref"])
        return session

    def _session_by_key(self, attempt: Attempt) -> Object:
        """Return the session whose answer was lost: under its key Stripe answers the same again."""
        if now() - attempt.created_at > KEYS_LAST:
            raise ProviderUnreachableError(provider=self.code, reason="its key is forgotten")
        return self._session(attempt)


def _report_line(one: Moved) -> ReportLine:
    return ReportLine(
        kind=Movement(one.kind),
        reference=one.reference,
        amount=Money(one.amount, one.currency),
        fee=one.fee,
    )


def _params(attempt: Attempt) -> Object:
    """Return what a session is opened with: the same at each try, as its key demands."""
    minutes = timedelta(minutes=number("STRIPE_SESSION_MINUTES"))
    back = return_url(attempt)
    names = {"order_ref": attempt.order_ref or "", "charge": attempt.charge.memo_code}
    return {
        "mode": "payment",
        "payment_method_types": ["card"],
        "client_reference_id": attempt.order_ref or "",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": attempt.currency.lower(),
                    "unit_amount": attempt.due,
                    "product_data": {"name": attempt.charge.description[:200]},
                },
            }
        ],
        "adaptive_pricing": {"enabled": False},
        "metadata": names,
        "payment_intent_data": {"metadata": names},
        "expires_at": int((attempt.created_at + minutes).timestamp()),
        "success_url": back,
        "cancel_url": back,
    }


def _not_found(attempt: Attempt, code: str) -> WalletNotice:
    """Return that Stripe has no such session.

    Raises:
        ProviderUnreachableError: Stripe refused the question, which says nothing of the payment.
    """
    if attempt.provider_ref and code != NO_SUCH_OBJECT:
        raise ProviderUnreachableError(provider=client.CODE, reason=code)
    return WalletNotice(order_ref=attempt.order_ref or "", outcome=Outcome.NOT_FOUND, code=code)


def _said(event: Event, merchant: MerchantAccount) -> WalletSaid:
    if event.kind in messages.SESSIONS:
        return _payment(event.about, merchant, event=event)
    if event.is_live != (merchant.environment == Environment.LIVE):
        return WalletNothing(code=messages.ANOTHER_MODE)
    if event.kind in messages.REFUNDS:
        return _refund_notice(messages.read_refund(event.about))
    if event.kind in messages.DISPUTES:
        return _dispute_notice(event)
    return WalletNothing(code=event.kind)


def _payment(
    session: Object, merchant: MerchantAccount, event: Event | None = None
) -> WalletNotice:
    said = messages.read_session(session, event=event.kind if event else "")
    is_live = event.is_live if event else session.get(messages.LIVE) is True
    same_mode = is_live == (merchant.environment == Environment.LIVE)
    return WalletNotice(
        order_ref=said.order_ref,
        outcome=Outcome(said.outcome),
        merchant_id=(event.account if event else "") if same_mode else messages.ANOTHER_MODE,
        amount=Money(said.amount, said.currency),
        transaction_id=said.transaction_id,
        occurred_at=event.at if event else None,
        code=said.code,
    )


def _refund_notice(said: GivenBack) -> WalletRefundNotice:
    return WalletRefundNotice(
        refund_ref=said.refund_ref,
        outcome=RefundOutcome(said.outcome),
        provider_ref=said.number,
        code=said.code,
        transaction_id=said.transaction_id,
        amount=Money(said.amount, said.currency),
    )


def _dispute_notice(event: Event) -> WalletDisputeNotice:
    said = messages.read_dispute(event.about)
    is_over = messages.DISPUTES[event.kind]
    return WalletDisputeNotice(
        transaction_id=said.transaction_id,
        dispute_ref=said.number,
        amount=Money(said.amount, said.currency),
        reason=said.reason,
        due_at=said.due_at,
        is_over=is_over,
        won=is_over and said.won,
    )


def _refund_answer(refund: Object) -> RefundAnswer:
    try:
        said = messages.read_refund(refund)
    except NoticeError:
        return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
    return RefundAnswer(
        outcome=RefundOutcome(said.outcome), provider_ref=said.number, code=said.code
    )


def _ref_of(refund: Object) -> str:
    metadata = refund.get("metadata")
    return str(metadata.get("refund_ref", "")) if isinstance(metadata, dict) else ""
