"""ZaloPay as a way to pay: what ``payments.wallets`` asks of it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.clock import now as clock
from marketplace.kernel.money import Money
from payments.core.ascii_lines import ascii_line
from payments.core.notice_fields import NoticeError, json_object, number_text, text, whole_dong
from payments.core.signatures import SignatureError
from payments.errors import (
    NoticeRefusedError,
    NoticeUnreadableError,
    PaymentRefusedError,
    ProviderUnreachableError,
)
from payments.models import Attempt, MerchantAccount, Payee
from payments.protocol import NextStep, RedirectStep, WalletQrStep
from payments.providers.zalopay.core import messages, signing
from payments.secrets import secret_sets, secrets_to_sign_with
from payments.wallets import options
from payments.wallets.addresses import call_url, return_url
from payments.wallets.base import WalletBase
from payments.wallets.gateways import gateway_url, is_page, merchant_of
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
    WalletNothing,
    WalletNotice,
    WalletReply,
    WalletSaid,
)

SHOWN_FOR: Final = timedelta(minutes=15)
BUYER: Final = "nguoi-mua"
"""ZaloPay wants a user named; who buys is none of its business."""

LONGEST_REASON: Final = 100
TAKEN: Final = (1, "success")
REFUSED_WITH: Final[Mapping[Verdict, tuple[int, str]]] = {
    Verdict.BAD_SIGNATURE: (-1, "mac not equal"),
    Verdict.UNREADABLE: (0, "cannot be read"),
    Verdict.WRONG_MERCHANT: (0, "another merchant"),
}


class ZaloPay(WalletBase):
    """The buyer pays in ZaloPay or a bank app, reached by ZaloPay's page or its code."""

    code = "zalopay"
    label = _("ZaloPay")
    summary = _("ZaloPay app, or a bank app with ZaloPay's code.")
    calls = ("callback", "return")
    refunds = Refunds.PARTIAL
    secret_names: tuple[str, ...] = ("key1", "key2")

    @property
    def shows_code(self) -> bool:
        """Whether its code is shown, not its page."""
        return options.text("ZALOPAY_SHOWS") == "code"

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        """Return whether the payee has an account at ZaloPay, and it takes such an amount."""
        return options.is_within("ZALOPAY_LIMITS", amount) and super().is_offered(payee, amount)

    def order_ref(self, *, key: UUID, at: datetime) -> str:
        """Return the day in Vietnam, an underscore, and what every gateway gets."""
        return f"{messages.day_of(at)}_{super().order_ref(key=key, at=at)}"

    def start(self, attempt: Attempt) -> NextStep:
        """Create the order at ZaloPay.

        Raises:
            PaymentRefusedError: ZaloPay said no, or it had this order before and its answer is
                lost.
            ProviderUnreachableError: no answer in time.
        """
        merchant = merchant_of(attempt)
        fields = {
            "app_trans_id": attempt.order_ref or "",
            "app_user": BUYER,
            "amount": str(attempt.due),
            "app_time": messages.milliseconds(clock()),
            "embed_data": json.dumps({"redirecturl": return_url(attempt)}),
            "item": "[]",
        }
        more = {
            "description": f"Don hang {attempt.charge.memo_code}",
            "bank_code": "",
            "callback_url": call_url(merchant, "callback"),
        }
        said, answer = self._post(merchant, "/create", fields, signing.CREATE, more=more)
        if answer.code == messages.FAILURE:
            raise PaymentRefusedError(provider=self.code, code=answer.text)
        if answer.code != messages.SUCCESS:
            raise ProviderUnreachableError(provider=self.code, code=answer.text)
        return _step(attempt, said)

    def read_call(
        self,
        call: WalletCall,
        *,
        merchant: MerchantAccount,
        now: datetime,  # noqa: ARG002 (ZaloPay signs no time of sending)
        find: FindAttempt,  # noqa: ARG002 (ZaloPay sends and signs the amount)
    ) -> WalletSaid:
        """Return what a notice, or the address of the buyer's way back, says.

        Raises:
            NoticeRefusedError: the signature is missing or wrong.
            NoticeUnreadableError: it is signed, but not as ZaloPay's document promises.
        """
        keys = [known.get("key2", "") for known in secret_sets(merchant)]
        if call.name == "return":
            return _way_back(call.query, keys)
        try:
            whole = json_object(call.body)
            data = str(whole.get("data", ""))
            signing.verify(data, given=str(whole.get("mac", "")), keys=keys)
        except (NoticeError, SignatureError) as error:
            raise NoticeRefusedError(reason="bad_signature", detail=str(error)) from error
        if whole.get("type") != messages.ORDER_NOTICE:
            return WalletNothing(code=str(whole.get("type", "")))
        try:
            return _notice(messages.read_data(data))
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
        """Return 1 for whatever is kept here; ZaloPay calls again, three times at most, after 0."""
        code, message = REFUSED_WITH.get(verdict, TAKEN)
        body = json.dumps({"return_code": code, "return_message": message}).encode()
        return WalletReply(body=body)

    def query(self, attempt: Attempt) -> WalletNotice:
        """Ask what became of a payment.

        Raises:
            ProviderUnreachableError: no answer in time, or none that can be read.
            PaymentRefusedError: no secret is set.
        """
        merchant, order_ref = merchant_of(attempt), attempt.order_ref or ""
        said, answer = self._post(merchant, "/query", {"app_trans_id": order_ref}, signing.QUERY)
        outcome = Outcome(messages.outcome_of(answer))
        if outcome is Outcome.UNKNOWN:
            raise ProviderUnreachableError(provider=self.code, code=answer.text)
        if outcome is not Outcome.PAID:
            return WalletNotice(order_ref=order_ref, outcome=outcome, code=answer.text)
        try:
            return WalletNotice(
                order_ref=order_ref,
                outcome=outcome,
                amount=Money(whole_dong(said, "amount")),
                transaction_id=number_text(said, "zp_trans_id"),
                occurred_at=messages.moment_of(said.get("server_time")),
                code=answer.text,
            )
        except NoticeError as error:
            raise ProviderUnreachableError(provider=self.code, reason=str(error)) from error

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask for a refund; its number is ZaloPay's key, so that asking twice gives back once."""
        merchant = merchant_of(order.attempt)
        fields = {
            "zp_trans_id": order.transaction_id,
            "amount": str(order.amount.amount),
            "description": ascii_line(order.reason, longest=LONGEST_REASON) or order.refund_ref,
            "timestamp": messages.milliseconds(clock()),
        }
        more = {"m_refund_id": _refund_number(order, merchant)}
        try:
            said, answer = self._post(merchant, "/refund", fields, signing.REFUND, more=more)
        except ProviderUnreachableError:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        return _refunded(answer, str(said.get("refund_id", "")))

    def query_refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask what became of a refund; one that never arrived is asked for again."""
        merchant = merchant_of(order.attempt)
        fields = {
            "m_refund_id": _refund_number(order, merchant),
            "timestamp": messages.milliseconds(clock()),
        }
        try:
            _said, answer = self._post(merchant, "/query_refund", fields, signing.QUERY_REFUND)
        except ProviderUnreachableError:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        if answer.code == messages.FAILURE and answer.sub == messages.NO_REFUND:
            return self.refund(order)
        return _refunded(answer, order.provider_ref)

    def _post(
        self,
        merchant: MerchantAccount,
        path: str,
        fields: Mapping[str, str],
        names: tuple[str, ...],
        *,
        more: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, object], messages.Answer]:
        key = secrets_to_sign_with(merchant).get("key1", "")
        whole = {**fields, "app_id": merchant.merchant_id}
        signed = signing.signed_text(whole, names)
        signature = signing.mac(f"{signed}|{key}" if names is signing.QUERY else signed, key)
        live = options.text("ZALOPAY_API_URL") + path
        answer = http_call(
            "POST",
            gateway_url(merchant, live=live, path=f"/v2{path}"),
            body=urlencode({**whole, **(more or {}), "mac": signature}).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        try:
            said = json_object(answer.body)
            return said, messages.read_answer(said)
        except NoticeError as error:
            raise ProviderUnreachableError(provider=self.code, reason=str(error)) from error


def _refund_number(order: RefundOrder, merchant: MerchantAccount) -> str:
    """Return ``yymmdd_appid_number``; the day is that of the first try, so it stays the same."""
    return f"{messages.day_of(order.requested_at)}_{merchant.merchant_id}_{order.refund_ref}"


def _step(attempt: Attempt, said: Mapping[str, object]) -> NextStep:
    page, code = str(said.get("order_url", "")), str(said.get("qr_code", ""))
    if options.text("ZALOPAY_SHOWS") == "code" and code:
        return WalletQrStep(
            payload=code,
            wallet="ZaloPay",
            amount=attempt.amount,
            expires_at=attempt.expires_at or clock() + SHOWN_FOR,
            app_url=page,
        )
    if not is_page(merchant_of(attempt), page):
        raise PaymentRefusedError(provider=ZaloPay.code, reason="no page to go to")
    return RedirectStep(url=page)


def _notice(said: messages.Said) -> WalletNotice:
    return WalletNotice(
        order_ref=said.order_ref,
        merchant_id=said.merchant_id,
        outcome=Outcome.PAID,
        amount=Money(said.amount),
        transaction_id=said.transaction_id,
        occurred_at=said.at,
        code=str(messages.SUCCESS),
    )


def _way_back(query: str, keys: list[str]) -> WalletSaid:
    """Return what the buyer came back with; it has no number of the payment, so it pays nothing."""
    fields = dict(parse_qsl(query, keep_blank_values=True))
    signed = signing.signed_text(fields, signing.WAY_BACK)
    try:
        signing.verify(signed, given=fields.get("checksum", ""), keys=keys)
        order_ref = text(dict(fields), "apptransid", required=True)
    except SignatureError as error:
        raise NoticeRefusedError(reason="bad_signature", detail=error.code) from error
    except NoticeError as error:
        raise NoticeUnreadableError(reason=str(error)) from error
    return WalletNotice(
        order_ref=order_ref,
        merchant_id=fields.get("appid", ""),
        outcome=Outcome.PENDING,
        code=fields.get("status", ""),
    )


def _refunded(answer: messages.Answer, number: str) -> RefundAnswer:
    outcome = RefundOutcome(messages.refund_outcome(answer))
    return RefundAnswer(outcome=outcome, provider_ref=number, code=answer.text)
