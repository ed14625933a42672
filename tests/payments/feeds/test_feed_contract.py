"""What holds of every bank feed's address, whoever calls it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.kernel.models import AuditRow
from payments.models import Charge, Notice, PayoutAccount, Receipt
from payments.sandboxes.bank.core.dialects import letter
from tests.factories import payments as make

KEY = "the-key-of-this-account"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TIMED = ("sepay", "casso")
FEEDS = (*TIMED, "payos")

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls an account's address as its feed would."""

    client: Client
    account: PayoutAccount

    def told(self, **changes: object) -> bytes:
        fields = {
            "id": 92704,
            "gateway": "Sandbox",
            "transactionDate": "2026-11-21 15:59:00",
            "accountNumber": self.account.account_number,
            "content": "chuyen tien",
            "transferType": "in",
            "transferAmount": 203000,
            "accumulated": 19077000,
            "referenceCode": "FT26325000001",
        }
        return json.dumps({**fields, **changes}).encode()

    def signed(
        self, *, key: str = KEY, at: datetime = NOW, **changes: object
    ) -> tuple[bytes, dict[str, str]]:
        code = self.account.feed_code
        address = "https://x/" if code == "sepay" else f"{code}+https://x/"
        made = letter(address, self.told(**changes), secret=key, now=at.timestamp())
        return made.body, dict(made.headers)

    def post(self, body: bytes, headers: Mapping[str, str], where: str = "") -> tuple[int, object]:
        path = where or f"/hook/{self.account.feed_code}/{self.account.public_id}/"
        kept = {name: value for name, value in headers.items() if name != "Content-Type"}
        with time_machine.travel(NOW, tick=False):
            answer = self.client.post(path, body, content_type="application/json", headers=kept)
        return answer.status_code, answer.json()

    def call(self, **arguments: object) -> tuple[int, object]:
        return self.post(*self.signed(**arguments))  # type: ignore[arg-type]


@pytest.fixture(params=FEEDS)
def caller(request: pytest.FixtureRequest, client: Client, settings: Settings) -> Caller:
    code: str = request.param
    account = make.payout_account(make.payee_without_account(), feed_code=code)
    setattr(settings, f"{code.upper()}_SECRETS", {account.account_number: (KEY,)})
    return Caller(client, account)


def refused(caller: Caller, answer: tuple[int, object], reason: str) -> bool:
    row = AuditRow.objects.filter(action="notice.refused").last()
    assert row is not None
    assert not Notice.objects.exists()
    assert not Receipt.objects.exists()
    said = {"success": False, "error": "notice_refused"}
    return answer == (401, said) and row.details["reason"] == reason


def test_a_credit_with_the_code_pays_its_charge_once(caller: Caller) -> None:
    charge = make.charge(caller.account.payee, 203_000, minutes=None)

    first = caller.call(content=f"MBVCB.1.{charge.memo_code} tra")
    again = caller.call(content=f"MBVCB.1.{charge.memo_code} tra", at=NOW + timedelta(minutes=4))

    assert first == again == (200, {"success": True})
    assert Charge.objects.get().settled_at is not None
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.reference) == (203_000, "FT26325000001")
    assert receipt.occurred_at == datetime(2026, 11, 21, 8, 59, tzinfo=UTC)
    assert Notice.objects.get().outcome == Notice.Outcome.CREDITED


def test_a_foreign_key_is_refused_and_only_audited(caller: Caller) -> None:
    assert refused(caller, caller.call(key="another"), "wrong_signature")


def test_no_signature_is_refused(caller: Caller) -> None:
    body, _headers = caller.signed()
    told = json.loads(body)
    told.pop("signature", None)

    assert refused(caller, caller.post(json.dumps(told).encode(), {}), "missing_signature")


def test_a_changed_amount_is_refused(caller: Caller) -> None:
    body, headers = caller.signed()

    changed = body.replace(b"203000", b"903000")

    assert changed != body
    assert refused(caller, caller.post(changed, headers), "wrong_signature")


