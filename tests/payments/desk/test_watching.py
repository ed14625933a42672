"""A feed that falls silent is noticed; one that speaks again is taken back."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.models import AuditRow
from payments import actions
from payments.actions.watching import money_staff, watch_feeds
from payments.errors import AlreadyMatchedError
from payments.feeds.sepay.core.signing import sign
from payments.models import Charge, MoneyReturn, Notice, PayoutAccount, Receipt
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

DAWN = datetime(2026, 11, 9, 22, 0, tzinfo=UTC)
"""Five in the morning in Sóc Trăng."""

SECRET = "the-secret-of-this-account"


@pytest.fixture
def account(settings: Settings) -> PayoutAccount:
    owner = make.payee_without_account(make.person())
    account = make.payout_account(owner, feed_code="sepay")
    settings.SEPAY_SECRETS = {account.account_number: (SECRET,)}
    return account


def speaks(account: PayoutAccount, days: int = 5) -> datetime:
    """Let a feed speak each morning every ten minutes for two hours; return its last word."""
    last = DAWN
    for day in range(days):
        for number in range(12):
            last = DAWN + timedelta(days=day, minutes=10 * number)
            with time_machine.travel(last, tick=False):
                make.notice(account)
    return last


def watch(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        watch_feeds.func()


def feed_of(account: PayoutAccount) -> str:
    account.refresh_from_db()
    return account.feed


def test_a_night_passes_unnoticed_and_a_silent_morning_breaks_the_feed(
    account: PayoutAccount,
) -> None:
    boss = make.person(superuser=True)
    make.person(staff=True)
    last = speaks(account)

    watch(last + timedelta(hours=20))
    assert feed_of(account) == "connected"
    watch(last + timedelta(hours=24))
    watch(last + timedelta(hours=25))

    assert feed_of(account) == "broken"
    assert account.seller_confirms
    assert AuditRow.objects.filter(action="feed.fell_silent").count() == 1
    told = {message.to_phone for message in NoticeMessage.objects.all()}
    assert told == {boss.phone, account.payee.members.get().phone}
    assert account.account_number[-4:] in NoticeMessage.objects.all()[0].text


def test_a_feed_that_spoke_too_little_is_left_alone(account: PayoutAccount) -> None:
    last = speaks(account, days=1)

    watch(last + timedelta(days=3))

    assert feed_of(account) == "connected"


def test_who_may_sort_money_is_told_by_group_and_by_person() -> None:
    from django.contrib.auth.models import Group, Permission

    right = Permission.objects.get(content_type__app_label="payments", codename="change_receipt")
    by_group, by_person = make.person(staff=True), make.person(staff=True)
    group = Group.objects.create(name="money")
    group.permissions.add(right)
    by_group.groups.add(group)
    by_person.user_permissions.add(right)
    make.person(staff=True)

    assert money_staff() == [by_group, by_person]


def post(client: Client, account: PayoutAccount, *, content: str, amount: int = 203_000) -> int:
    body = json.dumps(
        {
            "id": make.next_number(),
            "gateway": "Sandbox",
            "transactionDate": "2026-11-21 15:59:00",
            "accountNumber": account.account_number,
            "subAccount": None,
            "code": None,
            "content": content,
            "transferType": "in",
            "description": "",
            "transferAmount": amount,
            "accumulated": 0,
            "referenceCode": "FT26325000001",
        }
    ).encode()
    now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    stamp = str(int(now.timestamp()))
    with time_machine.travel(now, tick=False):
        answer = client.post(
            f"/hook/sepay/{account.public_id}/",
            body,
            content_type="application/json",
            headers={"X-SePay-Timestamp": stamp, "X-SePay-Signature": sign(SECRET, stamp, body)},
        )
    return answer.status_code


def test_a_verified_notice_connects_the_feed_again_and_a_forged_one_does_not(
    account: PayoutAccount, client: Client, settings: Settings
) -> None:
    actions.connect_feed(account=account, feed_code="sepay", broken=True)
    settings.SEPAY_SECRETS = {account.account_number: ("another",)}
    assert post(client, account, content="x") == 401
    assert feed_of(account) == "broken"

    settings.SEPAY_SECRETS = {account.account_number: (SECRET,)}
    assert post(client, account, content="x") == 200

    assert feed_of(account) == "connected"
    assert AuditRow.objects.filter(action="feed.spoke_again").count() == 1
    assert NoticeMessage.objects.filter(kind="payments.feed_speaks").count() == 1


def confirmed_then_told(account: PayoutAccount, client: Client) -> tuple[Charge, Receipt]:
    """Return a charge the seller confirmed while the feed was silent, and the bank's late word."""
    actions.connect_feed(account=account, feed_code="sepay", broken=True)
    charge = make.charge(account.payee)
    seller = account.payee.members.get()
    actions.confirm_by_seller(charge=charge, amount=charge.asked, acting_user=seller)
    assert post(client, account, content=charge.memo_code) == 200
    charge.refresh_from_db()
    return charge, Receipt.objects.get(source="notice")


def test_money_that_the_seller_confirmed_is_not_counted_twice_when_the_bank_tells_of_it(
    account: PayoutAccount, client: Client
) -> None:
    charge, receipt = confirmed_then_told(account, client)

    assert charge.allocated == charge.amount
    assert (receipt.attention, receipt.hint) == ("suggested", "said_before")
    assert receipt.suggested == charge

    actions.same_as_confirmed(receipt=receipt, acting_user=make.person(staff=True))

    receipt.refresh_from_db()
    assert (receipt.open_amount, receipt.attention) == (0, "")
    assert MoneyReturn.objects.get().kind == "never_came"
    with pytest.raises(AlreadyMatchedError):
        actions.same_as_confirmed(receipt=receipt, acting_user=make.person(staff=True))


def test_other_money_is_never_taken_for_what_was_confirmed(account: PayoutAccount) -> None:
    charge = make.charge(account.payee)
    make.pay(charge)
    twice = make.pay(charge)

    with pytest.raises(AlreadyMatchedError):
        actions.same_as_confirmed(receipt=twice, acting_user=make.person(staff=True))
    assert Notice.objects.count() == 2
