"""ViettelPay v2.0's signatures: who may speak, and why no text of ours can be cut into another."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core import signatures as e
from payments.core.notice_fields import NoticeError
from payments.providers.viettel_money.core import messages, signing
from payments.providers.viettel_money.core.signing import Keys, Message
from tests.payments.providers.vectors import ROOT, needs_vectors, public

OWN = json.loads((ROOT / "tests/vectors/payments/viettel_vnpt.json").read_text(encoding="utf-8"))[
    "viettel_v2"
]
KEYS = Keys(OWN["access_code"], OWN["hash_key"])
BY_MESSAGE = {Message(one["message"]): one for one in OWN["messages"]}

PUBLIC_KINDS = {
    "pay url request": Message.PAYMENT,
    "verify reply": Message.VERIFY_REPLY,
    "result reply": Message.RESULT_REPLY,
    "TRANS_INQUIRY reply": Message.INQUIRY_REPLY,
    "REFUND_PAYMENT reply": Message.REFUND_REPLY,
}
PUBLIC_FIELDS = {
    "billcode": "ST2026000123",
    "command": "PAYMENT",
    "error_code": "00",
    "merchant_code": "SOCTRANG",
    "order_id": "ST2026000123-1",
    "payment_status": "1",
    "trans_amount": "185000",
    "version": "2.0",
}
RESULT = BY_MESSAGE[Message.RESULT]["fields"]


def test_there_is_a_vector_for_every_message() -> None:
    assert BY_MESSAGE.keys() == set(Message)


@pytest.mark.parametrize("message", list(Message))
def test_own_vectors_are_reproduced(message: Message) -> None:
    vector = BY_MESSAGE[message]

    made = signing.signed_text(message, vector["fields"], access_code=KEYS.access_code)

    assert made == vector["text"]
    assert signing.check_sum(KEYS, message, vector["fields"]) == vector["check_sum"]
    signing.verify([KEYS], message, vector["fields"], given=vector["check_sum"])


@needs_vectors
def test_public_vectors_are_reproduced() -> None:
    vectors = public("viettel_v2")
    assert {str(one["kind"]) for one in vectors} == PUBLIC_KINDS.keys()
    for vector in vectors:
        keys = Keys(str(vector["access_code"]), str(vector["hash_key"]))
        message = PUBLIC_KINDS[str(vector["kind"])]
        assert vector["order"] == ["access_code", *signing.ORDER[message]]
        text = signing.signed_text(message, PUBLIC_FIELDS, access_code=keys.access_code)
        assert text == vector["sign_string"]
        assert signing.check_sum(keys, message, PUBLIC_FIELDS) == vector["check_sum"]


def test_names_are_signed_in_the_order_of_the_alphabet() -> None:
    for message, names in signing.ORDER.items():
        lowered = [name.lower() for name in names]
        if message is not Message.REFUND:  # the one the samples list otherwise
            assert lowered == sorted(lowered)


def test_keys_are_never_shown() -> None:
    assert OWN["hash_key"] not in repr(KEYS)
    assert OWN["access_code"] not in repr(KEYS)


@pytest.mark.parametrize(
    ("keys", "given_sum", "error"),
    [
        ([], RESULT, e.MissingSecretError),
        ([Keys("", "k")], RESULT, e.MissingSecretError),
        ([Keys("a", "")], RESULT, e.MissingSecretError),
        ([KEYS], "", e.MissingSignatureError),
        ([KEYS], "AAAA", e.WrongSignatureError),
        ([Keys(KEYS.access_code, "another")], None, e.WrongSignatureError),
        ([Keys("another", KEYS.hash_key)], None, e.WrongSignatureError),
    ],
)
def test_it_is_refused(keys: list[Keys], given_sum: object, error: type[e.SignatureError]) -> None:
    signed = BY_MESSAGE[Message.RESULT]["check_sum"]
    with pytest.raises(error):
        signing.verify(
            keys,
            Message.RESULT,
            RESULT,
            given=given_sum if isinstance(given_sum, str) else signed,
        )


def test_the_older_of_two_keys_still_counts() -> None:
    signed = BY_MESSAGE[Message.RESULT]["check_sum"]

    signing.verify([Keys("new", "new"), KEYS], Message.RESULT, RESULT, given=signed)


@pytest.mark.parametrize("name", signing.ORDER[Message.RESULT])
def test_every_field_of_a_result_is_signed(name: str) -> None:
    signed = BY_MESSAGE[Message.RESULT]["check_sum"]
    with pytest.raises(e.WrongSignatureError):
        signing.verify([KEYS], Message.RESULT, {**RESULT, name: "7"}, given=signed)


def cuts(text: str) -> list[dict[str, str]]:
    """Return every way to read a signed text as the result of an order, all forms kept."""
    rest = text.removeprefix(KEYS.access_code)
    order = "ST0A1B2C3D4E5F"
    if not rest.startswith(order):
        return []
    head, found, tail = rest[len(order) :].partition("SCTDEMO" + order)
    ways = []
    for at in range(len(head) + 1) if found else []:
        for status in (tail[:1], tail[:2]):
            for end in range(len(status), len(tail) + 1):
                fields = {
                    "billcode": order,
                    "cust_msisdn": head[:at],
                    "error_code": head[at:],
                    "merchant_code": "SCTDEMO",
                    "order_id": order,
                    "payment_status": status,
                    "trans_amount": tail[len(status) : end],
                    "vt_transaction_id": tail[end:],
                }
                assert (
                    signing.signed_text(Message.RESULT, fields, access_code=KEYS.access_code)
                    == text
                )
                ways.append(fields)
    return ways


def readable(fields: dict[str, str]) -> messages.Result | None:
    try:
        return messages.read_result(fields)
    except NoticeError:
        return None


@given(amount=st.integers(min_value=1_000, max_value=100_000_000))
def test_nothing_a_buyer_or_the_gateway_is_shown_reads_as_money_for_its_order(amount: int) -> None:
    order = "ST0A1B2C3D4E5F"
    shown = {
        "billcode": order,
        "command": "PAYMENT",
        "merchant_code": "SCTDEMO",
        "order_id": order,
        "trans_amount": str(amount),
        "version": "2.0",
        "error_code": "00",
    }
    buyer_sees = signing.signed_text(Message.PAYMENT, shown, access_code=KEYS.access_code)
    gateway_sees = signing.signed_text(Message.VERIFY_REPLY, shown, access_code=KEYS.access_code)

    said = [readable(fields) for fields in (*cuts(buyer_sees), *cuts(gateway_sees))]

    paid = [one for one in said if one is not None and one.status is messages.Status.PAID]
    assert all(one.amount != amount for one in paid)
    assert not any(
        one.status is messages.Status.PAID
        for one in map(readable, cuts(buyer_sees))
        if one is not None
    )
