"""ZaloPay's signatures and words: reproduced, and refused where anything differs."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payments.core.notice_fields import NoticeError
from payments.core.signatures import (
    MissingSecretError,
    MissingSignatureError,
    SignatureError,
    WrongSignatureError,
)
from payments.providers.zalopay.core import messages, signing
from payments.sandboxes.zalopay.core import messages as sandbox
from tests.payments.providers.vectors import ROOT, needs_vectors, public_of_kind, texts

VECTORS = json.loads((ROOT / "tests/vectors/payments/gateways.json").read_text())["zalopay"]
KEY1, KEY2 = VECTORS["key1"], VECTORS["key2"]
DATA, MAC = VECTORS["callback"]["data"], VECTORS["callback"]["mac"]


@pytest.mark.parametrize(
    ("kind", "names", "key"),
    [
        ("create", signing.CREATE, KEY1),
        ("refund", signing.REFUND, KEY1),
        ("query_refund", signing.QUERY_REFUND, KEY1),
        ("way_back", signing.WAY_BACK, KEY2),
    ],
)
def test_every_message_is_signed_as_zalopay_signs(
    kind: str, names: tuple[str, ...], key: str
) -> None:
    vector = VECTORS[kind]

    assert signing.mac(signing.signed_text(vector["fields"], names), key) == vector["mac"]


def test_a_question_is_signed_with_the_key_among_its_values() -> None:
    signed = signing.signed_text(VECTORS["query"]["fields"], signing.QUERY)

    assert signing.mac(f"{signed}|{KEY1}", KEY1) == VECTORS["query"]["mac"]


@needs_vectors
@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("create", signing.CREATE),
        ("refund with fee", signing.REFUND_WITH_FEE),
        ("query refund", signing.QUERY_REFUND),
    ],
)
def test_public_messages_have_our_order_and_mac(kind: str, names: tuple[str, ...]) -> None:
    (vector,) = public_of_kind("zalopay", kind)
    values = str(vector["sign_string"]).split("|")

    assert str(vector["order"]).partition(" ")[0].split("|") == list(names)
    fields = dict(zip(names, values, strict=True))
    assert signing.mac(signing.signed_text(fields, names), str(vector["key"])) == vector["mac"]


@needs_vectors
def test_the_public_notice_is_believed_and_read() -> None:
    (vector,) = public_of_kind("zalopay", "callback")
    body = texts(vector["body"])

    signing.verify(body["data"], given=body["mac"], keys=[str(vector["key"])])
    said = messages.read_data(body["data"])
    assert (said.order_ref, said.merchant_id, said.amount, said.transaction_id) == (
        "260801_ST2026000123",
        "2553",
        185_000,
        "260801000000123",
    )


def test_a_notice_of_the_old_or_the_new_key_is_believed() -> None:
    signing.verify(DATA, given=MAC, keys=["new", KEY2])


@pytest.mark.parametrize(
    ("data", "mac", "keys", "error"),
    [
        (DATA, "", [KEY2], MissingSignatureError),
        (DATA, MAC, [], MissingSecretError),
        (DATA, MAC, [""], MissingSecretError),
        (DATA, MAC, [KEY1], WrongSignatureError),
        (DATA.replace("203000", "203001"), MAC, [KEY2], WrongSignatureError),
        (DATA + " ", MAC, [KEY2], WrongSignatureError),
    ],
)
def test_whatever_is_not_signed_is_refused(
    data: str, mac: str, keys: list[str], error: type[SignatureError]
) -> None:
    with pytest.raises(error):
        signing.verify(data, given=mac, keys=keys)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_what_the_sandbox_signs_the_shop_believes(data: str) -> None:
    signing.verify(data, given=sandbox.mac(data, KEY2), keys=[KEY2])


def test_a_payment_is_read_in_dong_and_in_time() -> None:
    said = messages.read_data(DATA)

    assert (said.order_ref, said.merchant_id, said.amount, said.transaction_id) == (
        "261121_ST0123456789AB",
        "999001",
        203_000,
        "261121000012345",
    )
    assert said.at == datetime(2026, 11, 21, 9, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"amount": "203000"},
        {"amount": 1.5},
        {"app_trans_id": ""},
        {"app_id": None},
        {"zp_trans_id": "none"},
    ],
)
def test_what_is_no_payment_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(NoticeError):
        messages.read_data(json.dumps({**json.loads(DATA), **change}))


@pytest.mark.parametrize("data", ["", "[]", "null", '{"amount":1,"amount":2}'])
def test_data_that_is_no_object_is_refused(data: str) -> None:
    with pytest.raises(NoticeError):
        messages.read_data(data)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), "261120"),
        (datetime(2026, 11, 20, 17, 0, 0, tzinfo=UTC), "261121"),
        (datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC), "270101"),
    ],
)
def test_a_day_begins_at_midnight_in_vietnam(moment: datetime, day: str) -> None:
    assert messages.day_of(moment) == day


@pytest.mark.parametrize(
    ("code", "sub", "outcome"),
    [
        (1, 1, "paid"),
        (3, 0, "pending"),
        (2, -63, "pending"),
        (2, -54, "failed"),
        (2, -217, "failed"),
        (2, -101, "not_found"),
        (-401, 0, "unknown"),
        (-500, 0, "unknown"),
    ],
)
def test_only_one_is_a_payment(code: int, sub: int, outcome: str) -> None:
    assert messages.outcome_of(messages.Answer(code=code, sub=sub)) == outcome


@pytest.mark.parametrize("fields", [{}, {"return_code": "1"}, {"return_code": True}])
def test_an_answer_without_a_code_is_none(fields: dict[str, object]) -> None:
    with pytest.raises(NoticeError):
        messages.read_answer(fields)
