"""What we answer to the newer Viettel gateway: order confirmation, refunds told, keys."""

import json

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from payments import actions, hooks
from payments.models import MerchantAccount, Notice
from payments.protocol import providers
from payments.wallets.protocol import RefundOutcome, WalletRefundNotice
from tests.factories import payments as make
from tests.payments.wallets.case_viettel_gateway import CASE, ipn, is_ours, secrets_with, sent
from tests.payments.wallets.cases import MERCHANT, NOW, Sent, told_of
from tests.payments.wallets.conftest import LATER, Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def viettel(client: Client, settings: Settings) -> Desk:
    settings.PAYMENT_SECRETS = {CASE.code: {"live": {MERCHANT: CASE.secrets}}}
    with time_machine.travel(NOW, tick=False):
        return make_desk(client, CASE)


def confirm(desk: Desk, **changes: object) -> str:
    asked = {
        "orderId": desk.attempt.order_ref,
        "merchantCode": MERCHANT,
        "transAmount": 203_000,
        "currency": "VND",
        "vtRequestId": "VT1",
    }
    answer = desk.take(sent("confirm", {**asked, **changes}, CASE.secrets))
    said = json.loads(answer.content)
    assert answer.status_code == 200
    assert is_ours(answer)
    return str(said["code"])


def test_an_open_order_is_confirmed(viettel: Desk) -> None:
    with time_machine.travel(NOW + LATER, tick=False):
        assert confirm(viettel) == "00"
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"orderId": "STFFFFFFFFFFFF"}, "02"),
        ({"transAmount": 20_300_000}, "04"),
        ({"transAmount": 203_001}, "04"),
        ({"merchantCode": "SOMEONEELSE"}, "99"),
        ({"currency": "USD"}, "99"),
        ({"currency": "???"}, "99"),
        ({"transAmount": "203000"}, "99"),
    ],
)
def test_what_differs_from_our_row_is_not_confirmed(
    viettel: Desk, changes: dict[str, object], code: str
) -> None:
    assert confirm(viettel, **changes) == code


def test_a_paid_order_is_not_confirmed_again(viettel: Desk) -> None:
    viettel.take(CASE.tell(told_of(viettel.attempt, CASE)))

    assert confirm(viettel) == "03"


def test_a_stranger_learns_nothing(viettel: Desk) -> None:
    asked = sent("confirm", {"orderId": viettel.attempt.order_ref}, secrets_with(3))

    answer = viettel.take(asked)

    assert json.loads(answer.content) == {"code": "01", "orderId": "", "message": "bad_signature"}
    assert is_ours(answer)


@pytest.mark.parametrize("header", ["Signature", "X-Signature", "x-signature"])
def test_either_header_counts(viettel: Desk, header: str) -> None:
    told = CASE.tell(told_of(viettel.attempt, CASE))
    made = told.headers["X-Signature"]

    viettel.take(Sent(name="ipn", body=told.body, headers={header: made}))

    assert viettel.fresh().settled_at is not None
    assert Notice.objects.get().headers[header.lower()] == made


def test_a_key_that_is_none_is_nobodys_signature(viettel: Desk, settings: Settings) -> None:
    broken = {**CASE.secrets, "viettel_public_key": "AAAA", "private_key": "AAAA"}
    settings.PAYMENT_SECRETS = {CASE.code: {"live": {MERCHANT: broken}}}

    answer = viettel.take(CASE.tell(told_of(viettel.attempt, CASE)))

    assert json.loads(answer.content)["code"] == "01"
    assert "Signature" not in answer
    assert viettel.refusals() == ["bad_signature"]


def test_a_refund_that_ended_is_told_to_whoever_asked_for_it(
    viettel: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[MerchantAccount, WalletRefundNotice]] = []
    monkeypatch.setattr(
        hooks.refund_told, "send", lambda merchant, said: heard.append((merchant, said))
    )
    told = {**ipn(told_of(viettel.attempt, CASE)), "type": "REFUND", "orderId": "RF0000000001"}

    first, again = (viettel.take(sent("ipn", told, CASE.secrets)) for _ in range(2))
    stranger = viettel.take(sent("ipn", {**told, "merchantCode": "OTHER"}, CASE.secrets))

    assert [json.loads(one.content)["code"] for one in (first, again, stranger)] == [
        "00",
        "00",
        "99",
    ]
    said = WalletRefundNotice(
        refund_ref="RF0000000001",
        outcome=RefundOutcome.DONE,
        provider_ref="14012345",
        code="00",
    )
    assert heard == [(viettel.merchant, said)]


def test_amounts_the_wallet_does_not_take_are_not_offered(viettel: Desk) -> None:
    provider, payee = providers.get(CASE.code), viettel.charge.payee
    for amount, offered in ((999, False), (1_000, True), (100_000_000, True), (100_000_001, False)):
        assert provider.is_offered(payee, make.charge(payee, amount).asked) is offered


def test_an_expired_order_is_not_confirmed(viettel: Desk) -> None:
    with time_machine.travel(NOW + LATER * 6, tick=False):
        actions.expire_due_charges.func()
        assert confirm(viettel) == "03"
