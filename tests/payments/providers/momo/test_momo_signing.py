"""MoMo's signatures and words: reproduced, and refused where anything differs."""

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
from payments.providers.momo.core import messages, signing
from payments.sandboxes.momo.core import messages as sandbox
from tests.payments.providers.vectors import ROOT, needs_vectors, public_of_kind, texts

VECTORS = json.loads((ROOT / "tests/vectors/payments/gateways.json").read_text())["momo"]
KEYS = VECTORS["keys"]
NAMES = {
    "create": signing.CREATE,
    "notice": signing.NOTICE,
    "query": signing.QUERY,
    "refund": signing.REFUND,
}
NOTICE = {**VECTORS["notice"]["fields"], "signature": VECTORS["notice"]["signature"]}


@pytest.mark.parametrize("kind", NAMES)
def test_every_message_is_signed_as_momo_signs(kind: str) -> None:
    vector = VECTORS[kind]

    assert signing.sign(vector["fields"], NAMES[kind], KEYS) == vector["signature"]


@needs_vectors
@pytest.mark.parametrize(
    ("kind", "names"), [("create v2", signing.CREATE), ("refund v2", signing.REFUND)]
)
def test_public_messages_have_our_text_and_signature(kind: str, names: tuple[str, ...]) -> None:
    (vector,) = public_of_kind("momo", kind)
    keys = {"access_key": str(vector["accessKey"]), "secret_key": str(vector["secretKey"])}
    fields = texts(vector["params"])

    signed = signing.signed_text({**fields, "accessKey": keys["access_key"]}, names)
    assert signed == vector["sign_string"]
    assert signing.sign(fields, names, keys) == vector["signature"]
    signing.verify({**fields, "signature": str(vector["signature"])}, names, [keys])


def test_a_notice_of_the_old_or_the_new_key_is_believed() -> None:
    signing.verify(NOTICE, signing.NOTICE, [{"secret_key": "new"}, KEYS])


@pytest.mark.parametrize(
    ("change", "sets", "error"),
    [
        ({"signature": ""}, [KEYS], MissingSignatureError),
        ({}, [], MissingSecretError),
        ({}, [{"access_key": "x", "secret_key": ""}], MissingSecretError),
        ({}, [{**KEYS, "access_key": "another"}], WrongSignatureError),
        ({}, [{**KEYS, "secret_key": "another"}], WrongSignatureError),
        ({"amount": "203001"}, [KEYS], WrongSignatureError),
        ({"resultCode": "1001"}, [KEYS], WrongSignatureError),
        ({"extraData": "x"}, [KEYS], WrongSignatureError),
        ({"message": "Thanh cong."}, [KEYS], WrongSignatureError),
    ],
)
def test_whatever_is_not_signed_is_refused(
    change: dict[str, str], sets: list[dict[str, str]], error: type[SignatureError]
) -> None:
    with pytest.raises(error):
        signing.verify({**NOTICE, **change}, signing.NOTICE, sets)


def test_an_access_key_in_the_body_is_not_the_one_that_signs() -> None:
    signing.verify({**NOTICE, "accessKey": "forged"}, signing.NOTICE, [KEYS])


@settings(deadline=None)
@given(st.fixed_dictionaries({name: st.text(max_size=20) for name in signing.NOTICE}))
def test_what_the_sandbox_signs_the_shop_reads(fields: dict[str, str]) -> None:
    signature = sandbox.sign(fields, sandbox.NOTICE, KEYS)

    signing.verify({**fields, "signature": signature}, signing.NOTICE, [KEYS])


def test_a_payment_is_read_in_dong_and_in_time() -> None:
    said = messages.read(NOTICE)

    assert (said.order_ref, said.merchant_id, said.amount, said.transaction_id, said.outcome) == (
        "ST0123456789AB",
        "SCTDEMO",
        203_000,
        "14012345",
        "paid",
    )
    assert said.at == datetime(2026, 11, 21, 9, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (0, "paid"),
        (1000, "pending"),
        (7000, "pending"),
        (7002, "pending"),
        (9000, "pending"),
        (10, "unknown"),
        (99, "unknown"),
        (42, "not_found"),
        (1003, "cancelled"),
        (1006, "cancelled"),
        (1001, "failed"),
        (1005, "failed"),
    ],
)
def test_only_nought_is_a_payment(code: int, outcome: str) -> None:
    assert messages.outcome_of(code) == outcome


@pytest.mark.parametrize(
    "change",
    [
        {"amount": ""},
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": "1.5"},
        {"amount": "9" * 20},
        {"resultCode": ""},
        {"resultCode": "ok"},
        {"orderId": ""},
        {"partnerCode": ""},
        {"orderId": "x" * 300},
    ],
)
def test_what_is_no_payment_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(NoticeError):
        messages.read({**NOTICE, **change})


@pytest.mark.parametrize("value", [True, 1.5])
def test_values_that_nobody_can_have_signed_are_refused(value: object) -> None:
    with pytest.raises(NoticeError):
        messages.as_texts({"amount": value})


def test_a_refunds_number_used_before_means_it_is_under_way() -> None:
    found = {code: messages.refund_outcome(code) for code in (0, 40, 41, 7002, 99, 1081)}

    assert found == {
        0: "done",
        40: "pending",
        41: "pending",
        7002: "pending",
        99: "unknown",
        1081: "refused",
    }
