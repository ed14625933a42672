"""Viettel Money through the ViettelPay gateway v2.0: what ``payments`` asks of it."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money
from payments.core.ascii_lines import ascii_line
from payments.core.notice_fields import NoticeError
from payments.core.signatures import SignatureError
from payments.errors import (
    NoticeRefusedError,
    NoticeUnreadableError,
    PaymentRefusedError,
    ProviderUnreachableError,
)
from payments.models import Attempt, MerchantAccount
from payments.protocol import NextStep, RedirectStep
from payments.providers.viettel_money.core import forms, messages, signing
from payments.providers.viettel_money.core.signing import Keys, Message
from payments.secrets import SecretSet, secret_sets, secrets_to_sign_with
from payments.wallets import http
from payments.wallets.addresses import return_url
from payments.wallets.base import WalletBase
from payments.wallets.gateways import gateway_url
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
    WalletQuestion,
    WalletReply,
    WalletSaid,
)

VERIFY, RESULT, QUESTION, RETURN = "verify", "result", "question", "return"
PAY_PATH: Final = "/PaymentGateway/payment"
API_PATH: Final = "/PaymentAPI/webresources/postData"
LONGEST_TEXT: Final = 100

BAD_DATA, BAD_CHECK_SUM, OUR_FAULT = "01", "02", "03"
KEPT: Final = frozenset({Verdict.DONE, Verdict.AGAIN, Verdict.NOTED})
TAKES_NO_MONEY: Final = frozenset(
    {
        Verdict.CLOSED,
        Verdict.UNKNOWN_ORDER,
        Verdict.WRONG_AMOUNT,
        Verdict.WRONG_CURRENCY,
        Verdict.WRONG_MERCHANT,
    }
)
ENDED: Final = frozenset({Attempt.Outcome.PAID, Attempt.Outcome.FAILED, Attempt.Outcome.CANCELLED})
SURELY_NOT: Final = frozenset({"16", "M01", "M02", "V01"})
"""Codes of a refund after which nothing can have gone back. Any other, also the unknown one for
"given back before", leaves it open: a person decides, and the buyer is not paid twice."""


class ViettelMoney(WalletBase):
    """The buyer pays at ViettelPay's page; the gateway asks us before it takes the money."""

    code = "viettel_money"
    label = _("Viettel Money")
    summary = _("Viettel Money app or a bank account linked with it.")
    calls = (VERIFY, RESULT, QUESTION, RETURN)
    secret_names: tuple[str, ...] = ("access_code", "hash_key")
    refunds = Refunds.FULL
    smallest = 1_000
    largest = 100_000_000

    def start(self, attempt: Attempt) -> NextStep:
        """Return the gateway's page; nothing is called, so the same try is the same address.

        Raises:
            PaymentRefusedError: there is no secret to sign with.
        """
        merchant, order_id = _gateway(attempt)
        fields = {
            "billcode": order_id,
            "command": messages.PAYMENT,
            "merchant_code": merchant.merchant_id,
            "order_id": order_id,
            "trans_amount": str(attempt.due),
            "version": messages.VERSION,
            "locale": "Vi",
            "desc": ascii_line(attempt.charge.description, longest=LONGEST_TEXT),
            "return_url": return_url(attempt),
            "cancel_url": return_url(attempt),
        }
        signed = {**fields, forms.CHECK_SUM: _sign(merchant, Message.PAYMENT, fields)}
        return RedirectStep(url=f"{_url(merchant, PAY_PATH)}?{forms.write(signed)}")

    def read_call(
        self,
        call: WalletCall,
        *,
        merchant: MerchantAccount,
        now: object,  # noqa: ARG002 (no time is signed)
        find: FindAttempt,
    ) -> WalletSaid:
        """Return what a call says, once its check_sum is proven.

        Raises:
            NoticeRefusedError: it is not proven.
            NoticeUnreadableError: signed, but a value has not its form.
        """
        fields = _fields(call)
        if call.name == VERIFY:
            return _read_verify(fields, merchant, find)
        if call.name == QUESTION:
            proven = _proven(fields, Message.QUESTION, merchant)
            return WalletNothing(code=f"{QUESTION}:{_order(proven)[1]}")
        return _read_result(_proven(fields, Message.RESULT, merchant))

    def answer(
        self,
        verdict: Verdict,
        *,
        call: WalletCall,
        said: WalletSaid | None,
        merchant: MerchantAccount,
        find: FindAttempt,
    ) -> WalletReply:
        """Return our reply; it is signed only for a caller who proved himself.

        Otherwise a stranger could have texts of his choice signed, and two messages of this gateway
        can have one signed text.
        """
        order_id = _order_id(call) if said is not None else ""
        attempt = find(order_id) if order_id else None
        fields = {"merchant_code": merchant.merchant_id, "order_id": order_id}
        if call.name == VERIFY:
            fields |= {
                "billcode": order_id,
                "error_code": _verify_code(verdict),
                "trans_amount": str(attempt.due) if attempt else "",
            }
            return _reply(Message.VERIFY_REPLY, fields, merchant, is_signed=said is not None)
        ended = attempt is not None and attempt.outcome in ENDED
        kept = ended or (call.name == RESULT and verdict in KEPT)
        fields |= {
            "error_code": messages.OK if kept else BAD_DATA,
            "return_url": return_url(attempt) if attempt else "",
            "return_bill_code": order_id,
            "return_other_info": "",
        }
        return _reply(Message.RESULT_REPLY, fields, merchant, is_signed=said is not None)

    def query(self, attempt: Attempt) -> WalletNotice:
        """Ask TRANS_INQUIRY; the gateway names no amount, so ours counts.

        Raises:
            ProviderUnreachableError: no answer in time, or one it did not sign.
        """
        merchant, order_id = _gateway(attempt)
        fields = {
            "cmd": messages.INQUIRY,
            "merchant_code": merchant.merchant_id,
            "order_id": order_id,
            "version": messages.VERSION,
        }
        said = _ask(merchant, fields, Message.INQUIRY, Message.INQUIRY_REPLY)
        try:
            found = messages.read_inquired(said)
        except NoticeError as error:
            raise ProviderUnreachableError(reason=str(error)) from error
        return WalletNotice(
            order_ref=found.order_id,
            outcome=Outcome(found.status.value),
            merchant_id=found.merchant_code,
            transaction_id=found.transaction_id,
            code=found.error_code,
        )

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask REFUND_PAYMENT for the whole payment; parts were not supported when it was written.

        No key goes with it, but it gives back a whole payment, which can be done once only.
        """
        if not order.is_full:
            return RefundAnswer(outcome=RefundOutcome.REFUSED, code="partial")
        merchant, order_id = _gateway(order.attempt)
        fields = {
            "cmd": messages.REFUND,
            "merchant_code": merchant.merchant_id,
            "order_id": order_id,
            "originalRequestId": order.transaction_id,
            "refundType": messages.FULL,
            "trans_amount": str(order.amount.amount),
            "trans_content": ascii_line(order.reason, longest=LONGEST_TEXT),
            "version": messages.VERSION,
        }
        try:
            said = _ask(merchant, fields, Message.REFUND, Message.REFUND_REPLY)
            found = messages.read_refunded(said)
        except (ProviderUnreachableError, NoticeError):
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        return _refund_answer(found, order_id)


def _gateway(attempt: Attempt) -> tuple[MerchantAccount, str]:
    if attempt.merchant is None or attempt.order_ref is None:
        raise PaymentRefusedError(provider=attempt.provider)
    return attempt.merchant, attempt.order_ref


def _url(merchant: MerchantAccount, path: str) -> str:
    name = "VIETTEL_MONEY_URL"
    live: str = getattr(settings, name)
    return gateway_url(merchant, live=f"{live.rstrip('/')}{path}", path=path)


def _keys(secrets: SecretSet) -> Keys:
    return Keys(secrets.get("access_code", ""), secrets.get("hash_key", ""))


def _sign(merchant: MerchantAccount, message: Message, fields: Mapping[str, str]) -> str:
    return signing.check_sum(_keys(secrets_to_sign_with(merchant)), message, fields)


def _check(merchant: MerchantAccount, message: Message, fields: Mapping[str, str]) -> None:
    keys = [_keys(secrets) for secrets in secret_sets(merchant)]
    signing.verify(keys, message, fields, given=fields.get(forms.CHECK_SUM, ""))


def _fields(call: WalletCall) -> dict[str, str]:
    try:
        return forms.read_body(call.body) if call.method == "POST" else forms.read(call.query)
    except NoticeError as error:
        raise NoticeRefusedError(reason="bad_signature", detail=str(error)) from error


def _proven(
    fields: Mapping[str, str], message: Message, merchant: MerchantAccount
) -> dict[str, str]:
    """Return a message's fields once they are all there and signed."""
    try:
        present = messages.require(fields, signing.ORDER[message])
        _check(merchant, message, fields)
    except (NoticeError, SignatureError) as error:
        raise NoticeRefusedError(reason="bad_signature", detail=str(error)) from error
    return present


