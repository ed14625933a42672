"""VNPAY as a way to pay: what ``payments.wallets`` asks of it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.kernel.visitor import current_address
from payments.core.notice_fields import NoticeError, json_object
from payments.core.signatures import SignatureError
from payments.errors import NoticeRefusedError, NoticeUnreadableError, ProviderUnreachableError
from payments.models import Attempt, MerchantAccount, Payee
from payments.protocol import NextStep, RedirectStep
from payments.providers.vnpay.core import messages
from payments.providers.vnpay.core.signing import (
    HASH,
    sign_values,
    signed_query,
    verify_query,
    verify_values,
)
from payments.secrets import secret_sets, secrets_to_sign_with
from payments.wallets import options
from payments.wallets.addresses import return_url
from payments.wallets.base import WalletBase
from payments.wallets.gateways import gateway_url, merchant_of
from payments.wallets.http import call as http_call
from payments.wallets.protocol import (
    FindAttempt,
    Outcome,
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

SECRET: Final = "hash_secret"  # noqa: S105 (its name)
REPLIES: Final[Mapping[Verdict, tuple[str, str]]] = {
    Verdict.DONE: ("00", "Confirm Success"),
    Verdict.NOTED: ("00", "Confirm Success"),
    Verdict.AGAIN: ("02", "Order already confirmed"),
    Verdict.UNKNOWN_ORDER: ("01", "Order not found"),
    Verdict.WRONG_AMOUNT: ("04", "Invalid amount"),
    Verdict.BAD_SIGNATURE: ("97", "Invalid signature"),
}
OTHERWISE: Final = ("99", "Unknown error")
SLACK: Final = timedelta(minutes=5)
"""How far VNPAY's clock may lie from ours when a refund is recognised by its time."""


