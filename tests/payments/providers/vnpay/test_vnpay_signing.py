"""VNPAY's signatures and words: reproduced, and refused where anything differs."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote_plus, urlsplit

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
from payments.providers.vnpay.core import messages, signing
from payments.sandboxes.vnpay.core import messages as sandbox
from tests.payments.providers.vectors import ROOT, needs_vectors, public, public_of_kind, texts

VECTORS = json.loads((ROOT / "tests/vectors/payments/gateways.json").read_text())["vnpay"]
SECRET = VECTORS["secret"]


def test_the_address_of_the_pay_page_is_signed_as_vnpay_signs() -> None:
    pay = VECTORS["pay"]

    assert signing.signed_query(pay["fields"], SECRET) == pay["query"]


def test_a_notice_gives_back_its_fields_without_the_signature() -> None:
    ipn = VECTORS["ipn"]

    assert signing.verify_query(ipn["query"], [SECRET]) == ipn["fields"]


@pytest.mark.parametrize(
    ("kind", "order"),
    [("querydr", messages.QUERY_ORDER), ("refund", messages.REFUND_ORDER)],
)
def test_bodies_are_signed_in_their_fixed_order(kind: str, order: tuple[str, ...]) -> None:
    vector = VECTORS[kind]

    assert signing.sign_values(vector["fields"], order, SECRET) == vector["hash"]
    signing.verify_values({**vector["fields"], signing.HASH: vector["hash"]}, order, [SECRET])


@needs_vectors
@pytest.mark.parametrize("index", [0, 1])
def test_public_notices_verify_and_are_read(index: int) -> None:
    vector = public_of_kind("vnpay", "ipn")[index]
    given_fields = texts(vector["params"])
    query = f"{vector['sign_string']}&vnp_SecureHash={vector['vnp_SecureHash']}"

    assert signing.canonical(given_fields) == vector["sign_string"]
    assert signing.verify_query(query, [str(vector["secret"])]) == given_fields
    assert messages.read(given_fields).amount == 10_000
    assert messages.read(given_fields).outcome == ("paid", "failed")[index]


@needs_vectors
def test_public_addresses_have_our_canonical_form_and_hash() -> None:
    (ours,) = [vector for vector in public_of_kind("vnpay", "pay url") if "params" in vector]
    (official,) = [vector for vector in public("vnpay") if "url" in vector]
    query = urlsplit(str(official["url"])).query
    unsigned = query.rpartition("&vnp_SecureHash=")[0]

    assert signing.canonical(texts(ours["params"])) == ours["sign_string"]
    assert signing.mac(str(ours["sign_string"]), str(ours["secret"])) == ours["vnp_SecureHash"]
    assert signing.canonical(dict(parse_qsl(unsigned))) == unsigned
    with pytest.raises(WrongSignatureError):
        signing.verify_query(query, ["the secret was never published"])


@needs_vectors
@pytest.mark.parametrize(
    ("kind", "order"),
    [("querydr request", messages.QUERY_ORDER), ("refund request", messages.REFUND_ORDER)],
)
def test_public_bodies_have_our_order_and_hash(kind: str, order: tuple[str, ...]) -> None:
    (vector,) = public_of_kind("vnpay", kind)
    values = dict(zip(order, str(vector["sign_string"]).split("|"), strict=True))
    named = vector["order"]
    assert isinstance(named, list)

    assert [str(name).partition("(")[0] for name in named] == list(order)
    signed = signing.sign_values(values, order, str(vector["secret"]))
    assert signed == vector["vnp_SecureHash"]


def test_blanks_written_otherwise_on_the_way_are_the_same_blanks() -> None:
    query = str(VECTORS["ipn"]["query"]).replace("+", "%20")

    assert signing.verify_query(query, [SECRET]) == VECTORS["ipn"]["fields"]


def test_the_order_of_the_fields_does_not_matter() -> None:
    parts = str(VECTORS["ipn"]["query"]).split("&")

    assert signing.verify_query("&".join(reversed(parts)), [SECRET]) == VECTORS["ipn"]["fields"]


def test_fields_of_others_are_neither_signed_nor_read() -> None:
    query = f"utm=1&{VECTORS['ipn']['query']}&vnp_SecureHashType=SHA512"

    assert signing.verify_query(query, [SECRET]) == VECTORS["ipn"]["fields"]


@pytest.mark.parametrize(
    ("query", "secrets", "error"),
    [
        ("vnp_Amount=100", [SECRET], MissingSignatureError),
        ("", [SECRET], MissingSignatureError),
        (VECTORS["ipn"]["query"], [], MissingSecretError),
        (VECTORS["ipn"]["query"], [""], MissingSecretError),
        (VECTORS["ipn"]["query"], ["another"], WrongSignatureError),
        (f"{VECTORS['ipn']['query']}&vnp_Amount=1", [SECRET], WrongSignatureError),
        (f"{VECTORS['ipn']['query']}&vnp_Extra=1", [SECRET], WrongSignatureError),
        (VECTORS["ipn"]["query"][:-1], [SECRET], WrongSignatureError),
    ],
)
def test_whatever_is_not_signed_is_refused(
    query: str, secrets: list[str], error: type[SignatureError]
) -> None:
    with pytest.raises(error):
        signing.verify_query(query, secrets)


def test_an_old_and_a_new_secret_count_at_once() -> None:
    assert signing.verify_query(VECTORS["ipn"]["query"], ["new", SECRET])


def test_an_answer_without_a_signature_is_no_answer() -> None:
    with pytest.raises(MissingSignatureError):
        signing.verify_values(VECTORS["querydr"]["fields"], messages.QUERY_ORDER, [SECRET])


@settings(deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"vnp_[A-Za-z]{1,12}", fullmatch=True).filter(
            lambda name: not name.startswith("vnp_SecureHash")
        ),
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30),
        min_size=1,
        max_size=8,
    )
)
def test_what_the_sandbox_signs_the_shop_reads(sent: dict[str, str]) -> None:
    assert signing.verify_query(sandbox.sign_query(sent, SECRET), [SECRET]) == sent
    assert sandbox.is_signed_query(signing.signed_query(sent, SECRET), SECRET)


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("00", "00", "paid"),
        ("00", "01", "pending"),
        ("00", "02", "failed"),
        ("00", "04", "unknown"),
        ("07", "07", "held"),
        ("07", "00", "held"),
        ("00", "07", "held"),
        ("07", "02", "failed"),
        ("24", "02", "cancelled"),
        ("51", "02", "failed"),
        ("99", "00", "failed"),
    ],
)
def test_only_two_noughts_are_a_payment(code: str, status: str, outcome: str) -> None:
    assert messages.outcome_of(code, status) == outcome


def test_a_payment_is_read_in_dong_and_in_time() -> None:
    said = messages.read(VECTORS["ipn"]["fields"])

    assert (said.order_ref, said.amount, said.transaction_id) == (
        "ST0123456789AB",
        203_000,
        "14012345",
    )
    assert said.paid_at == datetime(2026, 11, 21, 9, 5, 12, tzinfo=UTC)
    assert messages.clock(datetime(2026, 11, 21, 9, 5, 12, tzinfo=UTC)) == "20261121160512"


@pytest.mark.parametrize("amount", ["", "0", "-100", "1.00", "150", "1" * 16, "١٠٠"])
def test_amounts_that_are_no_dong_are_refused(amount: str) -> None:
    with pytest.raises(NoticeError):
        messages.read({**VECTORS["ipn"]["fields"], "vnp_Amount": amount})


@pytest.mark.parametrize("name", ["vnp_TxnRef", "vnp_TmnCode", "vnp_ResponseCode", "vnp_Amount"])
def test_a_missing_field_is_refused(name: str) -> None:
    without = {key: text for key, text in VECTORS["ipn"]["fields"].items() if key != name}

    with pytest.raises(NoticeError):
        messages.read(without)


def test_an_answer_about_a_refund_says_nothing_of_the_payment() -> None:
    said = messages.read_answer({**VECTORS["ipn"]["fields"], "vnp_TransactionType": "02"})

    assert said.outcome == "unknown"


def test_free_text_cannot_shift_the_signed_values() -> None:
    assert "|" not in messages.plain("a|b")
    assert quote_plus("|") == "%7C"
