"""VNPT Pay's signatures, and MegaPay's: joined or not, no value runs into its neighbour."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core import signatures as e
from payments.providers.vnpt_pay.core import epay, signing
from payments.providers.vnpt_pay.core.signing import ORDERS, REPLIES, Message
from tests.payments.providers.vectors import ROOT, needs_vectors, public, texts

OWN = json.loads((ROOT / "tests/vectors/payments/viettel_vnpt.json").read_text(encoding="utf-8"))
SECRET: str = OWN["vnpt_pay"]["secret_key"]
BY_MESSAGE = {Message(one["message"]): one for one in OWN["vnpt_pay"]["messages"]}
IPN = BY_MESSAGE[Message.IPN]
PUBLIC_KINDS = {
    "QUERY": Message.QUERY,
    "PAY (QR) 1.0.6": Message.PAY,
    "IPN reply": Message.IPN_REPLY,
}
EPAY = OWN["vnpt_epay"]
NOTICE = EPAY["messages"][1]
SENT = {"merTrxId": "SCTDEMO1", "merId": "SCTDEMO", "amount": "203000"}


def test_there_is_a_vector_for_every_message_that_was_published() -> None:
    assert BY_MESSAGE.keys() == set(Message) - REPLIES.keys()


@pytest.mark.parametrize("message", list(BY_MESSAGE))
def test_own_vectors_are_reproduced(message: Message) -> None:
    vector = BY_MESSAGE[message]

    assert tuple(vector["fields"]) == ORDERS[message]
    text = signing.signed_text(ORDERS[message], vector["fields"], secret_key=SECRET)
    assert text == vector["text"]
    made = signing.signed(message, vector["fields"], secret_key=SECRET)
    assert made == {**vector["fields"], "SECURE_CODE": vector["secure_code"]}


@needs_vectors
def test_public_vectors_are_reproduced() -> None:
    vectors = public("vnpt_pay")
    assert {str(one["kind"]) for one in vectors} == PUBLIC_KINDS.keys()
    for vector in vectors:
        order, key = ORDERS[PUBLIC_KINDS[str(vector["kind"])]], str(vector["secret_key"])
        fields = texts(vector["fields"])
        assert signing.signed_text(order, fields, secret_key=key) == vector["sign_string"]
        assert signing.sign(order, fields, secret_key=key) == vector["SECURE_CODE"]
        signing.verify([key], order, fields, given=str(vector["SECURE_CODE"]))


@pytest.mark.parametrize(
    ("keys", "code", "error"),
    [
        ([], IPN["secure_code"], e.MissingSecretError),
        ([""], IPN["secure_code"], e.MissingSecretError),
        ([SECRET], "", e.MissingSignatureError),
        ([SECRET], "00", e.WrongSignatureError),
        (["another"], IPN["secure_code"], e.WrongSignatureError),
    ],
)
def test_it_is_refused(keys: list[str], code: str, error: type[e.SignatureError]) -> None:
    with pytest.raises(error):
        signing.verify(keys, ORDERS[Message.IPN], IPN["fields"], given=code)


def test_either_case_and_the_older_of_two_keys_count() -> None:
    for code in (IPN["secure_code"], IPN["secure_code"].upper()):
        signing.verify(["new", SECRET], ORDERS[Message.IPN], IPN["fields"], given=code)


@pytest.mark.parametrize("name", ORDERS[Message.IPN])
def test_every_field_of_a_notice_is_signed(name: str) -> None:
    with pytest.raises(e.WrongSignatureError):
        signing.verify(
            [SECRET],
            ORDERS[Message.IPN],
            {**IPN["fields"], name: "7"},
            given=IPN["secure_code"],
        )


def test_a_border_that_moved_is_a_wrong_signature() -> None:
    order = ORDERS[Message.IPN]
    values = [*IPN["fields"].values()]
    moved = [f"{values[0]}|{values[1]}", *values[2:], ""]
    fields = dict(zip(order, moved, strict=True))

    with pytest.raises(e.WrongSignatureError):
        signing.verify(
            [SECRET], order, fields, given=signing.sign(order, fields, secret_key=SECRET)
        )


def test_the_last_value_alone_may_hold_a_joiner() -> None:
    order = ORDERS[Message.IPN]
    fields = {**IPN["fields"], "ADDITIONAL_INFO": "a|b"}

    signing.verify([SECRET], order, fields, given=signing.sign(order, fields, secret_key=SECRET))


@given(description=st.text())
def test_what_we_sign_has_as_many_values_as_fields(description: str) -> None:
    fields = {**BY_MESSAGE[Message.PAY]["fields"], "DESCRIPTION": description}

    made = signing.signed(Message.PAY, fields, secret_key=SECRET)

    text = signing.signed_text(ORDERS[Message.PAY], made, secret_key=SECRET)
    assert text.count("|") == len(ORDERS[Message.PAY])


@pytest.mark.parametrize("vector", EPAY["messages"])
def test_own_vectors_of_megapay_are_reproduced(vector: dict[str, object]) -> None:
    order = epay.REQUEST if vector["kind"] == "request" else epay.NOTICE
    fields, key = texts(vector["fields"]), EPAY["encode_key"]

    assert epay.signed_text(order, fields) + key == vector["text"]
    assert epay.sign(order, fields, encode_key=key) == vector["token"]


@needs_vectors
def test_public_vectors_of_megapay_are_reproduced() -> None:
    request, notice = public("vnpt_epay")
    sent = {
        "timeStamp": "20260801093000",
        "merTrxId": "SOCTRANG1",
        "merId": "SOCTRANG",
        "amount": "185000",
    }
    told = {**sent, "resultCd": "00_000", "timeStamp": "20260801093102", "trxId": "TRX123"}

    key = str(request["EncodeKey"])
    assert epay.signed_text(epay.REQUEST, sent) + key == request["sign_string"]
    assert epay.sign(epay.REQUEST, sent, encode_key=key) == request["merchantToken"]
    assert epay.signed_text(epay.NOTICE, told) + key == notice["sign_string"]
    epay.verify([key], told, given=str(notice["merchantToken"]), sent={"merTrxId": "SOCTRANG1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeStamp", "2026112109310"),
        ("amount", "0203000"),
        ("amount", "203,000"),
        ("merId", "1SCTDEMO"),
        ("resultCd", "00000"),
        ("trxId", ""),
        ("userFee", "-1"),
    ],
)
def test_megapay_values_of_another_form_are_neither_signed_nor_read(name: str, value: str) -> None:
    fields = {**NOTICE["fields"], name: value}
    with pytest.raises(epay.FormError):
        epay.sign(epay.NOTICE, fields, encode_key=EPAY["encode_key"])
    with pytest.raises(epay.FormError):
        epay.verify(["k"], fields, given=NOTICE["token"], sent={})


def test_megapay_is_held_to_what_we_sent() -> None:
    keys = [EPAY["encode_key"]]
    epay.verify(keys, NOTICE["fields"], given=NOTICE["token"], sent=SENT)

    with pytest.raises(epay.FormError):
        epay.verify(keys, NOTICE["fields"], given=NOTICE["token"], sent={**SENT, "amount": "1"})
    with pytest.raises(e.MissingSignatureError):
        epay.verify(keys, NOTICE["fields"], given="", sent=SENT)
    with pytest.raises(e.MissingSecretError):
        epay.verify([""], NOTICE["fields"], given=NOTICE["token"], sent=SENT)
    with pytest.raises(e.WrongSignatureError):
        epay.verify(["another"], NOTICE["fields"], given=NOTICE["token"], sent=SENT)
