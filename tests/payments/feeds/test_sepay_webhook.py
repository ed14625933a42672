"""SePay calls: what is kept, what is counted, and what changes nothing."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.kernel.models import AuditRow
from payments.feeds.sepay.core.signing import sign
from payments.models import Allocation, Charge, Notice, PayoutAccount, Receipt
from tests.factories import payments as make

SECRET = "the-secret-of-this-account"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Answer:
    """What SePay gets back."""

    status: int
    said: dict[str, object]


Call = Callable[..., Answer]


@pytest.fixture
def account(settings: Settings) -> PayoutAccount:
    owner = make.payee_without_account()
    account = make.payout_account(owner, feed_code="sepay")
    settings.SEPAY_SECRETS = {account.account_number: (SECRET,)}
    return account


@pytest.fixture
def call(account: PayoutAccount, client: Client) -> Call:
    """Return a function that calls the account's address as SePay would."""

    def post(content: bytes, *, secret: str = SECRET, at: datetime = NOW, **headers: str) -> Answer:
        stamp = str(int(at.timestamp()))
        signed = {"X-SePay-Timestamp": stamp, "X-SePay-Signature": sign(secret, stamp, content)}
        with time_machine.travel(NOW, tick=False):
            answer = client.post(
                f"/hook/sepay/{account.public_id}/",
                content,
                content_type="application/json",
                headers=signed | headers,
            )
        return Answer(answer.status_code, answer.json())

    return post


def body(account: PayoutAccount, **changes: object) -> bytes:
    fields = {
        "id": 92704,
        "gateway": "Sandbox",
        "transactionDate": "2026-11-21 15:59:00",
        "accountNumber": account.account_number,
        "subAccount": None,
        "code": None,
        "content": "chuyen tien",
        "transferType": "in",
        "description": "",
        "transferAmount": 203000,
        "accumulated": 19077000,
        "referenceCode": "FT26325000001",
    }
    return json.dumps({**fields, **changes}).encode()


def audited(action: str) -> list[AuditRow]:
    return list(AuditRow.objects.filter(action=action))


def nothing_came() -> bool:
    return not (Notice.objects.exists() or Receipt.objects.exists())


def test_a_signed_credit_with_the_code_pays_its_charge(account: PayoutAccount, call: Call) -> None:
    charge = make.charge(account.payee, 203_000, minutes=None)
    content = body(account, content=f"MBVCB.3278907687.{charge.memo_code} chuyen tien")

    answer = call(content)

    assert (answer.status, answer.said) == (200, {"success": True})
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.reference) == (203_000, "FT26325000001")
    assert receipt.occurred_at == datetime(2026, 11, 21, 8, 59, tzinfo=UTC)
    assert Allocation.objects.get().charge == charge
    assert Charge.objects.get().settled_at is not None
    notice = Notice.objects.get()
    assert bytes(notice.body) == content
    assert notice.outcome == Notice.Outcome.CREDITED


def test_the_same_call_again_is_answered_the_same_and_changes_nothing(
    account: PayoutAccount, call: Call
) -> None:
    charge = make.charge(account.payee, 203_000, minutes=None)
    content = body(account, content=charge.memo_code)
    call(content)
    rows = AuditRow.objects.count()

    answer = call(content, at=NOW + timedelta(minutes=4))

    assert (answer.status, answer.said) == (200, {"success": True})
    assert (Notice.objects.count(), Receipt.objects.count()) == (1, 1)
    assert Allocation.objects.count() == 1
    assert AuditRow.objects.count() == rows


def test_money_without_a_code_is_kept_for_a_person(account: PayoutAccount, call: Call) -> None:
    answer = call(body(account))

    assert answer.status == 200
    assert Receipt.objects.get().attention == Receipt.Attention.UNKNOWN


def test_money_that_went_out_is_kept_and_credits_nothing(
    account: PayoutAccount, call: Call
) -> None:
    content = body(account, transferType="out")

    assert call(content).status == 200
    assert call(content).status == 200
    assert Notice.objects.get().outcome == Notice.Outcome.NOTHING
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"secret": "another"}, "wrong_signature"),
        ({"at": NOW - timedelta(seconds=301)}, "signature_too_old"),
        ({"at": NOW + timedelta(seconds=301)}, "signature_too_new"),
        ({"X-SePay-Signature": ""}, "missing_signature"),
        ({"X-SePay-Timestamp": ""}, "missing_signature"),
        ({"X-SePay-Timestamp": "soon"}, "bad_timestamp"),
    ],
)
def test_a_bad_signature_changes_nothing_but_an_audit_row(
    account: PayoutAccount,
    call: Call,
    arguments: dict[str, object],
    reason: str,
) -> None:
    before = AuditRow.objects.count()

    answer = call(body(account), **arguments)

    assert answer.status == 401
    assert answer.said == {"success": False, "error": "notice_refused"}
    assert nothing_came()
    assert AuditRow.objects.count() == before + 1
    assert audited("notice.refused")[0].details["reason"] == reason


