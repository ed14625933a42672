"""Viettel Money through its newer gateway: what ``payments`` asks of it."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
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
from payments.providers.viettel_gateway.core import messages, signing
from payments.providers.viettel_gateway.core.messages import Created, Status, Told, Wanted
from payments.providers.viettel_gateway.core.signing import KeyFormError
from payments.secrets import secret_sets, secrets_to_sign_with
from payments.wallets import http
from payments.wallets.addresses import return_url
from payments.wallets.base import WalletBase
from payments.wallets.gateways import gateway_url, is_page
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
    WalletQuestion,
    WalletRefundNotice,
    WalletReply,
    WalletSaid,
)

CONFIRM, IPN = "confirm", "ipn"
CREATE: Final = "/v2/create-transaction"
REFUND: Final = "/v3/merchant/refund-transaction"
SEARCH: Final = "/v3/merchant/search-transaction"
WALLET: Final = "Viettel Money"
LONGEST_TEXT: Final = 100
NEVER_LINKED: Final = frozenset({"javascript", "data", "vbscript"})

OTHER: Final = "99"
CODES: Final = {
    Verdict.DONE: messages.OK,
    Verdict.AGAIN: messages.OK,
    Verdict.NOTED: messages.OK,
    Verdict.PAYABLE: messages.OK,
    Verdict.BAD_SIGNATURE: "01",
    Verdict.UNKNOWN_ORDER: "02",
    Verdict.CLOSED: "03",
    Verdict.WRONG_AMOUNT: "04",
}
PAYMENTS: Final = {
    Status.NOT_FOUND: Outcome.NOT_FOUND,
    Status.PENDING: Outcome.PENDING,
    Status.DONE: Outcome.PAID,
    Status.FAILED: Outcome.FAILED,
    Status.UNKNOWN: Outcome.UNKNOWN,
}
REFUNDS: Final = {
    Status.NOT_FOUND: RefundOutcome.UNKNOWN,
    Status.PENDING: RefundOutcome.PENDING,
    Status.DONE: RefundOutcome.DONE,
    Status.FAILED: RefundOutcome.REFUSED,
    Status.UNKNOWN: RefundOutcome.UNKNOWN,
}


class ViettelGateway(WalletBase):
    """The buyer scans a code or pays at the gateway's page; every body is signed both ways."""

    code = "viettel_gateway"
    summary = _("Viettel Money app or a bank account linked with it.")
    calls = (CONFIRM, IPN)
    signature_headers: tuple[str, ...] = signing.HEADERS
    secret_names: tuple[str, ...] = ("private_key", "viettel_public_key", "access_token")
    refunds = Refunds.PARTIAL
    smallest = 1_000
    largest = 100_000_000

    @property
    def label(self) -> Promise:
        """What it is called; told apart from the older gateway where both are offered."""
        return _("Viettel Money by QR") if _way() == "QR" else _("Viettel Money")

    @property
    def shows_code(self) -> bool:
        """Whether its code is shown, not its page or app."""
        return _way() == "QR"

    def start(self, attempt: Attempt) -> NextStep:
        """Return the gateway's page or code; the same try asks for the same order.

        Raises:
            PaymentRefusedError: the gateway said no, or there is no key to sign with.
            ProviderUnreachableError: no answer in time, or one it did not sign.
        """
        merchant, order_id = _gateway(attempt)
        wanted = Wanted(
            order_id=order_id,
            amount=attempt.due,
            description=ascii_line(attempt.charge.description, longest=LONGEST_TEXT),
            way=_way(),
            return_url=return_url(attempt),
            minutes=_minutes(attempt),
        )
        answer = _ask(merchant, CREATE, messages.create(wanted))
        try:
            created = messages.read_created(answer, wanted=wanted)
        except NoticeError as error:
            raise ProviderUnreachableError(reason=str(error)) from error
        if created is None:
            raise PaymentRefusedError(provider=self.code)
        _keep_number(attempt, created.request_id)
        return _step(attempt, merchant, created)

    def read_call(
        self,
        call: WalletCall,
        *,
        merchant: MerchantAccount,
        now: datetime,  # noqa: ARG002 (no time is signed)
        find: FindAttempt,  # noqa: ARG002 (all that is signed is sent)
    ) -> WalletSaid:
        """Return what a call says, once the signature over its raw body is proven.

        Raises:
            NoticeRefusedError: it is not proven.
            NoticeUnreadableError: signed, but not what was promised.
        """
        try:
            _check(merchant, call.body, signature=_given(call))
        except SignatureError as error:
            raise NoticeRefusedError(reason="bad_signature", detail=error.code) from error
        try:
            return _question(call.body) if call.name == CONFIRM else _notice(call.body, merchant)
        except (NoticeError, MoneyError) as error:
            raise NoticeUnreadableError(reason=str(error)) from error

    def answer(
        self,
        verdict: Verdict,
        *,
        call: WalletCall,  # noqa: ARG002 (both calls are answered alike)
        said: WalletSaid | None,
        merchant: MerchantAccount,
        find: FindAttempt,  # noqa: ARG002 (the answer names no amount)
    ) -> WalletReply:
        """Return our signed reply; it repeats an order only to a caller who proved himself."""
        code = CODES.get(verdict, OTHER)
        body = messages.body({"code": code, "orderId": _told_order(said), "message": verdict.value})
        try:
            headers = {signing.HEADERS[0]: _sign(merchant, body)}
        except PaymentRefusedError:  # no key is set, so nobody can expect a signature
            headers = {}
        return WalletReply(body=body, headers=headers)

    def query(self, attempt: Attempt) -> WalletNotice:
        """Ask for the order among the gateway's transactions.

        Raises:
            ProviderUnreachableError: no answer in time, or one it did not sign.
        """
        merchant, order_id = _gateway(attempt)
        rows = _search(merchant, messages.search(order_id))
        mine = [row for row in rows if not row.is_refund and row.order_id == order_id]
        done = [row for row in mine if row.status is Status.DONE]
        if not mine:
            return WalletNotice(order_ref=order_id, outcome=Outcome.NOT_FOUND)
        try:
            return _payment((done or mine)[0])
        except MoneyError as error:
            raise ProviderUnreachableError(reason=str(error)) from error

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask for a refund under our number, which makes asking again the same refund."""
        merchant, _order_id = _gateway(order.attempt)
        body = messages.refund(
            refund_ref=order.refund_ref,
            request_id=order.transaction_id,
            amount=order.amount.amount,
            reason=ascii_line(order.reason, longest=LONGEST_TEXT),
        )
        try:
            answer = _ask(merchant, REFUND, body)
            status, number, code = messages.read_refunded(answer, refund_ref=order.refund_ref)
        except (ProviderUnreachableError, NoticeError):
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        return RefundAnswer(outcome=REFUNDS[status], provider_ref=number, code=code)

    def query_refund(self, order: RefundOrder) -> RefundAnswer:
        """Look for our refund among those of the payment; one that is not there is not known."""
        merchant, _order_id = _gateway(order.attempt)
        rows = _search(merchant, messages.search_refund(order.transaction_id))
        mine = [row for row in rows if row.is_refund and row.order_id == order.refund_ref]
        if not mine:
            return RefundAnswer(outcome=RefundOutcome.UNKNOWN)
        return RefundAnswer(
            outcome=REFUNDS[mine[0].status],
            provider_ref=mine[0].request_id,
            code=mine[0].error_code,
        )


def _gateway(attempt: Attempt) -> tuple[MerchantAccount, str]:
    if attempt.merchant is None or attempt.order_ref is None:
        raise PaymentRefusedError(provider=attempt.provider)
    return attempt.merchant, attempt.order_ref


def _way() -> str:
    name = "VIETTEL_GATEWAY_WAY"
    way: str = getattr(settings, name)
    return way if way in messages.WAYS else messages.WAYS[0]


def _minutes(attempt: Attempt) -> int:
    """Return how long the order can be paid, from the attempt's own times: the same each time."""
    until = attempt.expires_at or attempt.created_at + code_valid_for()
    return max(1, -(-(until - attempt.created_at) // timedelta(minutes=1)))


def _step(attempt: Attempt, merchant: MerchantAccount, created: Created) -> NextStep:
    app_url = created.deep_link if _opens_an_app(created.deep_link) else ""
    payload = created.qr_code or app_url
    if payload:
        return WalletQrStep(
            payload=payload,
            wallet=WALLET,
            amount=attempt.amount,
            expires_at=attempt.expires_at or clock() + code_valid_for(),
            app_url=app_url,
        )
    if not is_page(merchant, created.url):
        raise PaymentRefusedError(provider=attempt.provider, reason="no address was given")
    return RedirectStep(url=created.url)


def _opens_an_app(url: str) -> bool:
    """Say whether a link names an app or a page, and nothing that a browser would run."""
    scheme, slashes, _rest = url.partition("://")
    return bool(slashes) and scheme.isalnum() and scheme.lower() not in NEVER_LINKED


def _keep_number(attempt: Attempt, number: str) -> None:
    if number and not attempt.provider_ref:
        attempt.provider_ref = number[:100]
        attempt.save(update_fields=["provider_ref"])


def _sign(merchant: MerchantAccount, body: bytes) -> str:
    """Sign with the newest key.

    Raises:
        PaymentRefusedError: there is none, or it is no key.
    """
    try:
        return signing.sign(secrets_to_sign_with(merchant).get("private_key", ""), body)
    except KeyFormError as error:
        raise PaymentRefusedError(provider=merchant.provider, reason=str(error)) from error


def _check(merchant: MerchantAccount, body: bytes, *, signature: str) -> None:
    """Check the gateway's signature.

    Raises:
        SignatureError: it is missing or wrong, or no usable key of the gateway is set.
    """
    keys = [secrets.get("viettel_public_key", "") for secrets in secret_sets(merchant)]
    try:
        signing.verify(keys, body, signature=signature)
    except KeyFormError as error:
        raise SignatureError(str(error)) from error


def _given(call: WalletCall) -> str:
    return signing.given({name: call.header(name) for name in signing.HEADERS})


def _ask(merchant: MerchantAccount, path: str, body: bytes) -> bytes:
    """Post a signed body and return the answer's, once its signature is proven.

    Raises:
        PaymentRefusedError: there is no key to sign with.
        ProviderUnreachableError: no answer in time, or one that is not signed.
    """
    name = "VIETTEL_GATEWAY_URL"
    live: str = getattr(settings, name)
    token = secrets_to_sign_with(merchant).get("access_token", "")
    got = http.call(
        "POST",
        gateway_url(merchant, live=f"{live.rstrip('/')}{path}", path=path),
        body=body,
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            signing.HEADERS[0]: _sign(merchant, body),
        },
    )
    try:
        _check(merchant, got.body, signature=signing.given(got.headers))
    except SignatureError as error:
        raise ProviderUnreachableError(status=got.status, reason=error.code) from error
    if got.status != HTTPStatus.OK:
        raise ProviderUnreachableError(status=got.status)
    return got.body


def _search(merchant: MerchantAccount, body: bytes) -> list[Told]:
    try:
        return messages.read_found(_ask(merchant, SEARCH, body))
    except NoticeError as error:
        raise ProviderUnreachableError(reason=str(error)) from error


def _question(body: bytes) -> WalletQuestion:
    asked = messages.read_asked(body)
    return WalletQuestion(
        order_ref=asked.order_id,
        merchant_id=asked.merchant_code,
        amount=Money(asked.amount, asked.currency),
    )


def _notice(body: bytes, merchant: MerchantAccount) -> WalletNotice | WalletRefundNotice:
    told = messages.read_told(body)
    if not told.is_refund:
        return _payment(told)
    if told.merchant_code not in {"", merchant.merchant_id}:
        raise NoticeError("a refund of another merchant")
    return WalletRefundNotice(
        refund_ref=told.order_id,
        outcome=REFUNDS[told.status],
        provider_ref=told.request_id,
        code=told.error_code,
    )


def _payment(told: Told) -> WalletNotice:
    return WalletNotice(
        order_ref=told.order_id,
        outcome=PAYMENTS[told.status],
        merchant_id=told.merchant_code,
        amount=Money(told.amount, told.currency),
        transaction_id=told.request_id,
        occurred_at=told.paid_at,
        code=told.error_code,
    )


def _told_order(said: WalletSaid | None) -> str:
    match said:
        case WalletNotice() | WalletQuestion():
            return said.order_ref
        case WalletRefundNotice():
            return said.refund_ref
        case _:
            return ""
