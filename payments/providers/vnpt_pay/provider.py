"""VNPT Money through VNPT Pay: what ``payments`` asks of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.clock import now as clock
from marketplace.kernel.money import Money, MoneyError
from payments.conf import code_valid_for
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
from payments.protocol import NextStep, RedirectStep, WalletQrStep
from payments.providers.vnpt_pay.core import messages, signing
from payments.providers.vnpt_pay.core.messages import QR, REDIRECT, SERVICES, Order, Service, Told
from payments.providers.vnpt_pay.core.signing import ORDERS, SECURE_CODE, Message
from payments.secrets import secret_sets, secrets_to_sign_with
from payments.wallets import http
from payments.wallets.base import WalletBase
from payments.wallets.gateways import gateway_url, is_page
from payments.wallets.protocol import (
    FindAttempt,
    Outcome,
    Verdict,
    WalletCall,
    WalletNotice,
    WalletReply,
    WalletSaid,
)

WALLET: Final = "VNPT Money"
LONGEST_TEXT: Final = 255
OTHER: Final = "99"
CODES: Final = {
    Verdict.DONE: messages.OK,
    Verdict.AGAIN: messages.OK,
    Verdict.NOTED: messages.OK,
    Verdict.UNKNOWN_ORDER: messages.NOT_FOUND,
    Verdict.WRONG_AMOUNT: "04",
    Verdict.BAD_SIGNATURE: "97",
}


class VnptPay(WalletBase):
    """The buyer pays at VNPT Pay's page or scans its code. It gives nothing back by machine."""

    code = "vnpt_pay"
    label = _("VNPT Money")
    summary = _("VNPT Money app or a bank account linked with it.")
    calls = ("ipn",)
    secret_names: tuple[str, ...] = ("api_key", "secret_key")
    smallest = 1_000
    largest = 499_999_999

    @property
    def shows_code(self) -> bool:
        """Whether its code is shown, not its page."""
        return _way() == QR

    def start(self, attempt: Attempt) -> NextStep:
        """Return VNPT Pay's page or code, as the settings want it.

        Raises:
            PaymentRefusedError: VNPT Pay said no, or there is no secret to sign with.
            ProviderUnreachableError: no answer in time, or one it did not sign.
        """
        merchant, order = _order(attempt)
        if _way() == QR:
            asked, message, answered = messages.pay(order), Message.PAY, Message.PAY_REPLY
        else:
            asked, message, answered = messages.init(order), Message.INIT, Message.INIT_REPLY
        service = SERVICES[_way()]
        said = _ask(merchant, service.path(service.start), _signed(merchant, message, asked))
        _check(merchant, answered, said)
        if said.get("RESPONSE_CODE") != messages.OK:
            raise PaymentRefusedError(provider=self.code, code=said.get("RESPONSE_CODE", ""))
        return _step(attempt, merchant, said)

    def read_call(
        self,
        call: WalletCall,
        *,
        merchant: MerchantAccount,
        now: datetime,  # noqa: ARG002 (no time is signed)
        find: FindAttempt,  # noqa: ARG002 (all that is signed is sent)
    ) -> WalletSaid:
        """Return what a notice says, once its SECURE_CODE is proven.

        Raises:
            NoticeRefusedError: it is not proven.
            NoticeUnreadableError: signed, but a value has not its form.
        """
        try:
            fields = messages.notice_fields(call.body)
            _verify(merchant, ORDERS[Message.IPN], fields)
        except (NoticeError, SignatureError) as error:
            raise NoticeRefusedError(reason="bad_signature", detail=str(error)) from error
        try:
            return _notice(messages.read_notice(fields))
        except (NoticeError, MoneyError) as error:
            raise NoticeUnreadableError(reason=str(error)) from error

    def answer(
        self,
        verdict: Verdict,
        *,
        call: WalletCall,  # noqa: ARG002 (there is one)
        said: WalletSaid | None,
        merchant: MerchantAccount,
        find: FindAttempt,  # noqa: ARG002 (the answer names no amount)
    ) -> WalletReply:
        """Return our signed reply; it repeats an order only to a caller who proved himself."""
        fields = {
            "RESPONSE_CODE": CODES.get(verdict, OTHER),
            "DESCRIPTION": verdict.value,
            "MERCHANT_SERVICE_ID": merchant.merchant_id,
            "MERCHANT_ORDER_ID": said.order_ref if isinstance(said, WalletNotice) else "",
            "CREATE_DATE": messages.written(clock()),
        }
        try:
            fields = _signed(merchant, Message.IPN_REPLY, fields)
        except PaymentRefusedError:  # no secret is set, so nobody can expect a signature
            fields[SECURE_CODE] = ""
        return WalletReply(body=json.dumps(fields).encode())

    def query(self, attempt: Attempt) -> WalletNotice:
        """Ask QUERY for the order.

        Raises:
            ProviderUnreachableError: no answer in time, one it did not sign, or another order's.
        """
        merchant, order = _order(attempt)
        service = _service(attempt)
        asked = _signed(merchant, Message.QUERY, messages.query(order, service))
        said = _ask(merchant, service.path(service.query), asked)
        _check(merchant, Message.QUERY_REPLY, said)
        if said.get("MERCHANT_SERVICE_ID", "") != merchant.merchant_id:
            raise ProviderUnreachableError(reason="answer for another merchant")
        name = "VNPT_PAY_STATUSES"
        statuses: Mapping[str, str] = getattr(settings, name)
        try:
            return _notice(messages.read_query(said, statuses=statuses))
        except (NoticeError, MoneyError) as error:
            raise ProviderUnreachableError(reason=str(error)) from error


