"""What a stranger may send to a feed's or a gateway's address: refused, whatever it holds."""

import json

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.kernel.clock import now
from payments.core.notice_fields import json_object
from payments.models import Notice, Receipt
from payments.protocol import feeds, providers
from payments.wallets.protocol import Wallet
from tests.factories import payments as make

BODIES = {
    "nothing": b"",
    "deep lists": b"[" * 60_000,
    "deep objects": b'{"data":' * 7_000,
    "deep data": b'{"signature":"00","data":{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}}",
    "long number": b'{"signature":"00","id":1,"data":{"a":' + b"9" * 50_000 + b"}}",
    "large exponent": b'{"signature":"00","id":1,"data":{"a":1E9999,"b":[1E9999]}}',
    "larger exponent": b'{"signature":"00","id":1,"data":{"a":[1E99999999]}}',
    "small exponent": b'{"signature":"00","id":1,"data":{"a":[1E-99999999]}}',
    "not a number": b'{"signature":"00","id":1,"data":{"a":[NaN,Infinity,-Infinity]}}',
    "half a letter": b'{"signature":"00","orderInfo":"\\ud800","id":1,"data":{"a":"\\ud800"}}',
    "half a letter in a name": b'{"signature":"00","data":{"\\ud800":["\\ud800"]}}',
    "a signature of other letters": '{"signature":"chữ ký","mac":"é","data":{"a":"é"}}'.encode(),
    "half a signature": b'{"signature":"\\ud800","mac":"\\ud800","data":"\\ud800"}',
    "NUL": b'{"signature":"00","mac":"00","data":"\\u0000"}',
    "not UTF-8": b'{"signature":"00","data":"\xff\xfe"}',
    "a form": b"data=%7B%7D&billcode=%00&order_id=%ED%A0%80&check_sum=%C3%A9",
}

pytestmark = pytest.mark.django_db


def refused(client: Client, path: str, body: bytes) -> int:
    """Return the status of a call with headers that have the right form."""
    stamp = str(int(now().timestamp()))
    headers = {
        "X-SePay-Timestamp": stamp,
        "X-SePay-Signature": "sha256=\xe9",
        "X-Casso-Signature": f"t={stamp}000,v1=00",
        "Stripe-Signature": f"t={stamp},v1=\xe9",
        "Signature": "\xe9",
    }
    answer = client.post(path, body, content_type="application/json", headers=headers)
    return int(answer.status_code)


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("code", ["sepay", "casso", "payos"])
def test_a_feed_refuses_it(client: Client, settings: Settings, code: str, kind: str) -> None:
    assert code in feeds
    account = make.payout_account(make.payee_without_account(), feed_code=code)
    for name in ("SEPAY_SECRETS", "CASSO_SECRETS", "PAYOS_SECRETS"):
        setattr(settings, name, {account.account_number: ("a-secret",)})

    status = refused(client, f"/hook/{code}/{account.public_id}/", BODIES[kind])

    assert 400 <= status < 500
    assert not Notice.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize(
    "code",
    [
        "vnpay",
        "momo",
        "zalopay",
        "vnpt_pay",
        "viettel_money",
        "viettel_gateway",
        "stripe_checkout",
    ],
)
def test_a_gateways_address_refuses_it(
    client: Client, settings: Settings, code: str, kind: str
) -> None:
    wallet = providers.get(code)
    assert isinstance(wallet, Wallet)
    merchant = make.merchant(provider=code)
    names = ("hash_secret", "access_key", "secret_key", "key1", "key2", "webhook_secret", "api_key")
    more = ("access_code", "hash_key", "private_key", "viettel_public_key", "access_token")
    secrets = dict.fromkeys((*names, *more), "a-secret")
    settings.PAYMENT_SECRETS = {code: {merchant.environment: {merchant.merchant_id: secrets}}}

    for name in wallet.calls:
        if name != "return":
            path = f"/hook/{code}/{merchant.public_id}/{name}/"
            assert refused(client, path, BODIES[kind]) < 500
            hostile = "?vnp_SecureHash=%C3%A9&vnp_TxnRef=%ED%A0%80&vnp_Amount=%00&order_id=%00"
            assert client.get(path + hostile).status_code < 500

    assert not Notice.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("written", [r"\\u0000", r"\ud83d\ude00", r"\\ud800", r"g\u1ea1o", r"0\/5"])
def test_what_a_buyer_may_well_write_is_read(written: str) -> None:
    body = f'{{"content": "{written}"}}'.encode()

    assert json_object(body) == json.loads(body)
