"""MoMo as a way to pay: what ``payments.wallets`` asks of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.clock import now as clock
from marketplace.kernel.money import Money
from payments.conf import number
from payments.core.notice_fields import NoticeError, json_object
from payments.core.signatures import SignatureError
from payments.errors import (
    NoticeRefusedError,
    NoticeUnreadableError,
    PaymentRefusedError,
    ProviderUnreachableError,
)
from payments.models import Attempt, MerchantAccount, Payee
from payments.protocol import NextStep, RedirectStep, WalletQrStep
from payments.providers.momo.core import messages, signing
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
    WalletNotice,
    WalletReply,
    WalletSaid,
)

SHOWN_FOR: Final = timedelta(minutes=15)
REFUSED_WITH: Final[Mapping[Verdict, HTTPStatus]] = {
    Verdict.BAD_SIGNATURE: HTTPStatus.UNAUTHORIZED,
    Verdict.UNREADABLE: HTTPStatus.UNPROCESSABLE_ENTITY,
}


class Momo(WalletBase):
    """The buyer pays in MoMo's app, reached by its page or its code."""

    code = "momo"
    label = _("MoMo")
    summary = _("MoMo wallet app.")
    calls = ("ipn", "return")
    refunds = Refunds.PARTIAL
    secret_names: tuple[str, ...] = ("access_key", "secret_key")

    @property
    def shows_code(self) -> bool:
        """Whether its code is shown, not its page."""
        return options.text("MOMO_SHOWS") == "code"

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        """Return whether the payee has an account at MoMo, and MoMo takes such an amount."""
        return options.is_within("MOMO_LIMITS", amount) and super().is_offered(payee, amount)

    def start(self, attempt: Attempt) -> NextStep:
        """Create the order at MoMo; the same attempt is the same request there.

        Raises:
            PaymentRefusedError: MoMo said no, or it had this order before and its answer is lost.
            ProviderUnreachableError: no answer in time.
        """
        fields = {
            "requestId": attempt.idempotency_key.hex,
            "amount": str(attempt.due),
            "orderId": attempt.order_ref or "",
            "orderInfo": f"Don hang {attempt.charge.memo_code}",
            "redirectUrl": return_url(attempt),
            "ipnUrl": call_url(merchant_of(attempt), "ipn"),
            "requestType": "captureWallet",
            "extraData": "",
        }
        said = self._post(
            attempt, "/create", fields, signing.CREATE, {"lang": "vi", "autoCapture": True}
        )
        if said["resultCode"] != str(messages.OK):
            self._give_up_start(said)
        return _step(attempt, said)

    def _give_up_start(self, said: Mapping[str, str]) -> None:
        code = messages.number(said, "resultCode")
        if code in messages.UNCERTAIN:
            raise ProviderUnreachableError(provider=self.code, code=code)
        raise PaymentRefusedError(provider=self.code, code=code)

    def read_call(
        self,
        call: WalletCall,
        *,
        merchant: MerchantAccount,
        now: datetime,  # noqa: ARG002 (MoMo signs when it answered, not when it calls)
        find: FindAttempt,  # noqa: ARG002 (MoMo sends and signs the amount)
    ) -> WalletSaid:
        """Return what a notice, or the address of the buyer's way back, says.

        Raises:
            NoticeRefusedError: the signature is missing or wrong.
            NoticeUnreadableError: it is signed, but not as MoMo's document promises.
        """
        try:
            fields = _fields(call)
            signing.verify(fields, signing.NOTICE, secret_sets(merchant))
        except (NoticeError, SignatureError) as error:
            raise NoticeRefusedError(reason="bad_signature", detail=str(error)) from error
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
        """Return 204 for whatever is kept here: MoMo calling again would change nothing."""
        status = REFUSED_WITH.get(verdict, HTTPStatus.NO_CONTENT)
        return WalletReply(status=status)

    def query(self, attempt: Attempt) -> WalletNotice:
        """Ask what became of a payment.

        Raises:
            ProviderUnreachableError: no answer in time, or one about something else.
            PaymentRefusedError: no secret is set.
        """
        fields = {"requestId": uuid4().hex, "orderId": attempt.order_ref or ""}
        said = self._post(attempt, "/query", fields, signing.QUERY, {"lang": "vi"})
        try:
            if messages.number(said, "resultCode") == messages.NO_ORDER:
                return WalletNotice(
                    order_ref=said["orderId"], outcome=Outcome.NOT_FOUND, code=said["resultCode"]
                )
            return _notice(messages.read(said))
        except NoticeError as error:
            raise ProviderUnreachableError(provider=self.code, reason=str(error)) from error

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask for a refund; its number is MoMo's key, so that asking twice gives back once."""
        fields = {
            "requestId": order.refund_ref,
            "orderId": order.refund_ref,
            "amount": str(order.amount.amount),
            "transId": order.transaction_id,
            "description": order.reason,
        }
        try:
            said = self._post(order.attempt, "/refund", fields, signing.REFUND, {"lang": "vi"})
        except ProviderUnreachableError:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        return _refunded(said)

    def query_refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask what became of a refund; one that never arrived is asked for again."""
        fields = {"requestId": uuid4().hex, "orderId": order.refund_ref}
        try:
            answer = self._send(order.attempt, "/refund/query", fields, signing.QUERY, {})
            said = _texts(answer)
        except ProviderUnreachableError:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        if said.get("resultCode") == str(messages.NO_ORDER):
            return self.refund(order)
        row = _row_of(answer, order.refund_ref)
        return _refunded(said if row is None else row)

    def _post(
        self,
        attempt: Attempt,
        path: str,
        fields: Mapping[str, str],
        names: Sequence[str],
        more: Mapping[str, object],
    ) -> dict[str, str]:
        said = _texts(self._send(attempt, path, fields, names, more))
        if "resultCode" not in said:
            raise ProviderUnreachableError(provider=self.code, reason="no result code")
        return said

    def _send(
        self,
        attempt: Attempt,
        path: str,
        fields: Mapping[str, str],
        names: Sequence[str],
        more: Mapping[str, object],
    ) -> dict[str, object]:
        merchant = merchant_of(attempt)
        whole = {**fields, "partnerCode": merchant.merchant_id}
        signature = signing.sign(whole, names, secrets_to_sign_with(merchant))
        body = {**whole, **more, "signature": signature}
        for name in ("amount", "transId"):
            if name in whole:
                body[name] = int(whole[name])
        live = options.text("MOMO_API_URL") + path
        answer = http_call(
            "POST",
            gateway_url(merchant, live=live, path=f"/v2/gateway/api{path}"),
            body=json.dumps(body).encode(),
            headers={"Content-Type": "application/json; charset=UTF-8"},
            seconds=number("MOMO_ANSWER_SECONDS"),
        )
        return self._about(answer.body, whole)

    def _about(self, body: bytes, asked: Mapping[str, str]) -> dict[str, object]:
        """Return an answer that repeats our numbers; MoMo signs none."""
        try:
            said = json_object(body)
        except NoticeError as error:
            raise ProviderUnreachableError(provider=self.code, reason=str(error)) from error
        same = all(said.get(name) == asked[name] for name in ("partnerCode", "requestId"))
        if not same or said.get("orderId", asked["orderId"]) != asked["orderId"]:
            raise ProviderUnreachableError(provider=self.code, reason="answer to another request")
        return {**said, "orderId": asked["orderId"]}


def _fields(call: WalletCall) -> dict[str, str]:
    if call.name == "return":
        return dict(parse_qsl(call.query, keep_blank_values=True))
    return messages.as_texts(json_object(call.body))


def _texts(said: Mapping[str, object]) -> dict[str, str]:
    try:
        return messages.as_texts(said)
    except NoticeError as error:
        raise ProviderUnreachableError(provider=Momo.code, reason=str(error)) from error


def _step(attempt: Attempt, said: Mapping[str, str]) -> NextStep:
    page, code = said.get("payUrl", ""), said.get("qrCodeUrl", "")
    if options.text("MOMO_SHOWS") == "code" and code:
        until = attempt.expires_at or clock() + SHOWN_FOR
        return WalletQrStep(
            payload=code,
            wallet="MoMo",
            amount=attempt.amount,
            expires_at=until,
            app_url=said.get("deeplink", ""),
        )
    if not is_page(merchant_of(attempt), page):
        raise PaymentRefusedError(provider=Momo.code, reason="no page to go to")
    return RedirectStep(url=page)


def _notice(said: messages.Said) -> WalletNotice:
    return WalletNotice(
        order_ref=said.order_ref,
        merchant_id=said.merchant_id,
        outcome=Outcome(said.outcome),
        amount=Money(said.amount),
        transaction_id=said.transaction_id,
        occurred_at=said.at,
        code=str(said.code),
    )


def _refunded(said: Mapping[str, str]) -> RefundAnswer:
    try:
        code = messages.number(said, "resultCode")
    except NoticeError:
        return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
    number = said.get("transId", "")
    outcome = RefundOutcome(messages.refund_outcome(code))
    return RefundAnswer(
        outcome=outcome, provider_ref="" if number == "0" else number, code=str(code)
    )


def _row_of(answer: Mapping[str, object], refund_ref: str) -> dict[str, str] | None:
    rows = answer.get("refundTrans")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("orderId") == refund_ref:
            return _texts(row)
    return None