def test_an_account_without_secret_refuses_everything(
    account: PayoutAccount, call: Call, settings: Settings
) -> None:
    settings.SEPAY_SECRETS = {}

    assert call(body(account)).status == 401
    assert call(body(account), secret="").status == 401
    assert nothing_came()


def test_both_secrets_count_while_one_replaces_the_other(
    account: PayoutAccount, call: Call, settings: Settings
) -> None:
    settings.SEPAY_SECRETS = {account.account_number: ("the-next-secret", SECRET)}

    assert call(body(account, id=1)).status == 200
    assert call(body(account, id=2), secret="the-next-secret").status == 200


def test_a_secret_of_the_sandbox_speaks_for_the_sandbox_only(
    account: PayoutAccount, call: Call, settings: Settings
) -> None:
    settings.SEPAY_SANDBOX_SECRETS = ("a-sandbox-secret",)

    assert call(body(account), secret="a-sandbox-secret").status == 401

    PayoutAccount.objects.update(environment="sandbox")
    assert call(body(account)).status == 401
    assert call(body(account), secret="a-sandbox-secret").status == 200
    assert Receipt.objects.get().environment == "sandbox"


def test_an_api_key_counts_only_where_it_is_set_and_no_secret_is(
    account: PayoutAccount, client: Client, settings: Settings
) -> None:
    def post(key: str) -> int:
        answer = client.post(
            f"/hook/sepay/{account.public_id}/",
            body(account),
            content_type="application/json",
            headers={"Authorization": f"Apikey {key}"},
        )
        return int(answer.status_code)

    assert post("a-key") == 401
    settings.SEPAY_API_KEYS = {account.account_number: ("a-key",)}
    assert post("a-key") == 401
    settings.SEPAY_SECRETS = {}
    assert post("other") == 401
    assert nothing_came()
    assert post("a-key") == 200
    assert "a-key" not in json.dumps(Notice.objects.get().headers)


def test_a_notice_about_another_account_is_kept_and_credits_nothing(
    account: PayoutAccount, call: Call
) -> None:
    answer = call(body(account, accountNumber="0000000000"))

    assert answer.status == 409
    assert answer.said == {"success": False, "error": "notice_mismatch"}
    assert Notice.objects.get().outcome == Notice.Outcome.MISMATCH
    assert not Receipt.objects.exists()


def test_a_signed_body_that_cannot_be_read_is_kept_once(account: PayoutAccount, call: Call) -> None:
    for _ in range(2):
        answer = call(b'{"id": "no number"}')
        assert answer.status == 422
        assert answer.said == {"success": False, "error": "notice_unreadable"}

    assert Notice.objects.get().outcome == Notice.Outcome.UNREADABLE
    assert not Receipt.objects.exists()


def test_the_same_number_at_two_sellers_is_two_movements(
    account: PayoutAccount,
    call: Call,
    client: Client,
    settings: Settings,
) -> None:
    call(body(account))
    other = make.payout_account(make.payee_without_account(), feed_code="sepay")
    settings.SEPAY_SECRETS = {other.account_number: ("the-other-secret",)}
    stamp, content = str(int(NOW.timestamp())), body(other)

    with time_machine.travel(NOW, tick=False):
        answer = client.post(
            f"/hook/sepay/{other.public_id}/",
            content,
            content_type="application/json",
            headers={
                "X-SePay-Timestamp": stamp,
                "X-SePay-Signature": sign("the-other-secret", stamp, content),
            },
        )

    assert answer.status_code == 200
    assert Receipt.objects.count() == 2


def test_a_body_above_64_kb_is_refused_unread(account: PayoutAccount, call: Call) -> None:
    answer = call(body(account, description="x" * 65_536))

    assert answer.status == 413
    assert nothing_came()


def test_too_many_calls_in_a_minute_wait(
    account: PayoutAccount,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("payments.webhooks.CALLS_A_MINUTE", 2)

    answers = [call(body(account, id=number)).status for number in (1, 2, 3)]

    assert answers == [200, 200, 429]


def test_an_address_of_nobody_is_not_there(client: Client, account: PayoutAccount) -> None:
    unconnected = make.payout_account(make.payee_without_account())

    assert client.post(f"/hook/sepay/{uuid.uuid4()}/").status_code == 404
    assert client.post(f"/hook/sepay/{unconnected.public_id}/").status_code == 404
    assert nothing_came()


def test_looking_is_not_calling(client: Client, account: PayoutAccount) -> None:
    assert client.get(f"/hook/sepay/{account.public_id}/").status_code == 405


def test_it_needs_no_token_of_a_form(account: PayoutAccount) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/hook/sepay/{account.public_id}/").status_code == 401
