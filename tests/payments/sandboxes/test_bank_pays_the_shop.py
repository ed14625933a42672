"""From the sandbox bank's page to a paid charge: two processes, real HTTP in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from payments.models import Charge, PayoutAccount, Receipt
from payments.vietqr.core.payload import VietQr, encode
from tests.factories import payments as make
from tests.payments.sandboxes.bank import SECRET, BankProcess, running, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(settings: Settings) -> PayoutAccount:
    settings.PAYMENTS_ENVIRONMENT = "sandbox"
    settings.SEPAY_SANDBOX_SECRETS = (SECRET,)
    return make.payout_account(make.payee_without_account(), feed_code="sepay")


@pytest.fixture
def bank(account: PayoutAccount, live_server: LiveServer, tmp_path: Path) -> Iterator[BankProcess]:
    address = f"{live_server.url}/hook/sepay/{account.public_id}/"
    with running(
        tmp_path / "bank.sqlite3",
        "--time-scale=60",
        f"--notify={account.account_number}={address}",
    ) as process:
        yield process


@pytest.mark.parametrize("code", ["casso", "payos"])
def test_another_feed_tells_it_in_its_own_form(
    code: str, settings: Settings, live_server: LiveServer, tmp_path: Path
) -> None:
    settings.PAYMENTS_ENVIRONMENT = "sandbox"
    setattr(settings, f"{code.upper()}_SANDBOX_SECRETS", (SECRET,))
    account = make.payout_account(make.payee_without_account(), feed_code=code)
    charge = make.charge(account.payee, 203_000)
    address = f"{code}+{live_server.url}/hook/{code}/{account.public_id}/"
    arguments = f"--notify={account.account_number}={address}"
    same = {"account": account.account_number, "amount": "203000"}

    with running(tmp_path / "bank.sqlite3", "--time-scale=60", arguments) as bank:
        bank.transfer(**same, memo=f"Trả đơn {charge.memo_code}", repeat="told_twice")
        wait_for_deliveries(bank, 2)

    assert Charge.objects.get().settled_at is not None
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.environment) == (203_000, "sandbox")


def wait_for_deliveries(bank: BankProcess, count: int) -> None:
    """Wait at the bank: the test must not read the database while the shop writes."""
    wait_until(lambda: bank.get("/").text.count("Shop đã nhận tin") == count)


def test_a_scanned_code_pays_its_charge(account: PayoutAccount, bank: BankProcess) -> None:
    charge = make.charge(account.payee, 203_000)
    code = VietQr(
        acquirer_bin=account.bank_bin,
        account=account.account_number,
        dynamic=True,
        amount=charge.amount,
        purpose=charge.memo_code,
    )
    page = bank.post("/doc", {"payload": encode(code)})
    assert page.status == 200

    bank.transfer(
        account=account.account_number, amount="203.000", memo=charge.memo_code, way="prefixed"
    )
    wait_for_deliveries(bank, 1)

    assert Charge.objects.get().settled_at is not None
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.environment) == (203_000, "sandbox")
    assert f".{charge.memo_code}" in receipt.memo


def test_told_twice_it_is_one_receipt_and_paid_twice_it_is_two(
    account: PayoutAccount, bank: BankProcess
) -> None:
    charge = make.charge(account.payee, 203_000)
    same = {"account": account.account_number, "amount": "203000", "memo": charge.memo_code}

    bank.transfer(**same, repeat="told_twice")
    wait_for_deliveries(bank, 2)
    assert Receipt.objects.count() == 1

    bank.transfer(**same)
    wait_for_deliveries(bank, 3)
    assert Receipt.objects.count() == 2
