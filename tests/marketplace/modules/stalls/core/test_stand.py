"""A stand's code: static, with the stall's code in the memo; a foreign code is found out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.modules.stalls.core.stand import Outcome, compare, judge, stand_payload
from payments.vietqr.core.payload import encode, parse

MEMO = "ST00000000"
OURS = stand_payload(bank_bin="999999", account="SCTDEMO000012", memo_code=MEMO, stall_code="S12")


def test_the_code_is_static_and_carries_the_stalls_code() -> None:
    code = parse(OURS)

    assert (code.dynamic, code.amount) == (False, None)
    assert (code.purpose, code.store_label) == (MEMO, "S12")
    assert (code.acquirer_bin, code.account) == ("999999", "SCTDEMO000012")


def test_the_printed_code_is_the_same() -> None:
    assert judge(OURS, [OURS]).outcome == Outcome.SAME


@pytest.mark.parametrize("change", [{"account": "SCTDEMO000013"}, {"acquirer_bin": "999998"}])
def test_another_account_or_bank_is_an_alarm(change: dict[str, str]) -> None:
    verdict = compare(OURS, encode(replace(parse(OURS), **change)))  # type: ignore[arg-type]

    assert verdict.outcome == Outcome.OTHER_ACCOUNT
    assert [one.field for one in verdict.differences] == list(change)


@pytest.mark.parametrize(
    "change", [{"purpose": "ST00000001"}, {"amount": 50_000}, {"store_label": "S13"}]
)
def test_our_account_with_another_code_is_said_so(change: dict[str, str | int]) -> None:
    verdict = compare(OURS, encode(replace(parse(OURS), **change)))  # type: ignore[arg-type]

    assert verdict.outcome == Outcome.OTHER_CODE
    assert [one.field for one in verdict.differences] == list(change)


@pytest.mark.parametrize("text", ["https://example.com", "2|99|0900000000", OURS[:-1] + "!"])
def test_a_code_that_is_no_vietqr_is_an_alarm(text: str) -> None:
    assert compare(OURS, text).outcome == Outcome.OTHER_ACCOUNT


def test_a_foreign_code_beside_ours_is_an_alarm() -> None:
    assert judge(OURS, [OURS, "https://example.com"]).outcome == Outcome.OTHER_ACCOUNT


def test_no_code_at_all_is_unreadable() -> None:
    assert judge(OURS, []).outcome == Outcome.UNREADABLE


@given(st.text(max_size=200))
def test_only_the_same_payment_passes(text: str) -> None:
    assert (compare(OURS, text).outcome == Outcome.SAME) == (text == OURS)
