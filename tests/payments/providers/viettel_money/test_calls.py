"""What we answer to ViettelPay before and after it takes the money."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from payments import actions
from payments.models import Attempt, Notice, Receipt
from payments.protocol import RedirectStep, providers
from tests.factories import payments as make
from tests.payments.wallets.case_viettel_money import CASE, FORM, SIGNED, check_sum
from tests.payments.wallets.cases import MERCHANT, NOW, Sent, told_of
from tests.payments.wallets.conftest import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def viettel(client: Client, settings: Settings) -> Desk:
    settings.PAYMENT_SECRETS = {CASE.code: {"live": {MERCHANT: CASE.secrets}}}
    with time_machine.travel(NOW, tick=False):
        return make_desk(client, CASE)


def ask(
    desk: Desk, name: str, *, amount: int | None = 203_000, at: int = 0, **changes: str
) -> dict[str, str]:
    """Ask as Viettel does: the amount is signed and not sent."""
    order = desk.attempt.order_ref or ""
    fields = {"billcode": order, "merchant_code": MERCHANT, "order_id": order, **changes}
    if name == "question":
        fields.pop("billcode")
    signed = [*fields.values()] + ([] if amount is None else [str(amount)])
    body = urlencode({**fields, "check_sum": check_sum(CASE.secrets, *signed)}, quote_via=quote)
    with time_machine.travel(NOW + timedelta(minutes=at), tick=False):
        answer = desk.take(Sent(name=name, body=body.encode(), content_type=FORM))
    assert answer.status_code == 200
    said: dict[str, str] = json.loads(answer.content)
    return said


def test_an_open_order_may_be_paid_and_we_say_for_how_much(viettel: Desk) -> None:
    said = ask(viettel, "verify")

    order = viettel.attempt.order_ref or ""
    wanted = check_sum(CASE.secrets, order, "00", MERCHANT, order, "203000")
    assert said == {
        "billcode": order,
        "error_code": "00",
        "merchant_code": MERCHANT,
        "order_id": order,
        "trans_amount": "203000",
        "check_sum": wanted,
    }
    assert not Notice.objects.exists()


def test_another_amount_is_a_wrong_signature(viettel: Desk) -> None:
    said = ask(viettel, "verify", amount=103_000)

    assert (said["error_code"], said["check_sum"], said["order_id"]) == ("02", "", "")
    assert len(viettel.refusals()) == 1


def test_an_order_nobody_knows_is_not_paid(viettel: Desk) -> None:
    said = ask(viettel, "verify", order_id="STFFFFFFFFFFFF", billcode="STFFFFFFFFFFFF")

    assert (said["error_code"], said["check_sum"]) == ("02", "")


def test_a_paid_order_is_not_paid_again(viettel: Desk) -> None:
    viettel.take(CASE.tell(told_of(viettel.attempt, CASE)))

    said = ask(viettel, "verify")

    assert said["error_code"] == "01"
    assert said["check_sum"]


def test_an_expired_order_is_not_paid(viettel: Desk) -> None:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        actions.expire_due_charges.func()

    assert ask(viettel, "verify", at=60)["error_code"] == "01"


def test_a_bill_that_is_not_the_order_is_our_fault_to_refuse(viettel: Desk) -> None:
    assert ask(viettel, "verify", billcode="STFFFFFFFFFFFF")["error_code"] == "03"


def test_whether_we_have_the_result_is_answered(viettel: Desk) -> None:
    before = ask(viettel, "question", amount=None)
    viettel.take(CASE.tell(told_of(viettel.attempt, CASE)))
    after = ask(viettel, "question", amount=None)

    order = viettel.attempt.order_ref or ""
    assert (before["error_code"], after["error_code"]) == ("01", "00")
    assert after["check_sum"] == check_sum(CASE.secrets, "00", MERCHANT, order)
    assert after["return_bill_code"] == order
    assert Notice.objects.count() == 1


def test_a_raw_plus_in_base64_is_a_plus(viettel: Desk) -> None:
    sums = set()
    for number in range(40):
        told = replace(told_of(viettel.attempt, CASE), transaction_id=str(14_000_000 + number))
        body = CASE.tell(told).body.decode()
        if "%2B" in body:
            sums.add(body.replace("%2B", "+").replace("%2F", "/").replace("%3D", "="))
    assert sums

    for body in sums:
        answer = viettel.take(Sent(name="result", body=body.encode(), content_type=FORM))
        assert json.loads(answer.content)["error_code"] == "00"
    assert Receipt.objects.count() == len(sums)


def test_a_status_the_gateway_does_not_know_ends_nothing(viettel: Desk) -> None:
    order = viettel.attempt.order_ref or ""
    values = [order, "", "99", MERCHANT, order, "3", "203000", ""]
    fields = dict(zip(SIGNED, values, strict=True))
    body = urlencode({**fields, "check_sum": check_sum(CASE.secrets, *values)}, quote_via=quote)

    answer = viettel.take(Sent(name="result", body=body.encode(), content_type=FORM))

    assert json.loads(answer.content)["error_code"] == "00"
    viettel.attempt.refresh_from_db()
    assert viettel.attempt.outcome == Attempt.Outcome.OFFERED
    assert viettel.attempt.next_query_at is not None


def test_nothing_is_signed_for_a_stranger(viettel: Desk) -> None:
    order = viettel.attempt.order_ref or ""
    for name in ("verify", "result", "question"):
        body = urlencode({"order_id": order, "merchant_code": MERCHANT, "billcode": order})
        answer = viettel.take(Sent(name=name, body=body.encode(), content_type=FORM))
        said = json.loads(answer.content)
        assert said["check_sum"] == ""
        assert order not in answer.content.decode()


def test_the_buyer_is_sent_with_a_signed_address(viettel: Desk, settings: Settings) -> None:
    settings.VIETTEL_MONEY_URL = "https://gateway.example:8450/"

    first, second = (providers.get(CASE.code).start(viettel.attempt) for _ in range(2))

    assert first == second
    assert isinstance(first, RedirectStep)
    parts = urlsplit(first.url)
    asked = dict(parse_qsl(parts.query))
    order = viettel.attempt.order_ref or ""
    assert (parts.netloc, parts.path) == ("gateway.example:8450", "/PaymentGateway/payment")
    signed = [order, "PAYMENT", MERCHANT, order, "203000", "2.0"]
    assert asked["check_sum"] == check_sum(CASE.secrets, *signed)
    assert asked["desc"] == "Gao ST25, 1 tui 5 kg"
    assert asked["return_url"].endswith(f"/{viettel.attempt.pk}/")
    assert "+" not in parts.query


def test_amounts_the_wallet_does_not_take_are_not_offered(viettel: Desk) -> None:
    provider, payee = providers.get(CASE.code), viettel.charge.payee
    for amount, offered in ((999, False), (1_000, True), (100_000_000, True), (100_000_001, False)):
        assert provider.is_offered(payee, make.charge(payee, amount).asked) is offered