def _order(attempt: Attempt) -> tuple[MerchantAccount, Order]:
    merchant = attempt.merchant
    if merchant is None or attempt.order_ref is None:
        raise PaymentRefusedError(provider=attempt.provider)
    name = "VNPT_PAY_CLIENT_IP"
    client_ip: str = getattr(settings, name)
    order = Order(
        service_id=merchant.merchant_id,
        order_id=attempt.order_ref,
        amount=attempt.due,
        description=ascii_line(attempt.charge.description, longest=LONGEST_TEXT),
        created_at=attempt.created_at,
        client_ip=client_ip,
    )
    return merchant, order


def _way() -> str:
    name = "VNPT_PAY_WAY"
    way: str = getattr(settings, name)
    return way if way in SERVICES else REDIRECT


def _service(attempt: Attempt) -> Service:
    """Return the version the attempt was made with; the settings' where it had no answer."""
    made = {"redirect": REDIRECT, "wallet_qr": QR}.get(str(attempt.step.get("kind", "")))
    return SERVICES[made or _way()]


def _step(attempt: Attempt, merchant: MerchantAccount, said: Mapping[str, str]) -> NextStep:
    payload, url = said.get("QR_DATA", ""), said.get("REDIRECT_URL", "")
    if payload and _way() == QR:
        return WalletQrStep(
            payload=payload,
            wallet=WALLET,
            amount=attempt.amount,
            expires_at=attempt.expires_at or clock() + code_valid_for(),
        )
    if _way() == REDIRECT and is_page(merchant, url):
        return RedirectStep(url=url)
    raise PaymentRefusedError(provider=attempt.provider, reason="neither code nor address")


def _signed(
    merchant: MerchantAccount, message: Message, fields: Mapping[str, str]
) -> dict[str, str]:
    secret_key = secrets_to_sign_with(merchant).get("secret_key", "")
    if not secret_key:
        raise PaymentRefusedError(provider=merchant.provider, reason="no secret is set")
    return signing.signed(message, fields, secret_key=secret_key)


def _verify(merchant: MerchantAccount, order: Sequence[str], fields: Mapping[str, str]) -> None:
    keys = [secrets.get("secret_key", "") for secrets in secret_sets(merchant)]
    signing.verify(keys, order, fields, given=fields.get(SECURE_CODE, ""))


def _check(merchant: MerchantAccount, answered: Message, fields: Mapping[str, str]) -> None:
    """Check an answer of VNPT Pay; its order is ours until the partner names it.

    Raises:
        ProviderUnreachableError: it is not signed as agreed.
    """
    name = "VNPT_PAY_REPLY_FIELDS"
    agreed: Mapping[str, Sequence[str]] = getattr(settings, name)
    try:
        _verify(merchant, agreed.get(answered.value, ORDERS[answered]), fields)
    except SignatureError as error:
        raise ProviderUnreachableError(reason=error.code) from error


def _ask(merchant: MerchantAccount, path: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Post JSON and return the answer's fields, not yet proven.

    Raises:
        ProviderUnreachableError: no answer in time, or none that can be read.
    """
    name = "VNPT_PAY_URL"
    live: str = getattr(settings, name)
    token = secrets_to_sign_with(merchant).get("api_key", "")
    got = http.call(
        "POST",
        gateway_url(merchant, live=f"{live.rstrip('/')}{path}", path=path),
        body=json.dumps(dict(fields)).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    if got.status != HTTPStatus.OK:
        raise ProviderUnreachableError(status=got.status)
    try:
        return messages.text_fields(got.body)
    except NoticeError as error:
        raise ProviderUnreachableError(reason=str(error)) from error


def _notice(told: Told) -> WalletNotice:
    return WalletNotice(
        order_ref=told.order_id,
        outcome=Outcome(told.status.value),
        merchant_id=told.service_id,
        amount=None if told.amount is None else Money(told.amount, told.currency),
        transaction_id=told.transaction_id,
        occurred_at=told.paid_at,
        code=told.code,
    )