def _order(fields: Mapping[str, str]) -> tuple[str, str]:
    try:
        return messages.read_order(fields)
    except NoticeError as error:
        raise NoticeUnreadableError(reason=str(error)) from error


def _order_id(call: WalletCall) -> str:
    """Return the order of a call whose signature was proven."""
    return _fields(call).get("order_id", "")


def _read_verify(
    fields: Mapping[str, str], merchant: MerchantAccount, find: FindAttempt
) -> WalletQuestion:
    """Read the question before the money is taken: its amount is signed, but must be ours."""
    attempt = find(fields.get("order_id", ""))
    if attempt is None:
        raise NoticeRefusedError(reason="bad_signature", detail="an amount nobody knows is signed")
    proven = _proven({**fields, "trans_amount": str(attempt.due)}, Message.VERIFY, merchant)
    merchant_code, order_id = _order(proven)
    return WalletQuestion(order_ref=order_id, merchant_id=merchant_code, amount=attempt.amount)


def _read_result(fields: Mapping[str, str]) -> WalletNotice:
    try:
        said = messages.read_result(fields)
    except NoticeError as error:
        raise NoticeUnreadableError(reason=str(error)) from error
    return WalletNotice(
        order_ref=said.order_id,
        outcome=Outcome(said.status.value),
        merchant_id=said.merchant_code,
        amount=Money(said.amount),
        transaction_id=said.transaction_id,
        code=said.error_code,
    )