class Vnpay(WalletBase):
    """The buyer goes to VNPAY's page and chooses a bank, a card or its wallet there."""

    code = "vnpay"
    label = _("VNPAY")
    summary = _("Bank app, card or VNPAY wallet, on VNPAY's page.")
    calls = ("ipn", "return")
    refunds = Refunds.PARTIAL
    secret_names: tuple[str, ...] = ("hash_secret",)

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        """Return whether the payee has an account at VNPAY, and VNPAY takes such an amount."""
        return options.is_within("VNPAY_LIMITS", amount) and super().is_offered(payee, amount)

    def start(self, attempt: Attempt) -> NextStep:
        """Return the signed address of VNPAY's page; nothing is called.

        Raises:
            PaymentRefusedError: no secret is set.
        """
        merchant = merchant_of(attempt)
        secret = secrets_to_sign_with(merchant)[SECRET]
        live = options.text("VNPAY_PAY_URL")
        url = gateway_url(merchant, live=live, path="/paymentv2/vpcpay.html")
        fields = {
            "vnp_Version": messages.VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": merchant.merchant_id,
            "vnp_Amount": str(attempt.due * messages.HUNDRED),
            "vnp_CreateDate": messages.clock(attempt.created_at),
            "vnp_CurrCode": attempt.currency,
            "vnp_IpAddr": current_address() or _server(),
            "vnp_Locale": "vn",
            "vnp_OrderInfo": f"Don hang {attempt.charge.memo_code}",
            "vnp_OrderType": "other",
            "vnp_ReturnUrl": return_url(attempt),
            "vnp_TxnRef": attempt.order_ref or "",
        }
        if attempt.expires_at is not None:
            fields["vnp_ExpireDate"] = messages.clock(attempt.expires_at)
        return RedirectStep(url=f"{url}?{signed_query(fields, secret)}")

    def read_call(
        self,
        call: WalletCall,
        *,
        merchant: MerchantAccount,
        now: datetime,  # noqa: ARG002 (VNPAY signs no time)
        find: FindAttempt,  # noqa: ARG002 (VNPAY sends and signs the amount)
    ) -> WalletSaid:
        """Return what a notice, or the address of the buyer's way back, says.

        Raises:
            NoticeRefusedError: the signature is missing or wrong.
            NoticeUnreadableError: it is signed, but not as VNPAY's document promises.
        """
        try:
            fields = verify_query(call.query, _secrets(merchant))
        except SignatureError as error:
            raise NoticeRefusedError(reason="bad_signature", detail=error.code) from error
        try:
            return _notice(messages.read(fields))
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
        """Return ``RspCode`` and ``Message``; VNPAY stops calling at 00 and 02."""
        code, message = REPLIES.get(verdict, OTHERWISE)
        return WalletReply(body=json.dumps({"RspCode": code, "Message": message}).encode())

    def query(self, attempt: Attempt) -> WalletNotice:
        """Ask what became of a payment (``querydr``).

        Raises:
            ProviderUnreachableError: no answer in time, or none that VNPAY signed.
            PaymentRefusedError: no secret is set.
        """
        said = self._ask(attempt)
        code = said["vnp_ResponseCode"]
        if code == messages.NOT_FOUND:
            order_ref = attempt.order_ref or ""
            return WalletNotice(order_ref=order_ref, outcome=Outcome.NOT_FOUND, code=code)
        if code != messages.PAID:
            raise ProviderUnreachableError(provider=self.code, code=code)
        try:
            return _notice(messages.read_answer(said))
        except NoticeError as error:
            raise ProviderUnreachableError(provider=self.code, reason=str(error)) from error

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask for a refund; asked again under the same number, VNPAY answers 94."""
        fields = {
            "vnp_Version": messages.VERSION,
            "vnp_Command": "refund",
            "vnp_RequestId": order.refund_ref,
            "vnp_TransactionType": _kind(order),
            "vnp_Amount": str(order.amount.amount * messages.HUNDRED),
            "vnp_TransactionNo": order.transaction_id,
            "vnp_CreateBy": "soctrangtrade",
            "vnp_CreateDate": messages.clock(order.requested_at),
            "vnp_OrderInfo": messages.plain(order.reason) or f"Hoan tien {order.refund_ref}",
        }
        try:
            said = self._post(
                order.attempt, fields, messages.REFUND_ORDER, messages.REFUND_ANSWER_ORDER
            )
        except ProviderUnreachableError:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        code = said["vnp_ResponseCode"]
        if code == messages.PAID:
            return _refunded(said)
        if code == messages.REPEATED:
            return RefundAnswer(outcome=RefundOutcome.PENDING, code=code)
        refused = code in messages.REFUND_REFUSALS or _status(said) == "refused"
        outcome = RefundOutcome.REFUSED if refused else RefundOutcome.UNKNOWN
        return RefundAnswer(outcome=outcome, code=code)

    def query_refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask what became of a refund: VNPAY's answer speaks of the newest one of the payment."""
        try:
            said = self._ask(order.attempt)
        except ProviderUnreachableError:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        return _refunded(said) if _is_about(said, order) else self.refund(order)

    def _ask(self, attempt: Attempt) -> dict[str, str]:
        fields = {
            "vnp_Version": messages.VERSION,
            "vnp_Command": "querydr",
            "vnp_RequestId": uuid4().hex,
            "vnp_CreateDate": messages.clock(now()),
            "vnp_OrderInfo": f"Hoi {attempt.order_ref}",
        }
        return self._post(attempt, fields, messages.QUERY_ORDER, messages.QUERY_ANSWER_ORDER)

    def _post(
        self,
        attempt: Attempt,
        fields: Mapping[str, str],
        order: tuple[str, ...],
        answer_order: tuple[str, ...],
    ) -> dict[str, str]:
        merchant = merchant_of(attempt)
        body = {
            **fields,
            "vnp_TmnCode": merchant.merchant_id,
            "vnp_TxnRef": attempt.order_ref or "",
            "vnp_TransactionDate": messages.clock(attempt.created_at),
            "vnp_IpAddr": _server(),
        }
        body[HASH] = sign_values(body, order, secrets_to_sign_with(merchant)[SECRET])
        live = options.text("VNPAY_API_URL")
        url = gateway_url(merchant, live=live, path="/merchant_webapi/api/transaction")
        answer = http_call(
            "POST",
            url,
            body=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        said = _values(answer.body)
        try:
            verify_values(said, answer_order, _secrets(merchant))
        except SignatureError as error:
            raise ProviderUnreachableError(provider=self.code, reason=error.code) from error
        mine = (said.get("vnp_TmnCode"), said.get("vnp_TxnRef"))
        if mine != (merchant.merchant_id, attempt.order_ref) or not said.get("vnp_ResponseCode"):
            raise ProviderUnreachableError(provider=self.code, reason="answer about another order")
        return said


def _secrets(merchant: MerchantAccount) -> list[str]:
    return [known.get(SECRET, "") for known in secret_sets(merchant)]


def _server() -> str:
    return options.text("VNPAY_SERVER_IP")


def _values(body: bytes) -> dict[str, str]:
    try:
        said = json_object(body)
    except NoticeError as error:
        raise ProviderUnreachableError(provider=Vnpay.code, reason=str(error)) from error
    return {name: "" if value is None else str(value) for name, value in said.items()}


def _notice(said: messages.Said) -> WalletNotice:
    return WalletNotice(
        order_ref=said.order_ref,
        merchant_id=said.merchant_id,
        outcome=Outcome(said.outcome),
        amount=Money(said.amount),
        transaction_id=said.transaction_id,
        occurred_at=said.paid_at,
        code=said.code,
    )


def _kind(order: RefundOrder) -> str:
    return messages.REFUND_WHOLE if order.is_full else messages.REFUND_PART


def _status(said: Mapping[str, str]) -> str:
    return messages.REFUND_STATUSES.get(said.get("vnp_TransactionStatus", ""), "pending")


def _refunded(said: Mapping[str, str]) -> RefundAnswer:
    return RefundAnswer(
        outcome=RefundOutcome(_status(said)),
        provider_ref=said.get("vnp_TransactionNo", ""),
        code=f"{said['vnp_ResponseCode']}/{said.get('vnp_TransactionStatus', '')}",
    )


def _is_about(said: Mapping[str, str], order: RefundOrder) -> bool:
    """Say whether an answer speaks of this very refund: its number, else kind, amount and time."""
    if said.get("vnp_TransactionType") != _kind(order):
        return False
    if order.provider_ref:
        return said.get("vnp_TransactionNo") == order.provider_ref
    if said.get("vnp_Amount") != str(order.amount.amount * messages.HUNDRED):
        return False
    return said.get("vnp_PayDate", "") >= messages.clock(order.requested_at - SLACK)
