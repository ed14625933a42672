"""What the sandbox bank tells the shop, over real HTTP, from a real process."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from payments.feeds.sepay.core.notice import read
from payments.feeds.sepay.core.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER, verify
from tests.payments.sandboxes.bank import (
    SECRET,
    BankProcess,
    Heard,
    Listener,
    listening,
    running,
    wait_until,
)

FAST = "--time-scale=600"  # a minute in a tenth of a second


@pytest.fixture
def shop() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "bank.sqlite3"


@pytest.fixture
def bank(shop: Listener, db: Path) -> Iterator[BankProcess]:
    with running(db, FAST, SANDBOX_BANK_NOTIFY_URL=shop.url + "/{account}") as process:
        yield process


def check_signature(heard: Heard) -> None:
    verify(
        (SECRET,),
        timestamp=heard.headers[TIMESTAMP_HEADER],
        signature=heard.headers[SIGNATURE_HEADER],
        body=heard.body,
        now=int(time.time()),
        window=60,
    )


def states(db: Path) -> list[tuple[str, int]]:
    connection = sqlite3.connect(db)
    found = connection.execute("SELECT state, tries FROM notice ORDER BY id").fetchall()
    connection.close()
    return found


def test_a_transfer_is_told_in_sepays_words_and_signed(bank: BankProcess, shop: Listener) -> None:
    before = datetime.now(timezone(timedelta(hours=7))).replace(microsecond=0, tzinfo=None)
    bank.transfer(amount="185.000 đ")

    (heard,) = shop.wait_for(1)
    fields = heard.fields

    assert heard.path == "/hook/SCTDEMO000001"
    assert heard.headers["Content-Type"] == "application/json"
    check_signature(heard)
    booked = datetime.strptime(str(fields.pop("transactionDate")), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
    assert timedelta(0) <= booked - before <= timedelta(seconds=10)
    number = fields.pop("id")
    assert isinstance(number, int)
    assert fields == {
        "gateway": "SandboxBank",
        "accountNumber": "SCTDEMO000001",
        "subAccount": None,
        "code": None,
        "content": "ST7K2M9Q4C",
        "transferType": "in",
        "description": "",
        "transferAmount": 185000,
        "accumulated": 10_185_000,
        "referenceCode": f"SANDBOX.{str(number)[-10:]}",
    }


def test_the_shops_own_reader_understands_it(bank: BankProcess, shop: Listener) -> None:
    bank.transfer(memo="Trả đơn ST7K2M9Q4C")

    (heard,) = shop.wait_for(1)
    notice = read(heard.body)

    assert (notice.incoming, notice.amount) == (True, 185000)
    assert (notice.account_number, notice.content) == ("SCTDEMO000001", "Trả đơn ST7K2M9Q4C")


def test_after_a_failure_it_tells_again_with_a_new_signature(
    bank: BankProcess, shop: Listener, db: Path
) -> None:
    shop.answers[:] = [(500, b"oops"), (200, b'{"success":false}'), (302, b"")]

    bank.transfer()
    heard = shop.wait_for(4)
    wait_until(lambda: states(db) == [("delivered", 4)])

    assert len({call.body for call in heard}) == 1
    for call in heard:
        check_signature(call)


def test_after_eight_tries_it_gives_up_until_a_person_asks(shop: Listener, db: Path) -> None:
    shop.always = (503, b"")
    with running(db, "--time-scale=60000", f"--notify=SCTDEMO000001={shop.url}") as bank:
        bank.transfer()
        wait_until(lambda: states(db) == [("given_up", 8)])
        shop.always = (200, b'{"success":true}')

        bank.post("/gui-lai/1", {})
        wait_until(lambda: states(db) == [("delivered", 9)])

    assert len(shop.heard) == 9


def test_killed_in_the_middle_it_tells_after_it_is_back(db: Path) -> None:
    with listening() as closed:
        port = closed.port
    arguments = ("--time-scale=60", f"--notify=SCTDEMO000001=http://127.0.0.1:{port}/hook")
    with running(db, *arguments) as bank:
        bank.transfer()
        wait_until(lambda: states(db) == [("waiting", 1)])
        bank.kill()

    with listening(port) as shop, running(db, *arguments):
        (heard,) = shop.wait_for(1)
        check_signature(heard)
        wait_until(lambda: states(db)[0][0] == "delivered")


def test_twice_is_two_transfers_with_two_numbers(bank: BankProcess, shop: Listener) -> None:
    bank.transfer(repeat="twice")

    heard = shop.wait_for(2)

    assert len({call.fields["id"] for call in heard}) == 2
    assert [call.fields["accumulated"] for call in heard] == [10_185_000, 10_370_000]


def test_told_twice_is_one_number_and_the_same_bytes(bank: BankProcess, shop: Listener) -> None:
    bank.transfer(repeat="told_twice")

    heard = shop.wait_for(2)

    assert heard[0].body == heard[1].body


def test_a_late_transfer_is_booked_and_told_later(
    bank: BankProcess, shop: Listener, db: Path
) -> None:
    ordered = time.time()
    bank.transfer(delay="5")
    assert states(db) == [("waiting", 0)]

    shop.wait_for(1)

    assert time.time() - ordered >= 0.5


def test_money_that_goes_out_says_so(bank: BankProcess, shop: Listener) -> None:
    bank.transfer(direction="out")

    (heard,) = shop.wait_for(1)

    assert (heard.fields["transferType"], heard.fields["accumulated"]) == ("out", 9_815_000)


@pytest.mark.parametrize(
    ("way", "content"),
    [
        ("as_is", "Trả đơn: ST-7K2M9Q4C"),
        ("plain", "TRA DON ST7K2M9Q4C"),
        ("prefixed", "MBVCB.{reference}.TRA DON ST7K2M9Q4C"),
        ("spaced", "TRA DON ST 7K2M9Q4C"),
    ],
)
def test_banks_mangle_memos(bank: BankProcess, shop: Listener, way: str, content: str) -> None:
    bank.transfer(memo="Trả đơn: ST-7K2M9Q4C", way=way)

    (heard,) = shop.wait_for(1)

    reference = str(heard.fields["referenceCode"]).removeprefix("SANDBOX.")
    assert heard.fields["content"] == content.format(reference=reference)


def test_an_account_without_address_is_told_to_nobody(tmp_path: Path, shop: Listener) -> None:
    db = tmp_path / "bank.sqlite3"
    with running(db, f"--notify=OTHER1={shop.url}") as bank:
        bank.transfer()

        assert states(db) == [("no_address", 0)]
        assert "Không có nơi nhận tin" in bank.get("/").text
        assert bank.post("/gui-lai/1", {}).status == 404
    assert shop.heard == []


def test_addresses_come_from_a_file_that_is_read_anew(tmp_path: Path, shop: Listener) -> None:
    file = tmp_path / "accounts"
    with running(tmp_path / "bank.sqlite3", f"--accounts={file}") as bank:
        file.write_text(f"# demo\n\nSCTDEMO000001={shop.url}/late\n")
        bank.transfer()

        (heard,) = shop.wait_for(1)

    assert heard.path == "/hook/late"


def test_a_new_file_does_not_use_old_numbers_again(tmp_path: Path, shop: Listener) -> None:
    for name in ("one.sqlite3", "two.sqlite3"):
        with running(tmp_path / name, f"--notify=SCTDEMO000001={shop.url}") as bank:
            bank.transfer()
            wait_until(lambda name=name: states(tmp_path / name) == [("delivered", 1)])  # type: ignore[misc]

    assert len({call.fields["id"] for call in shop.heard}) == 2