def _verify_code(verdict: Verdict) -> str:
    if verdict is Verdict.PAYABLE:
        return messages.OK
    if verdict in TAKES_NO_MONEY:
        return BAD_DATA
    return BAD_CHECK_SUM if verdict is Verdict.BAD_SIGNATURE else OUR_FAULT


def _reply(
    message: Message, fields: Mapping[str, str], merchant: MerchantAccount, *, is_signed: bool
) -> WalletReply:
    check_sum = _sign(merchant, message, fields) if is_signed else ""
    return WalletReply(body=json.dumps({**fields, forms.CHECK_SUM: check_sum}).encode())


def _ask(
    merchant: MerchantAccount, fields: Mapping[str, str], asked: Message, answered: Message
) -> dict[str, str]:
    """Post a form and return the fields of the signed answer.

    Raises:
        ProviderUnreachableError: no answer in time, or one that is not signed.
    """
    form = forms.write({**fields, forms.CHECK_SUM: _sign(merchant, asked, fields)})
    got = http.call(
        "POST",
        _url(merchant, API_PATH),
        body=form.encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    if got.status != HTTPStatus.OK:
        raise ProviderUnreachableError(status=got.status)
    try:
        said = messages.json_fields(got.body)
        messages.require(said, signing.ORDER[answered])
        _check(merchant, answered, said)
    except (NoticeError, SignatureError) as error:
        raise ProviderUnreachableError(reason=str(error)) from error
    if said["merchant_code"] != merchant.merchant_id:
        raise ProviderUnreachableError(reason="answer for another merchant")
    return said


def _refund_answer(found: messages.Refunded, order_id: str) -> RefundAnswer:
    if found.order_id == order_id and found.error_code == messages.OK:
        outcome = RefundOutcome.DONE
    elif found.order_id == order_id and found.error_code in SURELY_NOT:
        outcome = RefundOutcome.REFUSED
    else:
        outcome = RefundOutcome.UNKNOWN
    return RefundAnswer(outcome=outcome, provider_ref=found.refund_id, code=found.error_code)
