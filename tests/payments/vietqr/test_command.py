"""``manage.py vietqr`` as other programs meet it."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from payments.vietqr.core.payload import parse
from tests.payments.vietqr.raw import merchant_account, obj, payload

ROOT = Path(__file__).resolve().parents[3]
KEYS = [
    "acquirer_bin",
    "account",
    "service_code",
    "currency",
    "amount",
    "purpose",
    "bill_number",
    "store_label",
    "terminal_label",
    "reference_label",
    "merchant_name",
    "merchant_city",
    "merchant_category",
    "dynamic",
    "unknown",
]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("vietqr", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], list[dict[str, object]]]:
    def read_lines(data: bytes) -> list[dict[str, object]]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return [json.loads(line) for line in run("read", "-").splitlines()]

    return read_lines


def test_a_good_payload_is_one_line_with_exactly_the_promised_keys() -> None:
    out = run("read", payload({"80": "046"}))

    assert out.count("\n") == 1
    record = json.loads(out)
    assert list(record) == KEYS
    assert record == {
        "acquirer_bin": "999999",
        "account": "SCTDEMO000001",
        "service_code": "QRIBFTTA",
        "currency": "704",
        "amount": 185000,
        "purpose": "ST7K2M9Q4C",
        "bill_number": None,
        "store_label": None,
        "terminal_label": None,
        "reference_label": None,
        "merchant_name": None,
        "merchant_city": None,
        "merchant_category": None,
        "dynamic": True,
        "unknown": {"80": "046"},
    }


def test_a_refused_payload_says_why_and_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("vietqr", "read", payload()[:-4] + "0000")

    assert stopped.value.code == 1
    record = json.loads(capsys.readouterr().out)
    assert record["error"] == "crc_mismatch"
    assert list(record) == ["error", "message"]


def test_lines_are_answered_one_for_one(
    feed: Callable[[bytes], list[dict[str, object]]],
) -> None:
    good = payload().encode()
    lines = [
        good,
        b"",
        b"\xff\xfe",
        good + b"\r",
        b"   ",
        payload({"64": obj("00", "vi") + obj("01", "Gạo\u2028mới")}).encode(),
        b"\x00",
        payload({"38": merchant_account(rest="0206QRCASH")}).encode(),
    ]

    answers = feed(b"\n".join(lines))

    assert [answer.get("error") for answer in answers] == [
        None,
        "empty",
        "unreadable_text",
        None,
        "crc_missing",
        None,
        "control_character",
        None,
    ]
    assert answers[5]["unknown"] == {"64.00": "vi", "64.01": "Gạo\u2028mới"}
    assert answers[7]["service_code"] == "QRCASH"


def test_no_line_is_answered_with_nothing(
    feed: Callable[[bytes], list[dict[str, object]]],
) -> None:
    assert feed(b"") == []
    assert feed(b"\n") == [{"error": "empty", "message": "there is no text"}]


def test_a_code_is_made_from_every_option() -> None:
    arguments = (
        "make --bin 999999 --account SCTDEMO000001 --amount 185000 --name HTX --city CanTho"
        " --mcc 5411 --store S1 --terminal T1 --bill B1 --reference R1"
    )

    code = parse(run(*arguments.split(), "--purpose", "Trả đơn ST7K2M9Q4C").strip())

    assert (code.dynamic, code.amount, code.purpose) == (True, 185000, "TRA DON ST7K2M9Q4C")
    assert (code.merchant_name, code.merchant_city, code.merchant_category) == (
        "HTX",
        "CanTho",
        "5411",
    )
    assert (code.store_label, code.terminal_label) == ("S1", "T1")
    assert (code.bill_number, code.reference_label) == ("B1", "R1")


def test_a_code_without_amount_is_static_and_a_card_has_its_service() -> None:
    code = parse(run("make", "--bin", "999999", "--account", "9704000000000018", "--card").strip())

    assert (code.dynamic, code.amount, code.service_code) == (False, None, "QRIBFTTC")


def test_a_stand_with_a_fixed_price_stays_static() -> None:
    code = parse(
        run("make", "--bin", "999999", "--account", "S1", "--amount", "20000", "--static").strip()
    )

    assert (code.dynamic, code.amount) == (False, 20000)


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        ("0", "amount_zero"),
        ("50,000", "bad_amount"),
        ("١٢", "bad_amount"),
        ("1.5", "amount_has_decimals"),
    ],
)
def test_what_may_not_be_made_says_why_and_exits_1(
    amount: str, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("vietqr", "make", "--bin", "999999", "--account", "S1", "--amount", amount)

    assert stopped.value.code == 1
    assert json.loads(capsys.readouterr().out)["error"] == error


def test_a_program_that_talks_line_by_line_is_answered_at_once() -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "vietqr", "read", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None

    process.stdin.write(b"\n")
    process.stdin.flush()
    first = process.stdout.readline()  # would wait for ever if answers were kept back
    process.stdin.write(payload().encode())
    process.stdin.close()

    assert json.loads(first)["error"] == "empty"
    assert json.loads(process.stdout.readline())["account"] == "SCTDEMO000001"
    assert process.wait() == 0