def test_without_a_key_every_call_is_refused(caller: Caller, settings: Settings) -> None:
    setattr(settings, f"{caller.account.feed_code.upper()}_SECRETS", {})

    assert refused(caller, caller.call(key=""), "missing_secret")


def test_a_sandboxs_key_never_speaks_for_real_money(caller: Caller, settings: Settings) -> None:
    setattr(settings, f"{caller.account.feed_code.upper()}_SANDBOX_SECRETS", ("sandbox-key",))

    assert refused(caller, caller.call(key="sandbox-key"), "wrong_signature")


@pytest.mark.parametrize(
    ("shift", "reason"), [(-301, "signature_too_old"), (301, "signature_too_new")]
)
def test_signed_times_are_bounded_on_both_sides(caller: Caller, shift: int, reason: str) -> None:
    if caller.account.feed_code not in TIMED:
        # payOS signs no time: the call counts, and its number keeps a replay from counting twice
        assert caller.call(at=NOW + timedelta(seconds=shift))[0] == 200
        return
    assert refused(caller, caller.call(at=NOW + timedelta(seconds=shift)), reason)


def test_money_of_another_account_is_kept_for_a_person(caller: Caller) -> None:
    answer = caller.call(accountNumber="0000000000")

    assert answer == (409, {"success": False, "error": "notice_mismatch"})
    assert Notice.objects.count() == 1
    assert not Receipt.objects.exists()


def test_what_is_signed_and_makes_no_sense_is_kept(caller: Caller) -> None:
    answer = caller.call(transactionDate="yesterday")

    assert answer == (422, {"success": False, "error": "notice_unreadable"})
    assert Notice.objects.get().outcome == Notice.Outcome.UNREADABLE
    assert not Receipt.objects.exists()


def test_an_account_of_another_feed_is_unknown_here(caller: Caller) -> None:
    other = next(code for code in FEEDS if code != caller.account.feed_code)

    answer = caller.post(*caller.signed(), where=f"/hook/{other}/{caller.account.public_id}/")

    assert answer == (404, {"success": False, "error": "unknown_account"})


def test_more_than_64_kilobytes_are_not_read(caller: Caller) -> None:
    body, headers = caller.signed(content="x" * (64 * 1024))

    assert caller.post(body, headers) == (413, {"success": False, "error": "body_too_large"})


def test_no_secret_of_a_call_is_kept(caller: Caller) -> None:
    body, headers = caller.signed()

    caller.post(
        body, {**headers, "Authorization": "Apikey x", "Cookie": "a=b", "Secure-Token": "y"}
    )

    assert set(Notice.objects.get().headers) <= {
        "x-sepay-signature",
        "x-sepay-timestamp",
        "x-casso-signature",
    }


@pytest.mark.parametrize("code", ["casso", "payos"])
def test_the_call_that_tries_an_address_pays_nothing(
    client: Client, settings: Settings, code: str
) -> None:
    account = make.payout_account(make.payee_without_account(), feed_code=code)
    setattr(settings, f"{code.upper()}_SECRETS", {account.account_number: (KEY,)})
    caller = Caller(client, account)
    test_calls: dict[str, dict[str, object]] = {
        "casso": {"referenceCode": "MA_GIAO_DICH_THU_NGHIEM"},
        "payos": {"id": 1},
    }

    with pytest.MonkeyPatch.context() as patch:
        link = "6b86b273ff34fce19d6b804eff5a3f57"  # of the sandbox's movement 1
        patch.setattr("payments.feeds.payos.core.notice.TEST_LINK", link)
        answer = caller.call(**test_calls[code])

    assert answer == (200, {"success": True})
    assert Notice.objects.get().outcome == Notice.Outcome.NOTHING
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("code", ["sepay", "casso"])
def test_money_that_went_out_credits_nothing(client: Client, settings: Settings, code: str) -> None:
    account = make.payout_account(make.payee_without_account(), feed_code=code)
    setattr(settings, f"{code.upper()}_SECRETS", {account.account_number: (KEY,)})

    answer = Caller(client, account).call(transferType="out")

    assert answer == (200, {"success": True})
    assert Notice.objects.get().outcome == Notice.Outcome.NOTHING
    assert not Receipt.objects.exists()
