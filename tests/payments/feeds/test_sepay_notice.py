"""The body of SePay's webhook, field by field."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core.notice_fields import NoticeError
from payments.feeds.sepay.core.notice import SepayNotice, read

FIELDS: dict[str, object] = {
    "id": 92704,
    "gateway": "Sandbox",
    "transactionDate": "2026-11-21 09:31:02",
    "accountNumber": "SCTDEMO000001",
    "subAccount": None,
    "code": None,
    "content": "MBVCB.3278907687.ST7K2M9Q4C chuyen tien",
    "transferType": "in",
    "description": "",
    "transferAmount": 185000,
    "accumulated": 19077000,
    "referenceCode": "MBVCB.3278907687",
}


def body(**changes: object) -> bytes:
    return json.dumps({**FIELDS, **changes}).encode()


def test_a_credit_is_read_with_the_time_of_vietnam() -> None:
    assert read(body()) == SepayNotice(
        event_id="92704",
        account_number="SCTDEMO000001",
        sub_account="",
        incoming=True,
        amount=185000,
        occurred_at=datetime(2026, 11, 21, 2, 31, 2, tzinfo=UTC),
        content="MBVCB.3278907687.ST7K2M9Q4C chuyen tien",
        reference="MBVCB.3278907687",
        gateway="Sandbox",
    )


def test_money_that_went_out_is_told_apart() -> None:
    assert read(body(transferType="out")).incoming is False


def test_new_fields_and_missing_extras_are_no_error() -> None:
    fields = {name: value for name, value in FIELDS.items() if name not in {"code", "subAccount"}}

    assert read(json.dumps({**fields, "newField": [1]}).encode()) == read(body())


@pytest.mark.parametrize(
    ("written", "amount"), [("185000", 185000), ("185000.0", 185000), ("1", 1)]
)
def test_whole_amounts_are_read_however_they_are_written(written: str, amount: int) -> None:
    text = body().replace(b'"transferAmount": 185000', b'"transferAmount": ' + written.encode())

    assert read(text).amount == amount


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": True},
        {"id": "92704; drop"},
        {"id": -1},
        {"id": 10**21},
        {"transferAmount": 0},
        {"transferAmount": -185000},
        {"transferAmount": 1.5},
        {"transferAmount": "185000"},
        {"transferAmount": True},
        {"transferAmount": 10**13},
        {"transferType": "IN"},
        {"transferType": None},
        {"transactionDate": "2026-11-21T09:31:02"},
        {"transactionDate": "2026-13-21 09:31:02"},
        {"transactionDate": "٢٠٢٦-11-21 09:31:02"},
        {"transactionDate": 1795000000},
        {"accountNumber": ""},
        {"accountNumber": 123},
        {"content": ["x"]},
        {"content": "x\x00"},
        {"content": "\ud800"},
        {"content": "x" * 2001},
    ],
)
def test_a_field_of_another_kind_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(NoticeError):
        read(body(**changes))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"id=92704",
        b"[]",
        b"\xff",
        b"[" * 60000,
        b'{"id":1,"id":2}',
        body().replace(b"185000", b"NaN"),
        body().replace(b"185000", b"1e999999"),
        b'{"id":' + b"9" * 60000 + b"}",
    ],
)
def test_what_is_not_one_json_object_is_refused(text: bytes) -> None:
    with pytest.raises(NoticeError):
        read(text)


CHANGES = st.dictionaries(st.sampled_from(list(FIELDS)), st.none() | st.integers() | st.text())


@given(st.binary() | CHANGES.map(lambda changes: body(**changes)))
def test_any_body_is_read_or_refused_with_one_error(text: bytes) -> None:
    try:
        notice = read(text)
    except NoticeError:
        return
    assert notice.amount > 0
